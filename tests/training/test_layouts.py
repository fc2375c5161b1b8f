from __future__ import annotations

from random import Random

import pytest

from index.pages.rows import read_rows
from training.damage import Page
from training.layouts import (
    Layout,
    cut_at,
    draw_layout,
    indented,
    lay_out,
    letter_spaced,
    text_of,
    without_blank_lines,
)

TEXT = "昨日上午，某某街道的工人换上新水管，居民围在一旁观看，施工将在三天内完成，沿街商铺照常营业。"


def _page() -> Page:
    blocks = ("老街换新管", f"本报讯 {TEXT}", TEXT, "居民称便", TEXT, "（记者 何小川）") * 2
    states = ["headline", "first", "body", "subhead", "body", "byline"] * 2
    return read_rows("\n\n".join(blocks)), states


@pytest.mark.parametrize(
    "layout", [without_blank_lines, indented, letter_spaced, cut_at(17), cut_at(17, indent=True, hang=True)]
)
def test_a_layout_prints_the_same_characters(layout: Layout):
    rows, states = _page()
    printed = text_of(layout(rows, states))
    assert "".join(printed.split()) == "".join("".join(row.text.split()) for row in rows)


@pytest.mark.parametrize("layout", [without_blank_lines, indented, letter_spaced, cut_at(17, indent=True)])
def test_rows_keep_their_states_where_they_are_read_whole(layout: Layout):
    page = _page()
    rows, states = lay_out(page, layout)
    assert [row.text.replace(" ", "") for row in rows] == [row.text.replace(" ", "") for row in page[0]]
    assert states == page[1]


def test_a_part_of_a_paragraph_goes_on_with_it():
    rows, states = read_rows(f"老街换新管\n\n{TEXT}"), ["headline", "first"]
    cut = lay_out((rows, states), lambda _, __: [("老街换新管", 0), (TEXT[:20], 1), (TEXT[20:], 1)])
    assert cut[1] == ["headline", "first", "joined"]


def test_lines_that_hang_begin_with_no_mark():
    rows, states = _page()
    lines = text_of(cut_at(12, hang=True)(rows, states)).split("\n")
    assert not any(line[0] in "，。）" for line in lines)
    assert max(map(len, lines)) <= 14


def test_the_same_seed_draws_the_same_layouts():
    rows, states = _page()
    drawn = [[text_of(draw_layout(rng)(rows, states)) for _ in range(8)] for rng in (Random(3), Random(3))]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 3
