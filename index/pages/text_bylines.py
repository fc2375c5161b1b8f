"""Bylines inside a text: in or behind the dateline that opens a paragraph, and at the end of one."""

from __future__ import annotations

import re
from functools import lru_cache

from analyzers.marks import RATIOS
from index.pages.byline_roles import Span
from index.pages.bylines import CACHE_SIZE, CLOSER_OF, MAX_LENGTH, Byline, fold_byline, read_byline
from index.pages.folded_line import FoldedLine
from index.pages.letter_spacing import read_through
from index.pages.person_names import NO_NAMES, NameCounts, is_name

# A closing byline follows a finished sentence; a bracket inside a sentence explains a word of it.
_CLOSING = (
    r"(?:[。！？!?…)）】][”\"』」]?|[”\"』」](?=\s*[(（【〔\[]))\s*(?P<byline>[(（【〔\[][^()（）【】〔〕\[\]]{2,60}[)）】〕\]]|[^。！？!?…”\"』」，,()（）"
    rf"{RATIOS}]{{2,40}})$"
)
_MAX_CLOSING_LENGTH = 66
_MAX_LEAD_LENGTH = 60  # characters before the names of a dateline end
_DATELINE_MARK = re.compile(r"[讯訊电電]|^\W*[(（【〔\[［]")
_AFTER_DATELINE = re.compile(r"[\s)\]〕】:]+")
_REPORTED = re.compile(
    r"(?P<names>[^。,，:;()]{0,14}?(?:记者|实习生|通讯员)[^。:;，()]{2,40}?)"
    r"(?P<end>报道|从|[今昨][天日]|近日|日前|获悉|[(]?\d)"
)
_FIRST_BRACKET = re.compile(r"\s*[(\[〔【](?P<inside>[^()\[\]〔〕【】]{3,40})[)\]〕】]")
# 石桥晚报讯, 本网讯; the characters are not folded to those of today where row_features.py looks.
_OUTLET_REPORT = (
    r"[一-鿿]{0,8}?(?:[报報]|网|網|[电電][视視]台|客户端|融媒体?(?:中心)?|新媒体|传媒)[讯訊](?![息号道])"
)
_OWN_REPORT = (
    r"(?:本[报報]|新[华華]社|中新社|本[台网網刊]|本社)[^。,:;()\s]{0,14}?\s?[电讯電訊](?![视影话力視話])"
)
# The start of a folded paragraph (``letter_spacing.read_through``), such as 本报讯 or 新华社北京1月1日电.
DATELINE = re.compile(
    rf"[(据【〔\[]?(?:本[报報][讯訊]|{_OWN_REPORT}|(?:新华社|本报)(?:专电|特稿)|{_OUTLET_REPORT})"
)


def closing_byline(text: str, known_names: NameCounts = NO_NAMES) -> tuple[int, Byline] | None:
    """The byline that ends a paragraph, in brackets or with a role word: (its start offset, the byline)."""
    tail = text[-_MAX_CLOSING_LENGTH:]
    closing = re.search(_CLOSING, tail)
    if closing is None or len(closing.group("byline")) == len(text):
        return None
    printed = closing.group("byline")
    bracketed = printed[0] in "(（【〔["
    byline = read_byline(printed, known_names, sure=not bracketed)
    if byline is None or not (byline.has_role_word or bracketed):
        return None
    return len(text) - len(tail) + closing.start("byline"), byline


def dateline_byline(text: str, known_names: NameCounts = NO_NAMES) -> tuple[Span, Byline] | None:
    """The names in or right after a dateline, 本报讯（记者张三）, or in a bracket before the text.

    With where they are printed: (start, end exclusive), the bracket included.
    """
    start = text[:MAX_LENGTH]
    if not _DATELINE_MARK.search(start, 0, _MAX_LEAD_LENGTH):
        return None
    return _read_dateline(start, known_names)


@lru_cache(CACHE_SIZE)
def _read_dateline(start: str, known_names: NameCounts) -> tuple[Span, Byline] | None:
    head = read_through(fold_byline(start))
    dateline = DATELINE.match(head.text)
    if dateline is None:
        bracket = _FIRST_BRACKET.match(head.text)
        byline = read_byline(head.printed_part(*bracket.span()), known_names) if bracket else None
        if bracket is None or byline is None or not byline.has_role_word or bracket.end() == len(head.text):
            return None
        return _span(head.part(*bracket.span()).stripped()), byline
    after = _AFTER_DATELINE.match(head.text, dateline.end())
    rest = head.part(after.end() if after else dateline.end()).stripped()
    if rest.text[:1] in CLOSER_OF:
        end = rest.text.find(CLOSER_OF[rest.text[0]])
        byline = read_byline(rest.printed_part(1, end), known_names) if end > 1 else None
        return (_span(rest.part(0, end + 1)), byline) if byline else None
    if reported := _REPORTED.match(rest.text):
        sure = reported["end"] == "报道"
        end = reported.end() if sure else reported.end("names")
        byline = read_byline(rest.printed_part(0, end), known_names)
        if byline and (sure or _all_with_surnames(byline)):
            return _span(rest.part(0, end).stripped()), byline
    return None


def _span(line: FoldedLine) -> Span:
    """Where a line that is not empty is printed."""
    return line.offsets[0], line.offsets[-1] + 1


def _all_with_surnames(byline: Byline) -> bool:
    names = byline.reporters + byline.contributors + byline.photographers
    return all(is_name(name, signed=False) for name in names)
