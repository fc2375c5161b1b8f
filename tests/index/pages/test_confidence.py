from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages import Roles, parse_page, read_roles
from tests.index.pages.invented import BRIDGE, CLINIC, DOUBTFUL, PAGE
from tests.index.pages.test_page_parser import DAY, lines


def _page(*blocks: str) -> Roles:
    return read_roles("\n\n".join(blocks))


def test_a_heading_with_neither_a_name_before_nor_a_dateline_after_it_lowers_the_confidence():
    clear = _page("大桥通车", f"本报讯 {BRIDGE}", f"{BRIDGE}（赵小川）", "诊所延时", f"本报讯 {CLINIC}")
    doubtful = read_roles(DOUBTFUL)
    assert min(clear.confidences) > max(doubtful.confidences)
    assert clear.doubts == ()
    boundary = {"may go on with the article before", "another article may begin here"}
    assert {doubt.line_number for doubt in doubtful.doubts if doubt.alternative in boundary} == {7}


def test_most_articles_of_a_page_in_good_order_have_high_confidence():
    assert statistics.median(read_roles(PAGE).confidences) > 0.8


def test_doubts_name_the_line_that_they_are_about():
    page = read_roles(PAGE)
    numbers = {line.number for line in page.lines}
    assert page.doubts
    assert {doubt.line_number for doubt in page.doubts} <= numbers
    assert all(0.1 <= doubt.probability <= 1 for doubt in page.doubts)


@pytest.mark.parametrize("page", [PAGE, PAGE * 3])
def test_articles_carry_the_confidence_of_the_page(page: str):
    articles = parse_page(page, paper="某市日报", date=DAY, page=1)
    assert tuple(article.confidence for article in articles) == read_roles(page).confidences


@given(lines.map("\n".join) | st.text(max_size=200))
def test_every_article_of_any_page_has_a_confidence(page: str):
    roles = read_roles(page)
    assert len(roles.confidences) == len({line.article for line in roles.lines} - {None})
    assert all(0 <= confidence <= 1 for confidence in roles.confidences)
