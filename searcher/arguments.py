"""Checks of what a script passes: a wrong value is refused at once, by the name of its argument.

TypeError where a value is of the wrong type, ValueError where it cannot be meant. Both say what was given and
what is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from datetime import date as civil_date
from datetime import datetime
from operator import index
from pathlib import Path
from reprlib import Repr
from typing import Literal, TypeAlias

from index.query import Query
from searcher.dates import civil_range

Day: TypeAlias = civil_date | str
"""A day as a date, or as text in any form of the query language."""

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 40


def given(name: str, value: object) -> str:
    """``name=value``, the value shortened."""
    return f"{name}={_SHORT.repr(value)}"


def text(name: str, value: object) -> str:
    """Return ``value``, a text."""
    if not isinstance(value, str):
        raise TypeError(f"{given(name, value)}; it is a text")
    return value


def texts(name: str, values: object) -> list[str]:
    """Return ``values``, several texts; a single text is refused, since its characters would be the texts."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{given(name, values)}; it is a list of texts")
    return [text(name, value) for value in values]


def query(value: object) -> str | Query:
    """Return ``value``, a question as typed or as a tree."""
    if not isinstance(value, str | Query):
        raise TypeError(f"{given('query', value)}; it is a text, or a tree of searcher.Words, searcher.And …")
    return value


def whole(name: str, value: object, least: int, most: int) -> int:
    """Return ``value``, a whole number from ``least`` to ``most``; those of numpy are taken."""
    if isinstance(value, bool):
        raise TypeError(f"{given(name, value)}; it is a number from {least:,} to {most:,}")
    try:
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{given(name, value)}; it is a number from {least:,} to {most:,}") from None
    if not least <= number <= most:
        raise ValueError(f"{given(name, number)}; it is a number from {least:,} to {most:,}")
    return number


def seconds(name: str, value: object) -> float:
    """Return ``value``, a time of at least 0 seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{given(name, value)}; it is a number of seconds, at least 0")
    if not value >= 0:
        raise ValueError(f"{given(name, value)}; it is a number of seconds, at least 0")
    return value


def chosen(name: str, value: object, known: Collection[str]) -> str:
    """Return ``value``, one of ``known``."""
    if not isinstance(value, str) or value not in known:
        raise (ValueError if isinstance(value, str) else TypeError)(
            f"{given(name, value)}; it is one of {', '.join(known)}"
        )
    return value


def path(name: str, value: object) -> Path:
    """Return ``value``, the path of a file or folder."""
    if not isinstance(value, str | os.PathLike):
        raise TypeError(f"{given(name, value)}; it is a path")
    return Path(value)


def day(name: str, value: object, edge: Literal["first", "last", "only"] = "only") -> civil_date:
    """Return the day that ``value`` means: of a month, a year or a range its ``edge``.

    With ``only``, nothing but a single day will do.
    """
    if isinstance(value, datetime):
        raise TypeError(f"{given(name, value)}; it is a day without a time: use its .date()")
    if isinstance(value, civil_date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"{given(name, value)}; it is a date, or a text as 2023-09-21")
    try:
        first, last = civil_range(value)
    except ValueError as exc:
        raise ValueError(f"{given(name, value)}: {exc}") from None
    found = last if edge == "last" else first
    if found is None or (edge == "only" and first != last):
        raise ValueError(f"{given(name, value)}; it is one day, as 2023-09-21")
    return found


def values(value: object) -> Iterator[object]:
    """Yield the values of a filter: one, several, or none for ``None``."""
    if value is None:
        return
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        yield value
    else:
        yield from value
