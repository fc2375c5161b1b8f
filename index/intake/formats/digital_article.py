"""A content file of a 数字报: one article, as its publishing system wrote it.

Founder's systems put the fields of an article into a comment, or mark them in the page. Other templates are
known by their tags. What is taken is what a template marks as a field; nothing is told from how it looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as civil_date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from index.errors import IssueFormatError
from index.intake.formats.html_document import HtmlDocument, lines_of, lines_of_piece, parse_html, text_of
from index.intake.formats.page_titles import MAX_CHARS, PageTitle, find_page_title, read_page_title
from index.messages import tr

if TYPE_CHECKING:
    from lxml.etree import XPath, _Element

# Marks are found as strings: a pattern of two marks would look from each of many for an end that is missing.
_COMMENT, _COMMENT_END = "<!--enpproperty", "-->"
_CONTENT, _CONTENT_END = "<!--enpcontent-->", "<!--/enpcontent-->"
_FIELD = re.compile(r"<(/?)(?:founder-)?(date|author|title|subtitle|introtitle|nodename)>", re.IGNORECASE)
_DATE = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_NULL = "null"  # what a program writes where there is none
_WHOLE = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_BODY_END = re.compile(
    r"</founder-content\s*>|<!--\s*/enpcontent\s*-->|<!--\s*</npm:article-content>\s*-->", re.IGNORECASE
)


class _Place(NamedTuple):
    """Where templates have a field: ``path`` is asked of pages that hold ``word``, in small letters."""

    word: bytes
    path: str


# The surest first. In "newsdetatit" and "article" the tags of headings say what is what.
_KICKERS = (
    _Place(b"founder-", "//founder-introtitle|//founder-pretitle"),
    _Place(b"title", "//*[@id='PreTitle' or @id='IntroTitle' or @id='NewsArticlePreTitle']"),
    _Place(b"newsdetatit", "//*[contains(@class,'newsdetatit')]//*[@class='intro']"),
    _Place(b"newsdetatit", "(//*[contains(@class,'newsdetatit')])[1]/preceding-sibling::*[@class='intro']"),
    _Place(b"<h1", "//*[@class='article' or @class='text_c'][h1]/h3"),
)
_HEADLINES = (
    _Place(b"founder-title", "//founder-title"),
    _Place(b"title", "//*[@id='Title' or @id='NewsArticleTitle']"),
    _Place(b"newsdetatit", "//*[contains(@class,'newsdetatit')]//h3"),
    _Place(b"<h1", "//*[@class='article' or @class='text_c']/h1"),
    _Place(b"<h1", "//h1"),
    _Place(b"<h2", "//h2"),
)
_SUBTITLES = (
    _Place(b"founder-", "//founder-subtitle"),
    _Place(b"subtitle", "//*[@id='SubTitle' or @id='NewsArticleSubTitle']"),
    _Place(b"newsdetatit", "//*[contains(@class,'newsdetatit')]//*[@class='sub']"),
    _Place(b"newsdetatit", "(//*[contains(@class,'newsdetatit')])[1]/following-sibling::*[@class='sub']"),
    _Place(b"<h1", "//*[@class='article' or @class='text_c'][h1]/h2"),
)
_AUTHORS = (
    _Place(b"founder-author", "//founder-author"),
    _Place(b"author", "//*[@id='Author' or @id='NewsArticleAuthor']"),
    _Place(b"<h1", "//*[@class='article' or @class='text_c'][h1]/*[@class='sec' or self::h4]"),
)
_FOUNDERS_BODY = (_Place(b"founder-content", "//founder-content"),)
_BODIES = (
    _Place(b"ozoom", "//*[@id='ozoom']"),
    _Place(b"content", "//*[@id='articleContent' or @id='NewsArticleContent']"),
    _Place(b"newsdetatext", "//*[contains(@class,'newsdetatext')]"),
    _Place(b"content", "//*[@class='article-content' or @class='articleContent']"),
)
_PICTURES = (_Place(b"newspic", "//*[@id='newspic']"), _Place(b"attachment", "//*[@class='attachment']"))
_PICTURES_IN_BODY = _Place(
    b"<img",
    ".//figure|.//*[@class='attachment' or @id='newspic']|"
    ".//table[.//img][not(.//table)][not(.//tr[count(td)>1])]",
)
_NOT_IN_AUTHOR = "descendant::*[@class='date' or @class='newstime' or self::script]"
_LINES_WITH_BAN = (
    "//*[not(self::script or self::style or self::title or self::option)]"
    "/text()[contains(.,'版')][not(ancestor::a)]/.."
)
_PAGE_LINES = (
    "//*[@id='currentBM' or @id='layout' or @class='bmdh' or @class='newslisttit']",
    _LINES_WITH_BAN,
    "//founder-pagenum/..",
)


@dataclass(frozen=True, slots=True)
class DigitalArticle:
    """The fields of a content file; ``page`` and ``date`` are those that the file itself states.

    ``node_name`` is the name under which the publishing system filed it, where it is no page's.
    """

    headline: str | None
    kicker: str | None
    subheads: tuple[str, ...]
    byline: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    page: PageTitle | None
    node_name: str | None
    date: civil_date | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed: a picture of an advertisement."""
        return not (self.headline or self.kicker or self.subheads or self.paragraphs or self.captions)


