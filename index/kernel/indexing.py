"""The functions of the kernel that only indexing needs, compiled where ``index.kernel`` is."""

from __future__ import annotations

from index.kernel import COMPILED

if COMPILED:
    from index.kernel._hashing import minhash
    from index.kernel._inversion import invert_bigrams, invert_terms
    from index.kernel._term_merging import interleave, merge_terms
else:
    from index.kernel.hashing import minhash
    from index.kernel.inversion import invert_bigrams, invert_terms
    from index.kernel.term_merging import interleave, merge_terms

__all__ = ["interleave", "invert_bigrams", "invert_terms", "merge_terms", "minhash"]
