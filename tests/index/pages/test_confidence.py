from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages import parse_page, read_roles
from tests.conftest import SEED_PAGE
from tests.index.pages.invented import PAGE
from tests.index.pages.test_page import DAY, lines


def test_an_article_whose_lead_is_lost_is_the_least_sure_of_the_founding_page():
    page = read_roles(SEED_PAGE.read_text(encoding="utf-8"))
    least = min(range(13), key=page.confidences.__getitem__)
    assert page.confidences[least] < 0.6
    doubts = [doubt for doubt in page.doubts if doubt.number == 77]
    assert {doubt.what for doubt in doubts} == {"may go on with the article before", "may be subhead"}


def test_most_of_a_page_in_good_order_is_read_surely():
    assert statistics.median(read_roles(PAGE).confidences) > 0.8


def test_doubts_are_told_with_the_line_they_are_at():
    page = read_roles(PAGE)
    numbers = {line.number for line in page.lines}
    assert page.doubts
    assert {doubt.number for doubt in page.doubts} <= numbers
    assert all(0.1 <= doubt.chance <= 1 for doubt in page.doubts)


@pytest.mark.parametrize("page", [PAGE, PAGE * 3])
def test_articles_carry_the_confidence_of_the_page(page: str):
    articles = parse_page(page, paper="某市日报", date=DAY, page=1)
    assert tuple(article.confidence for article in articles) == read_roles(page).confidences


@given(lines.map("\n".join) | st.text(max_size=200))
def test_every_article_of_any_page_has_a_confidence(page: str):
    roles = read_roles(page)
    assert len(roles.confidences) == len({line.article for line in roles.lines} - {None})
    assert all(0 <= confidence <= 1 for confidence in roles.confidences)
