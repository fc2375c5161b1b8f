"""Placement: of which paper, day and page a file is.

Told by the caller's options, else by a header in the file (lines such as ``date: 2023-09-21`` or ``版次：1``
before anything else), else by the path: ``taiyuan-daily/2023-09-21/01.txt``, ``20230921/01.txt``,
``2023/09/21/1.txt``, ``2023-09-21-01.txt``. The paper is the folder above the date.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date as civil_date
from pathlib import Path
from typing import ClassVar

from analyzers.marks import DASHES, DOTS, RATIOS
from index.errors import IssueFormatError
from index.intake.decoding import decodes
from index.page_label import MAX_PAGE, PageLabel

_SEPARATOR = rf"[{DASHES}{DOTS}_/]?"  # between year, month and day in a path
_DATE = re.compile(
    rf"(?<!\d)(?P<y>(?:1[89]|20)\d\d)(?P<sep>{_SEPARATOR})(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)"
)
_STATED_DATE = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")
_STATED_PAGE = re.compile(r"\D*0*(\d{1,4})\D*")
# In a file's name, more digits are a year or a serial number.
_PAGE_IN_NAME = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
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


@dataclass(frozen=True, slots=True)
class Placement:
    """What a file's path, header or format or the caller's options say of its articles; None where silent.

    ``paper`` is a code, a name or an alias, as it was found. ``order`` is that of an article on its page,
    where a file holds one article, from 1.
    """

    paper: str | None = None
    date: civil_date | None = None
    page: PageLabel | None = None
    page_name: str | None = None
    edition: str | None = None
    order: int | None = None


def placement_of_path(path: Path, *, dated: bool = True) -> Placement:
    """What the path says: the last date in it, the folder above that, the first number of the name after it.

    Without a date the paper is the file's own folder. A date that is none (``2023-02-30``) is an
    IssueFormatError, unless ``dated`` is false: then the date is known from elsewhere.
    """
    shown = _readable(path.absolute().with_suffix("").as_posix())
    dates = list(_DATE.finditer(shown))
    start, end = dates[-1].span() if dates else (len(shown), 0)
    # Folders of digits above a date are its year and month once more.
    above = [name for name in shown[: shown.rfind("/", 0, start)].split("/") if not name.isdecimal()]
    number = _PAGE_IN_NAME.search(shown, max(end, shown.rfind("/")))
    return Placement(
        paper=above[-1] or None,
        date=_date(*dates[-1].group("y", "m", "d"), at=str(path)) if dates and dated else None,
        page=int(number[0]) if number and int(number[0]) else None,
    )


def _readable(path: str) -> str:
    """A path whose bytes are no UTF-8, as of a Chinese Windows: its names as they were written there."""
    raw = os.fsencode(path)
    return path if decodes(raw, "utf-8") or not decodes(raw, "gb18030") else raw.decode("gb18030")


class PathPattern:
    """How an archive of one's own names its files: ``{paper}/{year}/{month}{day}-{page}.txt``.

    ``{paper}``, ``{date}`` (with or without separators), ``{year}``, ``{month}``, ``{day}`` and ``{page}``
    stand for what they say, ``*`` for anything within a name; everything else for itself. It is matched
    against the end of the path; ValueError for another name in braces, or one that comes twice.
    """

    _FIELDS: ClassVar = {
        "paper": r"[^/]+?",
        "date": rf"(?:1[89]|20)\d\d{_SEPARATOR}\d\d{_SEPARATOR}\d\d",
        "year": r"(?:1[89]|20)\d\d",
        "month": r"\d\d?",
        "day": r"\d\d?",
        "page": r"\d{1,4}",
    }

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        parts = re.split(r"(\*|\{[^{}]*\})", pattern)
        try:
            regex = "".join(self._part(part) for part in parts)
            self._path = re.compile(rf"(?:.*/)?{regex}", re.DOTALL)
        except (KeyError, re.error):
            known = ", ".join(f"{{{name}}}" for name in self._FIELDS)
            raise ValueError(f"{pattern} is no pattern; it takes each of {known} once, and *") from None

    def _part(self, part: str) -> str:
        if part == "*":
            return "[^/]*"
        if part.startswith("{"):
            return f"(?P<{part[1:-1]}>{self._FIELDS[part[1:-1]]})"
        return re.escape(part)

    def place(self, path: Path) -> Placement:
        """What the path says; IssueFormatError where it is not of this pattern."""
        match = self._path.fullmatch(_readable(path.absolute().as_posix()))
        if match is None:
            raise IssueFormatError(str(path), f"is not named as {self.pattern}")
        stated = match.groupdict()
        date = None
        if "date" in stated:
            date = _stated_date(stated["date"], str(path))
        elif {"year", "month", "day"} <= stated.keys():
            date = _date(stated["year"], stated["month"], stated["day"], at=str(path))
        return Placement(stated.get("paper"), date, int(stated["page"]) if "page" in stated else None)


def split_header(text: str, path: Path) -> tuple[Placement, str]:
    """Return what the header says and the text without it; the text keeps its line numbers."""
    stated: dict[str, tuple[str, str]] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        header = _HEADER.fullmatch(line)
        key = _HEADER_KEYS.get("".join(header[1].lower().split())) if header else None
        if header and key and header[2].strip():
            stated[key] = header[2].strip(), f"{path}:{number}"
            lines[number - 1] = ""
        elif line.strip():
            break
    return Placement(
        paper=stated["paper"][0] if "paper" in stated else None,
        date=_stated_date(*stated["date"]) if "date" in stated else None,
        page=_stated_page(*stated["page"]) if "page" in stated else None,
    ), "\n".join(lines)


def merge_placements(path: Path, options: Placement, header: Placement, by_path: Placement) -> Placement:
    """Options win; header and path must not contradict each other."""
    for key in ("date", "page"):
        stated, shown = getattr(header, key), getattr(by_path, key)
        if getattr(options, key) is None and stated is not None and shown is not None and stated != shown:
            raise IssueFormatError(
                str(path), f"its header says {key} {stated}, its path {shown}; say which: --{key}"
            )
    pages = (options.page, header.page, by_path.page)
    return Placement(
        options.paper or header.paper or by_path.paper,
        options.date or header.date or by_path.date,
        next((page for page in pages if page is not None), None),  # 0 is refused later, not passed over
    )


def _stated_date(text: str, at: str) -> civil_date:
    parts = _STATED_DATE.fullmatch(text)
    return _date(*(parts.groups() if parts else (text, "", "")), at=at)


def _stated_page(text: str, at: str) -> int:
    number = _STATED_PAGE.fullmatch(text)
    if number is None or not int(number[1]):
        raise IssueFormatError(at, f"{text!r} is not a page from 1 to {MAX_PAGE}; say which it is: --page 1")
    return int(number[1])


def _date(year: str, month: str, day: str, *, at: str) -> civil_date:
    try:
        return civil_date(int(year), int(month), int(day))
    except ValueError:
        shown = "-".join(part for part in (year, month, day) if part)
        raise IssueFormatError(at, f"{shown} is not a date; say which it is: --date 2023-09-21") from None
