"""Articles are made of others: with another field, of several joined, or two of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import count as counted_from
from typing import TYPE_CHECKING, Any

from index.article import KINDS, Article, article_id
from index.errors import CorrectionError
from index.messages import listed, tr
from index.printed_lines import PAGE_ROLE, PrintedLine, pack_lines
from searcher.correcting.marked_lines import MarkedLine, PageCharacters, squeezed

if TYPE_CHECKING:  # the page parser, for which who only sets a field is not to wait
    from index.pages import NameCounts

TEXT_FIELDS = ("headline", "kicker", "section", "group", "byline", "page_name", "kind")
NAME_FIELDS = ("reporters", "contributors", "photographers", "authors")
FIELDS = (*TEXT_FIELDS, *NAME_FIELDS)
"""What can be set of an article; its texts are corrected as marked lines."""
_PLACE_FIELDS = ("paper", "date", "page", "edition", "id")


def with_fields(article: Article, fields: Mapping[str, Any], known_names: NameCounts) -> Article:
    """The article with other values; those of ``fields`` are texts, None, or for names a list of texts.

    Names are read from a ``byline`` that is set, unless names are set too. CorrectionError for what cannot be
    set, and for a value that it cannot have.
    """
    for name in fields:
        if name in _PLACE_FIELDS:
            raise CorrectionError(
                tr(
                    "{name} says where an article stands, and is not set; `searcher move` and `searcher "
                    "rename` file issues anew",
                    name=name,
                )
            )
        if name not in FIELDS:
            raise CorrectionError(
                tr(
                    "{name} cannot be set; set {fields}, and correct texts with: searcher correct {id}",
                    name=name,
                    fields=listed(FIELDS),
                    id=article.id,
                )
            )
    if (kind := fields.get("kind", article.kind)) not in KINDS:
        raise CorrectionError(
            tr("{kind!r} is no kind of article; it is one of {kinds}", kind=kind, kinds=listed(KINDS))
        )
    changed = dict(fields)
    if changed.get("byline") and not any(name in changed for name in NAME_FIELDS):
        changed |= _names(str(changed["byline"]), known_names)
    try:
        after = replace(article, **changed)
    except (TypeError, ValueError) as error:
        raise CorrectionError(f"{article.id}: {error}") from None
    if not _says_something(after):
        raise CorrectionError(
            tr("{id} would have neither headline nor text; merge it into another", id=article.id)
        )
    return after


def merged(articles: Sequence[Article], lines: Sequence[Sequence[MarkedLine]]) -> Article:
    """One article of several: all their lines in order, under the first headline."""
    joined = under_one_heading([line for own in lines for line in own])
    names: dict[str, Any] = {
        name: tuple(dict.fromkeys(each for one in articles for each in getattr(one, name)))
        for name in NAME_FIELDS
    }
    page_lines = [line for one in articles for line in one.printed_lines() if line.role == PAGE_ROLE]
    return _in_print(replace(article_of_lines(joined, articles[0], None), **names), joined, page_lines)


def under_one_heading(lines: Sequence[MarkedLine]) -> list[MarkedLine]:
    """``lines`` with those as subheads that head another text than the first of their role does.

    A label that is said again is left out.
    """
    result: list[MarkedLine] = []
    headed: dict[str, int] = {}  # in which heading a role stands first, counted from 0
    said: set[str] = set()
    heading, in_text = 0, False
    for line in lines:
        if line.role in ("label", "kicker", "headline"):
            heading += in_text
            in_text = False
            if headed.setdefault(line.role, heading) != heading:
                if line.role == "label" and line.text in said:
                    continue
                result.append(line._replace(role="subhead"))
                continue
            said.add(line.text)
        elif line.role != "byline":
            in_text = True
        result.append(line)
    return result


def split(
    article: Article, lines: Sequence[MarkedLine], page: PageCharacters, number: int, known_names: NameCounts
) -> tuple[Article, Article]:
    """Two articles of one: what stands on the page before the line ``number``, from 1, and the rest.

    The rest is read as a page is, of which it is known that it is one article. CorrectionError where either
    would be empty.
    """
    cut = page.starts[number - 1]
    above: list[MarkedLine] = []
    below: list[MarkedLine] = []
    for line in lines:
        if line.start is None or line.end is None:
            # Without a place it stays with what it stands behind.
            (below if below and line.role != "label" else above).append(line)
        elif line.start >= cut:
            below.append(line)
        elif line.end <= cut:
            above.append(line)
        else:
            head, tail = _cut(line, cut - line.start)
            above.append(head)
            below.append(tail)
    first = article_of_lines(above, article, known_names)
    second = _read_again(below, article, page, known_names)
    if not (_says_something(first) and _says_something(second)):
        placed = [line for line in lines if line.start is not None and line.end is not None]
        raise CorrectionError(
            tr(
                "line {number} leaves one of the two without a text; {id} stands on the lines {first} to "
                "{last} of its page, which `searcher parse --lines` prints",
                number=number,
                id=article.id,
                first=page.line_of(min((line.start or 0 for line in placed), default=0)),
                last=page.line_of(max((line.end or 1 for line in placed), default=1) - 1),
            )
        )
    return first, second


def article_of_lines(lines: Sequence[MarkedLine], base: Article, known_names: NameCounts | None) -> Article:
    """The article that ``lines`` make, with everything else as in ``base``.

    Where its bylines are others than those of ``base``, the names are read from them; with None for
    ``known_names`` they stay.
    """
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.role, []).append(line.text)
    labels = texts.get("label", [])
    byline = " ".join(texts.get("byline", [])) or None
    body = tuple(line.text for line in lines if line.role in ("body", "caption"))
    kind = base.kind
    if "caption" in texts and "body" not in texts:
        kind = "photo"
    elif kind == "photo" and "body" in texts:
        kind = "news"
    names: dict[str, Any] = {name: getattr(base, name) for name in NAME_FIELDS}
    if byline != base.byline and known_names is not None:
        names = _names(byline, known_names) if byline else dict.fromkeys(NAME_FIELDS, ())
    article = Article(
        id=base.id,
        paper=base.paper,
        date=base.date,
        edition=base.edition,
        page=base.page,
        page_name=base.page_name,
        section=labels[0] if labels else None,
        group=" ".join(labels[1:]) or None,
        kicker=" ".join(texts.get("kicker", [])) or None,
        headline=_joined(texts.get("headline", [])),
        subheads=tuple(texts.get("subhead", ())),
        paragraphs=body,
        byline=byline,
        kind=kind,
        source=base.source,
        extra=base.extra,
        **names,
    )
    page_lines = [line for line in base.printed_lines() if line.role == PAGE_ROLE]
    return _in_print(article, lines, page_lines)


def _in_print(article: Article, lines: Sequence[MarkedLine], page_lines: Sequence[PrintedLine]) -> Article:
    """The article that keeps the order of ``lines``, and behind them those of the page."""
    printed = [PrintedLine("body" if line.role == "caption" else line.role, line.text) for line in lines]
    return replace(article, printed=pack_lines([*printed, *page_lines], article.texts_by_role()))


def with_new_id(article: Article, taken: Collection[str]) -> Article:
    """The article with an id of its page that is none of ``taken``."""
    ids = (
        article_id(article.paper, article.date, article.page, order, article.edition)
        for order in counted_from(1)
    )
    return replace(article, id=next(each for each in ids if each not in taken))


def _names(byline: str, known_names: NameCounts) -> dict[str, Any]:
    from index.pages import read_names

    names = read_names(byline, known_names)
    return {name: getattr(names, name) for name in NAME_FIELDS}


def _cut(line: MarkedLine, chars: int) -> tuple[MarkedLine, MarkedLine]:
    """The line cut behind so many of its characters, blanks not counted."""
    assert line.start is not None
    at = 0
    while len(squeezed(line.text[:at])) < chars:
        at += 1
    middle = line.start + chars
    head = line._replace(text=line.text[:at].rstrip(), end=middle)
    return head, line._replace(text=line.text[at:].lstrip(), start=middle)


def _read_again(
    lines: Sequence[MarkedLine], base: Article, page: PageCharacters, known_names: NameCounts
) -> Article:
    """The article of ``lines`` as the page parser reads them, or where it would lose any, as marked."""
    from index.pages import parse_page

    marked = article_of_lines(lines, replace(base, byline=None), known_names)
    if not marked.section:
        marked = replace(marked, section=base.section, group=base.group)
    parts: list[str] = []
    for line in lines:
        if line.start is not None:
            number = page.line_of(line.start)
            if parts and number > 1 and not page.lines[number - 2].strip():
                parts.append("")
        parts.append(line.text)
    read = parse_page(
        "\n".join(parts),
        paper=base.paper,
        date=base.date,
        page=base.page,
        edition=base.edition,
        known_names=known_names,
        type_sizes=[0.0] * len(parts),
        article_starts=[1],
    )
    if len(read) != 1 or _characters(read[0]) < _characters(marked):
        return marked
    again = read[0]
    return replace(
        again,
        id=base.id,
        page_name=base.page_name,
        section=again.section or base.section,
        group=again.group if again.section else base.group,
        confidence=None,
        doubts=(),
        source=base.source,
        extra=base.extra,
    )


def _characters(article: Article) -> int:
    texts = (article.kicker, article.headline, *article.subheads, *article.paragraphs, article.byline)
    return sum(len(squeezed(text)) for text in texts if text)


def _says_something(article: Article) -> bool:
    return bool(article.headline or article.paragraphs)


def _joined(lines: Sequence[str]) -> str | None:
    """The lines of a headline as one, with a blank only between Latin letters and digits."""
    headline = ""
    for line in lines:
        latin = all(char.isascii() and char.isalnum() for char in (headline[-1:], line[:1])) and headline
        headline += (" " if latin else "") + line
    return headline or None
