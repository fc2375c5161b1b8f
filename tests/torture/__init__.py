"""Tests that an archive stays whole whatever happens to its files, its disk and its processes.

| module | what it does | | --- | --- | | ``disk.py`` | records each system call below a folder, lets one of
them fail, or ends the process there | | ``strace.py`` | reads the system calls of a real process from the
kernel, to check what ``disk.py`` records | | ``power.py`` | replays recorded calls: yields each folder that a
power failure may leave | | ``operations.py`` | an archive, and operations on it: add, drop, merge, reindex,
upgrade, repair | | ``test_keeping.py`` | operations that make an archive: a new one, a backup, a restored one
| | ``soak.py`` | runs readers beside a writer, and checks every answer against the commits it may come from |
| ``fuzz.py``, ``fuzzing.py`` | feed foreign bytes to all that reads them: pages, JSON Lines, queries, zips,
an index |

Every point of a write is tested, also in CI. Where points are drawn at random, CI tests some, `make torture`
many.
"""

from __future__ import annotations

from hypothesis import settings


def rounds(quick: int, thorough: int) -> int:
    """How many random cases to test: `make torture` runs with the Hypothesis profile ``thorough``."""
    return thorough if settings.get_current_profile_name() == "thorough" else quick
