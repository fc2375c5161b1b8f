"""Kernel: the loops that run once for every posting. Arrays in, arrays out: no file, no query is known here.

Each module has a twin in Cython, ``sets.py`` has ``_sets.pyx``, that answers several times as fast. Twins
are compiled on installing where there is a C compiler; where there is none, or the environment says
``SEARCHER_KERNEL=numpy``, the modules serve. A test holds twins equal, and CI runs the suite on either.
What only indexing needs is in ``writing``: who asks does not load it.
"""

from __future__ import annotations

import os

try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as where nothing was compiled
    from index.kernel._posting_lists import PostingLists
    from index.kernel._scoring import count_codes, sum_impacts, top_k_with_ties
    from index.kernel._sets import difference, intersection, is_in, union
    from index.kernel._term_lookup import decode_terms, find_term, find_terms, lower_bound

    COMPILED = True
except ImportError:
    from index.kernel.posting_lists import PostingLists
    from index.kernel.scoring import count_codes, sum_impacts, top_k_with_ties
    from index.kernel.sets import difference, intersection, is_in, union
    from index.kernel.term_lookup import decode_terms, find_term, find_terms, lower_bound

    COMPILED = False

__all__ = [
    "COMPILED",
    "PostingLists",
    "count_codes",
    "decode_terms",
    "difference",
    "find_term",
    "find_terms",
    "intersection",
    "is_in",
    "lower_bound",
    "sum_impacts",
    "top_k_with_ties",
    "union",
]
