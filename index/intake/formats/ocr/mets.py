"""METS: an issue as libraries keep it, a list of its pages' files, whose text is ALTO or PAGE-XML beside it.

https://www.loc.gov/standards/mets/. The physical structure gives the order and the labels of the pages; MODS
(or Dublin Core) gives date and title. What the logical structure says of articles is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from index.errors import IssueFormatError
from index.intake.formats.base import PageText, ReadBeside
from index.intake.formats.ocr import alto, page_xml
from index.intake.formats.safe_xml import Element, parse_xml, root_name
from index.intake.placement import Placement
from index.messages import tr
from index.page_label import PageLabel, page_label

ROOT = "mets"
MAX_PAGES = 1000
MAX_NAME_CHARS = 40
READERS = {alto.ROOT: alto.alto_pages, page_xml.ROOT: page_xml.page_xml_pages}
_DATE = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?\s*")
_PAGE_NUMBER = re.compile(r"(?:page|seite|p\.|第)?\s*[A-Z]?\s*\d{1,4}\s*版?", re.IGNORECASE)
_OTHER_UNITS = re.compile(r"ARTICLE|SECTION|PICT|ILLUSTRATION|CHAPTER|ADVERT", re.IGNORECASE)


def listed_files(root: Element) -> list[str]:
    """The names of the XML files of a METS's pages, from its own folder, in the order of the pages.

    A file that is read as a page of its issue must not be read a second time by itself.
    """
    references = _file_references(root)
    return list(dict.fromkeys(name for page in _page_divisions(root) for name in _names(page, references)))


def mets_pages(root: Element, path: Path, beside: ReadBeside, warnings: list[str]) -> list[PageText]:
    """The pages of an issue in the order of its structure; IssueFormatError as ``Format.read``.

    A page whose file is missing or has no text is named in ``warnings``.
    """
    issue = _issue(root, path)
    divisions = _page_divisions(root)
    if not divisions:
        raise IssueFormatError(str(path), tr("is METS without pages: no physical structure; export it again"))
    if len(divisions) > MAX_PAGES:
        raise IssueFormatError(
            str(path),
            tr("lists {count:,} pages, more than {max_pages:,}", count=len(divisions), max_pages=MAX_PAGES),
        )
    references = _file_references(root)
    labels = _labels(divisions, path, warnings)
    pages: list[PageText] = []
    read: set[str] = set()  # a file is the text of one page
    for division, label in zip(divisions, labels, strict=True):
        place = replace(issue, page=label, page_name=_page_name(division))
        new = [name for name in _names(division, references) if name not in read]
        read.update(new)
        text = _page_text(new, path, beside, warnings)
        if text is None:
            warnings.append(
                tr(
                    "{path}: page {label} has no text that is here, as ALTO or PAGE-XML",
                    path=path,
                    label=label,
                )
            )
        else:
            pages.append(replace(text, placement=place))
    if not pages:
        raise IssueFormatError(
            str(path),
            tr("lists no ALTO or PAGE-XML that lies where it says; keep the folder of an issue together"),
        )
    return pages


def _file_references(root: Element) -> dict[str, str]:
    """The addresses of the files by their ids."""
    found: dict[str, str] = {}
    for file in root.walk():
        location = file.first("FLocat") if file.name == "file" else None
        if location is not None:
            found[file.get("ID")] = location.get("href")
    return found


def _name(address: str) -> str | None:
    """The name of a file from the folder of the METS; None for what lies elsewhere."""
    name = unquote(re.sub(r"^file:(?://)?(?=\.|[^/])", "", address.strip())).replace("\\", "/")
    parts = PurePosixPath(name).parts
    if not parts or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name) or name.startswith("/") or ".." in parts:
        return None
    return "/".join(part for part in parts if part != ".")


def _page_divisions(root: Element) -> list[Element]:
    maps = [each for each in root.walk() if each.name == "structMap"]
    physical = [each for each in maps if each.get("TYPE").upper() == "PHYSICAL"] or maps[:1]
    pages = [
        division
        for each in physical[:1]
        for division in each.walk()
        if division.name == "div" and division.get("TYPE").lower() in ("page", "np:page", "newspaperpage")
    ]
    # Where no division is called a page, those that hold files are.
    pages = pages or [
        division
        for each in physical[:1]
        for division in each.walk()
        if division.name == "div" and next(division.named("fptr"), None)
    ]
    ordered = [(division.number("ORDER"), division) for division in pages]
    if all(order is not None for order, _ in ordered):
        ordered.sort(key=lambda each: each[0] or 0.0)
    return [division for _, division in ordered]


def _labels(divisions: list[Element], path: Path, warnings: list[str]) -> list[PageLabel]:
    """The labels that are printed on the pages; counted from 1 where one has none, or two have the same."""
    labels: list[PageLabel] = []
    for division in divisions:
        try:
            labels.append(page_label(division.get("ORDERLABEL")))
        except ValueError:
            break
    if len(labels) == len(divisions) == len(set(labels)):
        return labels
    if any(division.get("ORDERLABEL") for division in divisions):
        warnings.append(
            tr(
                "{path}: its page labels are missing, none or twice the same; its pages are counted",
                path=path,
            )
        )
    return list(range(1, len(divisions) + 1))


def _page_name(division: Element) -> str | None:
    """What the page is called beside its label, if it is not the label once more."""
    name = " ".join(division.get("LABEL").split())
    if not name or name == division.get("ORDERLABEL") or _PAGE_NUMBER.fullmatch(name):
        return None
    return name[:MAX_NAME_CHARS]


def _page_text(names: Sequence[str], path: Path, beside: ReadBeside, warnings: list[str]) -> PageText | None:
    """The text of the first file of a page that is ALTO or PAGE-XML; None where there is none."""
    for name in names:
        raw = beside(name)
        if raw is None or root_name(raw) not in READERS:
            continue
        file = path.parent / name
        root = parse_xml(raw, file, warnings)
        if (read := READERS.get(root.name)) and (pages := read(root, file)):
            return pages[0]
    return None


def _names(division: Element, references: dict[str, str]) -> list[str]:
    """The names of the XML files of a page, not of pages inside it, each once."""
    ids = (
        element.get("FILEID")
        for pointer in division.named("fptr")
        for element in pointer.walk()
        if element.get("FILEID")
    )
    names = (_name(references.get(file_id, "")) for file_id in ids)
    return [name for name in dict.fromkeys(names) if name and name.lower().endswith(".xml")]


def _issue(root: Element, path: Path) -> Placement:
    """What the descriptions of the issue say of its paper and date."""
    title: str | None = None
    day: civil_date | None = None
    for section in (each for each in root.walk() if each.name == "dmdSec"):
        if _OTHER_UNITS.search(section.get("ID")):
            continue
        title = title or _title(section)
        day = day or _day(section, path)
    return Placement(paper=title, date=day)


def _title(section: Element) -> str | None:
    """The title of the paper: that of what the issue belongs to, else the issue's own."""
    hosts = [each for each in section.walk() if each.name == "relatedItem" and each.get("type") == "host"]
    for element in (*hosts, section):
        for info in element.walk():
            found = (
                info.first("title") if info.name == "titleInfo" else info if info.name == "title" else None
            )
            if found is not None and (title := " ".join(found.text.split())):
                return title
    return None


def _day(section: Element, path: Path) -> civil_date | None:
    for element in section.walk():
        if element.name in ("dateIssued", "date", "issued"):
            found = _DATE.fullmatch(element.text)
            if found:
                try:
                    return civil_date(*map(int, found.groups()))
                except ValueError:
                    raise IssueFormatError(
                        str(path),
                        tr(
                            "says that it is of {text}, which is no day; correct it",
                            text=element.text.strip(),
                        ),
                    ) from None
    return None
