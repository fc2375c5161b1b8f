from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.pages.page_features import evidence
from index.pages.rows import read_rows
from tests.strategies import texts

TEXT = (
    "施工队从上月进场，挖开路面更换了全部旧管道，"
    "沿街商铺照常营业，居民出行没有受到影响，工期比计划少用了九天。"
)


def _evidence(page: str) -> list[list[str]]:
    return evidence(read_rows(page)).features


def test_a_row_knows_whether_it_opens_or_closes_the_page():
    first, *_, last = _evidence(f"老街换新管\n{TEXT}\n{TEXT}")
    assert "first on page short" in first
    assert "last on page long" in last


def test_a_heading_knows_its_place_in_its_stack_and_what_stands_under_it():
    found = _evidence(f"要闻\n老街换新管\n本报讯 {TEXT}")
    assert "stack 1 of 2" in found[0]
    assert "stack over dateline, 1 to go" in found[0]
    assert "stack over dateline, 0 to go" in found[1]


def test_headings_built_alike_are_told_from_others():
    page = f"甲街：“小板凳”议事\n{TEXT}\n乙街：“大喇叭”传情\n{TEXT}\n水价下月调整"
    found = _evidence(page)
    assert "below alike, same length" in found[0]
    assert "below unlike, other length" in found[2]


def test_a_row_after_text_that_breaks_off_knows_it():
    assert "long after torn" in _evidence(f"{TEXT[:-8]}\n{TEXT[-8:]}{TEXT}")[1]


def test_a_caption_knows_how_far_its_credit_is():
    found = _evidence(f"{TEXT}\n赵小川 摄\n{TEXT}")
    assert "long credit in 1" in found[0]


def test_blank_lines_tell_nothing_on_a_page_where_all_rows_or_none_are_parted():
    gaps = ("gap before", "tight before")
    for separator in ("\n", "\n\n"):
        page = separator.join(["老街换新管", TEXT, TEXT])
        assert not [
            feature for row in _evidence(page) for feature in row if any(gap in feature for gap in gaps)
        ]
    mixed = _evidence(f"老街换新管\n{TEXT}\n\n水价下月调整\n{TEXT}")
    assert "short gap before, tight after" in mixed[2]


@given(st.lists(texts, max_size=12).map("\n".join))
def test_every_row_of_any_page_has_evidence(page: str):
    found = _evidence(page)
    assert len(found) == len(read_rows(page))
    assert all("always" in row for row in found)
