"""Folding: the mapping of characters under which a query and a text are compared.

``fold`` maps each character by itself: NFKC and lower case where these give one character, then traditional
to simplified by OpenCC's character table. White space, invisible joiners and the marks of a digitised
subscript (``PM_{2.5}`` reads PM2.5) are removed. Because the neighbours of a character do not matter,

    fold(a + b) == fold(a) + fold(b)        fold(fold(a)) == fold(a)

and every folded character has one origin in the text. Folding is for matching only; the printed text is
shown.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

SUBSCRIPT_MARKS = "_{}"
# Soft hyphen, zero-width space and joiners, BOM: they come with text copied from web pages and PDFs.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The compatibility forms of the subscript marks. A test checks that _REMOVED holds every character of Unicode
# that ``fold_spaced`` removes.
_MARK_FORMS = "\ufe33\ufe34\ufe37\ufe38\ufe4d\ufe4e\ufe4f\ufe5b\ufe5c\uff3f\uff5b\uff5d"
_REMOVED = SUBSCRIPT_MARKS + INVISIBLE + _MARK_FORMS
_KEPT_SPACED = re.compile(f"[^{_REMOVED}]+")
_KEPT = re.compile(f"[^{_REMOVED}\\s]+")


def fold(text: str) -> str:
    """Return the form of ``text`` that is matched: never longer than ``text``, without white space."""
    return fold_spaced(text).replace(" ", "")


def fold_spaced(text: str) -> str:
    """Return ``fold(text)`` with one space for each white-space character: words are cut from this form."""
    return _translation()(text)


def fold_offsets(text: str, *, spaced: bool = False) -> list[int]:
    """Return the offset in ``text`` of each character of ``fold(text)``, strictly ascending.

    ``spaced``: of each character of ``fold_spaced(text)``.
    """
    offsets: list[int] = []
    for start, end in kept_runs(text, spaced=spaced):
        offsets.extend(range(start, end))
    return offsets


def kept_runs(
    text: str, start: int = 0, end: int = sys.maxsize, *, spaced: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield (start, end exclusive) of each maximal run of characters that ``fold`` keeps, ascending.

    ``spaced``: that ``fold_spaced`` keeps. Only the characters from ``start`` to ``end`` (exclusive) are
    searched.
    """
    for run in (_KEPT_SPACED if spaced else _KEPT).finditer(text, start, end):
        yield run.span()


class PlainTranslation:
    """Translation by a table in pure Python, where the faster ``_folding.pyx`` is not compiled.

    ``table`` maps a code point to a string of at most one character; it is asked for every code point that
    a text holds.
    """

    def __init__(self, table: Mapping[int, str], /) -> None:
        self._table = table

    def __call__(self, text: str, /) -> str:
        """The text with each character replaced by what the table has for it."""
        return text.translate(self._table)


Translation: Callable[[Mapping[int, str]], Callable[[str], str]]
try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as if nothing was compiled
    from analyzers._folding import Translation as CompiledTranslation

    Translation = CompiledTranslation
except ImportError:
    Translation = PlainTranslation


class _FoldTable(dict[int, str]):
    """Code point -> folded character, a space or "", filled at the first lookup of each."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in SUBSCRIPT_MARKS or char in INVISIBLE:
            folded = ""
        elif char.isspace():
            folded = " "
        else:
            folded = self._fixpoint(char)
        self[code] = folded
        return folded

    def _fixpoint(self, char: str) -> str:
        # A folded character may fold again, as the compatibility form of a traditional one does: repeat to
        # the end.
        while (folded := self._step(char)) != char:
            char = folded
        return " " if char.isspace() else "" if char in SUBSCRIPT_MARKS else char

    def _step(self, char: str) -> str:
        for folded in (unicodedata.normalize("NFKC", char), char.lower()):
            if len(folded) == 1 and folded != char:
                return folded
        return self._simplified.get(char, char)


@cache
def _translation() -> Callable[[str], str]:
    table = Path(__file__).with_name("tables") / "traditional.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    return Translation(_FoldTable({line[0]: line[2] for line in lines}))