def read_article(document: HtmlDocument) -> DigitalArticle:
    """Read a content file; IssueFormatError where it is cut off or holds no article."""
    text, place = document.text, document.place
    cut = not _WHOLE.search(text) and not _BODY_END.search(text)
    if cut or (_COMMENT in text and _comment(text) is None):
        raise IssueFormatError(place, tr("ends in the middle of the page; fetch it again"))
    fields = _comment_fields(text)
    body, captions, has_body = _body(document)
    heads = {
        name: _field(document, fields, key, marker, paths)
        for name, key, marker, paths in (
            ("kicker", "introtitle", "article-pretitle", _KICKERS),
            ("headline", "title", "article-title", _HEADLINES),
            ("subhead", "subtitle", "article-subtitle", _SUBTITLES),
            ("author", "author", "article-author", _AUTHORS),
        )
    }
    if not fields and not has_body:
        raise IssueFormatError(
            place,
            tr("is no article of a 数字报 whose form is known: it has neither Founder's marks nor #ozoom"),
        )
    node_name = " ".join(lines_of_piece(fields.get("nodename", ""), place)) or None
    page = read_page_title(node_name, bare=True) if node_name else None
    return DigitalArticle(
        headline=join_headline(heads["headline"]),
        kicker=" ".join(heads["kicker"]) or None,
        subheads=tuple(heads["subhead"]),
        byline=" ".join(heads["author"]) or None,
        paragraphs=tuple(body),
        captions=tuple(captions),
        page=page or stated_page(document),
        node_name=None if page else node_name,
        date=_date(fields.get("date", "")),
    )


def join_headline(lines: Iterable[str]) -> str | None:
    """Join the lines of a headline as the page parser: a space only between two Latin letters or digits."""
    headline = ""
    for line in lines:
        ends = headline[-1:], line[:1]
        headline += (" " if all(end.isascii() and end.isalnum() for end in ends) else "") + line
    return headline or None


def stated_page(document: HtmlDocument) -> PageTitle | None:
    """The page that an HTML page says that it is of; None where it names none, or several."""
    for path in _PAGE_LINES:
        lines = [text_of(element, MAX_CHARS) for element in xpath(path)(document.root)]
        titles = [title for line in lines if (title := read_page_title(line))]
        if len({title.label for title in titles}) == 1:
            return max(titles, key=lambda title: len(title.name or ""))
    return find_page_title(" ".join(str(xpath("string(//title)")(document.root)).split()))


@cache
def xpath(path: str) -> XPath:
    """A compiled XPath."""
    from lxml import etree

    return etree.XPath(path)


