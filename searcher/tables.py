"""The columns of a table of articles: keys of the articles, and what is made of them for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from index.messages import listed, tr
from searcher.exports import CSV_COLUMNS, TIER
from searcher.render.control_characters import one_line

if TYPE_CHECKING:
    from index.article import Article
    from searcher.snippets import Highlighter

DERIVED: tuple[str, ...] = ("lead", "snippet", "citation", "link")
COLUMNS: tuple[str, ...] = (*CSV_COLUMNS, TIER, *DERIVED)
LINK_KEYS = ("url", "link")  # of a .jsonl, whose articles may say where they stand on the web


def read_columns(text: str) -> tuple[str, ...]:
    """The columns named in ``text``, with commas between them (，、 too), each once.

    ValueError names one that is none, and the nearest.
    """
    names = [name.strip() for name in text.replace("，", ",").replace("、", ",").split(",")]
    columns = tuple(dict.fromkeys(name for name in names if name))
    if not columns:
        raise ValueError(
            tr("{text!r} names no column; columns are {columns}", text=text, columns=listed(COLUMNS))
        )
    for name in columns:
        if name not in COLUMNS:
            from difflib import get_close_matches

            near = get_close_matches(name.lower(), COLUMNS, n=1)
            hint = tr("did you mean {near}? Columns", near=near[0]) if near else "columns"
            raise ValueError(
                tr(
                    "there is no column {name}; {hint} are {columns}",
                    name=name,
                    hint=hint,
                    columns=listed(COLUMNS),
                )
            )
    return columns


def derived(
    columns: Sequence[str],
    highlighter: Callable[[], Highlighter],
    paper_name: Callable[[], Callable[[str], str]],
) -> dict[str, Callable[[Article], str]]:
    """What makes the cells of those of ``columns`` that are no keys of an article, by their names.

    ``lead`` is the first paragraph, ``snippet`` the passage of the body that matches best, ``citation`` that
    of GB/T 7714, ``link`` the address that the article has among its own keys, else the file it came from.
    ``highlighter`` and ``paper_name`` are called where a column needs what they return.
    """
    makers: Mapping[str, Callable[[], Callable[[Article], str]]] = {
        "lead": lambda: lambda article: one_line(next(iter(article.paragraphs), "")),
        "snippet": lambda: _snippet(highlighter()),
        "citation": lambda: _citation(paper_name()),
        "link": lambda: _link,
    }
    return {name: makers[name]() for name in columns if name in makers}


def _snippet(highlighter: Highlighter) -> Callable[[Article], str]:
    def snippet(article: Article) -> str:
        passages = {each.field: each.text for each in highlighter.snippets(article)}
        return one_line(passages.get("body", ""))

    return snippet


def _citation(paper_name: Callable[[str], str]) -> Callable[[Article], str]:
    from searcher.citations import cite

    return lambda article: cite(article, paper_name, "gbt7714")


def _link(article: Article) -> str:
    links = (article.extra.get(key) for key in LINK_KEYS)
    return next((link for link in links if isinstance(link, str) and link.strip()), article.source or "")
