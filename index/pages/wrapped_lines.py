"""Joining of the lines of a page that is cut at a fixed width, by what white space and the texts tell.

A line that fills the width goes on with the next one, except where a blank line or an indent follows. Without
blank lines a paragraph may end in a full line, and a heading may fill one. Then tell: that the page indents
its paragraphs, that a sentence ends with the line, how the lines that follow end, and whether the characters
on both sides of the cut often stand together. What is still open is left to the tagging (``may_go_on``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages.sentence_ends import CLOSERS, is_sentence_end
from index.pages.similarity import is_common

# A page is cut at a fixed width where this share of its lines, and this many, reach the width. Of 263 pages
# that are not cut, no page has a greater share than 0.04.
MIN_WRAPPED_SHARE = 0.3
MIN_WRAPPED_LINES = 8
MIN_WRAP_WIDTH = 8  # characters or half-width columns
MAX_LONGER_SHARE = 0.1  # of the lines, such as headings that are not cut
MAX_ENDED_SHARE = 0.4  # of the full lines that end a sentence or a clause: verses have more
MIN_SHORT_OF_WIDTH = 0.12  # of as many lines as are full: then lines one unit short are full too
WIDE = 30  # characters: no heading fills a line as wide as this
MIN_GAP_SHARE = 0.5  # of the lines that are not full: then blank lines part the paragraphs
MIN_INDENTED, MIN_FLUSH_SHARE = 3, 0.2  # a page that indents its paragraphs: such lines, others of the full

FULL, NEARLY = 2, 1

_NARROW = re.compile(r"[ -\u00a0\u00c0-\u00d6\u00d8-\u024f\uff61-\uffdc]")  # Latin, and half-width forms
_MARKS = frozenset("，。；、：！？…,;")
_NO_LINE_START = frozenset(CLOSERS) | _MARKS | frozenset("、—") - frozenset("\"'")
_INNER_MARK = re.compile(r"[，。；！？,;]|[\d一二三四五六七八九十０-９][日月]")
_OPENING = re.compile(
    r"[（(【〔]?(?:本[报刊台社]|新华社|中新社|据[^，]{1,8}[报社网]|记者|[^，。]{2,5}[报社]讯)|[■●◆▲□○◎★]"
)
# No heading ends in these, no paragraph begins with those.
_NO_BORDER = re.compile(
    r"[的了在和与把被将从是有为就也以及其这那不可个着于对向由使让给很更最并而且但或].|.[的了着过们地得里之等，、。；：”》）)]"
)
_LATIN_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f0-9,.;:!?'\"’”)]\n[A-Za-z\u00c0-\u024f0-9'\"‘“(]")


@dataclass(slots=True)
class PrintedLine:
    """A printed line: its number from 1, its text without outer white space, and what is before it.

    ``gap``: a blank line precedes it; ``indent`` is the white space that it begins with.
    """

    number: int
    text: str
    gap: bool
    indent: str
    type_size: float


def join_lines(lines: Sequence[PrintedLine]) -> list[tuple[list[PrintedLine], bool]]:
    """Return the lines of each row, and whether the row may go on in the next; one line each if not cut."""
    full = _full_lines(lines)
    if not any(full):
        return [([line], False) for line in lines]
    page = _CutPage(lines, full)
    rows: list[tuple[list[PrintedLine], bool]] = []
    start = 0
    for at in range(len(lines)):
        goes_on = page.goes_on(start, at)
        if not goes_on:
            rows.append((list(lines[start : at + 1]), goes_on is None))
            start = at + 1
    return rows


def parts_words(text: str, following: str) -> bool:
    """Whether a blank parts the words of two lines: those of Latin letters or digits."""
    return bool(_LATIN_WORDS.search(f"{text[-1:]}\n{following[:1]}")) and text[-2:].isascii()


class _CutPage:
    """The lines of a page that is cut at a fixed width, and which of them fill it."""

    def __init__(self, lines: Sequence[PrintedLine], full: Sequence[int]) -> None:
        self._lines, self._full = lines, full
        full_lines = [line for line, fills in zip(lines, full, strict=True) if fills == FULL]
        flush = sum(not line.indent for line in full_lines)
        self._indents = sum(
            bool(line.indent) for line in lines
        ) >= MIN_INDENTED and flush >= MIN_FLUSH_SHARE * len(full_lines)
        self._bigrams = {one + two for line in lines for one, two in pairwise(line.text)}
        last_lines = [at for at in range(len(lines) - 1) if not full[at]]
        gaps = sum(lines[at + 1].gap for at in last_lines)
        self._gaps = bool(last_lines) and gaps >= MIN_GAP_SHARE * len(last_lines)
        self._wide = max(len(line.text) for line in full_lines) > WIDE

    def goes_on(self, start: int, at: int) -> bool | None:
        """Whether the row that began at line ``start`` goes on behind line ``at``; None if not known."""
        if at + 1 == len(self._lines) or not self._full[at]:
            return False
        line, following = self._lines[at], self._lines[at + 1]
        if following.gap or following.indent:
            return False
        if self._gaps or following.text[0] in _NO_LINE_START:
            return True
        if is_sentence_end(line.text):
            return self._full[at] == FULL and self._text_follows(at + 1)
        if self._full[at] == NEARLY:
            return at > start
        if at > start or self._wide or self._indents:
            return True
        if _OPENING.match(following.text):
            return False
        if _OPENING.match(line.text):
            return True
        if parts_words(line.text, following.text):
            return True
        border = line.text[-1] + following.text[0]
        if is_common(border) or border in self._bigrams or _NO_BORDER.fullmatch(border):
            return True
        if _INNER_MARK.search(line.text):
            return True
        # The second line ends as no text does: one heading of two lines.
        return True if not self._full[at + 1] and not is_sentence_end(following.text) else None

    def _text_follows(self, at: int) -> bool:
        """Whether line ``at`` and those that it goes on in end as a text, not as a heading does."""
        if _OPENING.match(self._lines[at].text):
            return False
        while (
            self._full[at] == FULL
            and not is_sentence_end(self._lines[at].text)
            and at + 1 < len(self._lines)
            and not (self._lines[at + 1].gap or self._lines[at + 1].indent)
        ):
            at += 1
        return is_sentence_end(self._lines[at].text)


def _full_lines(lines: Sequence[PrintedLine]) -> list[int]:
    """Which lines are FULL, NEARLY so or shorter (0) than the width that the page is cut at; 0 if it is not.

    The width is in characters or in half-width columns, whichever more lines reach.
    """
    best = _before_a_word(lines)
    for measure, slack in ((len, 1), (_columns, 2)):
        full = _reach_width(lines, measure, slack)
        if full.count(FULL) > best.count(FULL):
            best = full
    return best


def _before_a_word(lines: Sequence[PrintedLine]) -> list[int]:
    """Which lines of Latin words are full: with the first word of the next line they were too wide."""
    widest = max((len(line.indent + line.text) for line in lines), default=0)
    full = [0] * len(lines)
    for at, (line, following) in enumerate(pairwise(lines)):
        word = following.text.split(maxsplit=1)[0]
        if parts_words(line.text, word) and len(f"{line.indent}{line.text} {word}") > widest:
            full[at] = FULL
    return (
        full
        if full.count(FULL) >= max(MIN_WRAPPED_LINES, MIN_WRAPPED_SHARE * len(lines))
        else [0] * len(lines)
    )


def _reach_width(lines: Sequence[PrintedLine], measure: Callable[[str], int], slack: int) -> list[int]:
    none = [0] * len(lines)
    flush = [line for line in lines if not line.indent]
    # The indent may stand within the width, or before it.
    judged = flush if len(flush) >= MIN_FLUSH_SHARE * len(lines) else lines
    counts = Counter(measure(line.indent + line.text) for line in judged)
    needed = max(MIN_WRAPPED_LINES, MIN_WRAPPED_SHARE * len(judged))
    # The greatest width that enough lines have: the cut falls before it at a space or a wide character.
    longer = 0
    for width in sorted(counts, reverse=True):
        short = sum(counts[width - less] for less in range(1, slack + 1))
        if counts[width] + short >= needed and counts[width] >= short and width >= MIN_WRAP_WIDTH:
            break
        longer += counts[width]
        if longer > MAX_LONGER_SHARE * len(judged):
            return none
    else:
        return none
    least = width - slack if short >= MIN_SHORT_OF_WIDTH * counts[width] else width
    full = none
    for at, line in enumerate(lines):
        sizes = {measure(line.indent + line.text), measure(line.text)}
        longest = width + slack if line.text[-1] in _MARKS else width
        if any(least <= size <= longest for size in sizes):
            full[at] = FULL
        elif any(width - slack <= size < least for size in sizes):
            full[at] = NEARLY
    ended = sum(fills == FULL and line.text[-1] in _MARKS for fills, line in zip(full, lines, strict=True))
    return full if ended <= MAX_ENDED_SHARE * full.count(FULL) else [0] * len(lines)


def _columns(line: str) -> int:
    """The width of a line in half-width columns."""
    return 2 * len(line) - len(_NARROW.findall(line))
