"""What stands beside an article."""

from __future__ import annotations

from searcher import Archive
from searcher.browse.page_and_day import Neighbour, neighbour


def test_from_the_first_article_of_a_day_each_is_reached_in_order(swallows: Archive):
    issue = swallows.articles(swallows.issues()[0].key)
    at, seen = issue[0], [issue[0].id]
    while isinstance(found := neighbour(swallows, at, 1, "day"), Neighbour):
        at = found.article
        seen.append(at.id)
        assert (found.number, found.of) == (len(seen), len(issue))
    assert seen == [each.id for each in issue]
    assert found == "no article behind this one on its day"


def test_a_neighbour_on_the_page_is_on_the_page(swallows: Archive):
    first = swallows.articles(swallows.issues()[0].key)[0]
    found = neighbour(swallows, first, 1, "page")
    assert isinstance(found, Neighbour)
    assert found.article.page == first.page
    assert neighbour(swallows, first, -1, "page") == "no article before this one on its page"
