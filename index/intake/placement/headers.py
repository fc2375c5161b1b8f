"""What a page itself says before its first article: lines such as ``日期：2024-05-22``, and its running head.

A line of a key and a value is no part of what was printed and is taken out of the text. A running head as it
is printed, ``第A04版 县区新闻 2024年5月22日 星期三``, is evidence as well, and stays in the text, where the
page parser knows it by itself (``is_folio``). One that it does not know would become an article: it is taken
out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path

from analyzers.marks import BARS, RATIOS
from index.errors import IssueFormatError
from index.intake.placement.date_forms import fold, is_day, parts_of, stated_date
from index.intake.placement.labels import canonical_label, page_name_of, stated_label
from index.intake.placement.merging import Placement
from index.intake.placement.name_tokens import Token, tokens_of
from index.intake.placement.words import word_kind
from index.messages import tr
from index.page_label import MAX_PAGE, PageLabel

MAX_HEAD_LINES = 3
MAX_HEAD_CHARS = 60
MAX_NAME_CHARS = 9

_HEADER = re.compile(rf"\s*(\w[\w\s]{{0,20}}?)\s*[{RATIOS}](.*)")  # 日　期： too
_HEADER_KEYS = {
    "date": "date",
    "日期": "date",
    "paper": "paper",
    "报纸": "paper",
    "报名": "paper",
    "page": "page",
    "版次": "page",
    "版": "page",
}
_BETWEEN = re.compile(rf"[\s:/.\-()\[\]《》【】〔〕{BARS}]*")
_REFERENCE = re.compile(r"(?:紧?[上下]?[接转]|详?见|参见).*")
_HEAD_KINDS = frozenset(("ymd", "md", "label", "weekday", "serial", "total", "word"))
_SECTIONS = ("section", "titled")
_LATIN_LABEL = re.compile(r"[A-Z]\d\d")


def split_header(text: str, path: Path) -> tuple[Placement, str]:
    """Return what the page says before its articles and the text without it; the text keeps its line numbers.

    A key's value wins over what is printed. IssueFormatError names the line of a value that is none.
    """
    from index.pages.row_features import is_folio  # what only knows a Placement need not load the page parser

    stated: dict[str, tuple[str, str]] = {}
    lines = text.split("\n")
    printed = Placement()
    heads = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        header = _HEADER.fullmatch(line) if not heads else None
        key = _HEADER_KEYS.get("".join(header[1].lower().split())) if header else None
        if header and key and header[2].strip():
            stated[key] = header[2].strip(), f"{path}:{number}"
            lines[number - 1] = ""
            continue
        heads += 1
        head = read_head(line)
        if head is not None:
            printed = _joined(printed, head)
            if not is_folio(line):
                lines[number - 1] = ""
        if heads == MAX_HEAD_LINES:
            break
    page, page_name = _stated_page(*stated["page"]) if "page" in stated else (None, None)
    return Placement(
        paper=stated["paper"][0] if "paper" in stated else printed.paper,
        date=stated_date(*stated["date"]) if "date" in stated else printed.date,
        page=printed.page if page is None else page,
        page_name=page_name or (printed.page_name if page in (None, printed.page) else None),
    ), "\n".join(lines)


def _joined(one: Placement, other: Placement) -> Placement:
    """What two running heads of a page say; what they say differently is nobody's."""
    if one.page is not None and other.page is not None and one.page != other.page:
        return replace(one, page=None, page_name=None)
    if one.date is not None and other.date is not None and one.date != other.date:
        return replace(one, date=None)
    return Placement(
        one.paper or other.paper,
        one.date or other.date,
        other.page if one.page is None else one.page,
        one.page_name or other.page_name,
    )


def _stated_page(text: str, at: str) -> tuple[PageLabel, str | None]:
    label = stated_label(text) if len(text) <= MAX_HEAD_CHARS else None
    if label is None:
        raise IssueFormatError(
            at,
            tr(
                "{text!r} is not a page from 1 to {max_page}, or as A01; say which it is: --page 1",
                text=text[:40],
                max_page=MAX_PAGE,
            ),
        )
    return label


def read_head(line: str) -> Placement | None:
    """What a line says that is nothing but the running head of a page; None for every other line.

    It has one page label, or none and a date beside its weekday or its paper. Beside them stand no more than
    the paper's name, one name of the page, a serial number, and how many pages there are.
    """
    shown = line.strip()
    if len(shown) > MAX_HEAD_CHARS:
        return None
    folded = fold(shown)
    if "版" not in folded and "年" not in folded and not any(map(str.isdigit, folded)):
        return None
    tokens = tokens_of(folded)
    kinds = [token.kind for token in tokens]
    if not _HEAD_KINDS.issuperset(kinds) or kinds.count("label") > 1 or kinds.count("ymd") > 1:
        return None
    edges = [0, *(edge for token in tokens for edge in (token.start, token.end)), len(folded)]
    if not all(
        _BETWEEN.fullmatch(folded, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ):
        return None
    label = next((token for token in tokens if token.kind == "label"), None)
    words = [token for token in tokens if token.kind == "word"]
    papers = [word for word in words if word_kind(word.text) == "paper"]
    names = [word for word in words if word not in papers]
    if len(papers) > 1 or not _is_one_name(names, tokens):
        return None
    date = _printed_date(tokens)
    paper = shown[papers[0].start : papers[0].end] if papers else None
    if label is None:
        has_weekday = any("星期" in token.text or "周" in token.text for token in tokens)
        if names or "ymd" not in kinds or not (has_weekday or papers):
            return None
        return Placement(paper, date)
    name = "".join(shown[names[0].start : names[-1].end].split()) if names else None
    if "版" not in label.text and not (
        _LATIN_LABEL.fullmatch(label.text)
        and (label in (tokens[0], tokens[-1]) or "ymd" in kinds)
        and (word_kind(names[0].text.partition(".")[0]) in _SECTIONS if names else True)
    ):
        return None  # A4 纸张涨价
    page = canonical_label(label.text)
    return None if page is None else Placement(paper, date, page, page_name_of(name) if name else None)


def _is_one_name(names: list[Token], tokens: list[Token]) -> bool:
    """Whether the words, if any, are the one name of a page, and no sentence: 第三版问世 is one."""
    if not names:
        return True
    if len(names) > 1 and any(len(word.text) > 1 for word in names):  # letter-spaced: 要 闻
        return False
    if any(_REFERENCE.fullmatch(word.text) or len(word.text) > MAX_NAME_CHARS for word in names):
        return False
    touching = any(
        token.kind in ("label", "ymd") and (token.end == names[0].start or token.start == names[-1].end)
        for token in tokens
    )
    return not touching or word_kind(names[0].text) in _SECTIONS


def _printed_date(tokens: list[Token]) -> civil_date | None:
    value = next((parts_of(token.text) for token in tokens if token.kind == "ymd"), None)
    return civil_date(*value) if value and is_day(*value) else None
