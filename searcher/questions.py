"""Questions: what was typed, and which conditions stand beside it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import TypedDict

from index.backend import Filter
from index.query import DateRange, Field, Named, Or, Query


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
    tree: Query
    text: str
    filters: tuple[Filter, ...]
    warnings: tuple[str, ...] = ()


def read_filters(given: Filters) -> tuple[Filter, ...]:
    filters = []
    names: tuple[Named, ...] = ("section", "reporter", "page", "kind")
    for name in names:
        told = given.get(name, ())
        values = (told,) if isinstance(told, str | int) else told
        if values:
            filters.append(Filter(name, Or(tuple(Field(name, str(value)) for value in values))))
    since, until = given.get("since"), given.get("until")
    if since or until:
        filters.append(Filter("date", DateRange(since, until)))
    return tuple(filters)
