"""The results of a search as HTML, for notebooks such as Jupyter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from analyzers import Span
from index.article import Article
from searcher.render.control_characters import one_line
from searcher.snippets import Snippet

MOST_HITS = 100  # a notebook keeps what it shows, and a search may return every article


def html_of(
    title: str,
    warnings: Sequence[str],
    hits: Sequence[tuple[Article, Sequence[Snippet]]],
    *,
    first: int,
    more: int,
) -> str:
    """Return an ordered list of ``hits``, counted from ``first``; ``more`` of them are not shown.

    Everything that was printed or typed is escaped, and what a terminal would obey is shown as a symbol.
    """
    notes = "".join(f"<p><i>{_plain(warning)}</i></p>" for warning in warnings)
    shown = "".join(f"<li>{'<br>'.join(_lines(*hit))}</li>" for hit in hits)
    rest = f"<p>… and {more:,} more</p>" if more else ""
    return f'<p>{_plain(title)}</p>{notes}<ol start="{first}">{shown}</ol>{rest}'


def _lines(article: Article, snippets: Sequence[Snippet]) -> Iterator[str]:
    headlines = [_marked(each.text, each.spans) for each in snippets if each.field == "headline"]
    yield f"<b>{headlines[0] if headlines else _plain(article.headline or article.id)}</b>"
    place = f"{article.date} {article.paper} p.{article.page}"
    yield f"<small>{_plain(place)} <code>{_plain(article.id)}</code></small>"
    for each in snippets:
        if each.field == "body":
            yield _marked(each.text, each.spans)


def _marked(text: str, spans: Sequence[Span]) -> str:
    shown, at = [], 0
    for start, end in spans:
        shown += [_plain(text[at:start]), f"<mark>{_plain(text[start:end])}</mark>"]
        at = end
    return "".join([*shown, _plain(text[at:])])


def _plain(text: str) -> str:
    return escape(one_line(text))
