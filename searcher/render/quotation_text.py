"""Quotations: the verdict, where the passage stands, and both texts with what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from index.messages import mark, tr, tr_n
from searcher.answers.comparison import Difference
from searcher.answers.quotations import Quotation
from searcher.render.cells import Lines, marked, wrap
from searcher.render.control_characters import one_line

_VERDICTS = {
    "exact": (mark("exact"), "bold green"),
    "marks": (mark("only marks or script differ"), "bold yellow"),
    "differs": (mark("differs"), "bold red"),
    "absent": (mark("not found"), "bold red"),
}
_KIND_STYLES = {"characters": "bold red", "marks": "yellow", "script": "yellow"}
_LABEL_CELLS = 10
_AROUND = 8  # characters that are shown beside a difference
_NOTHING = "∅"


def format_quotations(quotations: Iterable[Quotation], width: int | None) -> Iterator[Text]:
    """Yield the lines of each quotation, a blank line between two."""
    for number, each in enumerate(quotations):
        if number:
            yield Text()
        yield from format_quotation(each, width)


def format_quotation(quotation: Quotation, width: int | None) -> Lines:
    """Return the verdict with where it stands, the quotation, the passage, and each difference in a line."""
    verdict, style = _VERDICTS[quotation.verdict]
    line = tr("line {line}: ", line=quotation.line) if quotation.line else ""
    found = ""
    if quotation.articles:
        found = tr(
            ", in {articles}", articles=tr_n("{count:,} article", "{count:,} articles", quotation.articles)
        )
    lines = wrap(Text.assemble(line, (tr(verdict), style), found), width)
    texts = [(tr("quoted"), quotation.text, [(each.start, each.end) for each in quotation.differences])]
    passage = quotation.passage
    if passage and quotation.differences:
        spans = [(each.passage_start, each.passage_end) for each in quotation.differences]
        texts.append((tr("printed"), passage.text, spans))
    for label, text, spans in texts:
        lines += _labelled(label, marked(text, spans, "reverse"), width)
    if passage:
        for each in quotation.differences:
            lines += _labelled(tr(_KIND_LABELS[each.kind]), _difference(quotation, each), width)
        article = passage.article
        page = tr("p.{page}", page=article.page)
        where = f"{article.date} {page} {article.id}  {article.headline or ''}"
        first = tr("first in") if quotation.articles > 1 else tr("in")
        lines += _labelled(first, Text(one_line(where), style="cyan"), width)
    return lines


_KIND_LABELS = {"characters": mark("differs"), "marks": mark("marks"), "script": mark("script")}


def _difference(quotation: Quotation, each: Difference) -> Text:
    """The characters quoted and those printed, the place of the first, and what stands around them."""
    assert quotation.passage
    text, style = quotation.text, _KIND_STYLES[each.kind]
    before, behind = text[max(0, each.start - _AROUND) : each.start], text[each.end : each.end + _AROUND]
    quoted = text[each.start : each.end]
    printed = quotation.passage.text[each.passage_start : each.passage_end]
    return Text.assemble(
        (one_line(quoted) or _NOTHING, style),
        " → ",
        (one_line(printed) or _NOTHING, style),
        tr("  at {place}", place=each.start + 1),
        (f"  {one_line(before)}_{one_line(behind)}", "dim"),
    )


def _labelled(label: str, text: Text, width: int | None) -> Lines:
    return wrap(text, width, indent=_LABEL_CELLS, first=Text(label, style="dim"))
