"""A pattern for the paths of an archive of one's own: ``{paper}/{year}/{month}{day}-{page}.txt``."""

from __future__ import annotations

import re
from datetime import date as civil_date
from pathlib import Path
from typing import ClassVar

from index.errors import IssueFormatError
from index.intake.placement.date_forms import (
    DAY_HAN,
    MONTH_HAN,
    WEEKDAY,
    YEAR,
    YEAR_HAN,
    calendar_date,
    fold,
    full_year,
    is_future,
    stated_date,
)
from index.intake.placement.labels import stated_label
from index.intake.placement.merging import Placement
from index.intake.placement.name_tokens import HAN, LABEL, SPECIAL
from index.intake.placement.path_text import readable
from index.messages import listed, tr

_EITHER = (("year", "yy"), ("page", "label"))


class PathPattern:
    """How an archive of one's own names its files.

    ``{paper}``, ``{date}`` (in any form), ``{year}`` or ``{yy}``, ``{month}``, ``{day}``, ``{page}`` (a
    number) or ``{label}`` (as printed: A04, 第04版, with or without the page's name behind it), ``{order}``
    (of an article on its page) and ``{issue}`` (what tells an issue from another of its day: an edition, a
    serial number) stand for what they say, ``*`` for anything within a name; everything else for itself. It
    is matched against the end of the path; ValueError for another name in braces, one that comes twice, or
    two that say the same.
    """

    _FIELDS: ClassVar = {
        "paper": r"[^/]+?",
        "date": (
            rf"(?:{YEAR}[-._ ]?\d\d[-._ ]?\d\d|{YEAR}[-._ ]\d{{1,2}}[-._ ]\d{{1,2}}"
            rf"|{YEAR}/\d{{1,2}}/\d{{1,2}}"
            rf"|(?:{YEAR_HAN}|\d\d年) ?{MONTH_HAN} ?(?:{DAY_HAN}|\d{{1,2}})|\d{{6}}|\d\d([-.])\d\d\2\d\d)"
            rf"(?:[ _(]*{WEEKDAY}\)?)?"
        ),
        "year": YEAR,
        "yy": r"\d\d",
        "month": r"\d\d?",
        "day": r"\d\d?",
        "page": r"\d{1,4}",
        "label": rf"(?:{LABEL}|\d{{1,4}}|{SPECIAL})(?:[ _:.·-]*{HAN}[^/\d]{{1,11}})?",
        "order": r"\d{1,4}",
        "issue": r"[^/]+?",
    }

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        parts = re.split(r"(\*|\{[^{}]*\})", pattern)
        names = [part[1:-1] for part in parts if part.startswith("{")]
        for one, other in _EITHER:
            if one in names and other in names:
                raise ValueError(
                    tr(
                        "{pattern} is no pattern; it takes {{{one}}} or {{{other}}}, not both",
                        pattern=pattern,
                        one=one,
                        other=other,
                    )
                )
        try:
            regex = "".join(self._part(part) for part in parts)
            self._path = re.compile(rf"(?:.*/)?{regex}", re.DOTALL)
        except (KeyError, re.error):
            known = listed(f"{{{name}}}" for name in self._FIELDS)
            raise ValueError(
                tr(
                    "{pattern} is no pattern; it takes each of {known} once, and *",
                    pattern=pattern,
                    known=known,
                )
            ) from None

    def _part(self, part: str) -> str:
        if part == "*":
            return "[^/]*"
        if part.startswith("{"):
            name = part[1:-1]
            regex = self._FIELDS[name].replace(r"([-.])", r"(?P<sep>[-.])").replace(r"\2", "(?P=sep)")
            return f"(?P<{name}>{regex})"
        return re.escape(fold(part))

    def place(self, path: Path) -> Placement:
        """What the path says; IssueFormatError where it is not of this pattern."""
        shown = readable(str(path.absolute()))
        match = self._path.fullmatch(fold(shown))
        if match is None:
            raise IssueFormatError(str(path), tr("is not named as {pattern}", pattern=self.pattern))
        # As it was found: folding keeps every character in its place.
        stated = {name: shown[slice(*match.span(name))] for name in match.re.groupindex}
        page, page_name = self._page(stated, path)
        return Placement(
            paper=stated.get("paper"),
            date=self._date(stated, path),
            page=page,
            page_name=page_name,
            edition=stated.get("issue"),
            order=self._order(stated, path),
        )

    def _date(self, stated: dict[str, str], path: Path) -> civil_date | None:
        if "date" in stated:
            return stated_date(stated["date"], str(path))
        year = stated.get("year") or (full_year(int(stated["yy"])) if "yy" in stated else None)
        if year is None or not {"month", "day"} <= stated.keys():
            return None
        date = calendar_date(int(year), int(stated["month"]), int(stated["day"]), at=str(path))
        if "yy" in stated and is_future(date):
            raise IssueFormatError(
                str(path), tr("{date} is in the future; say which it is: --date 2023-09-21", date=date)
            )
        return date

    def _page(self, stated: dict[str, str], path: Path) -> tuple[int | str | None, str | None]:
        if "page" in stated:
            return int(stated["page"]), None
        if "label" not in stated:
            return None, None
        label = stated_label(stated["label"])
        if label is None:
            raise IssueFormatError(
                str(path), tr("{stated} is no page; say which it is: --page 1", stated=stated["label"])
            )
        return label

    def _order(self, stated: dict[str, str], path: Path) -> int | None:
        if "order" not in stated:
            return None
        order = int(stated["order"])
        if not order:
            raise IssueFormatError(str(path), tr("its article has the order 0; articles count from 1"))
        return order
