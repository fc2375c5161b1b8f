"""Place: of which paper, day and page is this file?

Told by the caller's options, else by a header in the file (lines such as ``date: 2023-09-21`` or ``版次：1``
before anything else), else by the path: ``taiyuan-daily/2023-09-21/01.txt``, ``20230921/01.txt``,
``2023/09/21/1.txt``, ``2023-09-21-01.txt``. The paper is the folder above the date.
"""

from __future__ import annotations

import re
from datetime import date as civil_date
from pathlib import Path

from index.errors import IssueFormatError
from index.jsonl import Place

_DATE = re.compile(r"(?<!\d)(?P<y>(?:1[89]|20)\d\d)(?P<sep>[-_./]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?!\d)")
_PAGE = re.compile(r"\d+")
_HEADER = re.compile(r"\s*(\w+)\s*[:：]\s*(\S.*?)\s*")
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


def place_of_path(path: Path, *, dated: bool = True) -> Place:
    """What the path says; without ``dated`` no date is sought in it.

    The paper is the folder above the date, or the file's own where there is no date. A date that is none
    (``2023-02-30``) is an IssueFormatError.
    """
    shown = path.absolute().as_posix()
    found = list(_DATE.finditer(shown)) if dated else []
    if not found:
        return Place(path.absolute().parent.name or None, None, _page_in(path.stem, path))
    last = found[-1]
    above = shown[: shown.rfind("/", 0, last.start())]
    page = _page_in(shown[last.end() :].removesuffix(path.suffix), path)
    return Place(above.rpartition("/")[2] or None, _date(*last.group("y", "m", "d"), place=str(path)), page)


def split_header(text: str, path: Path) -> tuple[Place, str]:
    """Return what the header says and the text without it; the text keeps its line numbers."""
    told: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        header = _HEADER.fullmatch(line)
        key = _HEADER_KEYS.get(header[1].lower()) if header else None
        if header is None or key is None:
            if line.strip():
                break
            continue
        told[key] = header[2]
        lines[number] = ""
    date = page = None
    if "date" in told:
        parts = re.fullmatch(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?", told["date"])
        date = _date(*(parts.groups() if parts else (told["date"], "", "")), place=str(path))
    if "page" in told:
        page = _page_in(told["page"], path)
    return Place(told.get("paper"), date, page), "\n".join(lines)


def settle(path: Path, options: Place, header: Place, by_path: Place) -> Place:
    """Options win; header and path must not contradict each other."""
    for key in ("date", "page"):
        told, shown = getattr(header, key), getattr(by_path, key)
        if getattr(options, key) is None and told is not None and shown is not None and told != shown:
            raise IssueFormatError(
                str(path), f"its header says {key} {told}, its path {shown}; say which: --{key}"
            )
    return Place(
        options.paper or header.paper or by_path.paper,
        options.date or header.date or by_path.date,
        options.page or header.page or by_path.page,
    )


def _page_in(text: str, path: Path) -> int | None:
    number = _PAGE.search(text)
    if number is None:
        return None
    if not 1 <= int(number[0]) <= 9999:
        raise IssueFormatError(
            str(path), f"page {number[0]} is not from 1 to 9999; say which it is: --page 1"
        )
    return int(number[0])


def _date(year: str, month: str, day: str, *, place: str) -> civil_date:
    try:
        return civil_date(int(year), int(month), int(day))
    except ValueError:
        shown = "-".join(part for part in (year, month, day) if part)
        raise IssueFormatError(place, f"{shown} is not a date; say which it is: --date 2023-09-21") from None
