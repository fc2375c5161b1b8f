"""数字报: the web edition of a paper, a node file for each page and a content file for each article.

``node_A01.html`` names the page and lists its articles; ``content_NNN.html`` beside it, or in a folder that
its links lead to, is one article. Both stand in folders such as ``202405/22`` and ``2024-05/22``. Nothing is
guessed: the page is the one under which a node file lists an article, in the order of its list.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, PageText, PrintedArticle, ReadBeside
from index.intake.formats.digital_article import DigitalArticle, read_article, stated_page, xpath
from index.intake.formats.html_document import HtmlDocument, text_of
from index.intake.formats.page_titles import MAX_CHARS, PageTitle, read_page_title
from index.intake.placement import Placement
from index.messages import tr

_NODE = re.compile(r"(?:node|nbs)[_.][\w.-]{1,60}\.html?", re.IGNORECASE)
_CONTENT = re.compile(r"(?:content|nw|con)[_.][\w.-]{1,60}\.html?", re.IGNORECASE)
# A name that ends in letters and a number is that of its page; one of digits alone is a serial number,
# unless a zero leads it.
_LABEL_IN_NAME = re.compile(r"node_(?P<label>[A-Za-z]{1,3}\d{1,3}|0\d{1,2})\.html?", re.IGNORECASE)
_DAY_IN_PATH = re.compile(r"(?:^|/)(\d{4})-?(\d{2})[-/]?(\d{2})(?=/)")


class DigitalPaper:
    """The web edition of a paper, of Founder's form and its kin.

    What it reads always states its page: a number in the name of a file may be any serial number.
    """

    name = "数字报"

    def supports(self, path: Path) -> bool:
        """Node and content files; other pages of the site are not read."""
        return bool(_NODE.fullmatch(path.name) or _CONTENT.fullmatch(path.name))

    def lists(self, path: Path) -> bool:
        """Node files list content files."""
        return bool(_NODE.fullmatch(path.name))

    def is_part_of_page(self, path: Path) -> bool:
        """A content file is one article."""
        return bool(_CONTENT.fullmatch(path.name))

    def listed(self, raw: bytes, path: Path) -> Sequence[str]:
        """The content files of a node file, in the order of its list."""
        try:
            return _Node(HtmlDocument.read(raw, path), path).articles
        except IssueFormatError:
            return ()  # read, too, refuses it

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:
        """Return the articles of a page, or the one of a content file that no node file lists.

        A node file without articles is a page without text, one that is no page brings nothing.
        """
        document = HtmlDocument.read(raw, path)
        if self.lists(path):
            return _read_node(_Node(document, path), beside)
        article = read_article(document)
        contents = FileContents()
        if not article.is_blank:
            if article.page is None:
                raise IssueFormatError(
                    str(path),
                    tr(
                        "is of no page: no node file beside it lists it, and it names none; fetch its node "
                        "file"
                    ),
                )
            placement = Placement(
                date=_day(article, path, contents.warnings),
                page=article.page.label,
                page_name=article.page.name,
            )
            return replace(contents, articles=(_printed(article, placement),))
        return contents


class _Node:
    """A node file: ``title`` is its page, ``articles`` the names of its content files in order."""

    def __init__(self, document: HtmlDocument, path: Path) -> None:
        self.document = document
        self.path = path
        self._links = list(_links(document))
        self.articles = self._own_articles()

    @property
    def title(self) -> PageTitle | None:
        """What the list of pages calls this file, else what stands over the page, else the file's name."""
        mine = self.path.name.lower()
        for target, line in self._links:
            if _file_name(target).lower() == mine and (title := read_page_title(line)):
                return title
        if title := stated_page(self.document):
            return title
        in_name = _LABEL_IN_NAME.fullmatch(self.path.name)
        return read_page_title(in_name["label"], bare=True) if in_name else None

    def _own_articles(self) -> list[str]:
        areas = [target for target in _areas(self.document) if _CONTENT.fullmatch(_file_name(target))]
        groups: list[tuple[str, list[str]]] = [
            ("", [])
        ]  # each page that is named, and the articles behind it
        for target, line in self._links:
            name = _file_name(target)
            if _NODE.fullmatch(name) and read_page_title(line):
                groups.append((name.lower(), []))
            elif _CONTENT.fullmatch(name):
                groups[-1][1].append(target)
        filled = [group for group in groups if group[1]]
        if len(filled) > 1:
            # The list is of the whole issue, page by page.
            mine = self.path.name.lower()
            own = [target for name, targets in filled if name == mine for target in targets]
            return list(dict.fromkeys(own or areas))
        return list(dict.fromkeys([target for _, targets in filled for target in targets] + areas))


