"""What is remembered is what was read, and never takes more room than was given."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.reader.sized_cache import SizedLRUCache
from index.backends.embedded.reader.snapshot import Snapshot

ROOM = 20


@given(asked=st.lists(st.integers(0, 12), max_size=60))
def test_every_answer_is_right_and_what_is_kept_fits(asked: list[int]):
    remembered = SizedLRUCache(ROOM)
    for number in asked:
        assert remembered.get(number, partial(str.ljust, "", number), len) == " " * number
        assert sum(size for _, size in remembered._values.values()) <= ROOM


def test_what_was_asked_for_last_is_not_read_again():
    remembered = SizedLRUCache(ROOM)
    read: list[str] = []
    for key in ("a" * 8, "b" * 8, "a" * 8, "c" * 8, "a" * 8):
        remembered.get(key, lambda key=key: read.append(key) or key, len)  # type: ignore[misc,func-returns-value]
    assert read == ["a" * 8, "b" * 8, "c" * 8]


def test_two_rankings_never_share_a_number_whichever_thread_asks_first():
    snapshot = Snapshot.of([])
    met = threading.Barrier(8)

    class Slow(str):
        """A key whose hash lets other threads run, between the counting and the keeping."""

        __slots__ = ()

        def __hash__(self) -> int:
            met.wait()
            return super().__hash__()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(snapshot.token, [Slow(number) for number in range(8)]))
    assert len(set(numbers)) == 8
