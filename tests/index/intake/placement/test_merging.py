from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.placement import Placement, merge_placements

DAY = civil_date(2023, 9, 21)
PATH = Path("taiyuan-daily/2023-09-21/01.txt")


def test_an_option_wins_over_the_header_and_the_header_over_the_path():
    path = Placement("c", None, 3)
    assert merge_placements(PATH, Placement(), Placement(), path) == path
    assert merge_placements(PATH, Placement(), Placement("b", DAY), path) == Placement("b", DAY, 3)
    assert merge_placements(PATH, Placement("a", page=1), Placement("b", DAY, 2), path) == Placement(
        "a", DAY, 1
    )
    assert merge_placements(PATH, Placement(page=0), Placement(), path).page == 0


def test_what_the_format_says_stands_between_header_and_path():
    by_format = Placement("b", DAY, "A01", "要闻", order=2)
    path = Placement("c", None, "A01", "县区", "下午版", 7)
    assert merge_placements(PATH, Placement(), Placement(), path, by_format) == Placement(
        "b", DAY, "A01", "要闻", "下午版", 2
    )
    assert merge_placements(PATH, Placement(), Placement("a"), path, by_format).paper == "a"


@pytest.mark.parametrize(("key", "stated"), [("date", civil_date(2023, 9, 22)), ("page", 2), ("page", "A01")])
def test_a_header_that_contradicts_the_path_is_refused_unless_an_option_decides(key: str, stated: object):
    header, path = Placement(**{key: stated}), Placement("a", DAY, 1)  # type: ignore[arg-type]
    with pytest.raises(IssueFormatError, match=rf"its header says {key} .*, its path .*; say which: --{key}"):
        merge_placements(PATH, Placement(), header, path)
    assert merge_placements(PATH, Placement(date=DAY, page=1), header, path) == path


def test_a_format_that_contradicts_the_path_is_refused_as_well():
    with pytest.raises(IssueFormatError, match="its format says page 2, its path 1; say which: --page"):
        merge_placements(PATH, Placement(), Placement(), Placement(page=1), Placement(page=2))
