from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import marks
from index.pages.folded_line import fold_line, fold_line_text
from tests.strategies import texts

lines = st.lists(texts | st.sampled_from(list(marks.DOTS + marks.DASHES + marks.RATIOS))).map("".join)


@pytest.mark.parametrize(
    ("members", "folded"),
    [(marks.RATIOS, ":"), (marks.SLASHES, "/"), (marks.BARS, "|"), (marks.DOTS, "·."), (marks.DASHES, "-—~")],
)
def test_the_marks_of_a_class_fold_to_those_that_patterns_have(members: str, folded: str):
    assert {fold_line(mark).text for mark in members} == set(folded)


def test_what_is_never_visible_folds_to_nothing_and_stays_in_the_printed_name():
    line = fold_line("记\u200b者 葛\U000e0100某\ufe00 王")
    assert line.text == "记者 葛某 王"
    assert line.printed_name(3, 5) == "葛\U000e0100某\ufe00"


def test_a_name_is_given_as_it_is_printed_blanks_left_out_but_behind_an_initial():
    line = fold_line("Ｊ． Ｋ. 某　某")
    assert line.text == "J. K. 某 某"
    assert line.printed_name(0, 9) == "Ｊ． Ｋ. 某某"
    assert line.printed_name(0, 9, letter_spaced=True) == "Ｊ．Ｋ.某某"


def test_a_part_of_a_line_keeps_where_it_was_printed():
    line = fold_line("（㈠ 某某）").without([(4, 5)]).part(1, -1).stripped()
    assert line.text == "(一)某某"
    assert line.printed_part(0, 3) == "㈠"
    assert line.printed_part(3, 5) == "某某"


@given(lines)
def test_each_character_folds_by_itself(line: str):
    assert fold_line(line).text == fold_line_text(line) == "".join(fold_line(char).text for char in line)


@given(lines)
def test_every_folded_character_has_the_offset_of_the_printed_one_it_is_from(line: str):
    folded = fold_line(line)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for char, offset in zip(folded.text, folded.offsets, strict=True):
        assert char in fold_line(line[offset]).text


@given(st.text("（）：，某ＡＢ１２　 ①…", max_size=40))
def test_common_text_folds_as_a_whole_by_nfkc(line: str):
    assert fold_line(line).text == unicodedata.normalize("NFKC", line)
