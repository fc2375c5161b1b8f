"""Lexing: here is a question as typed, which words, quotes and operators is it made of?

Half-width and full-width forms are the same, with a Chinese input method on or off. Text copied from a
paper brings quotes and brackets of its own: glued to a run they are part of it (``中国(山西)``,
``“六地”战略``), and only those that stand free are the language's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as OneOf

from analyzers import fold
from index.errors import QuerySyntaxError

TokenKind = OneOf["open", "close", "and", "or", "not", "field", "run", "quote"]

STRAIGHT = '"＂'
PAIRED = {"“": "”", "「": "」", "『": "』"}
OPENING = (*STRAIGHT, *PAIRED, "”")  # an input method may give ” where “ is meant
KINDS = {"「": 0, "『": 1}  # the other marks close one another
FEWEST_FENCE = 3  # straight quotes in a row: a fence, around a text that has quotes of every kind
OPENERS, CLOSERS, BARS, HYPHENS, COLONS = "(（", ")）", "|｜", "-－", ":："
OPERATORS: dict[str, TokenKind] = {
    "AND": "and",
    "与": "and",
    "&": "and",
    "&&": "and",
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

_N = "[0-9０-９]"
_SPACE = r"[ \t\u3000]*"
_DAY = (
    rf"{_N}{{4}}(?:{_SPACE}年(?:{_SPACE}{_N}{{1,2}}{_SPACE}月(?:{_SPACE}{_N}{{1,2}}{_SPACE}[日号]?)?)?"
    rf"|[-－/／.．]{_N}{{1,2}}(?:[-－/／.．]{_N}{{1,2}})?|{_N}{{2}}(?:{_N}{{2}})?)?"
)
_BLANK = r"[ \t\u3000]+"
_TO = (
    rf"(?:{_SPACE}(?:[.．。]{{2,}}|…+|[~～〜∼–—―]+|至|到){_SPACE}"
    rf"|{_BLANK}[-－]{_BLANK}|[-－](?={_N}{{4}}))"
)
_DATES = re.compile(rf"{_DAY}(?:{_TO}(?:{_DAY})?)?|{_TO}{_DAY}")
# The two characters of a name, parted as papers print it: 李　强.
_PARTED_NAME = re.compile(r"([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?=[\s()（）|｜]|$)")
_SPACED_COLON = re.compile(rf"{_SPACE}[:：]")
# What other search programs have for operators.
_FOREIGN = re.compile(r"NEAR(?:/\d+)?|(?i:near/\d+)|.*[\u4e00-\u9fff”\"＂」』][~～^＾]\d*|&&.+|.+&&.*")
_LOWER = {"and": "AND, 与", "or": "OR, 或", "not": "NOT, 非"}
_WILDCARD = re.compile(r"\w[?？](?=\w)")


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
    """Reads one question from left to right.

    ``notes`` say afterwards what of it was left out, or was not taken for what it may have been meant as.
    """

    def __init__(self, question: str) -> None:
        self._question = question
        self._at = 0
        self.notes: list[str] = []

    def tokens(self) -> list[Token]:
        """Return the tokens in order. Runs of nothing but punctuation are left out: they ask for nothing."""
        tokens: list[Token] = []
        while self._at < len(self._question):
            if self._question[self._at].isspace():
                self._at += 1
                continue
            token = self._value(tokens[-1]) if tokens and tokens[-1].kind == "field" else None
            token = token or self._next(tokens)
            if token.kind == "or" and tokens and tokens[-1].kind == "or" and token.text in BARS:
                continue  # || is one operator
            if token.kind != "run" or means_something(token.text):
                tokens.append(token)
                self._note(token)
            else:
                self._refuse_star(token)
                self.notes.append(f"{token.text} is left out: there is only punctuation in it")
        return tokens

    def _next(self, before: Sequence[Token]) -> Token:
        char = self._question[self._at]
        if char in OPENERS:
            return self._take("open", 1)
        if char in CLOSERS:
            return self._take("close", 1)
        if char in BARS:
            return self._take("or", 1)
        if char in HYPHENS and self._excludes(self._at, first=not before):
            return self._take("not", 1)
        if char in OPENING and self._quote_ends(end := self._closing(self._at)):
            return self._take("quote", end - self._at, trim=self._fence(self._at))
        return self._run()

    def _take(self, kind: TokenKind, size: int, *, trim: int = 0) -> Token:
        start, self._at = self._at, self._at + size
        return Token(kind, self._question[start + trim : self._at - trim], start, self._at)

    def _value(self, field: Token) -> Token | None:
        """The value of a field in a form of its own: dates with spaces in them, a name with one."""
        if field.text == "date" and (found := _DATES.match(self._question, self._at)) and found[0]:
            # Spaces behind the range are none of it; what else follows makes it no date.
            end = found.start() + len(found[0].rstrip())
            if self._ends(end):
                return self._take("run", end - self._at)
        if field.text == "reporter" and (found := _PARTED_NAME.match(self._question, self._at)):
            token = self._take("run", len(found[0]))
            self.notes.append(f"{token.text} is taken for one name, {found[1]}{found[2]}")
            return Token("run", found[1] + found[2], token.start, token.end)
        return None

    def _note(self, token: Token) -> None:
        """Say, or refuse, what of a run may have been meant as something else."""
        text = token.text
        if token.kind != "run":
            return
        if _FOREIGN.fullmatch(text):
            raise QuerySyntaxError(
                f"{text} is nothing this language has; it has AND, OR, NOT, brackets and quotes; {IN_QUOTES}",
                self._question,
                token.start,
                token.end,
            )
        if text.lower() in _LOWER and text.isascii():
            self.notes.append(f"{text} is searched as a word; the operator is {_LOWER[text.lower()]}")
        if _WILDCARD.search(text):
            self.notes.append(f"the ? in {text} stands for itself; only * stands for any ending")
        if text[0] in "+＋!！" and len(text) > 1 and not text[1].isdigit():
            self.notes.append(f"{text[0]} before {text[1:]} is no operator; to exclude it, write -{text[1:]}")

    def _refuse_star(self, token: Token) -> None:
        if set(token.text) <= set("*＊"):
            raise QuerySyntaxError(
                "* stands right behind the beginning of a word, without a space",
                self._question,
                token.start,
                token.end,
            )

    def _excludes(self, at: int, *, first: bool) -> bool:
        """Whether the hyphen at ``at`` excludes what follows: ``-A``; no lone dash, nor ``-5℃`` first."""
        following = self._question[at + 1 : at + 2]
        return bool(following) and (
            (following.isalnum() and not (first and following.isdecimal()))
            or following in (*OPENERS, *OPENING)
        )

    def _ends(self, at: int) -> bool:
        """Whether a word may end before ``at``."""
        following = self._question[at : at + 1]
        return not following or following.isspace() or following in OPENERS + CLOSERS + BARS

    def _quote_ends(self, at: int) -> bool:
        """Whether a quotation may end before ``at``: there, and before a quotation or what is excluded."""
        char, after = self._question[at : at + 1], self._question[at + 1 : at + 2]
        return (
            self._ends(at)
            or (char in HYPHENS and self._excludes(at, first=False))
            or char in tuple(PAIRED)
            or (char in STRAIGHT and after.isalnum())
        )

    def _fence(self, at: int) -> int:
        """How many straight quotes open the quotation at ``at``; 1 for every other."""
        end = at
        while self._question[end : end + 1] == '"':
            end += 1
        return end - at if end - at >= FEWEST_FENCE else 1

    def _closing(self, at: int) -> int:
        """Return where the quotation that opens at ``at`` has ended; QuerySyntaxError if nothing closes it.

        Paired quotes nest. What is not paired, and a straight quote, is closed by the first mark behind which
        a quotation may end, else by the first at all.
        """
        mark = self._question[at]
        if self._fence(at) > 1 and (fenced := self._fenced(at)):
            return fenced
        if at in self._pairs:
            return self._pairs[at]
        for ends in self._marks[KINDS.get(mark, -1)]:
            place = bisect_right(ends, at)
            if place < len(ends):
                return ends[place] + 1
        raise QuerySyntaxError(
            f"the quote {mark} is not closed; add {PAIRED.get(mark, mark)} where the quoted text ends",
            self._question,
            at,
            at + 1,
        )

    @cached_property
    def _pairs(self) -> dict[int, int]:
        """Where each paired opening mark that is closed at its own depth has ended."""
        ends: dict[int, int] = {}
        for opener, closer in PAIRED.items():
            open_at: list[int] = []
            for at, char in enumerate(self._question):
                if char == opener:
                    open_at.append(at)
                elif char == closer and open_at:
                    ends[open_at.pop()] = at + 1
        return ends

    @cached_property
    def _marks(self) -> list[tuple[list[int], list[int]]]:
        """By kind of quote (」, 』, any other) its closing marks: those behind which it may end, and all."""
        marks = []
        for kind in ("」", "』", f"“”{STRAIGHT}"):
            every = [at for at, char in enumerate(self._question) if char in kind]
            marks.append(([at for at in every if self._quote_ends(at + 1)], every))
        return marks

    def _fenced(self, at: int) -> int | None:
        fence = '"' * self._fence(at)
        end = self._question.find(fence, at + len(fence))
        return end + len(fence) if end >= 0 else None

    def _run(self) -> Token:
        start = at = self._at
        while not self._ends(at) or self._bracket_end(at):
            char = self._question[at]
            if char in COLONS and (field := self._field(start, at)):
                self._at = at + 1
                return Token("field", field, start, self._at)
            at = self._closing(at) if char in OPENING else self._bracket_end(at) or at + 1
        text = self._question[start:at]
        colon = _SPACED_COLON.match(self._question, at)
        if colon and fold(text) in FIELD_OF:
            self._at = colon.end()
            return Token("field", FIELD_OF[fold(text)], start, self._at)
        self._at = at
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
