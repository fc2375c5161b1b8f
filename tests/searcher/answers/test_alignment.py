from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.answers.alignment import Marked, edits, nearest

few = st.text("甲乙丙，", max_size=8)


def distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for at, char in enumerate(first, 1):
        before, row[0] = row[0], at
        for column, other in enumerate(second, 1):
            before, row[column] = (
                row[column],
                min(before + (char != other), row[column] + 1, row[column - 1] + 1),
            )
    return row[-1]


@given(st.text("甲乙丙", min_size=1, max_size=8), st.text("甲乙丙", max_size=14))
def test_the_nearest_part_of_a_text_is_that_of_least_edit_distance(pattern: str, text: str):
    found = nearest(pattern, text)
    parts = [text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1)]
    assert found.distance == min(distance(pattern, part) for part in parts)
    assert distance(pattern, text[found.start : found.end]) == found.distance


def test_a_character_at_an_end_is_rather_replaced_than_left_out():
    assert nearest("甲乙丙", "丁甲乙己丁")[1:] == (1, 4)
    assert nearest("甲乙丙", "丁己乙丙丁")[1:] == (1, 4)


def test_an_empty_pattern_is_refused():
    with pytest.raises(ValueError, match="pattern is empty"):
        nearest("", "甲")


def marked(text: str) -> Marked:
    return Marked(text, [char == "，" for char in text])


@given(few, few)
def test_edits_turn_the_first_text_into_the_second(first: str, second: str):
    made, at = "", 0
    for each in edits(marked(first), marked(second), 0):
        made += first[at : each.start] + second[each.second_start : each.second_end]
        at = each.end
    assert made + first[at:] == second


def test_a_mark_that_moved_takes_no_character_along():
    found = edits(marked("甲，乙丙"), marked("甲乙，丙"), 2)
    assert [("甲，乙丙"[a:b], "甲乙，丙"[c:d]) for a, b, c, d in found] == [("，", ""), ("", "，")]
