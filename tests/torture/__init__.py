"""Torture: is an archive whole after whatever can happen to its files, its disk, its processes?

| tool | what it does |
| --- | --- |
| ``disk.py`` | records each system call below a folder, or lets one fail, or ends the process there |
| ``strace.py`` | what the kernel sees of a real process, against which the recorded calls are held |
| ``power.py`` | from recorded calls, the folders that may be found when the power has failed among them |
| ``works.py`` | an archive, and what is done to it: add, drop, merge, reindex, upgrade, repair |
| ``test_keeping.py`` | what makes one: a new archive, a backup, a restored one |
| ``soak.py`` | readers beside a writer, every answer held against the commits it may come from |
| ``fuzz.py``, ``fuzzing.py`` | what takes foreign bytes: pages, JSON Lines, questions, zips, an index |

Every point of a write is tried, in CI too. Where chance chooses, CI tries some and `make torture` many.
"""

from __future__ import annotations

from hypothesis import settings


def rounds(quick: int, thorough: int) -> int:
    """How often chance is to choose: `make torture` takes hypothesis' profile ``thorough``."""
    return thorough if settings.get_current_profile_name() == "thorough" else quick
