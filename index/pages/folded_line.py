"""A printed line in the form that bylines, datelines and headings are recognised in.

Each character is folded by itself: full-width and half-width forms by NFKC, the marks of a class to one mark
(``analyzers/marks.py``), and what is never visible to nothing. The printed text stays beside it: names are
given as they are printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers import invisible_codes, marks

# Han characters as ranges of a character class: also those that GBK keeps in private codes (U+E815 to U+E864)
# and the radicals that PDFs have for characters. Both stand in names.
HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u2e80-\u2ef3\u2f00-\u2fd5\ue815-\ue864\U00020000-\U0003ffff"
LATIN = "A-Za-z\u00c0-\u024f\u0300-\u036f"  # with diacritics that stand apart

_LINES = "―─━⸺⸻"  # dashes as long as a character
_WAVES = "~～〜∼⁓〰˜"
_FULL_STOPS = ".．﹒․"  # they are dots in a name and end sentences elsewhere
_MARKS = {
    **dict.fromkeys(set(marks.DASHES) - set(_LINES + _WAVES + "—﹘"), "-"),
    **dict.fromkeys(_LINES, "—"),
    **dict.fromkeys(_WAVES, "~"),
    **dict.fromkeys(set(marks.DOTS) - set(_FULL_STOPS), "·"),
    **dict.fromkeys(marks.RATIOS, ":"),
    **dict.fromkeys(marks.SLASHES, "/"),
    **dict.fromkeys(marks.BARS, "|"),
}
# Characters that a text may be folded by as a whole: none folds to something else beside another. Those of
# the first set fold to one character each.
_ONE_TO_ONE = re.compile(r"[ -~\u3000-\u301b\u301d-\u3029\u4e00-\u9fff\uff01-\uff5d\xa0—‘’“”·]*")
_APART = re.compile(_ONE_TO_ONE.pattern.replace("]*", "…‰℃×①-⑳㈠-㈩■-◯]*"))
# Variation selectors and diacritics are part of the character before them.
_BELONGS_TO_BEFORE = re.compile("[\u0300-\u036f\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_CLOSED_BLANKS = re.compile(rf"(?<![{LATIN}Ａ-Ｚａ-ｚ][{marks.DOTS}])(?<!\s)\s+")


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """``text`` is folded; ``offsets`` has where in ``printed`` each of its characters is from, ascending."""

    printed: str
    text: str
    offsets: Sequence[int]

    def part(self, start: int, end: int | None = None) -> FoldedLine:
        """The line that is left of ``text[start:end]``."""
        return FoldedLine(self.printed, self.text[start:end], self.offsets[start:end])

    def stripped(self) -> FoldedLine:
        """The line without outer white space."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    def without(self, spans: Sequence[tuple[int, int]]) -> FoldedLine:
        """The line without the spans (start, end exclusive) of ``text``, which ascend and do not overlap."""
        if not spans:
            return self
        starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(self.text)]
        kept = list(zip(starts, ends, strict=True))
        return FoldedLine(
            self.printed,
            "".join(self.text[start:end] for start, end in kept),
            [offset for start, end in kept for offset in self.offsets[start:end]],
        )

    def printed_part(self, start: int, end: int) -> str:
        """The printed text that ``text[start:end]``, not empty, was folded from."""
        last = self.offsets[end - 1] + 1
        belongs = _BELONGS_TO_BEFORE.match(self.printed, last)
        return self.printed[self.offsets[start] : belongs.end() if belongs else last]

    def printed_name(self, start: int, end: int, *, letter_spaced: bool = False) -> str:
        """The name at ``text[start:end]`` as printed: without white space but that behind an initial (J. K.).

        In a ``letter_spaced`` line that is left out too.
        """
        name = self.printed_part(start, end)
        return "".join(name.split()) if letter_spaced else _CLOSED_BLANKS.sub("", name)


def fold_line(printed: str) -> FoldedLine:
    """Fold a line; every character by itself, so white space and letter-spacing stay."""
    if _ONE_TO_ONE.fullmatch(printed):
        folded = unicodedata.normalize("NFKC", printed)
        return FoldedLine(printed, folded, range(len(folded)))
    pieces = list(map(_fold_char, printed))
    offsets = [at for at, piece in enumerate(pieces) for _ in piece]
    return FoldedLine(printed, "".join(pieces), offsets)


def fold_line_text(printed: str) -> str:
    """Return ``fold_line(printed).text``, sooner."""
    if _APART.fullmatch(printed):
        return unicodedata.normalize("NFKC", printed)
    return "".join(map(_fold_char, printed))


@lru_cache(1 << 14)
def _fold_char(char: str) -> str:
    if char in _MARKS:
        return _MARKS[char]
    return "" if ord(char) in invisible_codes() else unicodedata.normalize("NFKC", char)
