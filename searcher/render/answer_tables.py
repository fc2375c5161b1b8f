"""Similar articles, pages, series and batches: an article a line, with what it is listed for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from index.article import Article
from index.messages import in_a_row, mark, tr, tr_n
from searcher.answers.batches import BatchRow
from searcher.answers.literal_audit import Audit
from searcher.answers.neighbours import PagePlace, Series
from searcher.answers.similar_articles import Similar
from searcher.render.cells import Lines, marked, table, wrap
from searcher.render.control_characters import one_line
from searcher.render.hits import MATCH

_HEADLINE, _ASIDE, _ID, _HERE = "bold", "dim", "cyan", "bold green"
_SHOWN_WORDS = 6
_BATCH_HEADINGS = (mark("name"), mark("articles"), mark("first"), mark("last"), mark("best"))
_KINDS = {"label": mark("series"), "group": mark("group"), "section": mark("section")}


def format_similar(similar: Similar, width: int | None) -> Lines:
    """Return the article's most telling words, then each similar article with the words it shares."""
    words = " ".join(similar.words)
    lines = wrap(Text.assemble((tr("telling words  "), _ASIDE), one_line(words)), width)
    rows = [
        [
            Text(f"{hit.share:.0%}"),
            Text(hit.article.date.isoformat()),
            Text(tr("p.{page}", page=hit.article.page)),
            Text(one_line(hit.article.id), style=_ID),
            Text.assemble(_title(hit.article), (f"  {one_line(' '.join(hit.words[:_SHOWN_WORDS]))}", _ASIDE)),
        ]
        for hit in similar.hits
    ]
    return [*lines, Text(), *table(rows, width, right=(0,))] if rows else lines


def format_audit(audit: Audit, width: int | None) -> Lines:
    """Return a line for each text: in how many articles it stands, how many are found, and which differ."""
    lines: Lines = []
    for each in audit.texts:
        where = f"{each.scope}: " if each.scope else ""
        text = f"“{each.text}”" if each.is_quoted else each.text
        apart = (
            tr("; {matched:,} with its words apart, too", matched=each.matched)
            if each.matched > each.found
            else ""
        )
        verdict = tr(
            "literally in {read:,} of {articles}, found {found:,}",
            read=each.read,
            articles=tr_n("{count:,} article", "{count:,} articles", audit.articles),
            found=each.found,
        )
        style = _HERE if not (each.missing or each.extra) else MATCH
        lines += wrap(
            Text.assemble((one_line(f"{where}{text}"), _HEADLINE), "  ", (verdict, style), apart), width
        )
        for label, ids in ((tr("not found"), each.missing), (tr("found without it"), each.extra)):
            lines += [Text(f"  {label}  {one_line(article_id)}", style=MATCH) for article_id in ids]
    return lines


def format_page(page: PagePlace, width: int | None) -> Lines:
    """Return the articles of a page in order, the one that was asked for marked, and the pages around it."""
    article = page.article
    place = tr("p.{page}", page=article.page)
    head = f"{one_line(article.paper)} {article.date} {place}"
    lines = wrap(
        Text(
            in_a_row((head, tr_n("{count:,} article", "{count:,} articles", len(page.articles)))),
            style=_HEADLINE,
        ),
        width,
    )
    around = [tr("before: p.{page}", page=page.before)] if page.before else []
    around += [tr("after: p.{page}", page=page.after)] if page.after else []
    if around:
        lines += wrap(Text(one_line(in_a_row(around)), style=_ASIDE), width)
    rows = [
        [_arrow(each.id == article.id), Text(one_line(each.id), style=_ID), _title(each)]
        for each in page.articles
    ]
    return [*lines, Text(), *table(rows, width)]


def format_series(series: Series, width: int | None) -> Lines:
    """Return the articles of a series in order, the one that was asked for marked."""
    assert series.kind, "there is a series"
    more = tr(", {count:,} shown", count=len(series.articles)) if len(series.articles) < series.total else ""
    articles = tr_n("{count:,} article", "{count:,} articles", series.total)
    head = tr(
        "{place}: {message}",
        place=f"{tr(_KINDS[series.kind])} {one_line(series.name)}",
        message=articles + more,
    )
    rows = [
        [
            _arrow(each.id == series.article.id),
            Text("" if number is None else str(number)),
            Text(each.date.isoformat()),
            Text(tr("p.{page}", page=each.page)),
            Text(one_line(each.id), style=_ID),
            _title(each),
        ]
        for each, number in zip(series.articles, series.numbers, strict=True)
    ]
    return [*wrap(Text(head, style=_HEADLINE), width), Text(), *table(rows, width, right=(1,))]


def format_batch(rows: Sequence[BatchRow], width: int | None) -> Lines:
    """Return a table, a row for each name, in order, with the best article and its passage."""
    lines = [[Text(tr(each), style=_ASIDE) for each in _BATCH_HEADINGS]]
    for row in rows:
        name = Text(one_line(row.name))
        if row.error:
            lines.append([name, Text(), Text(), Text(), Text(one_line(row.error), style="red")])
            continue
        first = row.first.isoformat() if row.first else ""
        last = row.last.isoformat() if row.last else ""
        lines.append([name, Text(f"{row.articles:,}"), Text(first), Text(last), _best(row)])
    return table(lines, width, right=(1,))


def _best(row: BatchRow) -> Text:
    warnings = Text(one_line("; ".join(row.warnings)), style="yellow")
    if row.best is None:
        return warnings
    best = Text.assemble(warnings, "  ", _title(row.best)) if row.warnings else _title(row.best)
    if row.snippet:
        best = Text.assemble(best, "  ", marked(row.snippet.text, row.snippet.spans, MATCH))
    return best


def _title(article: Article) -> Text:
    title = article.headline or article.kicker
    return Text(one_line(title), style=_HEADLINE) if title else Text(tr("(no headline)"), style=_ASIDE)


def _arrow(is_here: bool) -> Text:
    return Text(">" if is_here else " ", style=_HERE)
