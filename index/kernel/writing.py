"""Writing: the part of the kernel that indexing needs, from the twins that ``index.kernel`` has chosen."""

from __future__ import annotations

from index.kernel import COMPILED

if COMPILED:
    from index.kernel._hashing import minhash
    from index.kernel._inverting import invert_pairs, number
    from index.kernel._merging import interleave, merge_terms
else:
    from index.kernel.hashing import minhash
    from index.kernel.inverting import invert_pairs, number
    from index.kernel.merging import interleave, merge_terms

__all__ = ["interleave", "invert_pairs", "merge_terms", "minhash", "number"]
