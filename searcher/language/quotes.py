"""Where each quotation of a query ends.

Quotations nest. A mark that has a closing mark of its own is closed by it at its own depth; a straight mark
is closed by one that ends the query or stands before a space, an operator or a bracket. “ or ” typed on both
sides works too: the characters beside a mark say which side it is of. A typewriter's ' opens only where
nothing stands before it, and only if another closes: it is an apostrophe too. A backslash before a mark, a
bracket or a space makes it plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from index.messages import tr
from searcher.language.times import LETTERS, with_times

PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "〝": "〞", "｢": "｣"}
ALSO_CLOSE = {"〝": "〟"}  # the closing mark as it is printed at the foot of a line
STRAIGHT = '"＂'
SINGLE = "'＇"
OPENING = "".join(PAIRS) + STRAIGHT + "”"  # what a quotation may open with
CLOSING = "”」』〞〟｣"  # what is wrong where nothing was opened; ’ is an apostrophe too
OPENERS, CLOSERS, BARS, HYPHENS, COLONS = "(（", ")）", "|｜", "-－", ":："
ANDS = ("&&", "＆＆")
ESCAPE = "\\"

# Strings, which ``re`` compiles and caches at their first use: most questions have no quotation.
_ESCAPED = rf"\\(?=[\W_])[\s\S]|(?<=\d)\\[{LETTERS}](?=\d)"
_DOUBLE = "“”" + STRAIGHT
LIST = r'[，、；,;]\s*["＂“「『]'  # "太原"，"大同"
_WORD_OPERATOR = r"(?:AND|OR|NOT|ＡＮＤ|ＯＲ|ＮＯＴ)(?=[\s()（）|｜\"＂“「『]|$)"
_SUFFIX = r"[*＊]|[~～^]\d"  # a star, and what other languages write behind a quotation
_ENDS_TEXT = "。！？!?…”」』》）)"


def is_apostrophe(text: str, at: int) -> bool:
    """Whether the mark at ``at`` stands within a Latin word: Xi’an."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return (before + after).isascii() and before.isalnum() and after.isalnum()


