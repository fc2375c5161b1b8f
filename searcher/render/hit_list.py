"""The hits of a search, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from index.messages import listed, tr
from searcher.render.cells import Lines, pad
from searcher.render.control_characters import one_line
from searcher.render.hits import ASIDE, MARKED, NO_MARKS, headline, page_of, partial_from, rule
from searcher.results import Hit

_NUMBER_CELLS = 3
_ASIDE_CELLS = 5  # a name and an ellipsis: in less than that nobody is named
_OPENING_CHARS = 60  # of a text without a headline
_CUT = "…"


def format_list(
    hits: Sequence[Hit],
    width: int | None,
    *,
    offset: int = 0,
    paper_name: Callable[[str], str] | None = None,
    marks: Mapping[str, Sequence[str]] = NO_MARKS,
    star: str = "★",
) -> Lines:
    """Return a line a hit: its number, day, page, headline and names, and the paper with ``paper_name``.

    A ``star`` stands behind the number of an article that has ``marks``: labels by the ids of articles.

    Days, papers, pages and headlines stand below each other. What ``width`` does not hold is cut, the
    headline last; without a width nothing is.
    """
    lines: Lines = []
    size = max(_NUMBER_CELLS, len(str(offset + len(hits))))
    split = partial_from(hits)
    papers = [Text(one_line(paper_name(hit.paper))) if paper_name else Text() for hit in hits]
    pages = [Text(page_of(hit.article)) for hit in hits]
    widest = [max((each.cell_len for each in texts), default=0) for texts in (papers, pages)]
    for at, (hit, paper, page) in enumerate(zip(hits, papers, pages, strict=True)):
        if at == split and at:
            lines.append(rule(width))
        head = Text.assemble(
            (str(offset + at + 1).rjust(size), ASIDE),
            (star.ljust(2) if hit.id in marks else "  ", MARKED),
            f"{hit.article.date.isoformat()} ",
            *((pad(paper, widest[0]), " ") if paper_name else ()),
            pad(page, widest[1]),
            "  ",
        )
        lines.append(_line(head, _title(hit), _asides(hit, is_split=split is not None), width))
    return lines


def _title(hit: Hit) -> Text:
    snippets = {snippet.field: snippet for snippet in hit.snippets}
    article = hit.article
    text = headline(article, snippets.get("headline"))
    if article.kicker and article.headline:  # a line has room for one of them
        return text[len(article.kicker) + 1 :]
    if not article.units("headline"):
        return Text(one_line("".join(article.paragraphs))[:_OPENING_CHARS] or text.plain, style=ASIDE)
    return text


def _asides(hit: Hit, *, is_split: bool) -> Text:
    parts = [one_line(listed(hit.article.names))]
    parts += [f"+{len(hit.reprints)}"] if hit.reprints else []
    parts += [tr("in part")] if hit.tier == "partial" and not is_split else []
    return Text("  ".join(filter(None, parts)))


def _line(head: Text, title: Text, asides: Text, width: int | None) -> Text:
    if width is not None:
        room = max(width - head.cell_len, 1)
        title = cut(title, room)
        left = room - title.cell_len - 2
        asides = cut(asides, left) if left >= _ASIDE_CELLS else Text()
    line = Text.assemble(head, title, *(("  ", asides) if asides else ()))
    return line if width is None else cut(line, width)


def cut(text: Text, cells: int) -> Text:
    """Return the beginning of ``text`` that ``cells``, 1 at least, hold; an ellipsis ends what was longer."""
    if text.cell_len <= cells:
        return text
    used, end = cell_len(_CUT), 0
    for char in text.plain:
        used += cell_len(char)
        if used > cells:
            break
        end += 1
    part = text[:end] if end else Text()
    part.rstrip()
    return Text.assemble(part, (_CUT, ASIDE))
