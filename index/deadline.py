"""The deadline of a search."""

from __future__ import annotations

import time

from index.errors import SearchTimeout
from index.messages import tr


class Deadline:
    """The end of ``timeout_s`` seconds from now; None: there is no end. ValueError for less than no time."""

    def __init__(self, timeout_s: float | None = None) -> None:
        if timeout_s is not None and not timeout_s >= 0:
            raise ValueError(f"timeout_s={timeout_s}; it is a number of seconds, at least 0")
        self._timeout_s = timeout_s
        self._end = None if timeout_s is None else time.monotonic() + timeout_s
        self._paused: float | None = None

    def pause(self) -> None:
        """Let what follows, until ``resume``, take none of the time."""
        if self._end is not None and self._paused is None:
            self._paused = time.monotonic()

    def resume(self) -> None:
        """Go on where ``pause`` stopped; nothing where it did not."""
        if self._end is not None and self._paused is not None:
            self._end += time.monotonic() - self._paused
        self._paused = None

    def check(self) -> None:
        """SearchTimeout when the time is over."""
        if self._end is not None and time.monotonic() >= self._end:
            raise SearchTimeout(
                tr(
                    "the search took longer than {timeout_s:g} s; ask for less, or give it more time",
                    timeout_s=self._timeout_s,
                )
            )

    @property
    def left_s(self) -> float | None:
        """Seconds until the end, at least 0; None: there is no end."""
        return None if self._end is None else max(self._end - time.monotonic(), 0.0)


NEVER = Deadline()
