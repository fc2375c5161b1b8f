"""The thread that asks: in order, and of each kind the last only."""

from __future__ import annotations

from queue import Queue
from threading import Event

from searcher.browse.search_thread import Outcome, SearchThread


def test_of_questions_that_wait_the_last_is_asked_and_an_older_answer_is_stale():
    outcomes: Queue[Outcome] = Queue()
    thread = SearchThread(outcomes.put)
    begun, go_on = Event(), Event()

    def first() -> str:
        begun.set()
        go_on.wait()
        return "first"

    thread.ask("question", first, print)
    begun.wait()
    for name in ("second", "third"):
        thread.ask("question", name.upper, print)
    go_on.set()
    old, new = outcomes.get(), outcomes.get()
    assert (old.value, thread.is_current(old)) == ("first", False)
    assert (new.value, thread.is_current(new)) == ("THIRD", True)
    thread.close()
    assert outcomes.empty()
    assert thread.is_idle


def test_what_is_forgotten_is_not_asked():
    outcomes: Queue[Outcome] = Queue()
    thread = SearchThread(outcomes.put)
    begun, go_on = Event(), Event()

    def first() -> bool:
        begun.set()
        return go_on.wait()

    thread.ask("question", first, print)
    begun.wait()
    thread.ask("page", str, print)
    thread.forget("page")
    go_on.set()
    assert outcomes.get().kind == "question"
    thread.close()
    assert outcomes.empty()


def test_an_error_is_an_outcome():
    outcomes: Queue[Outcome] = Queue()
    thread = SearchThread(outcomes.put)
    thread.ask("question", lambda: int("x"), print)
    assert isinstance(outcomes.get().error, ValueError)
    thread.close()
