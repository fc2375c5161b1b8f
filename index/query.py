"""Query: what may be asked of an archive, whatever engine answers?

Small frozen classes, no strings of any engine's syntax. ``scope`` says which text is searched: ``headline``
(kicker and headline), ``body`` (subheads and paragraphs) or ``None`` for both. Texts are as typed; the
backend folds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as civil_date
from typing import Literal as OneOf

from index.article import Scope

Named = OneOf["section", "reporter", "page", "kind"]


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text as typed: articles that hold it literally or its words apart, or a name equal to it."""

    text: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly the articles where ``fold(text)`` stands in the folded text."""

    text: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """Articles with a word that begins with ``text``."""

    text: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """Articles whose ``name`` is ``value``, whole and folded; ``reporter`` means a name in any role.

    With ``prefix`` it is enough that a value begins so.
    """

    name: Named
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class DateRange:
    """Articles of the days from ``start`` to ``end``, both inclusive; ``None`` leaves a side open."""

    start: civil_date | None
    end: civil_date | None


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Query


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: what filters alone are asked of."""


Query = Words | Literal | Prefix | Field | DateRange | And | Or | Not | Everything


def positive_leaves(query: Query) -> tuple[Query, ...]:
    """The leaves that make an article match, in order: those under no ``Not``."""
    match query:
        case And(children) | Or(children):
            return tuple(leaf for child in children for leaf in positive_leaves(child))
        case Not():
            return ()
        case _:
            return (query,)
