"""The line of totals, and what it says of papers and days."""

from __future__ import annotations

import pytest

from index.errors import QuerySyntaxError
from searcher import Archive
from searcher.browse.asked import Asked
from searcher.browse.head_line import format_answer, format_error


@pytest.mark.parametrize("width", [40, 60, 100])
def test_totals_come_first_and_the_line_is_as_wide_as_the_screen(swallows: Archive, width: int):
    asked = Asked("燕子").toggled(("section", "副刊"))
    line = format_answer(asked, asked.search(swallows), width, str)
    assert line.plain.startswith(" 40 articles")
    assert line.cell_len == width


def test_paper_days_and_chosen_values_are_said(swallows: Archive):
    asked = Asked("燕子").toggled(("paper", "某市日报"))
    line = format_answer(asked, asked.search(swallows), 120, lambda code: f"《{code}》").plain
    assert " for 燕子 paper:《某市日报》" in line
    assert line.rstrip().endswith("《某市日报》 2021-03..2022-03")


def test_a_part_is_told_from_the_whole(swallows: Archive):
    asked = Asked("燕子 何某某 风筝 不存在")
    line = format_answer(asked, asked.search(swallows), 120, str).plain
    assert "none holds all of it" in line or "hold a part" in line


def test_an_error_is_one_line_and_obeys_no_control_character():
    line = format_error(QuerySyntaxError("wrong:\n\x1b[2J", "x", 0, 1), 40)
    assert line.plain == " wrong: ␛[2J"