def _comment_fields(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    comment = _comment(text) or ""
    opened: re.Match[str] | None = None
    for tag in _FIELD.finditer(comment):
        name = tag[2].lower()
        if opened is None and not tag[1]:
            opened = tag
        elif opened and tag[1] and name == opened[2].lower():
            value = comment[opened.end() : tag.start()]
            fields.setdefault(name, "" if value.strip().lower() == _NULL else value)
            opened = None
    return fields


def _comment(text: str) -> str | None:
    """What Founder's comment holds; None where there is none, or no end of it."""
    start = text.find(_COMMENT)
    end = text.find(_COMMENT_END, start)
    return text[start + len(_COMMENT) : end] if 0 <= start < end else None


def _content(text: str) -> str | None:
    """What stands between the marks of the content, which some systems set twice."""
    start, end = text.find(_CONTENT), text.rfind(_CONTENT_END)
    return text[start + len(_CONTENT) : end] if 0 <= start < end else None


def _field(
    document: HtmlDocument, fields: dict[str, str], key: str, marker: str, places: Iterable[_Place]
) -> list[str]:
    """The lines of a field: by the comment, by marks around it, by the tags of a template."""
    if key in fields:
        return lines_of_piece(fields[key], document.place)
    for piece in _marked(document.text, marker):
        if lines := lines_of_piece(piece, document.place):
            return lines
    for place in places:
        # Some templates mark the paper's own name, too, in the head of the page.
        for element in reversed(_found(document, place)):
            if lines := lines_of(element, set(xpath(_NOT_IN_AUTHOR)(element))):
                return lines
    return []


def _marked(text: str, marker: str) -> Iterator[str]:
    """What stands between ``<!--<npm:marker>-->`` and ``<!--</npm:marker>-->``."""
    opening, closing = f"<!--<npm:{marker}>-->", f"<!--</npm:{marker}>-->"
    start = text.find(opening)
    while start >= 0 and (end := text.find(closing, start)) >= 0:
        yield text[start + len(opening) : end]
        start = text.find(opening, end)


def _body(document: HtmlDocument) -> tuple[list[str], list[str], bool]:
    """The paragraphs, the captions, and whether there is a body at all."""
    element = _body_element(document)
    captions = [
        line for piece in _marked(document.text, "article-pic-text") for line in _piece_lines(piece, document)
    ]
    if not captions:
        outside = [each for place in _PICTURES for each in _found(document, place)]
        captions = [
            line
            for pictures in outside
            if element is None or not _is_within(pictures, element)
            for line in lines_of(pictures)
        ]
    if element is None:
        return [], captions, False
    inside = xpath(_PICTURES_IN_BODY.path)(element) if document.has(_PICTURES_IN_BODY.word) else []
    skipped = set(inside)
    for each in inside:
        if skipped.isdisjoint(each.iterancestors()):
            captions += lines_of(each)
    return lines_of(element, skipped), list(dict.fromkeys(captions)), True


def _body_element(document: HtmlDocument) -> _Element | None:
    for place in _FOUNDERS_BODY:
        if found := _found(document, place):
            return found[0]
    piece = _content(document.text)
    if piece is None:
        piece = next(_marked(document.text, "article-content"), None)
    if piece is not None:
        return parse_html(f"<body>{piece}", document.place)
    for place in _BODIES:
        if found := _found(document, place):
            return found[0]
    return None


def _found(document: HtmlDocument, place: _Place) -> list[_Element]:
    found: list[_Element] = xpath(place.path)(document.root) if document.has(place.word) else []
    return found


def _piece_lines(piece: str, document: HtmlDocument) -> list[str]:
    return lines_of_piece(piece, document.place)


def _is_within(element: _Element, other: _Element) -> bool:
    return any(ancestor is other for ancestor in element.iterancestors())


def _date(stated: str) -> civil_date | None:
    found = _DATE.match(stated)
    if not found:
        return None
    try:
        return civil_date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
