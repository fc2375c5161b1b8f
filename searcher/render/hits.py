"""The answer to a search: hits with passages, facets and explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count

from rich.text import Text

from index.article import Article
from index.schema import Facet
from searcher.render.cells import Lines, columns, flow, marked, pad, wrap
from searcher.render.control_characters import one_line
from searcher.results import Explanation, FacetCount, Hit, Results
from searcher.snippets import Snippet, text_of

MATCH = "bold red"
_HEADLINE = "bold"
_ASIDE = "dim"
_ID = "cyan"
_LABEL_CELLS, _GAP_CELLS = 10, 2  # in front of a facet's values, and between two of them
_RULE_CELLS = 60
_BOOSTS = {
    "typed": "it stands as it was typed",
    "near": "how much of the question stands close together",
    "early": "how early the question stands",
    "timely": "the year that was named, or the next",
}
_FACET_VALUES = 10  # of a facet nobody asked for, where there is no width to fill


def format_results(
    results: Results,
    width: int | None,
    *,
    facets_in_full: bool = False,
    paper_name: Callable[[str], str] = str,
) -> Lines:
    """Return the answer: what was understood, the hits, the facets (``facets_in_full``: every value).

    Where the articles are of several papers, each is named as ``paper_name`` says of its code.
    """
    lines = format_summary(results, width)
    name = paper_name if has_several_papers(results) else None
    lines += format_hits(results.hits, width, offset=results.offset, paper_name=name)
    counts = {
        facet: tuple(FacetCount(paper_name(each.value), each.count) for each in values)
        if facet == "paper"
        else values
        for facet, values in results.facets.items()
        if facet != "paper" or name or facets_in_full
    }
    facets = format_facets(counts, width, in_full=facets_in_full)
    return lines + ([Text(), *facets] if facets else [])


def has_several_papers(results: Results) -> bool:
    """Whether the articles that match are of several papers, as far as the answer tells."""
    return len(results.facets.get("paper", ())) > 1 or len({hit.article.paper for hit in results.hits}) > 1


def format_explained(results: Results, explanations: Sequence[Explanation], width: int | None) -> Lines:
    """Return the hits with how their scores come about; an explanation for each hit."""
    hits = format_hits(results.hits, width, offset=results.offset, explanations=explanations)
    return format_summary(results, width) + hits


def format_summary(results: Results, width: int | None) -> Lines:
    """Return how many articles match what was understood, and which of them follow."""
    shown = sum(hit.tier != "partial" or results.counts_partial for hit in results.hits)
    summary = counted(results.total, "article")
    totals = results.totals
    if results.counts_partial:
        summary += f", {totals.all:,} hold all of it" if totals.all else ", none holds all of it"
    if totals.literal < totals.all:
        summary += f", {totals.literal:,} literally"
    if totals.partial and not results.counts_partial:
        summary += f"; {totals.partial:,} more hold a part"
    if any(hit.reprints for hit in results.hits):
        summary += ", reprints counted beside their story"
    elif shown < results.total:
        first = results.offset + 1
        summary += f", {first} to {results.offset + shown} shown" if shown else ", none shown"
    understood = f" for {one_line(results.interpreted)}" if results.interpreted else ""
    return wrap(Text.assemble((summary, _HEADLINE), (understood, _ASIDE)), width)


def format_hits(
    hits: Sequence[Hit],
    width: int | None,
    *,
    offset: int = 0,
    explanations: Sequence[Explanation] = (),
    paper_name: Callable[[str], str] | None = None,
) -> Lines:
    """Return the hits, each after a blank line; scores, dates, pages and ids stand below each other.

    With ``paper_name``, each is with the name of its paper.
    """
    indent = len(str(offset + len(hits))) + 2
    lines: Lines = []
    tiers = [hit.tier == "partial" for hit in hits]
    is_split = tiers == sorted(tiers)  # else partial hits stand among the others
    facts = _facts(hits, mark_partial=not is_split, paper_name=paper_name)
    for number, hit in enumerate(hits):
        rank = pad(Text(str(offset + number + 1), style=_ASIDE), indent - 2, right=True)
        by_field = {snippet.field: snippet for snippet in hit.snippets}
        if is_split and number and tiers[number - 1 : number + 1] == [False, True]:
            lines += [Text(), _rule(width)]
        lines.append(Text())
        lines += wrap(_headline(hit.article, by_field.get("headline")), width, indent=indent, first=rank)
        lines += flow(facts[number], width, indent=indent)
        if explanations:
            lines += format_explanation(explanations[number], width, indent=indent)
        elif passage := by_field.get("body"):
            lines += wrap(_passage(hit.article, passage), width, indent=indent)
    return lines


def _rule(width: int | None) -> Text:
    """The line behind which the partial matches stand."""
    label = "── only a part of it "
    return Text(label.ljust(min(width or _RULE_CELLS, _RULE_CELLS), "─"), style=_ASIDE)


def format_facets(
    facets: Mapping[Facet, Sequence[FacetCount]], width: int | None, *, in_full: bool = False
) -> Lines:
    """Return each facet's values with their counts: one line a facet, or as many as it takes ``in_full``."""
    lines: Lines = []
    for facet, counts in facets.items():
        if not counts:
            continue
        items = map(_value, counts) if in_full else _as_many_as_fit(counts, width)
        first, *below = flow(items, width, indent=_LABEL_CELLS)
        lines += [Text.assemble(pad(Text(facet, style=_ASIDE), _LABEL_CELLS), first[_LABEL_CELLS:]), *below]
    return lines


