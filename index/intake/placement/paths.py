"""What a path says of the paper, day and page of its file: the grammar of docs/papers.md.

The folders are read first, then the name, each in tokens (``name_tokens``). A name that can be read in two
ways is refused with the pattern that would decide it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.placement.date_forms import calendar_date
from index.intake.placement.dates_in_files import date_in_file
from index.intake.placement.folders import FolderReading, read_folders
from index.intake.placement.merging import NOTHING_SAID, Placement
from index.intake.placement.name_tokens import Token, read_name
from index.intake.placement.pages_in_paths import PageInFile, page_below_folders, page_in_file
from index.intake.placement.path_text import readable, stem_of
from index.intake.placement.suggesting import suggest_pattern
from index.messages import tr

# People's Daily's digital paper: nbs.D110000renmrb_04.htm is a page, nw.D110000renmrb_20130925_5-04.htm an
# article, its order before its page.
_ORDER_FIRST = re.compile(r"nw\.D\d+[a-z]+_(\d{8})_(\d{1,3})-(\d{2})")


def placement_of_path(path: Path, known: Placement = NOTHING_SAID) -> Placement:
    """What the path says of paper, date, page, its name, edition and order; None where it says nothing.

    IssueFormatError where it can be read in two ways, or its date is none (``2023-02-30``): the message has a
    ``--pattern`` for this very path. A field that is ``known`` from the options, the header or the format is
    not refused; it is None then.
    """
    return _read(str(path if path.is_absolute() else path.absolute()), path, known)


def _read(shown: str, path: Path, known: Placement) -> Placement:
    parent, _, file = readable(shown).rpartition("/")
    folders = read_folders(parent)
    name = read_name(stem_of(file))
    day = known.date
    tokens = name.tokens
    if name.folded.startswith("nw.D") and (swapped := _ORDER_FIRST.fullmatch(name.folded)):
        tokens = tuple(
            Token(kind, swapped[group], swapped.start(group), swapped.end(group))
            for kind, group in (("ymd", 1), ("number", 3), ("number", 2))
        )
    elif name.folded.startswith("nbs.D") and tokens[-1].kind == "number":
        tokens = tokens[-1:]
    date = date_in_file(tokens, folders.date, (day.year, day.month, day.day) if day else None)
    in_file = page_in_file(name, date)
    if (
        not folders.date.is_full
        and folders.date.year
        and date.end >= 0
        and folders.page
        and in_file.page is None
    ):
        in_file.doubts.append(("date", tr("has a number that is a day or an article")))
    page_below_folders(in_file, folders)
    if in_file.page is None and in_file.unread and date.value is not None:
        in_file.doubts.append(
            ("page", tr("has a number that is too long for a page ({unread})", unread=in_file.unread))
        )
    doubts = [*date.doubts, *in_file.doubts]
    if folders.doubts:
        doubts += [
            (field, why)
            for field, why in folders.doubts
            if not (field == "date" and any(token.kind == "ymd" for token in tokens))
            and not (field == "paper" and in_file.is_known_form)
        ]
    placement = Placement(
        paper=_paper(in_file, folders),
        date=_date(date.value, path, known),
        page=in_file.page,
        page_name=in_file.page_name,
        edition=in_file.edition or folders.edition,
        order=in_file.order,
    )
    return _without_doubtful(placement, doubts, path, known) if doubts else placement


def _without_doubtful(
    placement: Placement, doubts: list[tuple[str, str]], path: Path, known: Placement
) -> Placement:
    """The placement without what can be read in two ways; IssueFormatError where nothing else says that."""
    for field, why in doubts:
        if getattr(known, field) is None:
            pattern = suggest_pattern(path)
            raise IssueFormatError(
                str(path),
                tr("{why}; say how files are named: --pattern '{pattern}'", why=why, pattern=pattern),
            )
    doubtful = {field for field, _ in doubts}
    if "page" in doubtful:
        doubtful |= {"page_name", "order"}
    return replace(placement, **dict.fromkeys(doubtful))


def _date(value: tuple[int, int, int] | None, path: Path, known: Placement) -> civil_date | None:
    if value is None:
        return None
    try:
        return calendar_date(*value, at=str(path))
    except IssueFormatError:
        if known.date is not None:
            return None
        raise


def _paper(in_file: PageInFile, folders: FolderReading) -> str | None:
    if in_file.paper and folders.paper and folders.paper.endswith(in_file.paper):
        return folders.paper  # 晚报 in the folder of 石桥晚报
    if in_file.is_known_form or folders.paper is None:
        return in_file.paper or folders.paper or in_file.weak_paper
    return in_file.paper or folders.paper
