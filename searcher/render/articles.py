"""An article, a page with the role of each line, and a review, as lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from analyzers import Span, spans_within
from index.article import CORRECTS, SCOPES, Article, Scope
from index.messages import in_a_row, listed, mark, tr
from index.printed_lines import TEXT_ROLES
from searcher.render.cells import Lines, columns, iter_columns, iter_wrap, marked
from searcher.render.control_characters import one_line
from searcher.render.hits import KIND_NAMES, MATCH
from searcher.snippets import text_of

if TYPE_CHECKING:
    from index.pages import Doubt, Line, Roles
    from searcher.snippets import Highlighter

MEASURE = 96  # cells: a longer line is hard to read

_ROLE_STYLES = {
    "label": "magenta",
    "kicker": "cyan",
    "headline": "bold cyan",
    "merged": "bold cyan",
    "deck": "cyan",
    "subhead": "bold",
    "body": "",
    "caption": "blue",
    "byline": "green",
    "credit": "green",
    "masthead": "dim",
}
ROLE_NAMES = {
    "label": mark("label"),
    "kicker": mark("kicker"),
    "headline": mark("headline"),
    "deck": mark("deck"),
    "subhead": mark("subhead"),
    "body": mark("body"),
    "caption": mark("caption"),
    "byline": mark("byline"),
    "credit": mark("credit"),
    "masthead": mark("masthead"),
}
_OPENING = 20  # characters of a text that stand for the headline it lacks
_BODY_ORDER = {"deck": 0, "label": 2, "kicker": 2, "merged": 2, "headline": 2, "masthead": 3}  # else 1
_DOUBT = "yellow"
_REVIEW_HEADINGS = (mark("sure"), mark("id"), mark("source"), mark("headline"))
_DOUBTS = 3  # of an article that are listed; --json has all


def format_articles(
    articles: Iterable[Article],
    width: int | None,
    highlighter: Highlighter | None = None,
    paper_name: Callable[[str], str] = str,
) -> Iterator[Text]:
    """Yield the articles one after the other, a line drawn between them; ``paper_name`` as for one."""
    for number, article in enumerate(articles):
        if number:
            yield from (Text(), Text("─" * (width or MEASURE), style="dim"), Text())
        yield from format_article(article, width, highlighter, paper_name)


def format_article(
    article: Article,
    width: int | None,
    highlighter: Highlighter | None = None,
    paper_name: Callable[[str], str] = str,
) -> Iterator[Text]:
    """Yield the article, kicker and headline first, what ``highlighter`` finds marked.

    Then where it was printed and by whom, its decks and its text, and dim what is printed beside it: labels
    and the lines of the page. ``paper_name`` is the name of its paper by the code.
    """
    width = None if width is None else min(width, MEASURE)
    titled = False
    for text in _marked(article, "headline", article.units("headline"), highlighter):
        text.stylize_before("dim" if text.plain == article.kicker else "bold")
        yield from iter_wrap(text, width)
        titled = True
    if titled:
        yield Text()
    yield from iter_columns(_facts(article, paper_name), width)
    for text in _body(article, highlighter):
        yield Text()
        yield from iter_wrap(text, width)


def format_printed(article: Article, width: int | None, highlighter: Highlighter | None = None) -> Lines:
    """Return the article's lines in the order printed behind their roles, those of the page among them."""
    searched = [(text_of(article, scope), _spans(article, scope, highlighter)) for scope in SCOPES]
    rows = []
    for line in article.printed_lines():
        start, spans = next(
            ((at, spans) for text, spans in searched if (at := text.find(line.text)) >= 0), (0, ())
        )
        text = _marked_part(line.text, start, spans)
        text.stylize_before(_ROLE_STYLES[line.role])
        rows.append([Text(line.role, style=_ROLE_STYLES[line.role] or "dim"), text])
    return columns(rows, width if width is None else min(width, MEASURE), right=(0,))


def plain_text(article: Article, paper_name: Callable[[str], str] = str) -> str:
    """Return the article to be pasted: what was printed, a line each, where and when below the headline."""
    place = " ".join(
        (paper_name(article.paper), article.edition or "", str(article.date), f"第{article.page}版")
    )
    names = article.byline or "、".join(article.names)
    lines = [*article.units("headline"), " ".join(place.split()), names]
    return "\n".join(one_line(line) for line in (*lines, *_text_lines(article)) if line)


def _text_lines(article: Article) -> list[str]:
    """Its decks, then its text: subheads and paragraphs in the order printed."""
    if not article.printed:
        return [*article.subheads, *article.paragraphs]
    left = Counter(article.subheads + article.paragraphs)
    lines = sorted(article.printed_lines(), key=lambda line: line.role != "deck")
    texts = [line.text for line in lines if line.role in ("deck", *TEXT_ROLES)]
    kept = []
    for text in texts:  # a byline that is no part of the text is named above it
        if left[text] > 0:
            left[text] -= 1
            kept.append(text)
    return kept


def format_page(page: Roles, width: int | None) -> Iterator[Text]:
    """Yield a page's lines behind number, order of the article (``-`` for the page's own) and role.

    An article's first line tells its confidence; under a line stands what it may be instead.
    """
    doubts: dict[int, list[Doubt]] = {}
    for doubt in page.doubts:
        doubts.setdefault(doubt.line_number, []).append(doubt)
    rows: list[list[Text]] = []
    shown: set[int | None] = {None}
    for at, line in enumerate(page.lines):
        sure = "" if line.article in shown else _percent(page.confidences[(line.article or 1) - 1])
        shown.add(line.article)
        rows.append(_role_row(line, sure))
        if at + 1 == len(page.lines) or page.lines[at + 1].number != line.number:
            rows += [_doubt_row(doubt) for doubt in doubts.get(line.number, ())]
    return iter_columns(rows, width, right=(0, 1, 2))


