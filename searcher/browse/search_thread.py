"""One thread asks the archive, so that keys never wait for it; an answer that is stale is dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Any, Literal

from textual.message import Message

Kind = Literal["question", "page", "start", "meant", "neighbours", "copy", "export"]
KINDS: tuple[Kind, ...] = (
    "question",
    "page",
    "start",
    "meant",
    "neighbours",
    "copy",
    "export",
)  # the first first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call returned or raised, and what it is for."""

    kind: Kind
    number: int
    then: Callable[[Any], object]
    value: Any = None
    error: Exception | None = None


class Answered(Message):
    """The thread has an outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class SearchThread:
    """Runs calls one after the other; of each kind only the last that was asked for.

    ``deliver`` is called with each outcome, on the thread; whoever gets it asks ``is_current`` first.
    """

    def __init__(self, deliver: Callable[[Outcome], object]) -> None:
        self._deliver = deliver
        self._waiting: dict[Kind, tuple[int, Callable[[], Any], Callable[[Any], object]]] = {}
        self._numbers: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self._changed = Condition()
        self._is_open = True
        self._is_running = False
        self._thread = Thread(target=self._run, name="search", daemon=True)
        self._thread.start()

    def ask(self, kind: Kind, call: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Run ``call`` when the thread is free; what of this kind was asked before is stale from now on."""
        with self._changed:
            self._numbers[kind] += 1
            self._waiting[kind] = (self._numbers[kind], call, then)
            self._changed.notify()

    def forget(self, kind: Kind) -> None:
        """Nothing that was asked of this kind is wanted any more."""
        with self._changed:
            self._numbers[kind] += 1
            self._waiting.pop(kind, None)

    def is_current(self, outcome: Outcome) -> bool:
        """Whether nothing of its kind was asked since."""
        return self._numbers[outcome.kind] == outcome.number

    @property
    def is_idle(self) -> bool:
        """Whether every call that was asked for has been delivered or dropped."""
        with self._changed:
            return not (self._waiting or self._is_running)

    def close(self, timeout_s: float = 1.0) -> None:
        """End the thread after the call that runs; wait for it ``timeout_s`` seconds at most."""
        with self._changed:
            self._is_open = False
            self._changed.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or not self._is_open)
                if not self._is_open:
                    return
                kind = next(kind for kind in KINDS if kind in self._waiting)
                number, call, then = self._waiting.pop(kind)
                self._is_running = True
            try:
                outcome = Outcome(kind, number, then, call())
            except Exception as error:  # noqa: BLE001 - the screen's thread raises or shows it
                outcome = Outcome(kind, number, then, error=error)
            self._deliver(outcome)
            with self._changed:
                self._is_running = False
