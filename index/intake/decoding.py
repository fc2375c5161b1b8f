"""The text of a file's bytes, whatever their encoding.

UTF-8, UTF-16, GB18030 and Big5, detected file by file: an archive's pages come from many decades of software.
A text that is UTF-8 is taken as such. Of the others, the encoding is chosen that makes the most characters
common Chinese ones. Over 263 newspaper pages in every encoding the right one gives 96 to 100 % of them, a
wrong one at most 47 %; of strings of 20 characters 7 in 36,000 could be two things, and they are refused.

Every code of two bytes in GBK is some character of Python's ``gb18030``, so none is lost: of FE50 to FEA0 it
gives today's characters, and for 14 of them, as older software for all 80, a private one of U+E815 to U+E864.
Those stay as they are printed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from functools import cache

from index.errors import IssueFormatError
from index.messages import mark, tr

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARKS = tuple(mark for mark, _ in _BOMS)
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_SAMPLE_BYTES = 1 << 16  # enough to tell; a multiple of every encoding's unit
_LEAST_SHARE = 0.78  # 20 characters of news reach 0.80 in the right one; EUC-KR passes for GB18030 up to 0.74
_CURE = mark("save it as UTF-8 and add it again")
# GBK leaves A3A0 to its users, who have it for a space: paragraphs open with two of them. Decoded it is a
# private character, also in files that others made UTF-8 of.
_GBK_SPACE, _SPACE = "\ue5e5", "\u3000"
_ASCII = re.compile(r"[\0-\x7f]+")
_DECLARED_SAMPLE_CHARS = 500  # that are not ASCII: enough to tell that a declaration is true

# What files declare, by the encoding that takes in all that is written under that name.
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
}


def decode(raw: bytes, place: str, declared: str | None = None) -> str:
    """Return the text of ``raw``; ``place`` names it in the IssueFormatError for what is no text.

    ``declared`` is the encoding that the file itself names. It decides where the bytes do not speak against
    it: pages that were converted often declare what they were before. The space of GBK (A3A0, U+E5E5)
    becomes an ideographic one.
    """
    known = _DECLARED.get(declared.lower()) if declared else None
    text = _decode_as(known, raw) if known else None
    # What has this share in one encoding has half of it in another: the others need not be tried.
    if text is not None and _common_share(_wide(text, _DECLARED_SAMPLE_CHARS)) >= _LEAST_SHARE:
        return text.replace(_GBK_SPACE, _SPACE)
    encoding = _encoding(raw, place, known if text is not None else None)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as exc:
        line = raw[: exc.start].decode(encoding, "replace").count("\n") + 1
        raise IssueFormatError(
            f"{place}:{line}",
            tr(
                "is damaged: byte {start} is no {encoding}, as the rest is; {cure}",
                start=exc.start,
                encoding=encoding,
                cure=tr(_CURE),
            ),
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise IssueFormatError(
            f"{place}:{line}", tr("holds a NUL: it is binary or damaged; {cure}", cure=tr(_CURE))
        )
    return text.replace(_GBK_SPACE, _SPACE)


def _decode_as(declared: str, raw: bytes) -> str | None:
    """The text in the declared encoding; None where the bytes are none of it, or valid UTF-8 and so that."""
    if b"\0" in raw or raw.startswith(_MARKS) or decodes(raw, "utf-8"):
        return None
    try:
        return raw.decode(declared)
    except UnicodeDecodeError:
        return None


def _wide(text: str, most: int) -> str:
    """The first characters that are not ASCII."""
    return _ASCII.sub("", text[:_SAMPLE_BYTES])[:most]


def _encoding(raw: bytes, place: str, declared: str | None) -> str:
    """``declared`` is what the file says and all its bytes are: it counts where nothing else is likely."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    if b"\0" not in raw and decodes(raw, "utf-8"):
        return "utf-8"
    sample = raw[:_SAMPLE_BYTES]
    shares = {encoding: _common_share(sample.decode(encoding, "replace")) for encoding in _ENCODINGS}
    most = max(shares.values())
    if declared and most < _LEAST_SHARE:
        return declared
    if most < _LEAST_SHARE:
        raise IssueFormatError(
            place, tr("is not text in UTF-8, UTF-16, GB18030 or Big5 (binary?); {cure}", cure=tr(_CURE))
        )
    best, *rivals = (encoding for encoding, share in shares.items() if share == most)
    if rivals:
        raise IssueFormatError(
            place,
            tr(
                "is too short to tell whether it is {best} or {rival}; {cure}",
                best=best,
                rival=rivals[0],
                cure=tr(_CURE),
            ),
        )
    if best == "big5" and not decodes(raw, "big5"):
        return "big5hkscs"  # Big5 with the characters that Hong Kong added
    return best


def decodes(raw: bytes, encoding: str) -> bool:
    """Whether ``raw`` is text in ``encoding``."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _common_share(text: str) -> float:
    """The share of common Chinese characters and marks among those that are not ASCII.

    A byte that means nothing counts against it; -1 to 1, and 0 where all is ASCII.
    """
    wide = _ASCII.sub("", text)
    common = sum(map(_common().__contains__, wide)) - wide.count("\ufffd")
    return common / len(wide) if wide else 0.0


@cache
def _common() -> frozenset[str]:
    """The marks and the first level of Han characters of GB 2312 (3,755) and of Big5 (5,401)."""
    gb_marks, gb_han = range(0xA1, 0xA4), range(0xB0, 0xD8)
    big5_marks_and_han = range(0xA1, 0xC7)
    return frozenset(
        [
            _GBK_SPACE,
            *_cells("gb2312", gb_marks),
            *_cells("gb2312", gb_han),
            *_cells("big5", big5_marks_and_han),
        ]
    )


def _cells(encoding: str, leads: Iterable[int]) -> Iterable[str]:
    """The characters of two bytes that begin with one of ``leads``."""
    for lead in leads:
        for trail in range(0x40, 0xFF):
            char = bytes((lead, trail)).decode(encoding, "ignore")
            if len(char) == 1 and char > "\x7f":
                yield char