def _value(counted: FacetCount) -> Text:
    return Text.assemble(f"{one_line(counted.value)} ", (f"({counted.count:,})", _ASIDE))


def _as_many_as_fit(counts: Sequence[FacetCount], width: int | None) -> list[Text]:
    """Return as many values as a line holds, one at least, and how many more there are.

    No more of them are looked at than a line could hold, whatever their number.
    """
    if width is None:
        return [*map(_value, counts[:_FACET_VALUES]), *_more(len(counts) - _FACET_VALUES)]
    items: list[Text] = []
    used, fitting = _LABEL_CELLS, 1
    for each in counts:
        items.append(_value(each))
        used += items[-1].cell_len
        if used > width:
            break
        rest = _more(len(counts) - len(items))
        if used + sum(_GAP_CELLS + more.cell_len for more in rest) <= width:
            fitting = len(items)
        used += _GAP_CELLS
    return items[:fitting] + _more(len(counts) - fitting)


def _more(number: int) -> list[Text]:
    return [Text(f"+{number}", style=_ASIDE)] if number > 0 else []


def format_explanation(explanation: Explanation, width: int | None, *, indent: int = 0) -> Lines:
    """Return the score as a sum anyone can check: a line for each term, and what it is made of."""
    if not explanation.parts:
        return wrap(Text("nothing in the question is weighed: no score", style=_ASIDE), width, indent=indent)
    rows = [
        [
            Text(f"{part.score:.4f}"),
            Text(f"= {part.times:g} * {part.idf:.4f} * {part.weight:.4f}"),
            Text(one_line(part.term))
            + Text(
                f" {part.kind}, {part.term_freq:g} times here, in {part.doc_freq:,} of {part.doc_count:,}",
                style=_ASIDE,
            ),
        ]
        for part in explanation.parts
    ]
    rows += [
        [
            Text(f"{boost.score:.4f}"),
            Text(f"= {boost.factor:g} * {boost.ideal:.4f} * {boost.share:.4f}"),
            Text(boost.kind) + Text(f" {_BOOSTS[boost.kind]}", style=_ASIDE),
        ]
        for boost in explanation.boosts
    ]
    total = Text(f"{explanation.score:.4f}", style=_HEADLINE)
    boosted = ", and of factor * ideal score * share" if explanation.boosts else ""
    rows.append([total, Text(), Text(f"the sum of times asked * idf * weight here{boosted}", style=_ASIDE)])
    inner = None if width is None else width - indent
    return [Text(" " * indent) + line for line in columns(rows, inner, right=(0, 1))]


def format_nothing(results: Results, parts: Iterable[tuple[str, int]], width: int | None) -> Lines:
    """Return what was understood and how many articles each of its ``parts`` finds alone."""
    lines = wrap(Text(f"No article matches {one_line(results.interpreted) or 'these options'}"), width)
    rows = [[Text(f"  {number}"), Text(one_line(part))] for part, number in parts]
    return lines + (columns(rows, width, right=[0]) if rows else [])


def counted(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _headline(article: Article, snippet: Snippet | None) -> Text:
    if not article.units("headline"):
        return Text("(no headline)", style=_ASIDE)
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
    return Text.assemble((before, _ASIDE), line, (after, _ASIDE))


def _facts(
    hits: Sequence[Hit], *, mark_partial: bool, paper_name: Callable[[str], str] | None
) -> list[list[Text]]:
    """The facts of each hit, those of one kind as wide as the widest."""
    rows = [
        [hit.article.date.isoformat(), f"p.{hit.article.page}", f"{hit.score:.2f}", one_line(hit.id)]
        + ([one_line(paper_name(hit.article.paper))] if paper_name else [])
        for hit in hits
    ]
    widest = [max(Text(cell).cell_len for cell in column) for column in zip(*rows, strict=True)]
    facts = []
    for hit, row in zip(hits, rows, strict=True):
        date, page, score, article_id, *paper = (
            pad(Text(cell), widest[place], right=place == 2) for place, cell in zip(count(), row)
        )
        article_id.stylize(_ID)
        others = f"+{counted(len(hit.reprints), 'reprint')}" if hit.reprints else None
        part = "in part" if mark_partial and hit.tier == "partial" else None
        rest = (others, part, hit.article.section, ", ".join(hit.article.names), hit.article.kind)
        facts.append(
            [date, *paper, page, score, article_id]
            + [Text(one_line(text), style=_ASIDE) for text in rest if text and text != "news"]
        )
    return facts
