"""A typed query with its filters becomes a query tree and a request to the backend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias

from analyzers import fold
from index.backend import SORTS, Filter, Request, Sort
from index.deadline import Deadline
from index.errors import QuerySyntaxError
from index.messages import tr
from index.query import (
    MAX_CHARS,
    DateRange,
    Everything,
    Field,
    Literal,
    Or,
    Query,
    broken_span,
    check_trees,
)
from index.schema import FACETS, VALUED, Facet, SearchField
from searcher import arguments
from searcher.language.echo import interpret
from searcher.language.parser import read
from searcher.language.quotes import HYPHENS

MIN_HEADLINE_CHARS = 8  # of a pasted headline with its hyphen
MAX_HITS = 1_000_000_000  # more articles than any archive holds, and within what numpy counts by


EXACT = "exact"
FILTERS: tuple[str, ...] = (*(each.name for each in VALUED), "since", "until", EXACT)
Filters: TypeAlias = dict[str, Any]
"""Conditions beside the query by their names, which are those in FILTERS.

A field has a value, or several, which are alternatives; names (of sections, of people in any role) match
whole and folded. ``since`` and ``until`` are inclusive: a day is a date or a text, and a month or a year
means its first day in ``since``, its last in ``until``. None lets every article through; an empty list is a
ValueError. ``exact``, a flag, is none of the query's: without it synonyms and numerals in other figures are
searched too.
"""


class Question(NamedTuple):
    """A question as typed, and what was understood by it."""

    tree: Query
    text: str
    filters: tuple[Filter, ...]
    warnings: tuple[str, ...] = ()


def understand(
    query: str | Query, filters: tuple[Filter, ...], stands: Callable[[Literal], bool]
) -> Question:
    """What ``query`` asks for; ``stands`` says whether a text stands in the archive as it is.

    QuerySyntaxError for what cannot be understood, QueryTooLarge for what would be too much work.
    """
    check_trees(*(each.query for each in filters))
    if not isinstance(query, str):
        check_trees(query)
        return Question(query, interpret(query), filters)
    if not query.strip() and filters:
        return Question(Everything(), query, filters)
    try:
        tree, notes = read(query)
    except QuerySyntaxError as error:
        # Text copied from the paper holds colons and brackets of its own: where it stands in the archive
        # just as it is, that is what was asked for.
        literal = Literal(query)
        # Several marks set apart are a slip of the hand, as empty quotes are.
        marks_alone = len(query.split()) > 1 and not any(map(str.isalnum, query))
        hopeless = not fold(query) or marks_alone or len(query) > MAX_CHARS or broken_span(query)
        if hopeless or not stands(literal):
            raise
        return Question(
            literal, query, filters, (tr("searched for the text as it stands: {error}", error=error),)
        )
    headline = Literal(query.strip(), "headline")
    if _may_be_headline(headline.text) and stands(headline):
        told = tr(
            "searched for the headline that stands so: a hyphen before its first word excludes nothing there"
        )
        return Question(headline, query, filters, (told,))
    return Question(tree, query, filters, notes)


def _may_be_headline(text: str) -> bool:
    """Whether a question that would begin with an exclusion may be a headline that was pasted.

    It is longer than the words that people exclude: 大同 of ``-大同`` stands behind a hyphen in many.
    """
    return text[:1] in tuple(HYPHENS) and len(text) > MIN_HEADLINE_CHARS


def read_request(
    *,
    limit: int | None,
    offset: int,
    sort: Sort,
    collapse: bool,
    loose: bool,
    timeout_s: float | None,
    facets: Facet | Iterable[Facet] = (),
    fill: int = 0,
) -> Request:
    """Return how everything would be asked for; TypeError or ValueError names what cannot be meant."""
    return Request(
        limit=None if limit is None else arguments.whole("limit", limit, 0, MAX_HITS),
        offset=arguments.whole("offset", offset, 0, MAX_HITS),
        sort=arguments.chosen("sort", sort, SORTS),
        facets=arguments.several("facets", facets, FACETS),
        collapse=arguments.flag("collapse", collapse),
        loose=arguments.flag("loose", loose),
        fill=fill,
        deadline=Deadline(None if timeout_s is None else arguments.seconds("timeout_s", timeout_s)),
    )


def without_exact(given: Filters) -> tuple[Filters, bool]:
    """The conditions, and whether nothing but what was typed is to be searched."""
    exact = given.get(EXACT)
    conditions = {name: value for name, value in given.items() if name != EXACT}
    return conditions, exact is not None and arguments.flag(EXACT, exact)


def read_filters(given: Filters) -> tuple[Filter, ...]:
    """Return the conditions as queries; ValueError or TypeError for what no article could ever meet."""
    if unknown := set(given) - set(FILTERS):
        raise TypeError(f"no filter {', '.join(sorted(unknown))}; filters are {', '.join(FILTERS)}")
    filters = []
    for field in VALUED:
        values = arguments.values(field.name, given.get(field.name))
        if alternatives := tuple(_condition(field, value) for value in values):
            filters.append(Filter(field.name, Or(alternatives)))
    since, until = given.get("since"), given.get("until")
    since = None if since is None else arguments.day("since", since, "first")
    until = None if until is None else arguments.day("until", until, "last")
    if since and until and since > until:
        raise ValueError(f"since={since} lies after until={until}")
    if since or until:
        filters.append(Filter("date", DateRange(since, until)))
    return tuple(filters)


def _condition(field: SearchField, value: object) -> Field:
    name = field.name
    if field.type == "choice":
        return Field(name, arguments.chosen(name, value, tuple(dict.fromkeys(field.choices.values()))))
    if field.type == "page":
        from searcher.language.pages import page_field

        return page_field(arguments.page(name, value))
    text = arguments.name(name, value)
    if not fold(text):
        raise ValueError(f"{arguments.given(name, value)}; leave it out to let everything through")
    return Field(name, text)
