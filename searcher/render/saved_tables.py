"""Saved searches with what they find, and the articles that are new to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.text import Text

from index.article import Article
from index.messages import mark, tr
from searcher.render.cells import Lines, table, wrap
from searcher.render.control_characters import one_line
from searcher.render.hit_list import format_list
from searcher.results import Hit
from searcher.saved.saved_hits import SavedHits
from searcher.saved.saved_search import SavedSearch

_NAME, _ASIDE, _NEW, _BROKEN = "bold cyan", "dim", "bold green", "red"
_HEADINGS = (mark("name"), mark("articles"), mark("new"), mark("whose"), mark("question"))


def format_saved(hits: Sequence[SavedHits], width: int | None) -> Lines:
    """Return a line a search; one that is broken says why in the place of its question."""
    rows = [[Text(tr(heading), style=_ASIDE) for heading in _HEADINGS]]
    for each in hits:
        new = Text(f"{len(each.new):,}", style=_NEW) if each.new else Text("0", style=_ASIDE)
        rows.append(
            [
                Text(f"@{one_line(each.name)}", style=_NAME),
                Text() if each.error else Text(f"{each.articles:,}"),
                Text() if each.error else new,
                Text(tr("archive") if each.search.shared else tr("yours"), style=_ASIDE),
                Text(one_line(each.error), style=_BROKEN) if each.error else Text(asked(each.search)),
            ]
        )
    return table(rows, width, right=(1, 2))


def asked(search: SavedSearch) -> str:
    """The question with its filters, as options of ``searcher find``."""
    return one_line(" ".join(filter(None, (search.query, *_options(search)))))


def _options(search: SavedSearch) -> Iterator[str]:
    for name, value in search.filters.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            yield f"--{name} {each}"


def format_new(
    hits: Sequence[SavedHits],
    articles: Sequence[Article],
    width: int | None,
    paper_name: Callable[[str], str],
    *,
    marks: Mapping[str, Sequence[str]],
    star: str,
) -> Lines:
    """Return for each search the new articles, a line each; numbers count through.

    ``articles`` are the first ones of each search, in order; each other is counted.
    """
    lines: Lines = []
    papers = paper_name if len({each.paper for each in articles}) > 1 else None
    by_id = {each.id: each for each in articles}
    offset = 0
    for each in hits:
        shown = [by_id[article_id] for article_id in each.new if article_id in by_id]
        rest = len(each.new) - len(shown)
        more = tr(", {count:,} shown", count=len(shown)) if rest else ""
        lines += [Text()] if lines else []
        head = Text.assemble(
            (f"@{one_line(each.name)}", _NAME),
            tr("  {count:,} new{more}  ", count=len(each.new), more=more),
            (asked(each.search), _ASIDE),
        )
        lines += wrap(head, width)
        found = [Hit(article, 0.0, ()) for article in shown]
        lines += format_list(found, width, offset=offset, paper_name=papers, marks=marks, star=star)
        offset += len(shown)
    return lines
