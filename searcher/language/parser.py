"""The parser of the query language: a typed query becomes a query tree.

    question  all { (OR | 或 | "|") all }
    all       one { [AND | 与 | 且 | 并且] one }
    one       (NOT | 非 | 不含 | -) one  |  field value  |  value
    value     run  |  run*  |  "quoted"  |  "quoted"*  |  ( question )

A value of a field may be a bracket: the field then holds for everything in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from analyzers import fold
from index.article import MAX_PAGE, SCOPES
from index.errors import QuerySyntaxError
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_DEPTH,
    NO_TEXT,
    And,
    DateRange,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Query,
    Words,
)
from index.schema import FIELD, FIELDS, PREFIX_TYPES, SearchField
from searcher import arguments
from searcher.language.dates import civil_range
from searcher.language.dialects import IN_QUOTES
from searcher.language.lexer import Lexer
from searcher.language.numerals import NUMERALS, number_of
from searcher.language.tokens import NAME_SEPARATORS, RANGE_SIGN, Token

_ONE_NUMBER = rf"第?(\d{{1,9}}|[{NUMERALS}]{{1,9}}|头)版?"
_NUMBERS = re.compile(rf"{_ONE_NUMBER}(?:\s*{RANGE_SIGN}\s*{_ONE_NUMBER})?")
_BETWEEN_NAMES = re.compile(f"[{NAME_SEPARATORS}]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[^\W\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[.\-'][^\W]+)*")


def parse(question: str) -> Query:
    """Return the query tree of ``question``; QuerySyntaxError carries the span of what is wrong."""
    return read(question)[0]


def read(question: str) -> tuple[Query, tuple[str, ...]]:
    """Return the same, and what to say of it: what was left out, what may have meant more than text."""
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
    return _Parser(question, tokens).parse(), lexer.notes


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
                return self._leaf(
                    field, self._whole_name(token) if field and FIELD[field].type == "person" else token
                )

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

    def _whole_name(self, token: Token) -> Token:
        """A name of two characters with white space between them, as it is printed: ``李　强``."""
        following = self._tokens[self._at] if self._kind() == "run" else None
        if following is None or not (_HAN.fullmatch(token.text) and _HAN.fullmatch(following.text)):
            return token
        if following.prefix or self._question[token.end : following.start].strip():
            return token
        self._next()
        return Token("run", self._question[token.start : following.end], token.start, following.end)

    def _leaf(self, field: str, token: Token) -> Query:
        text, prefix = token.text, token.prefix
        if token.kind == "quote" and not fold(text):
            raise self._error("there is nothing in these quotes; put the text to find between them", token)
        row = FIELD.get(field)
        match row.type if row else "text":
            case "text":
                scope = next((each for each in SCOPES if each == field), None)
                if token.kind == "quote":
                    return Literal(text, scope)
                if not prefix:
                    return Words(text, scope)
                # Whatever begins with Han characters holds them: every such prefix is a literal.
                return Prefix(text, scope) if _LATIN.fullmatch(fold(text)) else Literal(text, scope)
            case "person" if token.kind == "run" and not prefix:
                names = [name for name in _BETWEEN_NAMES.split(text) if fold(name)]
                return _joined(And, [Field(field, name) for name in names or [text]])
            case "label" | "person":
                return Field(field, text, prefix)
            case _ if prefix:
                takers = " and ".join(each.name for each in FIELDS if each.type in PREFIX_TYPES)
                raise self._error(f"{field} takes no *; * stands in texts, {takers}", token)
            case "number":
                return _joined(
                    Or, [Field(field, str(number)) for number in self._numbers(field, text, token)]
                )
            case "choice":
                assert row
                return Field(field, self._choice(row, text, token))
            case _:
                try:
                    return DateRange(*civil_range(text))
                except ValueError as exc:
                    raise self._error(str(exc), token) from None

    def _choice(self, field: SearchField, text: str, token: Token) -> str:
        """The value of a choice that ``text`` names."""
        name, choices = field.name, field.choices
        value = choices.get(fold(unicodedata.normalize("NFKC", text).strip()))
        if value is None:
            raise self._error(f"there is no {name} {text}; {name}s are {', '.join(choices)}", token)
        return value

    def _numbers(self, name: str, text: str, token: Token) -> range:
        """The numbers that ``text`` means: ``1``, ``第一版``, ``头版`` or a range as ``1-4``."""
        found = _NUMBERS.fullmatch(unicodedata.normalize("NFKC", text).strip())
        first = _number(found[1]) if found else 0
        last = _number(found[2]) if found and found[2] else first
        if not 1 <= first <= last <= MAX_PAGE:
            raise self._error(f"{text} is not a {name}; {name}s are numbers from 1 to {MAX_PAGE}", token)
        if last - first >= MAX_CLAUSES:
            raise self._error(f"{text} are more than {MAX_CLAUSES} {name}s; ask for fewer at once", token)
        return range(first, last + 1)

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


def _number(text: str) -> int:
    """The value of digits, of Chinese numerals, or of 头版; 0 of none."""
    if text.isdecimal():
        return int(text)
    return 1 if text == "头" else number_of(text)


def _joined(kind: type[And | Or], children: list[Query]) -> Query:
    """One node for all the children, those of the same kind dissolved in it."""
    flat: list[Query] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else (child,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]
