"""Questions: what was typed, and which conditions stand beside it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import TypedDict

from analyzers import fold
from index.article import KINDS, MAX_PAGE
from index.backend import Filter
from index.errors import QuerySyntaxError
from index.query import (
    MAX_CHARS,
    NO_TEXT,
    DateRange,
    Everything,
    Field,
    Literal,
    Named,
    Or,
    Query,
    check_trees,
)
from searcher.echo import interpret
from searcher.syntax import read


class Filters(TypedDict, total=False):
    """Conditions beside the query. The values of one are alternatives; ``since`` and ``until`` are inclusive.

    Sections, reporters (in any role) and kinds match whole and folded.
    """

    section: str | Sequence[str]
    reporter: str | Sequence[str]
    page: int | Sequence[int]
    kind: str | Sequence[str]
    since: civil_date | None
    until: civil_date | None


@dataclass(frozen=True, slots=True)
class Question:
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
        return Question(tree, query, filters, notes)
    except QuerySyntaxError as error:
        # Text copied from the paper holds colons and brackets of its own: where it stands in the archive
        # just as it is, that is what was asked for.
        literal = Literal(query)
        hopeless = not fold(query) or len(query) > MAX_CHARS or NO_TEXT.search(query)
        if hopeless or not stands(literal):
            raise
        return Question(literal, query, filters, (f"searched for the text as it stands: {error}",))


def read_filters(given: Filters) -> tuple[Filter, ...]:
    """Return the conditions as queries; ValueError or TypeError for what no article could ever meet."""
    if unknown := set(given) - set(Filters.__annotations__):
        raise TypeError(
            f"no filter {', '.join(sorted(unknown))}; filters are {', '.join(Filters.__annotations__)}"
        )
    filters = []
    names: tuple[Named, ...] = ("section", "reporter", "page", "kind")
    for name in names:
        told: str | int | Sequence[str | int] = given.get(name, ())
        values = (told,) if isinstance(told, str | int) else told
        if values:
            filters.append(Filter(name, Or(tuple(Field(name, _value(name, value)) for value in values))))
    since, until = given.get("since"), given.get("until")
    if since and until and since > until:
        raise ValueError(f"since={since} lies after until={until}")
    if since or until:
        filters.append(Filter("date", DateRange(since, until)))
    return tuple(filters)


def _value(name: Named, value: str | int) -> str:
    if name == "kind" and value not in KINDS:
        raise ValueError(f"kind={value!r}; kinds are {', '.join(KINDS)}")
    if name == "page" and not (isinstance(value, int) and 1 <= value <= MAX_PAGE):
        raise ValueError(f"page={value!r}; pages are numbers from 1 to {MAX_PAGE}")
    if not (told := str(value)).strip():
        raise ValueError(f"{name} is empty; leave it out to let everything through")
    return told
