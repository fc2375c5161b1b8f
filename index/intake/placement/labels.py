"""A page's label and name as they are printed, in a name or a header: 第A04版 县区新闻."""

from __future__ import annotations

import re

from index.intake.placement.date_forms import fold
from index.intake.placement.name_tokens import LABEL, SPECIAL
from index.intake.placement.words import word_kind
from index.page_label import PageLabel, page_label

MAX_NAME_CHARS = 12
"""The longest name of a page; what is longer behind a label is a headline."""

_BEFORE = re.compile(r"(?:版面|版次|版|(?<![A-Za-z])(?:page|pg|p)(?![a-z]))[-_. ]*(?=\d)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s_-]+")
_PRINTED = rf"({LABEL}|\d{{1,4}}|{SPECIAL})(?:[\s:_.·-]*(.*))"
_HAN = re.compile(r"[^\W\d_A-Za-z]")


def canonical_label(printed: str) -> PageLabel | None:
    """The label in its one form, of a text that ``LABEL`` matches; None where there is no such page."""
    text = _BETWEEN.sub("", printed)
    if found := _BEFORE.match(text):
        text = text[found.end() :]
    try:
        return page_label(text)
    except ValueError:
        return None


def page_name_of(words: str) -> str | None:
    """``words`` behind a label as the name of the page; None where they are a headline or a note."""
    name = words.strip(" \t\u3000_-—.·:：()（）[]【】")
    if not name or len(name) > MAX_NAME_CHARS or not _HAN.search(name):
        return None
    return None if word_kind(fold(name)) in ("none", "edition") else name


def stated_label(text: str) -> tuple[PageLabel, str | None] | None:
    """The label that ``text`` is, and the page's name where one is behind it; None where it is no label."""
    folded = fold(text).strip()
    found = re.fullmatch(_PRINTED, folded, re.DOTALL)
    if found is None:
        return None
    behind = found[2].strip()
    name = page_name_of(text.strip()[found.start(2) :]) if behind else None
    if behind and name is None:
        return None
    label = canonical_label(found[1])
    return None if label is None else (label, name)
