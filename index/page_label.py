"""Page labels: how a page of a paper is named, in one form, and in which order the pages of an issue stand.

A label is a number (``1``), or letters with a number (``A01``, ``T08``, ``特刊1``) or without one (``号外``).
A page that is a plain number is an int, every other one a text, so that archives of numbered pages have the
numbers that they always had.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TypeAlias

from analyzers.numerals import NUMERALS, number_of
from index.messages import mark, tr

PageLabel: TypeAlias = int | str
"""A page in the form that ``page_label`` returns: 1, "A01", "特刊1"."""

MAX_PAGE = 9999
MAX_LABEL_CHARS = 12
FORMS = mark("a number from 1 to 9999, or a label as A01 or 特刊1")

_LABEL = re.compile(
    r"第?(?P<letters>(?:(?!第)[^\W\d_]+?(?<![第版叠组]))??)[叠组]?第?"
    rf"(?:0*(?P<number>\d{{1,4}})|(?P<words>[{NUMERALS}]{{1,5}}))?版?"
)
_FRONT = ("头版", "封面")


@lru_cache(1 << 12)  # the records of an archive name each of a few labels thousands of times
def page_label(label: PageLabel) -> PageLabel:
    """Return the label in its one form: ``"01"`` is 1, ``"a1"`` is ``A01``, ``"特刊01"`` is ``特刊1``.

    ``第`` and ``版`` are left aside, ``第十二版`` is 12 and ``头版`` 1. ValueError for what is no label.
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", str(label)).strip().upper())
    if text in _FRONT:
        return 1
    found = _LABEL.fullmatch(text) if len(text) <= MAX_LABEL_CHARS else None
    if not found or not (found["letters"] or found["number"] or found["words"]):
        raise ValueError(tr("{label!r} is no page; it is {forms}", label=str(label)[:40], forms=tr(FORMS)))
    letters = found["letters"]
    if not found["number"] and not found["words"]:
        if letters[-1] in NUMERALS:  # 一叠: on its own 一 would be page 1
            raise ValueError(
                tr("{label!r} is no page; it is {forms}", label=str(label)[:40], forms=tr(FORMS))
            )
        return letters
    number = int(found["number"] or number_of(found["words"]))
    if not 1 <= number <= MAX_PAGE:
        raise ValueError(
            tr(
                "{label!r} is no page; pages count from 1 to {max_page}",
                label=str(label)[:40],
                max_page=MAX_PAGE,
            )
        )
    if not letters:
        return number
    numbered = letters + (f"{number:02d}" if letters.isascii() else str(number))
    if len(numbered) > MAX_LABEL_CHARS:
        raise ValueError(
            tr(
                "{label!r} is no page; a label has at most {max_label_chars} characters",
                label=str(label)[:40],
                max_label_chars=MAX_LABEL_CHARS,
            )
        )
    return numbered


def page_order(label: PageLabel) -> tuple[str, int]:
    """The key by which the pages of an issue are sorted: letters, none before any, then number."""
    if isinstance(label, int):
        return "", label
    letters = label.rstrip("0123456789")
    return letters, int(label[len(letters) :] or 0)


def page_in_id(label: PageLabel) -> str:
    """The label as a part of an article's id: ``01``, ``A01``."""
    return f"{label:02d}" if isinstance(label, int) else label
