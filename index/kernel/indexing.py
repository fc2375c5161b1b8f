"""Writing: the part of the kernel that indexing needs, from the twins that ``index.kernel`` has chosen."""

from __future__ import annotations

from index.kernel import COMPILED

if COMPILED:
    from index.kernel._hashing import minhash
    from index.kernel._inversion import invert_pairs, number
    from index.kernel._term_merging import interleave, merge_terms
else:
    from index.kernel.hashing import minhash
    from index.kernel.inversion import invert_pairs, number
    from index.kernel.term_merging import interleave, merge_terms

__all__ = ["interleave", "invert_pairs", "merge_terms", "minhash", "number"]
