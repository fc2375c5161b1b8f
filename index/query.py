"""Query: what may be asked of an archive, whatever engine answers?

Small frozen classes, no strings of any engine's syntax. ``scope`` says which text is searched: ``headline``
(kicker and headline), ``body`` (subheads and paragraphs) or ``None`` for both. Texts are as typed; the
backend folds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import datetime
from typing import Literal as OneOf
from typing import get_args

from analyzers import fold
from index.article import KINDS, MAX_PAGE, SCOPES, Scope
from index.errors import QueryTooLarge

Named = OneOf["section", "reporter", "page", "kind"]

# What a question may ask for: more is an accident, or an attack. What a run of text costs is bounded by its
# rarest words (MAX_TERMS in the embedded backend).
MAX_CHARS = 10_000  # some five newspaper columns
MAX_CLAUSES = 500
MAX_DEPTH = 50  # of brackets and NOTs: the parser and every backend walk the tree by recursion
MAX_LEVELS = 2 * MAX_DEPTH + 3  # of the tree: a bracket may hold an Or of Ands
MAX_EXPANSION = 50_000  # words that begin as a prefix does
_PAGE = re.compile("[1-9][0-9]{0,3}")


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
    """Articles that match every child."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that match any child."""

    children: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that do not match ``child``."""

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


def check_trees(*trees: Query) -> None:
    """Refuse trees, as scripts make them, that cannot be answered.

    TypeError or ValueError names a part whose value cannot be meant. QueryTooLarge where the trees together
    have more parts or characters, or one of them more levels, than may be.
    """
    clauses = chars = 0
    waiting: list[tuple[Query, int]] = [(tree, 1) for tree in trees]
    while waiting:  # by recursion, a deep tree would overflow the stack
        tree, depth = waiting.pop()
        if depth > MAX_LEVELS:
            raise QueryTooLarge(
                f"the question is nested more than {MAX_LEVELS} deep; ask in several questions"
            )
        match tree:
            case And(children) | Or(children):
                if not isinstance(children, tuple | list):
                    raise TypeError(f"the children of {type(tree).__name__} are a tuple of queries")
                if not children:
                    raise ValueError(f"{type(tree).__name__} has no children; what is it to match?")
                waiting += [(child, depth + 1) for child in children]
            case Not(child):
                waiting.append((child, depth + 1))
            case _:
                _check_leaf(tree)
                clauses += 1
                chars += len(getattr(tree, "text", "")) + len(getattr(tree, "value", ""))
        if clauses > MAX_CLAUSES:
            raise QueryTooLarge(f"the question has more than {MAX_CLAUSES} parts; ask in several")
        if chars > MAX_CHARS:
            raise QueryTooLarge(f"the question is over {MAX_CHARS:,} characters long; ask for less")


def _check_leaf(leaf: Query) -> None:
    match leaf:
        case Words(text, scope) | Literal(text, scope) | Prefix(text, scope):
            _check_text(leaf, text)
            if scope not in (None, *SCOPES):
                raise ValueError(f"{leaf!r:.80}; its scope is None or one of {', '.join(SCOPES)}")
        case Field():
            _check_field(leaf)
        case DateRange(start, end):
            for day in (start, end):
                if day is not None and (not isinstance(day, civil_date) or isinstance(day, datetime)):
                    raise TypeError(f"{leaf!r:.80}; its ends are dates without a time, or None")
            if start and end and start > end:
                raise ValueError(f"{leaf!r:.80} ends before it begins")
        case Everything():
            pass
        case _:
            raise TypeError(f"{leaf!r:.80} is no query, as Words, Literal, Prefix, Field, DateRange are")


def _check_field(field: Field) -> None:
    _check_text(field, field.value)
    if field.name not in get_args(Named):
        raise ValueError(f"{field!r:.80}; its name is one of {', '.join(get_args(Named))}")
    if not isinstance(field.prefix, bool):
        raise TypeError(f"{field!r:.80}; prefix is True or False")
    if field.name == "kind" and field.value not in KINDS:
        raise ValueError(f"{field!r:.80}; kinds are {', '.join(KINDS)}")
    if field.name == "page" and not (_PAGE.fullmatch(field.value) and int(field.value) <= MAX_PAGE):
        raise ValueError(f"{field!r:.80}; pages are numbers from 1 to {MAX_PAGE}")


def _check_text(leaf: Query, text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{leaf!r:.80}; what it seeks is a text")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError(f"{leaf!r:.80} holds bytes that are no text")
    if isinstance(leaf, Field | Prefix) and not fold(text):  # every name begins so
        raise ValueError(f"{leaf!r:.80} seeks nothing; leave it out, or write a text")
