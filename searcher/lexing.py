"""Lexing: here is a question as typed, which words, quotes and operators is it made of?

Half-width and full-width forms are the same, with a Chinese input method on or off. Text copied from a
paper brings quotes and brackets of its own: glued to a run they are part of it (``中国(山西)``,
``“六地”战略``), and only those that stand free are the language's.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal as OneOf

from analyzers import fold
from index.errors import QuerySyntaxError

TokenKind = OneOf["open", "close", "and", "or", "not", "field", "run", "quote"]

# Whoever types ” for “ is understood; corner brackets are closed by their own kind.
QUOTES = {'"': '"“”＂', "“": '"“”＂', "”": '"“”＂', "＂": '"“”＂', "「": "」", "『": "』"}
OPENERS, CLOSERS, BARS, HYPHENS, COLONS = "(（", ")）", "|｜", "-－", ":："
OPERATORS: dict[str, TokenKind] = {
    "AND": "and",
    "与": "and",
    "OR": "or",
    "或": "or",
    "NOT": "not",
    "非": "not",
}
FIELDS = {
    "headline": ("headline", "标题"),
    "body": ("body", "正文"),
    "section": ("section", "栏目"),
    "reporter": ("reporter", "记者"),
    "page": ("page", "版次", "版面"),
    "kind": ("kind", "类型"),
    "date": ("date", "日期"),
}
FIELD_OF = {fold(name): field for field, names in FIELDS.items() for name in names}
MAX_FIELD_BYTES = 12  # UTF-8, four Chinese characters: what is longer before a colon is text of the paper
MAX_GLUED_CHARS = 200  # of a bracket inside a run: a longer one is the language's
IN_QUOTES = "to search for it as it stands, put it in quotes"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the language.

    ``text`` is the run, the text between quotes, or the field's English name; ``start`` and ``end`` are
    character offsets into the question, end exclusive.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


class Lexer:
    """Reads one question from left to right."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._at = 0

    def tokens(self) -> list[Token]:
        """Return the tokens in order. Runs of nothing but punctuation are left out: they ask for nothing."""
        tokens = []
        while self._at < len(self._question):
            if self._question[self._at].isspace():
                self._at += 1
                continue
            token = self._next()
            if token.kind != "run" or means_something(token.text):
                tokens.append(token)
        return tokens

    def _next(self) -> Token:
        char = self._question[self._at]
        if char in OPENERS:
            return self._take("open", 1)
        if char in CLOSERS:
            return self._take("close", 1)
        if char in BARS:
            return self._take("or", 1)
        if char in HYPHENS and self._excludes():
            return self._take("not", 1)
        if char in QUOTES:
            end = self._closing(self._at)
            if self._ends(end):
                return self._take("quote", end - self._at, trim=1)
        return self._run()

    def _take(self, kind: TokenKind, size: int, *, trim: int = 0) -> Token:
        start, self._at = self._at, self._at + size
        return Token(kind, self._question[start + trim : self._at - trim], start, self._at)

    def _excludes(self) -> bool:
        """Whether the hyphen here stands before something: ``-A``, not a dash of its own."""
        following = self._question[self._at + 1 : self._at + 2]
        return bool(following) and (following.isalnum() or following in OPENERS or following in QUOTES)

    def _ends(self, at: int) -> bool:
        following = self._question[at : at + 1]
        return not following or following.isspace() or following in OPENERS + CLOSERS + BARS

    def _closing(self, at: int) -> int:
        """Return where the quotation that opens at ``at`` has ended."""
        closers = QUOTES[self._question[at]]
        for end in range(at + 1, len(self._question)):
            if self._question[end] in closers:
                return end + 1
        raise QuerySyntaxError(
            f"the quote {self._question[at]} is not closed; add {closers[0]} where the quoted text ends",
            self._question,
            at,
            at + 1,
        )

    def _run(self) -> Token:
        start = at = self._at
        while not self._ends(at) or self._bracket_end(at):
            char = self._question[at]
            if char in COLONS and (field := self._field(start, at)):
                self._at = at + 1
                return Token("field", field, start, self._at)
            at = self._closing(at) if char in QUOTES else self._bracket_end(at) or at + 1
        self._at = at
        text = self._question[start:at]
        kind = OPERATORS.get(unicodedata.normalize("NFKC", text), "run")
        return Token(kind, text, start, at)

    def _bracket_end(self, at: int) -> int | None:
        """Where the bracket at ``at`` ends, if it is glued to the run before it and holds no white space."""
        if at == self._at or self._question[at : at + 1] not in tuple(OPENERS):
            return None
        depth = 0
        for end in range(at, min(at + MAX_GLUED_CHARS, len(self._question))):
            char = self._question[end]
            depth += (char in OPENERS) - (char in CLOSERS)
            if char.isspace():
                return None
            if not depth:
                return end + 1
        return None

    def _field(self, start: int, colon: int) -> str | None:
        """The field named before a colon; None where no name could be, as in 10:30."""
        name = self._question[start:colon]
        if not name.isalpha() or len(name.encode()) > MAX_FIELD_BYTES:
            return None
        field = FIELD_OF.get(fold(name))
        if field is None:
            listed = ", ".join("/".join(names) for names in FIELDS.values())
            raise QuerySyntaxError(
                f"there is no field {name}; fields are {listed}; {IN_QUOTES}", self._question, start, colon
            )
        return field


def means_something(text: str) -> bool:
    """Whether a text holds anything but punctuation."""
    return any(char.isalnum() for char in text)
