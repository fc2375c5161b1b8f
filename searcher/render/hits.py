"""The hits of a search with their passages, how their scores come about, and what is said of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len
from rich.text import Text

from index.article import Article, Kind
from index.messages import listed, mark, tr, tr_n
from searcher.render.cells import Lines, columns, flow, marked, pad, wrap
from searcher.render.control_characters import one_line
from searcher.results import Explanation, Hit, Results
from searcher.snippets import Snippet, text_of

MATCH = "bold red"
_HEADLINE = "bold"
ASIDE = "dim"
_ID = "cyan"
MARKED = "yellow"
NO_MARKS: Mapping[str, Sequence[str]] = MappingProxyType({})
_RULE_CELLS = 60
KIND_NAMES: Mapping[Kind, str] = {
    "news": mark("news"),
    "brief": mark("brief"),
    "photo": mark("photo"),
}
"""What the kinds of articles are called."""
_PART_KINDS = {
    "word": mark("word"),
    "prefix": mark("prefix"),
    "bigram": mark("bigram"),
    "literal": mark("literal"),
}
_BOOSTS = {
    "typed": mark("it stands as it was typed"),
    "near": mark("how much of the question stands close together"),
    "early": mark("how early the question stands"),
    "timely": mark("the year that was named, or the next"),
}


def format_explained(results: Results, explanations: Sequence[Explanation], width: int | None) -> Lines:
    """Return the hits with how their scores come about; an explanation for each hit."""
    hits = format_hits(results.hits, width, offset=results.offset, explanations=explanations, scores=True)
    return format_summary(results, width) + hits


def format_summary(results: Results, width: int | None) -> Lines:
    """Return how many articles match what was understood, and which of them follow."""
    shown = sum(hit.tier != "partial" or results.counts_partial for hit in results.hits)
    summary = tr_n("{count:,} article", "{count:,} articles", results.total)
    totals = results.totals
    if results.counts_partial:
        summary += (
            tr(", {all:,} hold all of it", all=totals.all) if totals.all else tr(", none holds all of it")
        )
    if totals.literal < totals.all:
        summary += tr(", {literal:,} literally", literal=totals.literal)
    if totals.partial and not results.counts_partial:
        summary += tr("; {partial:,} more hold a part", partial=totals.partial)
    if any(hit.reprints for hit in results.hits):
        summary += tr(", reprints counted beside their story")
    elif shown < results.total:
        first = results.offset + 1
        summary += (
            tr(", {first} to {offset} shown", first=first, offset=results.offset + shown)
            if shown
            else tr(", none shown")
        )
    understood = (
        tr(" for {interpreted}", interpreted=one_line(results.interpreted)) if results.interpreted else ""
    )
    return wrap(Text.assemble((summary, _HEADLINE), (understood, ASIDE)), width)


def format_hits(
    hits: Sequence[Hit],
    width: int | None,
    *,
    offset: int = 0,
    explanations: Sequence[Explanation] = (),
    paper_name: Callable[[str], str] | None = None,
    scores: bool = False,
    marks: Mapping[str, Sequence[str]] = NO_MARKS,
    star: str = "★",
) -> Lines:
    """Return the hits, each after a blank line; dates and pages stand below each other.

    So do scores and ids, with ``scores``, and the names of the papers, with ``paper_name``. ``marks`` are
    labels by the ids of articles, shown behind a ``star``.
    """
    indent = len(str(offset + len(hits))) + 2
    lines: Lines = []
    split = partial_from(hits)
    facts = _facts(hits, mark_partial=split is None, paper_name=paper_name, scores=scores)
    for number, hit in enumerate(hits):
        rank = pad(Text(str(offset + number + 1), style=ASIDE), indent - 2, right=True)
        by_field = {snippet.field: snippet for snippet in hit.snippets}
        if number and number == split:
            lines += [Text(), rule(width)]
        lines.append(Text())
        lines += wrap(headline(hit.article, by_field.get("headline")), width, indent=indent, first=rank)
        if labels := marks.get(hit.id):
            facts[number].append(Text(one_line(f"{star} {', '.join(labels)}"), style=MARKED))
        lines += flow(facts[number], width, indent=indent)
        if explanations:
            lines += format_explanation(explanations[number], width, indent=indent)
        elif passage := by_field.get("body"):
            lines += wrap(_passage(hit.article, passage), width, indent=indent)
    return lines


def partial_from(hits: Sequence[Hit]) -> int | None:
    """The place of the first partial hit where all behind it are partial, too; else None.

    It is ``len(hits)`` where none is partial.
    """
    partial = [hit.tier == "partial" for hit in hits]
    return len(hits) - sum(partial) if partial == sorted(partial) else None


def rule(width: int | None) -> Text:
    """The line behind which the partial matches stand."""
    label = tr("── only a part of it ")
    rest = min(width or _RULE_CELLS, _RULE_CELLS) - cell_len(label)
    return Text(label + "─" * rest, style=ASIDE)


def format_explanation(explanation: Explanation, width: int | None, *, indent: int = 0) -> Lines:
    """Return the score as a sum anyone can check: a line for each term, and what it is made of."""
    if not explanation.parts:
        return wrap(
            Text(tr("nothing in the question is weighed: no score"), style=ASIDE), width, indent=indent
        )
    rows = [
        [
            Text(f"{part.score:.4f}"),
            Text(f"= {part.times:g} * {part.idf:.4f} * {part.weight:.4f}"),
            Text(one_line(part.term))
            + Text(
                tr(
                    " {kind}, {term_freq:g} times here, in {doc_freq:,} of {doc_count:,}",
                    kind=tr(_PART_KINDS.get(part.kind, part.kind)),
                    term_freq=part.term_freq,
                    doc_freq=part.doc_freq,
                    doc_count=part.doc_count,
                ),
                style=ASIDE,
            ),
        ]
        for part in explanation.parts
    ]
    rows += [
        [
            Text(f"{boost.score:.4f}"),
            Text(f"= {boost.factor:g} * {boost.ideal:.4f} * {boost.share:.4f}"),
            Text(boost.kind) + Text(f" {tr(_BOOSTS[boost.kind])}", style=ASIDE),
        ]
        for boost in explanation.boosts
    ]
    total = Text(f"{explanation.score:.4f}", style=_HEADLINE)
    boosted = tr(", and of factor * ideal score * share") if explanation.boosts else ""
    rows.append(
        [
            total,
            Text(),
            Text(tr("the sum of times asked * idf * weight here{boosted}", boosted=boosted), style=ASIDE),
        ]
    )
    inner = None if width is None else width - indent
    return [Text(" " * indent) + line for line in columns(rows, inner, right=(0, 1))]


def format_nothing(results: Results, parts: Iterable[tuple[str, int]], width: int | None) -> Lines:
    """Return what was understood and how many articles each of its ``parts`` finds alone."""
    lines = wrap(
        Text(
            tr(
                "No article matches {interpreted}",
                interpreted=one_line(results.interpreted) or tr("these options"),
            )
        ),
        width,
    )
    rows = [[Text(f"  {number}"), Text(one_line(part))] for part, number in parts]
    return lines + (columns(rows, width, right=[0]) if rows else [])


def headline(article: Article, snippet: Snippet | None) -> Text:
    """Kicker and headline on a line, what matched in ``snippet`` marked."""
    if not article.units("headline"):
        return Text(tr("(no headline)"), style=ASIDE)
    text = text_of(article, "headline")
    line = marked(text, snippet.spans if snippet else (), MATCH, base=_HEADLINE)
    if article.kicker and article.headline:
        line.stylize("not bold", 0, len(article.kicker))
    return line


def _passage(article: Article, snippet: Snippet) -> Text:
    body = text_of(article, "body")
    line = marked(snippet.text, snippet.spans, MATCH)
    before = "" if body.startswith(snippet.text) else "…"
    after = "" if body.endswith(snippet.text) else "…"
    return Text.assemble((before, ASIDE), line, (after, ASIDE))


def page_of(article: Article) -> str:
    """How a page is named beside its day: ``14版``."""
    return one_line(f"{article.page}版")


def _facts(
    hits: Sequence[Hit], *, mark_partial: bool, paper_name: Callable[[str], str] | None, scores: bool
) -> list[list[Text]]:
    """The facts of each hit, those of one kind as wide as the widest."""
    rows = [
        [Text(hit.article.date.isoformat())]
        + ([Text(one_line(paper_name(hit.article.paper)))] if paper_name else [])
        + [Text(page_of(hit.article))]
        + ([Text(f"{hit.score:.2f}"), Text(one_line(hit.id), style=_ID)] if scores else [])
        for hit in hits
    ]
    right = len(rows[0]) - 2 if rows and scores else None
    widest = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    facts = []
    for hit, row in zip(hits, rows, strict=True):
        cells = [pad(cell, widest[place], right=place == right) for place, cell in enumerate(row)]
        rest = [
            (
                "+" + tr_n("{count:,} reprint", "{count:,} reprints", len(hit.reprints))
                if hit.reprints
                else "",
                ASIDE,
            ),
            (tr("in part") if mark_partial and hit.tier == "partial" else "", ASIDE),
            (hit.article.section or "", ASIDE),
            (listed(hit.article.names), ""),
            ("" if hit.article.kind == "news" else tr(KIND_NAMES[hit.article.kind]), ASIDE),
        ]
        facts.append(cells + [Text(one_line(text), style=style) for text, style in rest if text])
    return facts
