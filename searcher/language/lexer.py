"""The lexer of the query language: runs of text, quotations, fields and operators.

Half-width and full-width forms are the same, with a Chinese input method on or off. Text copied from a paper
has quotes and brackets of its own: glued to a run they are part of it (``中国(山西)``, ``“六地”战略``), and
only those that stand free belong to the language. ``Lexer.notes`` say what was left out, and what may have
been meant otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from index.errors import QuerySyntaxError
from index.messages import mark, tr
from index.schema import FIELD, LISTING, SearchField, field_named
from searcher.language import near
from searcher.language.dates import half_width, name_behind, value_end
from searcher.language.dialects import IN_QUOTES, hints, is_reserved, refusal, suffix_refusal
from searcher.language.quotes import (
    ANDS,
    BARS,
    CLOSERS,
    CLOSING,
    COLONS,
    ESCAPE,
    HYPHENS,
    LIST,
    OPENERS,
    PAIRS,
    STRAIGHT,
    Quotes,
    alternative_of,
    cure_of,
    is_apostrophe,
    unescaped,
)
from searcher.language.times import is_times
from searcher.language.tokens import (
    NAMES_GO_ON,
    OPERATORS,
    SAVED_MARKS,
    SAVED_NAME,
    Token,
    TokenKind,
    means_something,
)

PLUSES, STARS = "+＋", "*＊"
MINUS = mark("{term} excludes; to search for it with its minus, put it in quotes")
MAX_FIELD_BYTES = 12  # UTF-8, four Chinese characters: of what is longer before a colon nothing is said
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"
MAX_GLUED_CHARS = 200  # of a bracket inside a run: a longer one is the language's


# Quotes the wrong way round, glued to a text: ”春天“到来.
_TURNED = r"”[^\s“”]+“"


class Lexer:
    """Reads one question from left to right."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._at = 0
        self._quotes = Quotes(question)
        self._free_until = 0  # quotations that begin before are no part of a run
        self._tokens: list[Token] = []
        self._in_dates: list[bool] = []  # for each open bracket, whether it is the value of a date
        self._left_out: list[str] = []
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the question, and what was searched as text that may have meant more."""
        notes = list(dict.fromkeys(self._notes))
        if self._left_out:
            marks = " ".join(dict.fromkeys(self._left_out))
            notes.append(
                tr(
                    "left out: {marks} (a mark that stands alone asks for nothing; {in_quotes})",
                    marks=marks,
                    in_quotes=tr(IN_QUOTES),
                )
            )
        return tuple(notes)

    def tokens(self) -> list[Token]:
        """Return the tokens in order. Runs of nothing but punctuation are left out: they ask for nothing."""
        while self._at < len(self._question):
            if self._question[self._at].isspace():
                self._at += 1
            elif self._question[self._at] in PLUSES and self._requires():
                self._notes.append(
                    tr("+ is left out: all parts of a question have to be in the article anyway")
                )
                self._at += 1
            else:
                token = self._next()
                raw = self._question[token.start : token.end]
                if token.kind == "run" and not means_something(token.text) and ESCAPE not in raw:
                    self._left_out += [] if raw == NAMES_GO_ON and self._names_people() else [raw]
                else:
                    self._tokens.append(token)
        return self._tokens

    def _next(self) -> Token:
        char = self._question[self._at]
        if self._wants_date() and (end := value_end(self._half_width, self._at)):
            if behind := name_behind(self._half_width, self._at, end):
                name, whole = behind
                self._notes.append(
                    tr(
                        "{name} is searched as text; for these days write 日期：{whole}",
                        name=name,
                        whole=whole,
                    )
                )
            return self._take("run", end - self._at)
        if char in OPENERS:
            self._in_dates.append(self._wants_date())
            return self._take("open", 1)
        if char in CLOSERS:
            self._in_dates[-1:] = []
            return self._take("close", 1)
        if char in BARS:
            return self._take("or", 2 if self._question[self._at + 1 : self._at + 2] == char else 1)
        if self._question.startswith(ANDS, self._at):
            return self._take("and", 2)
        if char in HYPHENS and self._excludes():
            if self._question[self._at + 1].isdecimal():
                self._notes.append(tr(MINUS, term=self._question[self._at :].split()[0]))
            return self._take("not", 1)
        if self._quotes.opens(self._at) and self._stands_free():
            return self._quotation()
        if char in SAVED_MARKS and (saved := re.compile(SAVED_NAME).match(self._question, self._at + 1)):
            taken = self._take("saved", saved.end() - self._at)
            return taken._replace(text=unicodedata.normalize("NFKC", saved[0]))
        return self._run()

    def _take(self, kind: TokenKind, size: int) -> Token:
        start, self._at = self._at, self._at + size
        return Token(kind, self._question[start : self._at], start, self._at)

    @cached_property
    def _half_width(self) -> str:
        return half_width(self._question)

    def _wants_date(self) -> bool:
        """Whether what stands here is the value of a date."""
        last = self._tokens[-1] if self._tokens else None
        if last is not None and last.kind == "field":
            return last.text == "date"
        return bool(self._in_dates) and self._in_dates[-1]

    def _names_people(self) -> bool:
        """Whether the last token is the value of a field of names."""
        field = self._tokens[-2] if len(self._tokens) > 1 else None
        return field is not None and field.kind == "field" and FIELD[field.text].type == "person"

    def _excludes(self) -> bool:
        """Whether the hyphen here excludes: ``-A``, not a dash of its own, nor a minus as in ``-5℃``."""
        following = self._question[self._at + 1 : self._at + 2]
        if following.isdecimal() and not self._tokens:
            return False
        return following.isalnum() or following in tuple(SAVED_MARKS) or self._opens_at(self._at + 1)

    def _requires(self) -> bool:
        """Whether the plus here is another language's for what must be there: ``+A``, not ``+5``."""
        following = self._question[self._at + 1 : self._at + 2]
        return following.isalpha() or self._opens_at(self._at + 1)

    def _opens_at(self, at: int) -> bool:
        following = self._question[at : at + 1]
        return bool(following) and (following in OPENERS or self._quotes.opens(at))

    def _stands_free(self) -> bool:
        """Whether the quotation here is one, alone or the first of several: to none of them text is glued."""
        at = self._at
        while at >= self._free_until and self._quotes.opens(at):
            end = self._quotes.end(at)
            if end is None:
                return False
            at = end
        if at < self._free_until or self._quotes.bounds(at) or self._lists(at):
            self._free_until = max(self._free_until, at)
            return True
        return False

    def _lists(self, at: int) -> bool:
        """Whether a comma at ``at`` stands between two quotations in straight marks."""
        return self._question[at - 1] in STRAIGHT and bool(re.compile(LIST).match(self._question, at))

    def _quotation(self) -> Token:
        start = self._at
        end = self._quotes.end(start)
        assert end is not None, "it stands free"
        self._at = end
        raw = self._question[start + 1 : end - 1]
        text, alternative = unescaped(raw), alternative_of(raw)
        if self._question[end : end + 1] in tuple(STARS):
            self._at += 1
            return Token("quote", text, start, self._at, prefix=True, alternative=alternative)
        if slop := near.slop_of(self._question[end:]):
            self._at += slop[1]
            return Token("quote", text, start, self._at, alternative=alternative, distance=slop[0])
        if refused := suffix_refusal(self._question[end:]):
            raise self._error(refused[0], end, end + refused[1])
        if self._lists(end):
            self._left_out.append(self._question[end])
            self._at += 1
        return Token("quote", text, start, end, alternative=alternative)

    def _run(self) -> Token:
        start = at = self._at
        stars = []
        while True:
            # These are nothing but text, as most of a question is.
            while FIRST_HAN <= self._question[at : at + 1] <= LAST_HAN:
                at += 1
            if self._ends(at) and not self._bracket_end(at) and not self._names_unit(start, at):
                break
            char = self._question[at]
            if char in COLONS and (field := self._field(start, at)):
                self._at = at + 1
                return Token("field", field.name, start, self._at)
            if self._is_operator(start, at):
                break
            if char in OPENERS and (unit := near.unit_of(self._question[start:at])):
                self._at = at
                return Token("unit", str(unit), start, at)
            if char in STARS and not is_times(self._question, at):
                stars.append(at)
            at = self._past(at)
        self._at = at
        if at == start or (spaced := self._field_before_space(start, at)) is None:
            return self._read_run(start, at, stars)
        return spaced

    def _past(self, at: int) -> int:
        """Where what stands at ``at`` in a run has ended: a quotation, a bracket or one character."""
        char = self._question[at]
        if char == ESCAPE and (following := self._question[at + 1 : at + 2]):
            return at + 1 if following.isalnum() else at + 2
        if char in CLOSING:
            if turned := re.compile(_TURNED).match(self._question, at):
                return turned.end()
            raise self._error(
                tr("the quote {char} closes nothing; {cure_of}", char=char, cure_of=cure_of(char)), at, at + 1
            )
        if char in PAIRS or char in STRAIGHT:
            if char == "‘" and is_apostrophe(self._question, at):
                return at + 1
            end = self._quotes.end_in_run(at)
            if end is None:
                closing = PAIRS.get(char, char)
                raise self._error(
                    tr(
                        "the quote {char} is not closed; add {closing} where the quoted text ends",
                        char=char,
                        closing=closing,
                    ),
                    at,
                    at + 1,
                )
            return end
        return self._bracket_end(at) or at + 1

    def _read_run(self, start: int, end: int, stars: list[int]) -> Token:
        raw = self._question[start:end]
        kind = OPERATORS.get(unicodedata.normalize("NFKC", raw), "run")
        if kind != "run":
            return Token(kind, raw, start, end)
        if (distance := near.distance_of(raw)) is not None and self._stands_between(raw, end):
            return Token("near", raw, start, end, distance=distance)
        text = unescaped(raw)
        if raw.startswith(ESCAPE) and is_reserved(raw[1:]):
            return Token("run", raw[1:], start, end)
        if stars:
            if stars != [end - 1] or not means_something(text):
                alone = tr("* stands alone") if not means_something(text) else tr("* stands inside a word")
                raise self._error(
                    tr(
                        "{alone}; it is written right behind the beginning of a word, as in RCEP*; "
                        "{in_quotes}",
                        alone=alone,
                        in_quotes=tr(IN_QUOTES),
                    ),
                    start,
                    end,
                )
            return Token("run", text[:-1], start, end, prefix=True, alternative=alternative_of(raw[:-1]))
        if ESCAPE not in raw and means_something(raw):
            if refused := refusal(raw):
                raise self._error(refused, start, end)
            self._notes += hints(raw)
        return Token("run", text, start, end, alternative=alternative_of(raw))

    def _stands_between(self, raw: str, end: int) -> bool:
        """Whether an operator joins something: 近20 is text too where nothing is on its one side."""
        if raw[0] != "近":
            return True
        before = self._tokens[-1].kind if self._tokens else None
        following = self._question[end:].lstrip()[:1]
        if before not in ("run", "quote", "close") or not following or following in CLOSERS + BARS:
            return False
        self._notes.append(
            tr(
                "{raw} is read as NEAR/{distance_of}; {in_quotes}",
                raw=raw,
                distance_of=near.distance_of(raw),
                in_quotes=tr(IN_QUOTES),
            )
        )
        return True

    def _names_unit(self, start: int, at: int) -> bool:
        """Whether the bracket at ``at`` holds texts of one sentence or paragraph: ``同句(太原 空气)``."""
        return self._question[at : at + 1] in tuple(OPENERS) and bool(near.unit_of(self._question[start:at]))

    def _is_operator(self, start: int, at: int) -> bool:
        """Whether an operator in capitals is all of the run so far, and a bracket or quotation follows."""
        raw = self._question[start:at]
        if near.distance_of(raw) is not None and self._question[at] in OPENERS:
            return self._stands_between(raw, at)
        plain = unicodedata.normalize("NFKC", raw) if at - start <= 3 else ""
        free = plain in OPERATORS and (plain.isascii() or self._question[start - 1 : start] in tuple(CLOSERS))
        following = self._question[at]
        return free and (following in OPENERS or (plain.isascii() and self._quotes.opens(at)))

    def _ends(self, at: int) -> bool:
        following = self._question[at : at + 1]
        return (
            not following
            or following.isspace()
            or following in OPENERS + CLOSERS + BARS
            or self._question.startswith(ANDS, at)
        )

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

    def _field(self, start: int, colon: int) -> SearchField | None:
        """The field named before a colon; None where none is: what stands there is text."""
        name = self._question[start:colon]
        field = field_named(name)
        if field is None and name.isalpha() and len(name.encode()) <= MAX_FIELD_BYTES:
            self._notes.append(
                tr(
                    "{name} is searched as text, as there is no such field; fields are {listing}",
                    name=name,
                    listing=LISTING,
                )
            )
        return field

    def _field_before_space(self, start: int, end: int) -> Token | None:
        """The field named by a run that a colon follows behind white space: ``标题 ：供暖``."""
        rest = self._question[end:]
        colon = len(self._question) - len(rest.lstrip())
        if self._question[colon : colon + 1] not in tuple(COLONS):
            return None
        field = field_named(self._question[start:end])
        if field is None:
            return None
        self._at = colon + 1
        return Token("field", field.name, start, self._at)

    def _error(self, message: str, start: int, end: int) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._question, start, end)
