"""A query tree written in the query language: the parser reads the same tree back."""

from __future__ import annotations

import re

from index.errors import QuerySyntaxError
from index.query import (
    Alternatives,
    And,
    DateRange,
    Everything,
    Field,
    Gap,
    Ids,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Saved,
    Words,
    near_texts,
)
from searcher.language.lexer import FIRST_HAN, LAST_HAN, Lexer
from searcher.language.quotes import ESCAPE, PAIRS, SINGLE, STRAIGHT
from searcher.language.times import as_typed
from searcher.language.tokens import NAME_SEPARATORS, OPERATORS, SAVED_MARKS

_HAN = f"[{FIRST_HAN}-{LAST_HAN}]+"
# What may be of the language, and so needs a backslash where it is not.
_MARKS = frozenset(
    "()（）|｜-－:：*＊+＋!！~～^&＆“”‘’「」『』〝〞〟｢｣" + SAVED_MARKS + STRAIGHT + SINGLE + ESCAPE
)


def interpret(tree: Query) -> str:
    """Say what was understood, in the language itself: ``parse`` gives the same tree again."""
    if isinstance(tree, Alternatives):
        tree = tree.typed
    if isinstance(tree, Words) and tree.scope is None and _is_one_run(tree.text):
        return tree.text  # a minus that opens the question is one only there
    return _said(tree)


def _said(tree: Query) -> str:
    match tree:
        case Alternatives(typed):
            return _said(typed)
        case And(children):
            return " AND ".join(_bracketed(child, Or) for child in children)
        case Or(children):
            return " OR ".join(_bracketed(child) for child in children)
        case Not(child):
            return f"NOT {_bracketed(child, And, Or)}"
        case Near(parts, gaps):
            said = _near([_without_scope(part) for part in parts], gaps)
            scope = near_texts(parts[0])[0].scope
            return f"{scope}:({said})" if scope else said
        case Everything():
            return ""
        case Saved(name):
            return f"@{name}"
        case Ids(ids, typed):
            return typed or f"({len(ids):,} articles)"
        case Words(text, scope):
            return _scoped(scope, _run(text))
        case Literal(text, scope):
            return _scoped(scope, _quoted(text))
        case Prefix(text, scope):
            return _scoped(scope, _run(text) + "*")
        case Field(name, value, prefix):
            plain = _is_one_run(value, "section:") and not (
                _depends(value) or set(value) & set(NAME_SEPARATORS)
            )
            return f"{name}:{value if plain else _quoted(value)}{'*' * prefix}"
        case DateRange(start, end) if start == end:
            return f"date:{start}"
        case DateRange(start, end):
            return f"date:{start or ''}..{end or ''}"


def _near(parts: list[Query], gaps: tuple[Gap, ...]) -> str:
    """The parts, each in brackets where it is an Or, with what may stand between two of them."""
    said = [_bracketed(part, Or) for part in parts]
    if isinstance(gaps[0], str):
        return f"{gaps[0].upper()}({' '.join(said)})"
    return "".join([said[0], *(f" NEAR/{gap} {part}" for gap, part in zip(gaps, said[1:], strict=True))])


def _without_scope(part: Query) -> Query:
    match part:
        case Or(children):
            return Or(tuple(map(_without_scope, children)))
        case Alternatives(typed):
            return _without_scope(typed)
        case Words(text) | Literal(text):
            return type(part)(text)
        case _:
            return part


def _bracketed(tree: Query, *looser: type[Query]) -> str:
    return f"({_said(tree)})" if isinstance(tree, looser) else _said(tree)


def _scoped(scope: str | None, text: str) -> str:
    return f"{scope}:{text}" if scope else text


def _run(text: str) -> str:
    """``text`` as it is read as one run anywhere in a question: where needed, with backslashes."""
    if _is_one_run(text, "A AND ") and not _depends(text):
        return text
    marked = as_typed("".join(ESCAPE + char if char.isspace() or char in _MARKS else char for char in text))
    return marked if _is_one_run(marked, "A AND ", text) else ESCAPE + text


def _is_one_run(text: str, before: str = "", meant: str | None = None) -> bool:
    """Whether ``text`` behind ``before`` is read as one run, which is ``meant`` (None: ``text`` itself)."""
    if meant is None and text not in OPERATORS and re.fullmatch(_HAN, text):
        return True  # as most texts are, and without the lexer's work
    try:
        tokens = Lexer(before + text).tokens()
    except QuerySyntaxError:
        return False
    here = [token for token in tokens if token.start >= len(before)]
    return [(token.kind, token.text, token.prefix, token.alternative) for token in here] == [
        ("run", text if meant is None else meant, False, None)
    ]


def _depends(text: str) -> bool:
    """Whether how the text is read depends on what stands behind it: where a straight mark is closed, say."""
    return text[:1] in tuple(STRAIGHT + SINGLE) or ESCAPE in text


def _quoted(text: str) -> str:
    """``text`` in quotes that it does not hold, or with backslashes before the marks that it holds."""
    held = set(text)
    if not held & {*STRAIGHT, ESCAPE}:
        return f'"{as_typed(text)}"'
    for opening in "「『":
        if not held & {opening, PAIRS[opening], ESCAPE}:
            return f"{opening}{as_typed(text)}{PAIRS[opening]}"
    marked = "".join(ESCAPE + char if char in STRAIGHT or char == ESCAPE else char for char in text)
    return f'"{as_typed(marked)}"'
