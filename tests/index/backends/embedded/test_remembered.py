"""What is remembered is what was read, and never takes more room than was given."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.remembered import Remembered

ROOM = 20


@given(asked=st.lists(st.integers(0, 12), max_size=60))
def test_every_answer_is_right_and_what_is_kept_fits(asked: list[int]):
    remembered = Remembered(ROOM)
    for number in asked:
        assert remembered.get(number, partial(str.ljust, "", number), len) == " " * number
        assert sum(size for _, size in remembered._values.values()) <= ROOM


def test_what_was_asked_for_last_is_not_read_again():
    remembered = Remembered(ROOM)
    read: list[str] = []
    for key in ("a" * 8, "b" * 8, "a" * 8, "c" * 8, "a" * 8):
        remembered.get(key, lambda key=key: read.append(key) or key, len)  # type: ignore[misc,func-returns-value]
    assert read == ["a" * 8, "b" * 8, "c" * 8]
