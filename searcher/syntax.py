"""Syntax: here is a question as typed, which query tree does it mean, and how do we say what we understood?

    question  all { (OR | 或 | "|") all }
    all       one { [AND | 与] one }
    one       (NOT | 非 | -) one  |  field value  |  value
    value     run  |  run*  |  "quoted"  |  ( question )

A value of a field may be a bracket: the field then holds for everything in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from analyzers import fold
from index.article import KINDS
from index.errors import QuerySyntaxError
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_DEPTH,
    And,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Query,
    Words,
)
from searcher import arguments
from searcher.dates import civil_range
from searcher.lexing import FEWEST_FENCE, IN_QUOTES, PAIRED, Lexer, Token, means_something

_KINDS = {name: name for name in KINDS} | {"新闻": "news", "消息": "news", "简讯": "brief", "图片": "photo"}
_PAGE = re.compile(r"第?0*([1-9]\d{0,3})版?")
_LATIN = re.compile(r"[^\W\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[.\-'][^\W]+)*")
_STAR = "*"
NO_TEXT = re.compile("[\ud800-\udfff]+")  # how Python holds the bytes of a command line it cannot decode


def parse(question: str) -> Query:
    """Return the query tree of ``question``, a text of the query language.

    QuerySyntaxError carries the span of what is wrong.
    """
    return parse_with_notes(question)[0]


def parse_with_notes(question: str) -> tuple[Query, tuple[str, ...]]:
    """Return the tree, and notes on what was left out of the question or may have been meant otherwise."""
    if len(arguments.text("question", question)) > MAX_CHARS:
        raise QuerySyntaxError(
            f"the question is {len(question):,} characters long, over {MAX_CHARS:,}; ask for less",
            question,
            MAX_CHARS,
            len(question),
        )
    if broken := NO_TEXT.search(question):
        raise QuerySyntaxError(
            "these bytes are no text; set the terminal to UTF-8 and type them again", question, *broken.span()
        )
    lexer = Lexer(question)
    tokens = lexer.tokens()
    if not tokens:
        wrong = "there is only punctuation" if question.strip() else "the question is empty"
        raise QuerySyntaxError(f'{wrong}; type a word, a name or a "quotation"', question, 0, len(question))
    return _Parser(question, tokens).parse(), tuple(dict.fromkeys(lexer.notes))


class _Parser:
    """Recursive descent, a method a rule of the grammar."""

    def __init__(self, question: str, tokens: list[Token]) -> None:
        self._question = question
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._clauses = 0

    def parse(self) -> Query:
        tree = self._any("")
        if self._at < len(self._tokens):
            raise self._error(
                "this bracket closes nothing; delete it or add ( before it", self._tokens[self._at]
            )
        return tree

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _any(self, field: str) -> Query:
        children = [self._all(field)]
        while self._kind() == "or":
            self._next()
            children.append(self._all(field))
        return _joined(Or, children)

    def _all(self, field: str) -> Query:
        children = [self._one(field)]
        while self._kind() not in (None, "or", "close"):
            if self._kind() == "and":
                self._next()
            children.append(self._one(field))
        return _joined(And, children)

    def _one(self, field: str) -> Query:
        kind = self._kind()
        if kind in (None, "and", "or", "close"):
            raise self._missing()
        token = self._next()
        match kind:
            case "not":
                return Not(self._nested(token, lambda: self._one(field)))
            case "field":
                if field:
                    raise self._error(
                        f"{token.text} stands inside {field}; a field holds no other field", token
                    )
                return self._value_of(token)
            case "open":
                tree = self._nested(token, lambda: self._any(field))
                if self._kind() != "close":
                    raise self._error("this bracket is not closed; add ) where it ends", token)
                self._next()
                return tree
            case _:
                self._clauses += 1
                if self._clauses > MAX_CLAUSES:
                    raise self._error(
                        f"the question has more than {MAX_CLAUSES} parts; ask for fewer at once", token
                    )
                return self._leaf(field, token)

    def _value_of(self, field: Token) -> Query:
        if self._kind() not in ("run", "quote", "open"):
            raise self._error(f"{field.text} has no value; write it right behind the colon", field)
        return self._one(field.text)

    def _nested(self, token: Token, rule: Callable[[], Query]) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(f"brackets and exclusions are nested more than {MAX_DEPTH} deep", token)
        tree = rule()
        self._depth -= 1
        return tree

    def _leaf(self, field: str, token: Token) -> Query:
        text, prefix = token.text, False
        if token.kind == "quote" and not fold(text):
            raise self._error("there is nothing in these quotes; put the text to find between them", token)
        if token.kind == "run" and _STAR in (plain := text.replace("＊", _STAR)):
            text, prefix = plain.removesuffix(_STAR), True
            if _STAR in text or not means_something(text):
                raise self._error(f"* stands only behind the beginning of a word; {IN_QUOTES}", token)
        match field:
            case "" | "headline" | "body":
                scope = field or None
                if token.kind == "quote":
                    return Literal(text, scope)
                if not prefix:
                    return Words(text, scope)
                # Whatever begins with Han characters holds them: every such prefix is a literal.
                return Prefix(text, scope) if _LATIN.fullmatch(fold(text)) else Literal(text, scope)
            case "section" | "reporter":
                return Field(field, text, prefix)
            case _ if prefix:
                raise self._error(f"{field} takes no *; * stands in texts, section and reporter", token)
            case "page" | "kind":
                return Field(field, self._told(field, text, token))
            case _:
                try:
                    return DateRange(*civil_range(text))
                except ValueError as exc:
                    raise self._error(str(exc), token) from None

    def _told(self, field: str, text: str, token: Token) -> str:
        plain = unicodedata.normalize("NFKC", text).strip().lower()
        if field == "kind":
            if fold(plain) in _KINDS:
                return _KINDS[fold(plain)]
            raise self._error(f"there is no kind {text}; kinds are {', '.join(_KINDS)}", token)
        if page := _PAGE.fullmatch(plain):
            return page[1]
        raise self._error(f"{text} is not a page; pages are numbers from 1 to 9999", token)

    def _missing(self) -> QuerySyntaxError:
        before = self._tokens[self._at - 1] if self._at else None
        if before is not None and before.kind == "open":
            return self._error("there is nothing in these brackets", before)
        operator = (
            before if before is not None and before.kind in ("and", "or", "not") else self._tokens[self._at]
        )
        if operator.kind == "close":
            return self._error("this bracket closes nothing; delete it or add ( before it", operator)
        side = "after" if operator is before else "before"
        return self._error(
            f"{operator.text} joins nothing: there is nothing {side} it; {IN_QUOTES}", operator
        )

    def _error(self, message: str, token: Token) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._question, token.start, token.end)


def _joined(kind: type[And | Or], children: list[Query]) -> Query:
    """One node for all the children, those of the same kind dissolved in it."""
    flat: list[Query] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else (child,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]


def interpret(tree: Query) -> str:
    """Say what was understood, in the language itself: ``parse`` gives the same tree again."""
    match tree:
        case And(children):
            return " AND ".join(_bracketed(child, Or) for child in children)
        case Or(children):
            return " OR ".join(_bracketed(child) for child in children)
        case Not(child):
            return f"NOT {_bracketed(child, And, Or)}"
        case Everything():
            return ""
        case Words(text, scope):
            return _scoped(scope, text)
        case Literal(text, scope):
            return _scoped(scope, _quoted(text))
        case Prefix(text, scope):
            return _scoped(scope, text + _STAR)
        case Field(name, value, prefix):
            plain = (
                means_something(value)
                and not set(value) & set('()（）|｜:：*＊"')
                and len(value.split()) == 1
            )
            return f"{name}:{value if plain else _quoted(value)}{_STAR * prefix}"
        case DateRange(start, end) if start == end:
            return f"date:{start}"
        case DateRange(start, end):
            return f"date:{start or ''}..{end or ''}"


def _bracketed(tree: Query, *looser: type[Query]) -> str:
    return f"({interpret(tree)})" if isinstance(tree, looser) else interpret(tree)


def _scoped(scope: str | None, text: str) -> str:
    return f"{scope}:{text}" if scope else text


def _quoted(text: str) -> str:
    """``text`` in the first quotes in which it is read back, else in a fence of straight ones."""
    for opener, closer in (('"', '"'), *PAIRED.items()):
        if _is_read_back(quoted := f"{opener}{text}{closer}", text):
            return quoted
    longest = max((len(run) for run in re.findall('"+', text)), default=0)
    fence = '"' * max(FEWEST_FENCE, longest + 1)
    # White space counts for nothing in a literal: it keeps a quote at an end of the text from the fence.
    inner = f" {text} " if text.startswith('"') or text.endswith('"') else text
    return f"{fence}{inner}{fence}"


def _is_read_back(quoted: str, text: str) -> bool:
    try:
        (token,) = Lexer(quoted).tokens()
    except (QuerySyntaxError, ValueError):
        return False
    return token.kind == "quote" and token.text == text
