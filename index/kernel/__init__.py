"""The loops that run once for every posting: set operations, phrase matching, scoring and term look-up.

Functions take and return numpy arrays; nothing here opens a file or knows a query. Each module has a twin in
Cython (``sets.py`` has ``_sets.pyx``) that is several times as fast. Twins are compiled at installation where
there is a C compiler. Where there is none, or where ``SEARCHER_KERNEL=numpy`` is set, the Python modules are
used. A test compares the twins, and CI runs the whole suite on both.
Functions that only indexing needs are in ``index.kernel.indexing``, so that a search does not load them.
"""

from __future__ import annotations

import os

try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as where nothing was compiled
    from index.kernel._closeness import measure_closeness
    from index.kernel._posting_lists import PostingLists
    from index.kernel._scoring import best, count_codes, top_k_with_ties
    from index.kernel._sets import difference, intersection, is_in, union
    from index.kernel._term_lookup import (
        decode_labels,
        find_known_terms,
        find_term,
        find_terms,
        lower_bound,
        prefix_range,
    )
    from index.kernel._weighing import add_weights, count_holding_enough, holding_enough

    COMPILED = True  # whether the Cython twins are in use
except ImportError:
    from index.kernel.closeness import measure_closeness
    from index.kernel.posting_lists import PostingLists
    from index.kernel.scoring import best, count_codes, top_k_with_ties
    from index.kernel.sets import difference, intersection, is_in, union
    from index.kernel.term_lookup import (
        decode_labels,
        find_known_terms,
        find_term,
        find_terms,
        lower_bound,
        prefix_range,
    )
    from index.kernel.weighing import add_weights, count_holding_enough, holding_enough

    COMPILED = False

__all__ = [
    "COMPILED",
    "PostingLists",
    "add_weights",
    "best",
    "count_codes",
    "count_holding_enough",
    "decode_labels",
    "difference",
    "find_known_terms",
    "find_term",
    "find_terms",
    "holding_enough",
    "intersection",
    "is_in",
    "lower_bound",
    "measure_closeness",
    "prefix_range",
    "top_k_with_ties",
    "union",
]
