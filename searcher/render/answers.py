"""The answer to a search: what was understood, the hits in one of three forms, the facets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

from rich.text import Text

from searcher.render.cells import Lines
from searcher.render.facet_lines import format_facets
from searcher.render.hit_list import format_list
from searcher.render.hits import NO_MARKS, format_hits, format_summary
from searcher.render.sparkline import BLOCKS
from searcher.results import FacetCount, Results

Form: TypeAlias = Literal["text", "list", "long"]
"""``text``: headline, facts and passage; ``long``: with score and id; ``list``: a line a hit."""


def format_results(
    results: Results,
    width: int | None,
    *,
    form: Form = "text",
    facets: Literal["none", "brief", "full"] = "brief",
    paper_name: Callable[[str], str] = str,
    levels: str = BLOCKS,
    marks: Mapping[str, Sequence[str]] = NO_MARKS,
    star: str = "★",
) -> Lines:
    """Return the answer in lines; ``facets``: none, a line each, or every value.

    Where the articles are of several papers, each is named as ``paper_name`` says of its code. ``levels`` are
    the columns of a sparkline; ``marks`` are labels by the ids of articles, and ``star`` says who has some.
    """
    lines = format_summary(results, width)
    name = paper_name if has_several_papers(results) else None
    if form == "list":
        listed = format_list(
            results.hits, width, offset=results.offset, paper_name=name, marks=marks, star=star
        )
        lines += [Text(), *listed]
    else:
        lines += format_hits(
            results.hits,
            width,
            offset=results.offset,
            paper_name=name,
            scores=form == "long",
            marks=marks,
            star=star,
        )
    if facets == "none":
        return lines
    counts = {
        facet: tuple(FacetCount(paper_name(each.value), each.count) for each in values)
        if facet == "paper"
        else values
        for facet, values in results.facets.items()
        if facet != "paper" or name or facets == "full"
    }
    shown = format_facets(counts, width, in_full=facets == "full", valueless=results.valueless, levels=levels)
    return lines + ([Text(), *shown] if shown else [])


def has_several_papers(results: Results) -> bool:
    """Whether the articles that match are of several papers, as far as the answer tells."""
    return len(results.facets.get("paper", ())) > 1 or len({hit.article.paper for hit in results.hits}) > 1
