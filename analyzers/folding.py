"""Folding: when do two strings mean the same to a reader who searches?

``fold`` maps each character by itself: NFKC and lower case where these give one character, then
traditional to simplified by OpenCC's character table. White space, invisible joiners and the marks of a
digitised subscript (``PM_{2.5}`` reads PM2.5) are removed. Because no character looks at its neighbours,

    fold(a + b) == fold(a) + fold(b)        fold(fold(a)) == fold(a)

and every folded character has one origin. Folding serves matching only; what is shown is what was printed.
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
# Zero-width space, joiners and BOM, soft hyphen: they come with text copied from web pages and PDFs.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Both, and the compatibility forms of the marks: what the table removes of all of Unicode, held by a test.
_FORMS = "\ufe33\ufe34\ufe37\ufe38\ufe4d\ufe4e\ufe4f\ufe5b\ufe5c\uff3f\uff5b\uff5d"
_REMOVED = SUBSCRIPT_MARKS + INVISIBLE + _FORMS
_KEPT_SPACED = re.compile(f"[^{_REMOVED}]+")
_KEPT = re.compile(f"[^{_REMOVED}\\s]+")


def fold(text: str) -> str:
    """Return ``text`` as it is matched: never longer than ``text``, without white space."""
    return fold_spaced(text).replace(" ", "")


def fold_spaced(text: str) -> str:
    """Like ``fold``, with each white-space character left as one space: what words are cut from."""
    return _translation()(text)


def fold_offsets(text: str, *, spaced: bool = False) -> list[int]:
    """Return the offset in ``text`` of each character of ``fold(text)``, ``spaced``: of ``fold_spaced``."""
    offsets: list[int] = []
    for start, end in kept_runs(text, spaced=spaced):
        offsets.extend(range(start, end))
    return offsets


def kept_runs(
    text: str, start: int = 0, end: int = sys.maxsize, *, spaced: bool = False
) -> Iterator[tuple[int, int]]:
    """Yield, ascending, start and end of each run of which ``fold`` keeps all; ``spaced``: ``fold_spaced``.

    Only what stands from ``start`` to ``end`` (exclusive) is looked at.
    """
    for kept in (_KEPT_SPACED if spaced else _KEPT).finditer(text, start, end):
        yield kept.span()


class PlainTranslation:
    """What ``_folding.pyx`` does faster, where it is compiled (``index/kernel`` says when)."""

    def __init__(self, table: Mapping[int, str], /) -> None:
        self._table = table

    def __call__(self, text: str, /) -> str:
        return text.translate(self._table)


Translation: Callable[[Mapping[int, str]], Callable[[str], str]]
try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as where nothing was compiled
    from analyzers._folding import Translation as CompiledTranslation

    Translation = CompiledTranslation
except ImportError:
    Translation = PlainTranslation


class _FoldTable(dict[int, str]):
    """Code point to folded character, filled as characters are met."""

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
        # A folded character may itself fold (a compatibility form of a traditional one): go on till it rests.
        while (folded := self._step(char)) != char:
            char = folded
        return " " if char.isspace() else "" if char in SUBSCRIPT_MARKS else char

    def _step(self, char: str) -> str:
        for one_to_one in (unicodedata.normalize("NFKC", char), char.lower()):
            if len(one_to_one) == 1 and one_to_one != char:
                return one_to_one
        return self._simplified.get(char, char)


@cache
def _translation() -> Callable[[str], str]:
    lines = Path(__file__).with_name("opencc_ts_characters.tsv").read_text(encoding="utf-8").splitlines()
    return Translation(_FoldTable({line[0]: line[2] for line in lines}))
