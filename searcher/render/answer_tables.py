"""Similar articles, pages, series and batches: an article a line, with what it is listed for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from index.article import Article
from searcher.answers.batches import BatchRow
from searcher.answers.literal_audit import Audit
from searcher.answers.neighbours import PagePlace, Series
from searcher.answers.similar_articles import Similar
from searcher.render.cells import Lines, columns, marked, wrap
from searcher.render.control_characters import one_line
from searcher.render.hits import MATCH, counted

_HEADLINE, _ASIDE, _ID, _HERE = "bold", "dim", "cyan", "bold green"
_SHOWN_WORDS = 6
_KINDS = {"label": "series", "group": "group", "section": "section"}


def format_similar(similar: Similar, width: int | None) -> Lines:
    """Return the article's most telling words, then each similar article with the words it shares."""
    words = " ".join(similar.words)
    lines = wrap(Text.assemble(("telling words  ", _ASIDE), one_line(words)), width)
    rows = [
        [
            Text(f"{hit.share:.0%}"),
            Text(hit.article.date.isoformat()),
            Text(f"p.{hit.article.page}"),
            Text(one_line(hit.article.id), style=_ID),
            Text.assemble(_title(hit.article), (f"  {one_line(' '.join(hit.words[:_SHOWN_WORDS]))}", _ASIDE)),
        ]
        for hit in similar.hits
    ]
    return [*lines, Text(), *_table(rows, width, right=(0,))] if rows else lines


def format_audit(audit: Audit, width: int | None) -> Lines:
    """Return a line for each text: in how many articles it stands, how many are found, and which differ."""
    lines: Lines = []
    for each in audit.texts:
        where = f"{each.scope}: " if each.scope else ""
        text = f"“{each.text}”" if each.is_quoted else each.text
        apart = f"; {each.matched:,} with its words apart, too" if each.matched > each.found else ""
        verdict = f"literally in {each.read:,} of {counted(audit.articles, 'article')}, found {each.found:,}"
        style = _HERE if not (each.missing or each.extra) else MATCH
        lines += wrap(
            Text.assemble((one_line(f"{where}{text}"), _HEADLINE), "  ", (verdict, style), apart), width
        )
        for label, ids in (("not found", each.missing), ("found without it", each.extra)):
            lines += [Text(f"  {label}  {one_line(article_id)}", style=MATCH) for article_id in ids]
    return lines


def format_page(page: PagePlace, width: int | None) -> Lines:
    """Return the articles of a page in order, the one that was asked for marked, and the pages around it."""
    article = page.article
    head = f"{one_line(article.paper)} {article.date} p.{article.page}, "
    lines = wrap(Text(head + counted(len(page.articles), "article"), style=_HEADLINE), width)
    around = [f"before: p.{page.before}"] if page.before else []
    around += [f"after: p.{page.after}"] if page.after else []
    if around:
        lines += wrap(Text(one_line(", ".join(around)), style=_ASIDE), width)
    rows = [
        [_arrow(each.id == article.id), Text(one_line(each.id), style=_ID), _title(each)]
        for each in page.articles
    ]
    return [*lines, Text(), *_table(rows, width)]


def format_series(series: Series, width: int | None) -> Lines:
    """Return the articles of a series in order, the one that was asked for marked."""
    assert series.kind, "there is a series"
    more = f", {len(series.articles):,} shown" if len(series.articles) < series.total else ""
    head = f"{_KINDS[series.kind]} {one_line(series.name)}: {counted(series.total, 'article')}{more}"
    rows = [
        [
            _arrow(each.id == series.article.id),
            Text("" if number is None else str(number)),
            Text(each.date.isoformat()),
            Text(f"p.{each.page}"),
            Text(one_line(each.id), style=_ID),
            _title(each),
        ]
        for each, number in zip(series.articles, series.numbers, strict=True)
    ]
    return [*wrap(Text(head, style=_HEADLINE), width), Text(), *_table(rows, width, right=(1,))]


def format_batch(rows: Sequence[BatchRow], width: int | None) -> Lines:
    """Return a table, a row for each name, in order, with the best article and its passage."""
    table = [[Text(each, style=_ASIDE) for each in ("name", "articles", "first", "last", "best")]]
    for row in rows:
        name = Text(one_line(row.name))
        if row.error:
            table.append([name, Text(), Text(), Text(), Text(one_line(row.error), style="red")])
            continue
        first = row.first.isoformat() if row.first else ""
        last = row.last.isoformat() if row.last else ""
        table.append([name, Text(f"{row.articles:,}"), Text(first), Text(last), _best(row)])
    return _table(table, width, right=(1,))


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
    return Text(one_line(title), style=_HEADLINE) if title else Text("(no headline)", style=_ASIDE)


def _arrow(is_here: bool) -> Text:
    return Text(">" if is_here else " ", style=_HERE)


_LEAST_LAST = 24  # cells that a last column needs


def _table(rows: Sequence[Sequence[Text]], width: int | None, *, right: Sequence[int] = ()) -> Lines:
    """The rows in columns; where these leave no room for the last, it stands below the others."""
    if not rows:
        return []
    fixed = sum(max(row[at].cell_len for row in rows) + 2 for at in range(len(rows[0]) - 1))
    if width is None or fixed + _LEAST_LAST <= width:
        return columns(rows, width, right=right)
    lines: Lines = []
    for row in rows:
        facts = Text("  ").join([cell for cell in row[:-1] if cell.plain])
        lines += wrap(facts, width)
        lines += wrap(row[-1], width, indent=4) if row[-1].plain else []
    return lines