def format_review(articles: Sequence[Article], width: int | None) -> Lines:
    """Return a line an article: how surely it was read, its id, what it says, and the page it is from.

    Below stands what may be otherwise, the greatest doubts first.
    """
    rows = [[Text(tr(heading), style="dim") for heading in _REVIEW_HEADINGS]]
    for article in articles:
        title = one_line(article.headline or "".join(article.paragraphs)[:_OPENING])
        rows.append(
            [
                Text("" if article.confidence is None else _percent(article.confidence)),
                Text(article.id, style="cyan"),
                Text(one_line(article.source or "")),
                Text(title, style="bold"),
            ]
        )
        rows += [
            [Text("?", style=_DOUBT), Text(), Text(), Text(one_line(_said(doubt)), style=_DOUBT)]
            for doubt in article.doubts[:_DOUBTS]
        ]
    return columns(rows, width, right=(0,))


def _said(doubt: str) -> str:
    """A doubt as an article keeps it, ``line 3: label, 20%``, in the language of the process."""
    if not (found := re.fullmatch(r"line (\d+): (\w+), (\d+%)", doubt)):
        return doubt
    role = tr(ROLE_NAMES.get(found[2], found[2]))
    return tr("line {line}: {role}, {chance}", line=found[1], role=role, chance=found[3])


def _role_row(line: Line, sure: str) -> list[Text]:
    style = _ROLE_STYLES[line.role]
    return [
        Text(str(line.number), style="dim"),
        Text("-" if line.article is None else str(line.article)),
        Text(sure, style="dim"),
        Text(tr(ROLE_NAMES[line.role]), style=style or "dim"),
        Text(one_line(line.text), style=style),
    ]


def _doubt_row(doubt: Doubt) -> list[Text]:
    text = f"{tr(ROLE_NAMES.get(doubt.alternative, doubt.alternative))}: {_percent(doubt.probability)}"
    return [Text(), Text(), Text(), Text("?", style=_DOUBT), Text(text, style=_DOUBT)]


def _corrected(article: Article) -> str | None:
    if CORRECTS not in article.extra:
        return None
    return tr("in place of what was read from {file} (--page-text)", file=article.extra[CORRECTS])


def _percent(chance: float) -> str:
    return f"{100 * chance:.0f}%"


def _facts(article: Article, paper_name: Callable[[str], str]) -> list[list[Text]]:
    place = (
        paper_name(article.paper),
        article.date.isoformat(),
        article.edition,
        tr("page {page}", page=article.page),
        article.page_name,
    )
    facts = {
        tr("id"): article.id,
        tr("paper"): in_a_row(filter(None, place)),
        tr("section"): article.section,
        tr("group"): article.group,
        tr("kind"): None if article.kind == "news" else tr(KIND_NAMES[article.kind]),
        tr("reporters"): listed(article.reporters),
        tr("contributors"): listed(article.contributors),
        tr("photographers"): listed(article.photographers),
        tr("authors"): listed(article.authors),
        tr("byline"): article.byline,
        tr("confidence"): None if article.confidence is None else _percent(article.confidence),
        tr("source"): article.source,
        tr("corrected"): _corrected(article),
    }
    return [[Text(label, style="dim"), Text(one_line(text))] for label, text in facts.items() if text]


def _body(article: Article, highlighter: Highlighter | None) -> Iterator[Text]:
    """Yield the decks, the text and, dim, the other lines, each marked."""
    if not article.printed:
        yield from _marked(article, "body", article.subheads + article.paragraphs, highlighter)
        return
    lines = [line for line in article.printed_lines() if line.role in TEXT_ROLES] + list(
        article.lines_apart()
    )
    shown = list(
        zip(lines, _marked(article, "body", [line.text for line in lines], highlighter), strict=True)
    )
    for line, text in sorted(shown, key=lambda each: _BODY_ORDER.get(each[0].role, 1)):
        text.stylize_before("" if line.role in ("deck", "body") else _ROLE_STYLES[line.role])
        if line.role not in TEXT_ROLES and line.role != "deck":
            text.stylize_before("dim")
        yield text


def _marked(
    article: Article, scope: Scope, texts: Sequence[str], highlighter: Highlighter | None
) -> Iterator[Text]:
    """Yield each of ``texts``, the lines of ``text_of(article, scope)``, with what matches marked."""
    spans = _spans(article, scope, highlighter)
    start = 0
    for text in texts:
        yield _marked_part(text, start, spans)
        start += len(text) + 1


def _spans(article: Article, scope: Scope, highlighter: Highlighter | None) -> Sequence[Span]:
    return highlighter.spans(article, scope) if highlighter else ()


def _marked_part(text: str, start: int, spans: Sequence[Span]) -> Text:
    """``text``, which stands at ``start`` of what the spans point into, with those within it marked."""
    end = start + len(text)
    within = spans_within(spans, start, end)
    return marked(text, [Span(max(a, start) - start, min(b, end) - start) for a, b in within], MATCH)