class Quotes:
    """The quotations of one question. Every answer is looked up in tables, each made in one pass."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._by_mark: dict[str, dict[int, int]] = {}
        escaped = re.finditer(_ESCAPED, question) if ESCAPE in question else ()
        self._escaped = {found.start() + 1 for found in escaped}

    def opens(self, at: int) -> bool:
        """Whether a quotation may begin at ``at``."""
        char = self._question[at : at + 1]
        if char in tuple(SINGLE):
            return at in self._single
        return char != "" and char in OPENING and not (char == "‘" and is_apostrophe(self._question, at))

    def end(self, at: int) -> int | None:
        """Return where the quotation that opens at ``at`` has ended; None where it is not closed."""
        mark = self._question[at]
        if mark in STRAIGHT:
            return self._straight.get(at) or self._mixed(at)
        if mark in "“”":
            return self._curly.get(at) or self._mixed(at)
        if mark in SINGLE:
            return self._single.get(at)
        return self._nested(mark).get(at)

    def end_in_run(self, at: int) -> int | None:
        """The same of a quotation that is glued to text: a straight mark is closed by the next one."""
        if self._question[at] == "“":
            return self._curly.get(at)
        if self._question[at] not in STRAIGHT:
            return self.end(at)
        for end in range(at + 1, len(self._question)):
            if self._question[end] in STRAIGHT and end not in self._escaped:
                return end + 1
        return None

    def bounds(self, at: int) -> bool:
        """Whether text that ended before ``at`` is not glued to what stands there."""
        text = self._question
        following = text[at : at + 1]
        if not following or following.isspace() or following in OPENERS + CLOSERS + BARS:
            return True
        if following in HYPHENS:
            after = text[at + 1 : at + 2]
            return bool(after) and (after.isalnum() or after in OPENERS + SINGLE or self.opens(at + 1))
        return text.startswith(ANDS, at) or any(
            re.compile(each).match(text, at) for each in (_WORD_OPERATOR, _SUFFIX)
        )

    def _mixed(self, at: int) -> int | None:
        """“空气" and "空气”: the next double mark closes where it ends a text."""
        for end in range(at + 1, len(self._question)):
            if self._question[end] in _DOUBLE and end not in self._escaped:
                return end + 1 if self.bounds(end + 1) else None
        return None

    @cached_property
    def _single(self) -> dict[int, int]:
        """Where each ' that opens is closed: by the next that ends a text."""
        text = self._question
        places = self._places(SINGLE)
        ends = [at for at in places if text[at - 1 : at].strip() and self.bounds(at + 1)]
        found: dict[int, int] = {}
        for at in places:
            excludes = at > 0 and text[at - 1] in HYPHENS
            before = text[at - excludes - 1 : at - excludes] if at > excludes else ""
            free = not before.strip() or before in OPENERS + BARS + COLONS
            later = bisect_right(ends, at + 1)  # between the two there is something
            if later < len(ends) and (free or (excludes and before in CLOSERS + SINGLE + CLOSING)):
                found[at] = ends[later] + 1
        return found

    @cached_property
    def _straight(self) -> dict[int, int]:
        return self._matching({at: self._straight_side(at) for at in self._places(STRAIGHT)})

    @cached_property
    def _curly(self) -> dict[int, int]:
        return self._matching({at: self._curly_side(at) for at in self._places("“”")})

    def _nested(self, mark: str) -> dict[int, int]:
        if mark in self._by_mark:
            return self._by_mark[mark]
        closing = PAIRS[mark] + ALSO_CLOSE.get(mark, "")
        sides = {
            at: 1 if self._question[at] == mark else -1
            for at in self._places(mark + closing)
            if closing != "’" or not is_apostrophe(self._question, at)
        }
        self._by_mark[mark] = self._matching(sides)
        return self._by_mark[mark]

    def _places(self, marks: str) -> list[int]:
        return [at for at, char in enumerate(self._question) if char in marks and at not in self._escaped]

    def _straight_side(self, at: int) -> int:
        """1 for a mark that opens, -1 for one that closes, 0 for one glued to text on both sides."""
        text = self._question
        if self.bounds(at + 1) or (self.opens(at + 1) and self._opens_next(at + 1)):
            return -1
        if re.compile(LIST).match(text, at + 1) and self._follows_text(at):
            return -1
        return int(at == 0 or text[at - 1].isspace() or text[at - 1] in OPENERS + BARS + STRAIGHT)

    def _opens_next(self, at: int) -> bool:
        """Whether the mark at ``at``, right behind a straight one, opens another quotation: "太原""大同"."""
        return self._question[at] != "”" and not self.bounds(at + 1)

    def _curly_side(self, at: int) -> int:
        if self._question[at] == "“":
            return -1 if self.bounds(at + 1) and self._follows_text(at) else 1
        before = self._question[at - 1 : at]
        opens = (not before or before.isspace() or before in OPENERS + BARS) and not self.bounds(at + 1)
        return 1 if opens else -1

    def _follows_text(self, at: int) -> bool:
        before = self._question[at - 1 : at]
        return bool(before) and (before.isalnum() or before in _ENDS_TEXT)

    def _matching(self, sides: dict[int, int]) -> dict[int, int]:
        """Return for each place where what opens there has ended: where the depth first falls below its own.

        Any place may open, whatever its side: that is for the lexer to say.
        """
        ends: dict[int, int] = {}
        waiting: list[tuple[int, int]] = []  # places not yet closed and their depths, which rise
        depth = 0
        for at, side in sides.items():
            depth += side
            while waiting and depth < waiting[-1][1]:
                ends[waiting.pop()[0]] = at + 1
            waiting.append((at, depth))
        return ends


def unescaped(text: str) -> str:
    """``text`` without the backslashes that make the next character plain."""
    return re.sub(_ESCAPED, lambda found: found[0][1], text) if ESCAPE in text else text


def alternative_of(raw: str) -> str | None:
    """What a run or a quotation may mean beside its text: the same with × for x, X and * between digits."""
    changed = with_times(raw)
    return None if changed is None else unescaped(changed)


def cure_of(closing: str) -> str:
    """What to do about a closing mark that closes nothing."""
    opening = next(mark for mark in PAIRS if closing in PAIRS[mark] + ALSO_CLOSE.get(mark, ""))
    return tr("add {opening} where the quoted text begins", opening=opening)
