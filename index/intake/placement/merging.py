"""What is said of a file's paper, day and page, and which of those who say it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as civil_date
from pathlib import Path

from index.errors import IssueFormatError
from index.messages import tr
from index.page_label import PageLabel


@dataclass(frozen=True, slots=True)
class Placement:
    """What a file's path, header or format or the caller's options say of its articles; None where silent.

    ``paper`` is a code, a name or an alias, as it was found. ``page`` is in the form of ``page_label``.
    ``edition`` is what tells the issue from another of its day. ``order`` is that of an article on its page,
    where a file holds one article, from 1.
    """

    paper: str | None = None
    date: civil_date | None = None
    page: PageLabel | None = None
    page_name: str | None = None
    edition: str | None = None
    order: int | None = None


NOTHING_SAID = Placement()
"""The placement that says nothing."""


def merge_placements(
    path: Path,
    options: Placement,
    header: Placement,
    by_path: Placement,
    by_format: Placement = NOTHING_SAID,
) -> Placement:
    """Options win over the header, the header over what the format says, that over the path.

    Of date and page none but the options may contradict another: IssueFormatError names both and the option
    that decides.
    """
    sources = ((tr("its header"), header), (tr("its format"), by_format), (tr("its path"), by_path))
    for key in ("date", "page"):
        if getattr(options, key) is not None:
            continue
        said = [(who, getattr(each, key)) for who, each in sources if getattr(each, key) is not None]
        for who, value in said[1:]:
            if value != said[0][1]:
                raise IssueFormatError(
                    str(path),
                    tr(
                        "{said} says {key} {said_2}, {who} {value}; say which: --{key}",
                        said=said[0][0],
                        key=key,
                        said_2=said[0][1],
                        who=who,
                        value=value,
                    ),
                )
    ranked = (options, header, by_format, by_path)
    return Placement(
        next((each.paper for each in ranked if each.paper), None),
        next((each.date for each in ranked if each.date is not None), None),
        next((each.page for each in ranked if each.page is not None), None),  # 0 is refused later
        next((each.page_name for each in ranked if each.page_name), None),
        next((each.edition for each in ranked if each.edition), None),
        next((each.order for each in ranked if each.order is not None), None),
    )
