"""A question and the conditions that stand beside it, written as one text of the query language."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import QuerySyntaxError
from index.query import And, Literal, Not, Or, Query
from searcher.language.echo import interpret
from searcher.language.parser import parse
from searcher.questions import Filters, read_filters


def written_out(text: str, filters: Filters, excluded: Sequence[Query] = ()) -> str:
    """Return what asks the same as ``text`` with ``filters``, without articles of what is ``excluded``.

    ``text`` stays as it was typed where that is possible: not where it is only searched for as it stands.
    Errors are those of ``read_filters``.
    """
    conditions = [each.query for each in read_filters(filters)] + [Not(each) for each in excluded]
    if not conditions:
        return text
    beside = interpret(And(tuple(_alone(each) for each in conditions)))
    if not text.strip():
        return beside
    try:
        asked = f"({text})" if isinstance(parse(text), Or) else text
    except QuerySyntaxError:
        asked = interpret(Literal(text))
    return f"{asked} AND {beside}"


def _alone(condition: Query) -> Query:
    """A choice of one value is that value."""
    if isinstance(condition, Or) and len(condition.children) == 1:
        return condition.children[0]
    return condition
