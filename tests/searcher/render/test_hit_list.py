"""A list has one line a hit, as wide as it may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from searcher import Archive, Article, Hit, Snippet, Span
from searcher.render.hit_list import cut, format_list
from searcher.render.hits import MATCH

ARTICLE = Article(
    id="qzrb-2024-03-21-14-02",
    paper="qzrb",
    date=date(2024, 3, 21),
    page=14,
    headline="青泽河连续三年实现全线水流贯通",
    reporters=("赵一",),
)
HIT = Hit(ARTICLE, 3.5, ())
LINES = st.text(st.sampled_from("青泽河，水流PM2.5 （贯通）“”—…a"), min_size=1, max_size=80)


def lines(*hits: Hit, width: int | None = None, **options: object) -> list[str]:
    return [line.plain for line in format_list(hits, width, **options)]  # type: ignore[arg-type]


def of(**values: object) -> Hit:
    return replace(HIT, article=replace(ARTICLE, **values))  # type: ignore[arg-type]


def test_a_line_has_number_day_page_headline_and_names():
    assert lines(HIT, offset=2) == ["  3  2024-03-21 14版  青泽河连续三年实现全线水流贯通  赵一"]
    assert lines(of(reporters=("赵一", "钱二")))[0].endswith("  赵一, 钱二")


def test_days_papers_pages_and_headlines_stand_below_each_other():
    hits = (HIT, of(page="A01", paper="青泽晚报"), of(page=3))
    assert lines(*hits, offset=98, paper_name=str) == [
        " 99  2024-03-21 qzrb     14版   青泽河连续三年实现全线水流贯通  赵一",
        "100  2024-03-21 青泽晚报 A01版  青泽河连续三年实现全线水流贯通  赵一",
        "101  2024-03-21 qzrb     3版    青泽河连续三年实现全线水流贯通  赵一",
    ]


def test_the_kicker_has_no_room_and_the_marks_are_the_headline_s_own():
    hit = replace(of(kicker="水流"), snippets=(Snippet("headline", "", (Span(0, 2), Span(14, 16))),))
    (line,) = format_list((hit,), None)
    assert "  水流  " not in line.plain
    assert [line.plain[a:b] for a, b, style in line.spans if style == MATCH] == ["水流"]


def test_without_a_headline_stands_the_kicker_or_the_opening():
    assert "14版  入春以来  赵一" in lines(of(headline=None, kicker="入春以来"))[0]
    assert "14版  河开了。  赵一" in lines(of(headline=None, paragraphs=("河开了。",)))[0]
    assert "14版  (no headline)  赵一" in lines(of(headline=None))[0]


def test_a_narrow_line_cuts_the_names_first_and_then_the_headline():
    hit = of(reporters=("赵一一", "钱二二", "孙三三", "李四四"))
    assert lines(hit, width=60) == ["  1  2024-03-21 14版  青泽河连续三年实现全线水流贯通  赵一…"]
    assert lines(hit, width=40) == ["  1  2024-03-21 14版  青泽河连续三年实…"]


def test_reprints_and_partial_matches_are_told():
    assert lines(replace(HIT, reprints=("a", "b")))[0].endswith("赵一  +2")
    partial = replace(HIT, tier="partial")
    assert "only a part of it" in lines(HIT, partial)[1]
    assert lines(partial, HIT)[0].endswith("赵一  in part")


@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
@given(data=st.data())
def test_no_line_is_wider_than_it_may_be(width: int, data: st.DataObject):
    hits = [
        of(headline=data.draw(LINES), reporters=tuple(data.draw(st.lists(LINES, max_size=4))))
        for _ in range(3)
    ]
    assert all(cell_len(line) <= width for line in lines(*hits, width=width, paper_name=str))
    assert len(lines(*hits, width=width)) == 3


@given(LINES, st.integers(1, 80))
def test_what_is_cut_ends_in_an_ellipsis_and_fills_its_cells_but_for_half_a_character(text: str, cells: int):
    short = cut(Text(text), cells).plain
    assert cell_len(short) <= cells
    if short != text:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_where_there_is_no_width_nothing_is_cut(seed_archive: Archive):
    hits = seed_archive.search("太原", limit=13).hits
    for hit, line in zip(hits, lines(*hits), strict=True):
        assert (hit.article.headline or "") in line
