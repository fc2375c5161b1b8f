"""Citations of an article: as GB/T 7714-2015 has them, for BibTeX, as RIS, and for running text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

from index.article import Article
from searcher.render.control_characters import one_line

Style: TypeAlias = Literal["gbt7714", "bibtex", "ris", "markdown"]
STYLES: tuple[Style, ...] = get_args(Style)
NAMED = 3  # names that stand before 等, as GB/T 7714-2015, 8.1.2 has it
OPENING_CHARS = 20  # of the text, where there is no headline

# A backslash before these would end a line or begin an accent, so they are written as commands.
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    mark: f"\\{mark}" for mark in "{}$&#%_"
}
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_NO_KEY = re.compile(r"[^\w.:+/-]+")
_INNER_TITLE = str.maketrans("《》", "〈〉")  # a title within a title


def cite(article: Article, paper_name: Callable[[str], str], style: Style) -> str:
    """Return the article's citation, without a line feed at its end; ``paper_name`` is as ``Papers.name``.

    The authors and reporters are named, else the contributors, else the photographers; an article without a
    headline is called by its kicker, else by the opening of its text and "…".
    """
    paper = paper_name(article.paper) + (f"({article.edition})" if article.edition else "")
    return _FORMATS[style](article, one_line(paper))


def _gbt7714(article: Article, paper: str) -> str:
    names = _named(article, ", ")
    who = f"{names}. " if names else ""
    return f"{who}{_title(article)}[N]. {paper}, {article.date.isoformat()}({article.page})."


def _markdown(article: Article, paper: str) -> str:
    names = _named(article, "、")
    day = article.date
    title = _title(article).translate(_INNER_TITLE)
    text = f"{names}：《{title}》，《{paper}》" if names else f"《{title}》，《{paper}》"
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return f"{escaped}{day.year}年{day.month}月{day.day}日第{article.page}版"


def _bibtex(article: Article, paper: str) -> str:
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _names(article)),
        "title": f"{{{_tex(_title(article))}}}",
        "journal": _tex(paper),
        "date": article.date.isoformat(),
        "year": str(article.date.year),
        "month": str(article.date.month),
        "day": str(article.date.day),
        "pages": _tex(str(article.page)),
        "entrysubtype": "newspaper",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@article{{{_NO_KEY.sub('-', article.id)},", *lines, "}"])


def _ris(article: Article, paper: str) -> str:
    rows = [
        ("TY", "NEWS"),
        *(("AU", name) for name in _names(article)),
        ("TI", _title(article)),
        ("T2", paper),
        ("PY", str(article.date.year)),
        ("DA", article.date.strftime("%Y/%m/%d")),
        ("SP", str(article.page)),
        ("ID", one_line(article.id)),
    ]
    return "\n".join([*(f"{tag}  - {text}" for tag, text in rows), "ER  - "])


_FORMATS: Mapping[Style, Callable[[Article, str], str]] = {
    "gbt7714": _gbt7714,
    "bibtex": _bibtex,
    "ris": _ris,
    "markdown": _markdown,
}


def _names(article: Article) -> Sequence[str]:
    named = article.authors + article.reporters or article.contributors or article.photographers
    return [one_line(name) for name in dict.fromkeys(named)]


def _named(article: Article, comma: str) -> str:
    """The first names, and 等 where there are more."""
    names = _names(article)
    if len(names) <= NAMED:
        return comma.join(names)
    return comma.join(names[:NAMED]) + (", 等" if comma == ", " else "等")


def _title(article: Article) -> str:
    title = article.headline or article.kicker
    if title is None:
        text = "".join(article.paragraphs) or "".join(article.subheads)
        title = text[:OPENING_CHARS] + ("…" if len(text) > OPENING_CHARS else "")
    return " ".join(one_line(title).split()) or "[无题]"


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)
