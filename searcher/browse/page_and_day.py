"""The article before or behind another one, on its page or in its issue."""

from __future__ import annotations

from typing import Literal, NamedTuple

from index.article import Article
from index.issue import IssueKey, in_page_order
from index.messages import mark, tr
from searcher.archive import Archive

Scope = Literal["page", "day"]
_NONE_THERE: dict[tuple[Scope, bool], str] = {
    ("page", False): mark("no article before this one on its page"),
    ("page", True): mark("no article behind this one on its page"),
    ("day", False): mark("no article before this one on its day"),
    ("day", True): mark("no article behind this one on its day"),
}


class Neighbour(NamedTuple):
    """An article, and that it is article ``number`` of ``of`` on its page or in its issue."""

    article: Article
    number: int
    of: int


def neighbour(archive: Archive, article: Article, by: int, scope: Scope) -> Neighbour | str:
    """Return the article ``by`` places further in the order of reading, or say why there is none."""
    issue = in_page_order(archive.articles(IssueKey.of(article)))
    if scope == "page":
        issue = [each for each in issue if each.page == article.page]
    ids = [each.id for each in issue]
    if article.id not in ids:
        return tr("{id} is no longer in the archive", id=article.id)
    at = ids.index(article.id) + by
    if not 0 <= at < len(issue):
        return tr(_NONE_THERE[scope, by > 0])
    return Neighbour(issue[at], at + 1, len(issue))
