"""Pages as people ask for them: 1, 第一版, 头版, A1, 1-4, A1-A4, 一、三, and A for all of its pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index.messages import tr
from index.page_label import FORMS, PageLabel, page_label, page_order
from index.query import MAX_CLAUSES, Field
from searcher.language.tokens import NAME_SEPARATORS, RANGE_SIGN

_BETWEEN = re.compile(f"[{NAME_SEPARATORS}]")
_RANGE = re.compile(rf"(.+?)\s*{RANGE_SIGN}\s*(.+)")


def pages_of(name: str, text: str) -> Sequence[Field]:
    """The conditions that ``text`` means, in its order: one of them is to be met.

    ValueError names the field ``name`` and says what is wrong, or that they are more than MAX_CLAUSES.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    pages: list[PageLabel] = []
    for part in _BETWEEN.split(plain):
        first, last = _ends(part.strip(), name)
        letters, start = page_order(first)
        count = page_order(last)[1] - start + 1
        if page_order(last)[0] != letters or count < 1 or (count > 1 and not start):
            raise ValueError(
                tr(
                    "{text} is no range of {name}s; it goes up, and within letters, as A1-A4",
                    text=text,
                    name=tr(name),
                )
            )
        if len(pages) + count > MAX_CLAUSES:
            raise ValueError(
                tr(
                    "{text} are more than {max_clauses} {name}s; ask for fewer at once",
                    text=text,
                    max_clauses=MAX_CLAUSES,
                    name=tr(name),
                )
            )
        pages += [page_label(f"{letters}{start + n}") if start else first for n in range(count)]
    return [page_field(page) for page in pages]


def page_field(page: PageLabel) -> Field:
    """The condition that an article is of ``page``; letters without a number are all pages with these."""
    return Field("page", str(page), prefix=not page_order(page)[1])


def _ends(text: str, name: str) -> tuple[PageLabel, PageLabel]:
    """The first and the last page of a range, or twice the only one."""
    found = _RANGE.fullmatch(text)
    try:
        if not found:
            return page_label(text), page_label(text)
        first = page_label(found[1])
        letters = page_order(first)[0]
        return first, page_label(letters + found[2] if found[2].isdecimal() else found[2])
    except ValueError:
        raise ValueError(
            tr("{text} is not a {name}; a {name} is {forms}", text=text, name=tr(name), forms=tr(FORMS))
        ) from None
