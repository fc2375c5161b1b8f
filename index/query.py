"""The query tree: what may be asked of an archive, whatever engine answers.

Small frozen classes, no strings of any engine's syntax. ``scope`` says which text is searched: ``headline``
(kicker and headline), ``body`` (subheads and paragraphs) or ``None`` for both. Texts are as typed; the
backend folds them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import datetime
from typing import Literal as OneOf
from typing import TypeAlias

from index.article import SCOPES, Scope
from index.errors import QuerySyntaxError, QueryTooLarge
from index.messages import tr
from index.page_label import FORMS, page_label, page_order
from index.schema import FIELD, PREFIX_TYPES, VALUED

# What a question may ask for: more is an accident, or an attack. What a run of text costs is bounded by its
# rarest words (``run_plan.MAX_TERMS``).
MAX_CHARS = 10_000  # some five newspaper columns
MAX_CLAUSES = 500
MAX_DEPTH = 50  # of brackets and NOTs: the parser and every backend walk the tree by recursion
MAX_LEVELS = 2 * MAX_DEPTH + 3  # of the tree: a bracket may hold an Or of Ands
MAX_EXPANSION = 50_000  # words that begin as a prefix does
MAX_GAP = 10_000  # characters between two texts that are near each other

GAP_UNITS = ("sentence", "paragraph")
Gap: TypeAlias = int | OneOf["sentence", "paragraph"]
"""What may stand between two texts that are near each other: so many characters, or no end of a unit."""


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
    """Articles whose field ``name`` (one of ``schema.VALUED``) is ``value``, whole and folded.

    With ``prefix`` it is enough that a value begins so.
    """

    name: str
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
class Saved:
    """Articles that the saved search ``name`` finds: ``@name``. ``Archive`` replaces it by what it asks."""

    name: str


@dataclass(frozen=True, slots=True)
class Ids:
    """Articles of some ids; ids that no article has find none.

    ``typed`` is what asks for them in the query language, as ``tag:选题``.
    """

    ids: frozenset[str]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Articles where the texts stand near each other, in either order, all in the headline or in the body.

    Each of two or more ``parts`` is a Words or a Literal, which stands as a literal without the marks at its
    ends, or an Or of such; all have one scope. A gap belongs to each two neighbours of them: between the end
    of the one and the start of the other stand at most so many folded characters, or no end of a
    ``sentence`` or of a ``paragraph``.
    """

    parts: tuple[Query, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of a run of text: ``pieces`` of it have another text in their place.

    A piece is (typed, other); an article holds the form where it holds each other text literally, and each
    text of ``rest``, what stands between the pieces, as a run.
    """

    pieces: tuple[tuple[str, str], ...]
    rest: tuple[str, ...] = ()

    def query(self, scope: Scope | None) -> Query:
        """What an article matches that holds the form."""
        literals = [Literal(other, scope) for _, other in self.pieces]
        runs = [Words(text, scope) for text in self.rest]
        return And((*literals, *runs)) if len(literals) + len(runs) > 1 else literals[0]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Articles that match ``typed``, or hold another of its ``forms``, at least one.

    Literally match those that hold what was typed so, and in part those that do of it. An article that does
    not hold a piece as typed gets a share, for the other text, of what it would for the piece.
    """

    typed: Words
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Every article: what filters alone are asked of."""


Query = (
    Words
    | Literal
    | Prefix
    | Field
    | DateRange
    | Saved
    | Ids
    | And
    | Or
    | Not
    | Near
    | Alternatives
    | Everything
)


def positive_leaves(query: Query) -> tuple[Query, ...]:
    """The leaves that make an article match, in order: those under no ``Not``, of alternatives as typed."""
    match query:
        case Alternatives(typed):
            return (typed,)
        case And(children) | Or(children):
            return tuple(leaf for child in children for leaf in positive_leaves(child))
        case Not():
            return ()
        case _:
            return (query,)


def near_texts(part: Query) -> tuple[Words | Literal, ...]:
    """The texts any of which a part of a ``Near`` may be; empty for what cannot be such a part."""
    match part:
        case Words() | Literal():
            return (part,)
        case Alternatives(typed, forms):
            others = [form.query(typed.scope) for form in forms]
            return (typed, *(other for other in others if isinstance(other, Literal)))
        case Or(children):
            texts = tuple(map(near_texts, children))
            return tuple(text for each in texts for text in each) if all(texts) else ()
        case _:
            return ()


def names_paper(query: Query) -> bool:
    """Whether the tree asks for a paper."""
    return _has_leaf(query, lambda leaf: isinstance(leaf, Field) and leaf.name == "paper")


def is_personal(tree: Query) -> bool:
    """Whether the tree asks for a saved search or a label."""
    return _has_leaf(
        tree, lambda leaf: isinstance(leaf, Saved) or (isinstance(leaf, Field) and leaf.name == "tag")
    )


def has_words(tree: Query) -> bool:
    """Whether the tree has a run of text without quotes, or texts near each other, which may be runs."""
    return _has_leaf(tree, lambda leaf: isinstance(leaf, Words | Near))


def _has_leaf(tree: Query, is_sought: Callable[[Query], bool]) -> bool:
    """Whether a leaf of the tree is sought, what is excluded too."""
    match tree:
        case And(children) | Or(children):
            return any(_has_leaf(child, is_sought) for child in children)
        case Not(child):
            return _has_leaf(child, is_sought)
        case _:
            return is_sought(tree)


def broken_span(text: str) -> tuple[int, int] | None:
    """Where characters begin and end that are no text; None where there are none.

    They are halves of surrogate pairs: so Python holds the bytes of a command line that it cannot decode.
    """
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        return exc.start, exc.end
    return None


def check_trees(*trees: Query) -> None:
    """Refuse what no backend could answer, by name: a script may make any tree.

    TypeError or ValueError for what is no query, QuerySyntaxError for characters that are no text,
    QueryTooLarge where ``trees`` together have more parts or characters, or one more levels, than may be.
    """
    clauses = chars = 0
    waiting: list[tuple[Query, int]] = [(tree, 1) for tree in trees]
    while waiting:  # by recursion, a deep tree would overflow the stack
        tree, depth = waiting.pop()
        if depth > MAX_LEVELS:
            raise QueryTooLarge(
                tr(
                    "the question is nested more than {max_levels} deep; ask in several questions",
                    max_levels=MAX_LEVELS,
                )
            )
        match tree:
            case And(children) | Or(children):
                _check_children(tree, children)
                waiting += [(child, depth + 1) for child in children]
            case Not(child):
                waiting.append((child, depth + 1))
            case Alternatives(typed, forms):
                _check_alternatives(typed, forms)
                waiting += [(typed, depth), *((form.query(typed.scope), depth) for form in forms)]
            case Near(parts, gaps):
                _check_near(parts, gaps)
                waiting += [(part, depth + 1) for part in parts]
            case _:
                _check_leaf(tree)
                clauses += 1
                chars += len(getattr(tree, "text", "")) + len(getattr(tree, "value", ""))
        if clauses > MAX_CLAUSES:
            raise QueryTooLarge(
                tr("the question has more than {max_clauses} parts; ask in several", max_clauses=MAX_CLAUSES)
            )
        if chars > MAX_CHARS:
            raise QueryTooLarge(
                tr("the question is over {max_chars:,} characters long; ask for less", max_chars=MAX_CHARS)
            )


def _check_children(tree: And | Or, children: object) -> None:
    name = type(tree).__name__
    if not isinstance(children, tuple):
        raise TypeError(f"{name}: children is a tuple of queries, not {_shown(children)}")
    if not children:
        raise ValueError(f"{name}: children is empty; Everything() asks for every article")


def _check_alternatives(typed: object, forms: object) -> None:
    if not isinstance(typed, Words):
        raise TypeError(f"Alternatives: typed is a Words, not {_shown(typed)}")
    if not isinstance(forms, tuple) or not all(isinstance(form, Form) for form in forms):
        raise TypeError(f"Alternatives: forms is a tuple of Form, not {_shown(forms)}")
    if not forms or not all(form.pieces for form in forms):
        raise ValueError("Alternatives: there is at least one form, and each has at least one piece")


def _check_near(parts: object, gaps: object) -> None:
    if not isinstance(parts, tuple) or not isinstance(gaps, tuple) or len(parts) != len(gaps) + 1:
        raise TypeError("Near: parts and gaps are tuples, with one gap for each two neighbouring parts")
    if not gaps:
        raise ValueError("Near: parts are two or more")
    for part in parts:
        if not near_texts(part):
            raise TypeError(f"Near: a part is a Words, a Literal or an Or of such, not {_shown(part)}")
    if len({text.scope for part in parts for text in near_texts(part)}) > 1:
        raise ValueError("Near: all parts have one scope; headline and body are never near each other")
    for gap in gaps:
        if isinstance(gap, bool) or not (gap in GAP_UNITS or isinstance(gap, int)):
            raise TypeError(f"Near: a gap is a number or one of {', '.join(GAP_UNITS)}, not {_shown(gap)}")
        if isinstance(gap, int) and not 0 <= gap <= MAX_GAP:
            raise ValueError(f"Near: a gap is 0 to {MAX_GAP:,} characters, not {_shown(gap)}")
    if not all(isinstance(gap, int) for gap in gaps) and len(set(gaps)) > 1:
        raise ValueError("Near: its gaps are numbers, or all the same unit")


def _check_leaf(tree: object) -> None:
    match tree:
        case Words(text, scope) | Literal(text, scope) | Prefix(text, scope):
            _check_text(tree, "text", text)
            if scope is not None and scope not in SCOPES:
                raise ValueError(
                    f"{type(tree).__name__}: scope is None or one of {', '.join(SCOPES)}, not {_shown(scope)}"
                )
        case Field():
            _check_field(tree)
        case DateRange(start, end):
            for name, day in (("start", start), ("end", end)):
                if day is not None and (not isinstance(day, civil_date) or isinstance(day, datetime)):
                    raise TypeError(f"DateRange: {name} is a datetime.date or None, not {_shown(day)}")
            if start and end and start > end:
                raise ValueError(f"DateRange: start {start} lies after end {end}")
        case Saved(name):
            _check_text(tree, "name", name)
        case Everything() | Ids():
            pass
        case _:
            raise TypeError(f"a query is text, or a tree of searcher's query classes, not {_shown(tree)}")


def _check_field(field: Field) -> None:
    name, value = field.name, field.value
    known = [each.name for each in VALUED]
    if name not in known:
        raise ValueError(f"Field: name is one of {', '.join(known)}, not {_shown(name)}")
    _check_text(field, "value", value)
    if not isinstance(field.prefix, bool):
        raise TypeError(f"Field: prefix is True or False, not {_shown(field.prefix)}")
    row = FIELD[name]
    if row.type == "choice" and value not in row.choices.values():
        choices = ", ".join(dict.fromkeys(row.choices.values()))
        raise ValueError(f"Field: the value of {name} is one of {choices}, not {_shown(value)}")
    if row.type == "page" and not _is_page(value):
        raise ValueError(f"Field: the value of {name} is {FORMS}, not {_shown(value)}")
    if row.type == "page" and field.prefix and page_order(value)[1]:
        raise ValueError(f"Field: a prefix of {name} is its letters alone, not {_shown(value)}")
    if field.prefix and row.type not in PREFIX_TYPES:
        takers = " and ".join(each.name for each in VALUED if each.type in PREFIX_TYPES)
        raise ValueError(f"Field: {name} takes no prefix; {takers} do")


def _is_page(value: str) -> bool:
    """Whether it is a label in its one form: of another form it would be found nowhere."""
    try:
        return str(page_label(value)) == value
    except ValueError:
        return False


def _check_text(tree: object, name: str, text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{type(tree).__name__}: {name} is a str, not {_shown(text)}")
    if broken := broken_span(text):
        raise QuerySyntaxError(
            tr(
                "{name}: {name_2} holds bytes that are no text; decode them as what they are",
                name=type(tree).__name__,
                name_2=name,
            ),
            text,
            *broken,
        )


def _shown(value: object) -> str:
    shown = repr(value)
    return f"{type(value).__name__} {shown if len(shown) <= 40 else shown[:40] + '…'}"
