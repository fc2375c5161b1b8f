"""Folding: the mapping of characters under which a query and a text are compared.

``fold`` maps each character by itself to none, one or several: Unicode's NFKD, case folded, without white
space, diacritics and what is never visible, then the marks of one class to one mark (``marks.py``), and
radicals, private codes, traditional and old characters to those of today's print (``tables/``). Because the
neighbours of a character do not matter,

    fold(a + b) == fold(a) + fold(b)        fold(fold(a)) == fold(a)

and every folded character has one origin in the text. Folding is for matching only; the printed text is
shown.

Words are cut from another form of the text, ``word_form``, which has the white space, apostrophes apart from
quotes, and the characters of jieba's words: 著名 is one, while 着名, as it folds, is none.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from analyzers import marks

# Of a digitised subscript: ``PM_{2.5}`` reads PM2.5.
SUBSCRIPT_MARKS = "_{}"
OBJECT_REPLACEMENT = "\ufffc"  # stands in copied text for a picture
FIRST_DIACRITIC, LAST_DIACRITIC = 0x300, 0x36F
_TABLES = Path(__file__).with_name("tables")


def fold(text: str) -> str:
    """Return the form of ``text`` that is matched, without white space."""
    return folding()(text)


def fold_offsets(text: str, start: int = 0, end: int = sys.maxsize) -> memoryview[int]:
    """Return the offset in ``text`` of the character that each character of its ``fold`` comes from.

    Ascending; characters that come from one have the same. Only the characters of ``text`` from ``start`` to
    ``end`` (exclusive) are folded.
    """
    return _offsets(folding(), text, start, end)


def word_form(text: str) -> str:
    """Return the form of ``text`` that words are cut from: one space for each character of white space.

    ``fold(word_form(text)) == fold(text)``.
    """
    return _word_forming()(text)


def word_form_offsets(text: str) -> memoryview[int]:
    """Return the offset in ``text`` of the origin of each character of its ``word_form``, ascending."""
    return _offsets(_word_forming(), text, 0, sys.maxsize)


@cache
def invisible_codes() -> frozenset[int]:
    """The code points that are never visible: Unicode's Default_Ignorable_Code_Point, and U+FFFC."""
    codes = {ord(OBJECT_REPLACEMENT)}
    for line in _lines("ignorable"):
        first, last = line.split("\t")
        codes.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(codes)


class Translating(Protocol):
    """What both twins do."""

    def __call__(self, text: str, /) -> str:
        """The text with each character replaced by what the table has for it."""

    def offsets(self, text: str, start: int = 0, end: int | None = None, /) -> bytes:
        """Where each character of the translated text comes from: uint32, of the machine's byte order.

        Only the characters of ``text`` from ``start`` (at least 0) to ``end`` are translated.
        """


class PlainTranslation:
    """Translation by a table in pure Python, where the faster ``_folding.pyx`` is not compiled.

    ``table`` maps a code point to a string; it is asked for every code point that a text holds.
    """

    def __init__(self, table: Mapping[int, str], /) -> None:
        self._table = table

    def __call__(self, text: str, /) -> str:
        """As ``Translating``."""
        return text.translate(self._table)

    def offsets(self, text: str, start: int = 0, end: int | None = None, /) -> bytes:
        """As ``Translating.offsets``."""
        from array import array

        if start < 0:
            raise IndexError(f"offset {start}")
        found = array("I")
        for at, char in enumerate(text[start:end], start):
            found.extend([at] * len(self._table[ord(char)]))
        return found.tobytes()


Translation: Callable[[Mapping[int, str]], Translating]
try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as if nothing was compiled
    from analyzers._folding import Translation as CompiledTranslation

    Translation = CompiledTranslation
except ImportError:
    Translation = PlainTranslation


class FoldTable(dict[int, str]):
    """Code point -> what it folds to, filled at the first look-up of each.

    ``single`` maps characters by the tables, ``dropped`` ones fold to nothing; white space folds to
    ``space``. A character is mapped again until nothing changes, as the compatibility form of a traditional
    one must be.
    """

    def __init__(self, single: Mapping[str, str], dropped: frozenset[int], *, space: str) -> None:
        super().__init__()
        self._single = single
        self._dropped = dropped
        self._space = space

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self._space if self._single.get(char, char).isspace() else self._fixpoint(char)
        self[code] = folded
        return folded

    def _fixpoint(self, text: str) -> str:
        while (folded := "".join(map(self._step, text))) != text:
            text = folded
        return text

    def _step(self, char: str) -> str:
        # White space that a decomposition brings is not in the print.
        if ord(char) in self._dropped or char.isspace():
            return ""
        if (mapped := self._single.get(char)) is not None:
            return mapped
        # What is canonically the same goes first: U+1FFD is the mark U+00B4, which the tables have.
        for form in ("NFD", "NFKD"):
            if (plain := unicodedata.normalize(form, char)) != char:
                return plain
        return char.casefold()


@cache
def folding() -> Translating:
    """What ``fold`` translates by."""
    single, _, dropped = _read_tables()
    quotes = _of_one_class(marks.QUOTES + marks.APOSTROPHES, '"')
    return Translation(FoldTable(single | quotes, dropped, space=""))


@cache
def _word_forming() -> Translating:
    single, kept, dropped = _read_tables()
    plain = {char: mapped for char, mapped in single.items() if char not in kept}
    apart = _of_one_class(marks.QUOTES, '"') | _of_one_class(marks.APOSTROPHES, "'")
    return Translation(FoldTable(plain | apart, dropped, space=" "))


def _offsets(translation: Translating, text: str, start: int, end: int) -> memoryview[int]:
    return memoryview(translation.offsets(text, start, min(end, len(text)))).cast("I")


@cache
def _read_tables() -> tuple[dict[str, str], frozenset[str], frozenset[int]]:
    """What characters map to, which of these stay in word forms, and the code points that are dropped."""
    single: dict[str, str] = {}
    for members, mark in (
        (marks.DOTS, "."),
        (marks.DASHES, "-"),
        (marks.RATIOS, ":"),
        (marks.TIMES, "×"),
        (marks.SLASHES, "/"),
        (marks.ZEROS, "〇"),
    ):
        single |= _of_one_class(members, mark)
    kept = set()
    for name in ("traditional", "radicals", "gbk_private", "variants"):
        # A row begins with the two characters, a tab between them.
        for line in _lines(name):
            single[line[0]] = line[2]
            if line.endswith("\tkept"):
                kept.add(line[0])
    diacritics = range(FIRST_DIACRITIC, LAST_DIACRITIC + 1)
    dropped = invisible_codes().union(map(ord, SUBSCRIPT_MARKS), diacritics)
    return single, frozenset(kept), dropped


def _lines(name: str) -> list[str]:
    return (_TABLES / f"{name}.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _of_one_class(members: str, mark: str) -> dict[str, str]:
    return {char: mark for char in members if char != mark}
