"""Tests that an archive stays whole whatever happens to its files, its disk and its processes.

| module | what it does |
| --- | --- |
| ``disk.py`` | records each system call below a folder, lets one of them fail, or ends the process there |
| ``strace.py`` | reads the system calls of a real process from the kernel, to check the recorded ones |
| ``power.py`` | replays recorded calls: yields each folder that a power failure may leave |
| ``operations.py`` | an archive, and operations on it: add, drop, merge, reindex, upgrade, repair |
| ``test_keeping.py`` | operations that make an archive: a new one, a backup, a restored one |
| ``soak.py`` | runs readers beside a writer, and checks every answer against the commits it may come from |
| ``fuzz.py``, ``fuzzing.py`` | feed foreign bytes to what reads: pages, articles, questions, zips, files |

Every point of a write is tested, also in CI: `make test` lets each call fail in one way, the ways by turns,
`make torture` in every way. Where points are drawn at random, CI tests some, `make torture` many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from hypothesis import settings

Way = TypeVar("Way")


def rounds(quick: int, thorough: int) -> int:
    """How many random cases to test: `make torture` runs with the Hypothesis profile ``thorough``."""
    return thorough if _is_thorough() else quick


def ways_of(call: int, ways: Mapping[str, Way]) -> Mapping[str, Way]:
    """The ways in which the call of this number is to fail: one of ``ways``, or in `make torture` all."""
    if _is_thorough():
        return ways
    name = list(ways)[call % len(ways)]
    return {name: ways[name]}


def _is_thorough() -> bool:
    return settings.get_current_profile_name() == "thorough"
