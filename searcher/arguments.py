"""Checks of what a script passes: a wrong value is refused at once, by the name of its argument.

TypeError where a value is of the wrong type, ValueError where it cannot be meant. Both say what was given and
what is wanted. Numbers and truth values of numpy are taken as Python's own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date as civil_date
from datetime import datetime
from numbers import Real
from operator import index
from pathlib import Path
from reprlib import Repr
from typing import Literal, TypeAlias, TypeVar

from index.backend import Listener, LockWait
from index.issue import IssueKey, IssueRecord
from index.location import ClusterAddress, Location, is_address
from index.page_label import FORMS, MAX_PAGE, PageLabel, page_label
from index.query import Query, broken_span

Day: TypeAlias = civil_date | str
"""A day as a date, or as text in any form of the query language."""
StrPath: TypeAlias = str | os.PathLike[str]

T = TypeVar("T")
Called = TypeVar("Called", bound=Callable[..., object])

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 40


def given(name: str, value: object) -> str:
    """``name=value``, the value shortened."""
    return f"{name}={_SHORT.repr(value)}"


def text(name: str, value: object) -> str:
    """Return ``value``, a text."""
    if not isinstance(value, str):
        raise TypeError(f"{given(name, value)}; it is a text")
    return value


def name(name: str, value: object) -> str:
    """Return ``value``, a text that names something: it is not blank, and every character is whole."""
    plain = text(name, value)
    if not plain.strip():
        raise ValueError(f"{given(name, value)}; leave it out, or write a name")
    if broken_span(plain):
        raise ValueError(f"{given(name, value)}; it holds bytes that are no text")
    return plain


def texts(name: str, values: object) -> list[str]:
    """Return ``values``, several texts; a single text is refused, since its characters would be the texts."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{given(name, values)}; it is a list of texts")
    return [text(f"each of {name}", value) for value in values]


def query(value: object, name: str = "query") -> str | Query:
    """Return ``value``, a question as typed or as a tree."""
    if not isinstance(value, str | Query):
        raise TypeError(f"{given(name, value)}; it is a text, or a tree of searcher.Words, searcher.And …")
    return value


def whole(name: str, value: object, least: int, most: int) -> int:
    """Return ``value``, a whole number from ``least`` to ``most``."""
    wanted = f"it is a number from {least:,} to {most:,}"
    if isinstance(value, bool):
        raise TypeError(f"{given(name, value)}; {wanted}")
    try:
        number = index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{given(name, value)}; {wanted}") from None
    if not least <= number <= most:
        raise ValueError(f"{given(name, number)}; {wanted}")
    return number


def page(name: str, value: object) -> PageLabel:
    """Return ``value``, the label of a page, in its one form."""
    if not isinstance(value, str):
        return whole(name, value, 1, MAX_PAGE)
    try:
        return page_label(value)
    except ValueError:
        raise ValueError(f"{given(name, value)}; it is {FORMS}") from None


def seconds(name: str, value: object) -> float:
    """Return ``value``, a time of at least 0 seconds."""
    wanted = "it is a number of seconds, at least 0"
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{given(name, value)}; {wanted}")
    try:
        number = float(value)
    except OverflowError:
        raise ValueError(f"{given(name, value)}; {wanted}, and None for no end") from None
    if not number >= 0:  # as a NaN is not
        raise ValueError(f"{given(name, value)}; {wanted}")
    return number


def flag(name: str, value: object) -> bool:
    """Return ``value``, true or false: a text that says ``no`` would be true."""
    kind = type(value)
    if kind is bool or (kind.__module__, kind.__name__.rstrip("_")) == ("numpy", "bool"):
        return bool(value)
    raise TypeError(f"{given(name, value)}; it is True or False")


def waiting(wait_s: float, on_wait: Listener | None) -> LockWait:
    """Return how long a call that changes an archive waits for another process, and what it calls then."""
    return LockWait(seconds("wait_s", wait_s), called("on_wait", on_wait))


def called(name: str, value: Called | None) -> Called | None:
    """Return ``value``, a function or None."""
    if value is not None and not callable(value):
        raise TypeError(f"{given(name, value)}; it is a function, or None")
    return value


def chosen(name: str, value: object, known: Collection[T]) -> T:
    """Return ``value``, one of the texts ``known``."""
    if isinstance(value, str):
        for each in known:
            if each == value:
                return each
    raise (ValueError if isinstance(value, str) else TypeError)(
        f"{given(name, value)}; it is one of {', '.join(map(str, known))}"
    )


