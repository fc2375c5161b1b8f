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
    from index.kernel._posting_lists import Lists
    from index.kernel._scoring import add_up, largest, tally
    from index.kernel._sets import difference, intersection, is_in, union
    from index.kernel._term_lookup import find, find_all, lower_bound, strings

    COMPILED = True
except ImportError:
    from index.kernel.posting_lists import Lists
    from index.kernel.scoring import add_up, largest, tally
    from index.kernel.sets import difference, intersection, is_in, union
    from index.kernel.term_lookup import find, find_all, lower_bound, strings

    COMPILED = False

__all__ = [
    "COMPILED",
    "Lists",
    "add_up",
    "difference",
    "find",
    "find_all",
    "intersection",
    "is_in",
    "largest",
    "lower_bound",
    "strings",
    "tally",
    "union",
]
