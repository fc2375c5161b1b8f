"""Ids that stand: an article that is read again keeps its id, and no id passes to another article.

The articles of a page that is added again are compared with those that the archive holds of it. Each has the
id of the one that it is: the same text, else the one with which it shares most of its text. What is new on
the page has an order that no article of the page ever had.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count as counted_from

from analyzers import fold
from index.article import SCOPES, Article, article_id
from index.issue import IssueKey
from index.page_label import PageLabel, page_in_id

SAME_SHARE = 0.5  # of the pairs of characters of the shorter of two articles that are one
_ORDER = re.compile(r"-([^-]+)-(\d{2,6})$")  # behind its page; a source's own ids may end in a date


def keep_ids(
    given: Sequence[Article],
    existing: Sequence[Article],
    made_ids: Collection[str],
    last_orders: Mapping[PageLabel, int],
    are_taken: Callable[[Sequence[str]], Collection[str]],
) -> list[Article]:
    """Return the articles ``given`` of an issue with the ids that stand, in their order.

    ``existing`` are those of the archive, ``made_ids`` the ids that may be changed: no source gave them.
    ``last_orders`` are by page the highest orders that any id had; ``are_taken`` returns which of some ids
    articles of other issues have.
    """
    result = list(given)
    by_page: dict[PageLabel, list[int]] = {}
    for at, article in enumerate(given):
        by_page.setdefault(article.page, []).append(at)
    before: dict[PageLabel, list[Article]] = {}
    for article in existing:
        before.setdefault(article.page, []).append(article)
    taken = {article.id for article in (*given, *existing) if article.id not in made_ids}
    taken |= set(are_taken([article.id for article in given if article.id in made_ids]))
    for page, places in by_page.items():
        made = [at for at in places if given[at].id in made_ids]
        stated = {given[at].id for at in places if given[at].id not in made_ids}
        standing = [article for article in before.get(page, ()) if article.id not in stated]
        kept = _matched([given[at] for at in made], standing)
        last = max([last_orders.get(page, 0), *map(order_of, before.get(page, ()))])
        for at, match in zip(made, kept, strict=True):
            if match is not None:
                result[at] = replace(given[at], id=match)
                taken.add(match)
        used = taken | {article.id for article in existing}
        for at, match in zip(made, kept, strict=True):
            if match is None:
                new = _free_id(given[at], used, last, are_taken)
                used.add(new)
                if new != given[at].id:
                    result[at] = replace(given[at], id=new)
    return result


def order_of(article: Article) -> int:
    """The order on its page that an article's id names; 0 where it names none."""
    found = _ORDER.search(article.id)
    return int(found[2]) if found and found[1] == page_in_id(article.page) else 0


def last_orders(
    articles: Sequence[Article], existing: Sequence[Article], before: Mapping[PageLabel, int]
) -> dict[PageLabel, int]:
    """By page the highest order that any id had, where no article that stays has it."""
    highest: Counter[PageLabel] = Counter(before)
    standing: Counter[PageLabel] = Counter()
    for article in existing:
        highest[article.page] = max(highest[article.page], order_of(article))
    for article in articles:
        standing[article.page] = max(standing[article.page], order_of(article))
    return {page: order for page, order in highest.items() if order > standing[page]}


def _free_id(
    article: Article, used: Collection[str], last: int, are_taken: Callable[[Sequence[str]], Collection[str]]
) -> str:
    """The article's own id where nothing had it, else the next one of its page."""
    if not last and article.id not in used:
        return article.id
    key = IssueKey.of(article)
    ids = (
        article_id(key.paper, key.date, article.page, order, key.edition) for order in counted_from(last + 1)
    )
    return next(each for each in ids if each not in used and not are_taken([each]))


def _matched(given: Sequence[Article], standing: Sequence[Article]) -> list[str | None]:
    """For each article the id of the standing one that it is, each once; None for a new one."""
    found: list[str | None] = [None] * len(given)
    left = {article.id: article for article in standing}
    ids_of_text: dict[object, list[str]] = {}
    for article in standing:
        ids_of_text.setdefault(_text(article), []).append(article.id)
    for at, article in enumerate(given):
        if ids := ids_of_text.get(_text(article)):
            found[at] = ids.pop(0)
            del left[found[at]]  # type: ignore[arg-type]
    if left and None in found:
        pairs = sorted(_shared(given, found, left), key=lambda pair: (-pair[0], pair[1:]))
        for _, at, standing_id in pairs:
            if found[at] is None and standing_id in left:
                found[at] = standing_id
                del left[standing_id]
    return found


def _shared(
    given: Sequence[Article], found: Sequence[str | None], left: Mapping[str, Article]
) -> Iterator[tuple[int, int, str]]:
    """Yield (shared pairs of characters, index into ``given``, id of the standing one) of what may be one."""
    standing = {article_id: _pairs(article) for article_id, article in left.items()}
    for at, article in enumerate(given):
        if found[at] is not None:
            continue
        pairs = _pairs(article)
        for standing_id, others in standing.items():
            shared = (pairs & others).total()
            if shared and shared >= SAME_SHARE * min(pairs.total(), others.total()):
                yield shared, at, standing_id


def _text(article: Article) -> tuple[tuple[str, ...], ...]:
    return tuple(article.units(scope) for scope in SCOPES)


def _pairs(article: Article) -> Counter[str]:
    """The pairs of neighbouring characters of all that the article says, folded."""
    text = fold("\n".join(unit for units in _text(article) for unit in units))
    return Counter(map(str.__add__, text, text[1:]))