def several(name: str, values: object, known: Collection[T]) -> tuple[T, ...]:
    """Return ``values``, one or several of the texts ``known``, each once."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        values = (values,)
    return tuple(dict.fromkeys(chosen(name, value, known) for value in values))


def path(name: str, value: object) -> Path:
    """Return ``value``, the path of a file or folder."""
    plain = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(plain, str):
        raise TypeError(f"{given(name, value)}; it is a path, a text or a pathlib.Path")
    if not plain or "\0" in plain:
        raise ValueError(f"{given(name, value)}; it is a path, which is not empty and holds no NUL")
    return Path(plain)


def location(name: str, value: object) -> Location:
    """Return ``value``, the path of an archive's folder or the address of an archive on a cluster."""
    if isinstance(value, ClusterAddress):
        return value
    if isinstance(value, str) and is_address(value):
        try:
            return ClusterAddress.parse(value)
        except ValueError as exc:
            raise ValueError(f"{name}: {exc}") from None
    return path(name, value)


def day(name: str, value: object, edge: Literal["first", "last", "only"] = "only") -> civil_date:
    """Return the day that ``value`` means: of a month or a year its ``edge``.

    With ``only``, nothing but a single day will do. A datetime is refused: its time would be lost.
    """
    if isinstance(value, datetime):
        raise TypeError(f"{given(name, value)}; it is a day without a time: use its .date()")
    if isinstance(value, civil_date):
        return value
    from searcher.language.dates import FORMS, day_of

    if not isinstance(value, str):
        raise TypeError(f"{given(name, value)}; it is a date, or a text as {FORMS}")
    try:
        return day_of(value, edge)
    except ValueError as exc:
        raise ValueError(f"{given(name, value)}: {exc}") from None


def issue_key(name: str, value: object) -> IssueKey:
    """Return ``value``, the key of an issue, or its day, its paper and, if it has one, its edition."""
    if isinstance(value, tuple) and len(value) in (2, 3):
        edition = text(f"the edition of {name}", value[2]) if len(value) == 3 else ""
        return IssueKey(day(f"the date of {name}", value[0]), text(f"the paper of {name}", value[1]), edition)
    raise TypeError(f"{given(name, value)}; it is a searcher.IssueKey, of a date and a paper")


def of_paper(values: Mapping[str, object]) -> dict[str, object]:
    """Return what is told of a paper by the keys of ``papers.toml``, None where it is taken back."""
    from index.papers import KEYS

    if unknown := sorted(values.keys() - set(KEYS)):
        raise TypeError(f"a paper has no {', '.join(unknown)}; keys are {', '.join(KEYS)}")
    return {key: None if value is None else _of_paper(key, value) for key, value in values.items()}


def _of_paper(key: str, value: object) -> object:
    match key:
        case "since" | "until":
            return day(key, value, "first" if key == "since" else "last")
        case "aliases":
            return texts(key, value)
        case "holidays":
            if isinstance(value, str | bytes) or not isinstance(value, Iterable):
                raise TypeError(f"{given(key, value)}; it is a list of days")
            return [day(f"each of {key}", each) for each in value]
        case "days":
            from index.papers import format_days, read_days

            try:
                return format_days(read_days(text(key, value)))
            except ValueError as exc:
                raise ValueError(f"{given(key, value)}: {exc}") from None
        case _:
            return name(key, value)


def records(name: str, values: object) -> list[IssueRecord]:
    """Return ``values``, records of issues."""
    if isinstance(values, str | bytes | IssueRecord) or not isinstance(values, Iterable):
        raise TypeError(f"{given(name, values)}; it is a list of searcher.IssueRecord")
    found = list(values)
    for each in found:
        if not isinstance(each, IssueRecord):
            raise TypeError(f"{given(f'each of {name}', each)}; it is a searcher.IssueRecord")
    return found


def values(name: str, value: object) -> Iterator[object]:
    """Yield the values of a filter: one, several, or none for ``None``.

    ValueError for an empty list: no article is one of nothing, and none is not what was meant either.
    """
    if value is None:
        return
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        yield value
        return
    found = False
    for each in value:
        found = True
        yield each
    if not found:
        raise ValueError(f"{given(name, value)}; it has no value: leave it out to let everything through")
