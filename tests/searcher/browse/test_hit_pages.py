"""The hits that a list has at hand."""

from __future__ import annotations

import pytest

from searcher import Archive
from searcher.browse.asked import PAGE_HITS, Asked
from searcher.browse.hit_pages import MAX_PAGES, HitPages


def test_a_list_knows_its_length_from_the_first_page(swallows: Archive):
    pages = HitPages(Asked("燕子").search(swallows))
    assert pages.rows == 120
    assert pages.get(PAGE_HITS - 1)
    assert pages.get(PAGE_HITS) is None
    assert HitPages().rows == 0


def test_articles_that_hold_a_part_are_listed_where_few_hold_all(swallows: Archive):
    results = Asked("第7只燕子 不存在的词").search(swallows)
    pages = HitPages(results)
    offset = 0
    while hits := Asked("第7只燕子 不存在的词").search(swallows, offset).hits:
        pages.put(offset // PAGE_HITS, hits)
        offset += PAGE_HITS
    assert all(pages.get(at) for at in range(pages.rows))


def test_the_first_page_that_is_missing_is_named(swallows: Archive):
    pages = HitPages(Asked("燕子").search(swallows))
    assert pages.missing(0, PAGE_HITS) is None
    assert pages.missing(PAGE_HITS - 5, PAGE_HITS + 5) == 1
    assert pages.missing(110, 500) == 2
    assert pages.missing(500, 600) is None


def test_no_more_than_some_pages_are_kept(swallows: Archive):
    hits = Asked("燕子").search(swallows).hits
    pages = HitPages()
    pages.rows = 10_000
    for page in range(MAX_PAGES + 1):
        pages.put(page, hits)
    assert pages.get(0) is None
    assert pages.get(PAGE_HITS)


@pytest.mark.parametrize("kept", [0, 7])
def test_a_page_that_is_not_full_ends_the_list(swallows: Archive, kept: int):
    pages = HitPages(Asked("燕子").search(swallows))
    pages.put(1, Asked("燕子").search(swallows).hits[:kept])
    assert pages.rows == PAGE_HITS + kept
