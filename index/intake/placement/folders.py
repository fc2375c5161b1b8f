"""What the folders of a path say together: date, paper, edition, and the page where each has a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from index.intake.placement.dates_in_paths import FolderDate, folder_date
from index.intake.placement.labels import canonical_label, page_name_of
from index.intake.placement.name_tokens import MAX_PAGE_DIGITS, Name, read_name
from index.intake.placement.papers_in_paths import folder_paper
from index.intake.placement.path_text import folders_of
from index.intake.placement.words import word_kind
from index.messages import tr
from index.page_label import PageLabel

MAX_FOLDER_NUMBER = 99
"""A larger number of a folder, or before that of an article, may be a serial number."""
_LETTER = re.compile(r"([A-Z]) ?[叠组版]?")


@dataclass(slots=True)
class FolderReading:
    """What the folders say; None where they are silent.

    ``page`` is the label of a page that has a folder, ``number`` such a folder's plain number below the date;
    ``letter`` the letter of a part of the issue. ``doubts`` are the fields that can be read in two ways, each
    with the reason.
    """

    date: FolderDate
    paper: str | None = None
    is_known_form: bool = False
    edition: str | None = None
    page: PageLabel | None = None
    number: int | None = None
    letter: str | None = None
    page_name: str | None = None
    doubts: list[tuple[str, str]] = field(default_factory=list)


@lru_cache(1 << 13)
def read_folders(parent: str) -> FolderReading:
    """Read the folders of ``parent``, which are divided by ``/``."""
    found = folders_of(parent)
    date = folder_date(found)
    reading = FolderReading(date)
    choice = folder_paper(found, date)
    reading.paper, reading.is_known_form = choice.paper, choice.is_known_form
    if choice.doubt:
        reading.doubts.append(("paper", choice.doubt))
    if date.doubt:
        reading.doubts.append(("date", date.doubt))
    below = True  # whether all folders nearer the file are of its page
    for at in range(len(found) - 1, -1, -1):
        edition = _edition(found[at]) if reading.edition is None else None
        if edition and at < date.last and edition.isascii():  # evening/2024-05-01: the evening paper
            edition = None
        if edition:
            reading.edition = edition
            if at == date.last:
                _read_page(reading, read_name(found[at]), alone=False)
        elif below and at >= date.last:
            _read_page(reading, read_name(found[at]), alone=at > date.last)
            below = at > date.last >= 0 or reading.page is not None
        elif reading.edition is not None:
            break
    return reading


@lru_cache(1 << 13)
def _edition(found: str) -> str | None:
    """The edition that a folder is of, or that stands behind its date: 2024-07-01 下午版."""
    name = read_name(found)
    if word_kind(name.folded.strip()) == "edition":
        return found.strip()
    last = name.tokens[-1] if len(name.tokens) > 1 else None
    if last and last.kind in ("word", "bare_label") and word_kind(last.text) == "edition":
        return name.words([last])
    return None


def _read_page(reading: FolderReading, name: Name, *, alone: bool) -> None:
    """Take what a folder below the date says of the page; ``alone``: it does not say the date itself."""
    labels = [token for token in name.tokens if token.kind == "label"]
    if not alone and any(
        token.kind == "number" or (token.kind == "label" and token.text[0].isdecimal())
        for token in name.tokens
    ):
        if len(name.tokens) > 1 and reading.date.is_full and any(t.kind == "ymd" for t in name.tokens):
            reading.doubts.append(("page", tr("has a folder with a number behind the date")))
        return
    numbers = [token for token in name.tokens if token.kind == "number"]
    words = [token for token in name.tokens if token.kind == "word"]
    if any(token.kind == "pages" for token in name.tokens) and alone and reading.date.is_full:
        reading.doubts.append(("page", tr("has a folder that names two pages")))
    elif labels:
        label = canonical_label(labels[0].text)
        if label is None or len(labels) > 1 or (reading.page is not None and reading.page != label):
            reading.doubts.append(("page", tr("has folders of two pages")))
            return
        reading.page = label
        behind = [token for token in name.tokens if token.kind == "word" and token.start >= labels[0].end]
        if behind:
            reading.page_name = page_name_of(name.words(behind))
    elif not alone or not reading.date.is_full:
        return
    elif (letter := _LETTER.fullmatch(name.folded.strip())) is not None:
        reading.letter = letter[1]
    elif len(name.tokens) == 1 == len(numbers) and len(numbers[0].text) <= MAX_PAGE_DIGITS:
        if reading.number is not None:
            reading.doubts.append(("page", tr("has two folders of numbers below the date")))
        reading.number = int(numbers[0].text) or None
        if reading.number and reading.number > MAX_FOLDER_NUMBER:
            reading.doubts.append(
                ("page", tr("has a folder of a number that may be no page ({text})", text=numbers[0].text))
            )
    elif words and all(word_kind(word.text) in ("section", "titled", "weekly") for word in words):
        if len(numbers) == 1 and len(numbers[0].text) < MAX_PAGE_DIGITS and int(numbers[0].text):
            reading.page = int(numbers[0].text)  # 13-文化
        if reading.page is not None or word_kind(words[0].text) != "weekly":
            reading.page_name = reading.page_name or page_name_of(name.words(words))
