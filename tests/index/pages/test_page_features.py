from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.pages.page_features import extract_page_features
from index.pages.rows import read_rows
from tests.strategies import texts

TEXT = (
    "施工队从上月进场，挖开路面更换了全部旧管道，"
    "沿街商铺照常营业，居民出行没有受到影响，工期比计划少用了九天。"
)


def _features(page: str) -> list[list[str]]:
    return extract_page_features(read_rows(page)).features


def test_the_first_and_the_last_row_of_the_page_are_marked():
    first, *_, last = _features(f"老街换新管\n{TEXT}\n{TEXT}")
    assert "first on page short" in first
    assert "last on page long" in last


def test_a_heading_shows_its_place_in_its_stack_and_the_row_under_it():
    found = _features(f"要闻\n老街换新管\n本报讯 {TEXT}")
    assert "stack 1 of 2" in found[0]
    assert "stack over dateline, 1 to go" in found[0]
    assert "stack over dateline, 0 to go" in found[1]


def test_headings_of_the_same_form_are_distinguished_from_others():
    page = f"甲街：“小板凳”议事\n{TEXT}\n乙街：“大喇叭”传情\n{TEXT}\n水价下月调整"
    found = _features(page)
    assert "below alike, same length" in found[0]
    assert "below unlike, other length" in found[2]


def test_a_row_after_a_torn_paragraph_shows_it():
    assert "long after torn" in _features(f"{TEXT[:-8]}\n{TEXT[-8:]}{TEXT}")[1]


def test_a_caption_shows_the_distance_of_its_credit():
    found = _features(f"{TEXT}\n赵小川 摄\n{TEXT}")
    assert "long credit in 1" in found[0]


def test_blank_lines_give_no_features_on_a_page_where_they_are_between_all_rows_or_none():
    gaps = ("gap before", "tight before")
    for separator in ("\n", "\n\n"):
        page = separator.join(["老街换新管", TEXT, TEXT])
        assert not [
            feature for row in _features(page) for feature in row if any(gap in feature for gap in gaps)
        ]
    mixed = _features(f"老街换新管\n{TEXT}\n\n水价下月调整\n{TEXT}")
    assert "short gap before, tight after" in mixed[2]


@given(st.lists(texts, max_size=12).map("\n".join))
def test_every_row_of_any_page_has_features(page: str):
    found = _features(page)
    assert len(found) == len(read_rows(page))
    assert all("always" in row for row in found)
