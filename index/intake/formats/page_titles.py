"""The line that names a page of a 数字报, such as ``第A04版：县区新闻``: its label and its name."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.page_label import PageLabel, page_label

_LABEL = (
    r"[A-Za-z]{0,3}\d{1,3}|(?:特刊|专刊|副刊|增刊|周刊|号外|特|专)[A-Za-z]?\d{0,3}|头|封面|"
    r"[〇零一二三四五六七八九十]{1,5}"
)
_BETWEEN = r"[\s:：\-—–－·•|｜]"
MAX_CHARS = 60  # of a line that names a page; more is a text
_WITH_MARK = re.compile(rf"\s*第?\s*(?P<label>{_LABEL})\s*版(?:面|次)?{_BETWEEN}*(?P<name>.*?)\s*")
_WITH_COLON = re.compile(r"\s*第?\s*(?P<label>[A-Za-z]{0,3}\d{1,3})\s*[:：]\s*(?P<name>.*?)\s*")
_BARE = re.compile(r"\s*(?P<label>[A-Za-z]{0,3}\d{1,3})(?P<name>)\s*")
# Within a title of the window: 青泽日报-2024年05月22日-第A04版：县区新闻
_WITHIN = re.compile(rf"第\s*(?P<label>{_LABEL})\s*版[:：\s]*(?P<name>[^\s\-—–_|<>《》()（）]*)")
_ENDS = "[]【】()（）<>《》 \u3000"


class PageTitle(NamedTuple):
    """``label`` in the form of ``page_label``; ``name`` is None where the line gives none."""

    label: PageLabel
    name: str | None


def read_page_title(line: str, *, bare: bool = False) -> PageTitle | None:
    """Return what a line says that names a page and nothing else; None for any other line.

    ``bare``: a label alone (``A04``) counts too, which is sure only where a label is expected.
    """
    if len(line) > MAX_CHARS:
        return None
    for pattern in (_WITH_MARK, _WITH_COLON, *((_BARE,) if bare else ())):
        if (found := pattern.fullmatch(line)) and (title := _title(found)):
            return title
    return None


def find_page_title(window_title: str) -> PageTitle | None:
    """Return what the title of a window says of the page, among the paper's name and the date."""
    found = _WITHIN.search(window_title)
    return _title(found) if found else None


def _title(found: re.Match[str]) -> PageTitle | None:
    try:
        label = page_label("头版" if found["label"] == "头" else found["label"])
    except ValueError:
        return None
    return PageTitle(label, found["name"].strip(_ENDS) or None)