def _read_node(node: _Node, beside: ReadBeside) -> FileContents:
    title, contents = node.title, FileContents()
    if title is None:
        if not node.articles:
            return contents  # a list of pages or of issues
        raise IssueFormatError(
            str(node.path),
            tr("does not say which page it is; name it by the page, such as node_A01.html"),
        )
    articles = list(_articles(node, title, beside, contents.warnings))
    placement = Placement(page=title.label, page_name=title.name)
    if not articles:
        return replace(contents, pages=(PageText("", placement),))
    return replace(contents, articles=tuple(articles))


def _articles(
    node: _Node, title: PageTitle, beside: ReadBeside, warnings: list[str]
) -> Iterator[PrintedArticle]:
    order = 0
    for name in node.articles:
        file = _beside(node.path, name)
        raw = beside(name)
        if raw is None:
            warnings.append(
                tr(
                    "{path}: lists {name}, which is not there; fetch it, or its article is missing",
                    path=node.path,
                    name=name,
                )
            )
            continue
        article = read_article(HtmlDocument.read(raw, file))
        if article.is_blank:
            continue
        stated = article.page
        if stated and stated.label != title.label:
            warnings.append(
                tr(
                    "{file}: says that it is of page {label}; {name} lists it on page {title_label}, "
                    "which was taken",
                    file=file,
                    label=stated.label,
                    name=node.path.name,
                    title_label=title.label,
                )
            )
        order += 1
        placement = Placement(
            date=_day(article, file, warnings),
            page=title.label,
            page_name=title.name or (stated.name if stated else None) or article.node_name,
            order=order,
        )
        # What the system filed it under, and is not the page, is a column of its own.
        section = article.node_name if article.node_name != placement.page_name else None
        yield replace(_printed(article, placement), section=section, file=file)


def _printed(article: DigitalArticle, placement: Placement) -> PrintedArticle:
    return PrintedArticle(
        headline=article.headline,
        paragraphs=article.paragraphs,
        placement=placement,
        kicker=article.kicker,
        subheads=article.subheads,
        byline=article.byline,
        captions=article.captions,
    )


def _day(article: DigitalArticle, path: Path, warnings: list[str]) -> civil_date | None:
    """The day that the article states, None where the folders say it: they are where the paper put it."""
    folders = _DAY_IN_PATH.findall(path.as_posix())
    if not folders:
        return article.date
    shown = "-".join(folders[-1])
    if article.date and article.date.isoformat() != shown:
        warnings.append(
            tr(
                "{path}: says that it is of {date}; the day of its folder was taken, {shown}",
                path=path,
                date=article.date,
                shown=shown,
            )
        )
    return None


def _links(document: HtmlDocument) -> Iterator[tuple[str, str]]:
    """Yield (file, text) for each link in the page, in order; the text only of one to a node file."""
    for anchor in xpath("//a[@href]")(document.root):
        if target := _target(anchor.get("href")):
            yield target, text_of(anchor, MAX_CHARS) if _NODE.fullmatch(_file_name(target)) else ""


def _areas(document: HtmlDocument) -> Iterator[str]:
    """Yield the files that the parts of the page's picture lead to, in order."""
    for area in xpath("//area[@href]")(document.root):
        if target := _target(area.get("href")):
            yield target


def _target(href: str) -> str | None:
    """The file that a link leads to, from here; of a link with a host its name alone, as mirrors lie flat."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https", "file"):
        return None
    path = unquote(parts.path).replace("\\", "/")
    return _file_name(path) if parts.netloc or path.startswith("/") else path


def _beside(path: Path, name: str) -> Path:
    """The path of a file beside another; ``..`` is resolved in its text alone."""
    return Path(posixpath.normpath(posixpath.join(path.parent.as_posix(), name)))


def _file_name(target: str) -> str:
    return target.rpartition("/")[2]
