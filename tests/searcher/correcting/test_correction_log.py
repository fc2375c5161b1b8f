"""The log keeps what the newest corrections replaced, and every line."""

from __future__ import annotations

from datetime import UTC, datetime

from index.issue import issue_key
from searcher.correcting.correction_log import (
    KEPT,
    Former,
    LoggedCorrection,
    next_number,
    read_log,
    with_correction,
    without_correction,
)
from tests.strategies import article


def entry(number: int) -> LoggedCorrection:
    return LoggedCorrection(
        number=number,
        at=datetime(2024, 5, 1, tzinfo=UTC),
        who="甲",
        what="set",
        key=issue_key("2024-05-01/qzrb"),
        label="A01",
        page="/a/A01.txt",
        ids=("x",),
        former=Former("{}", (article(1),), "s:1"),
        after="h",
    )


def test_what_is_written_is_read_again_and_only_the_newest_can_be_taken_back():
    text = ""
    for number in range(1, KEPT + 4):
        assert next_number(text) == number
        text = with_correction(text, entry(number))
    found = read_log(text, "log").corrections
    assert found[-1] == entry(KEPT + 3)
    assert [each.number for each in found if each.former is None] == [1, 2, 3]
    assert next_number(without_correction(text, KEPT + 3)) == KEPT + 3
