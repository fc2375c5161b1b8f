"""The counts of facets: a line each, the time as a sparkline, or every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.text import Text

from index.messages import tr
from index.schema import Facet
from searcher.render.cells import Lines, flow, pad
from searcher.render.control_characters import one_line
from searcher.render.facet_names import facet_name
from searcher.render.sparkline import BLOCKS, PERIODS, format_timeline
from searcher.results import FacetCount

_ASIDE = "dim"
_LABEL_CELLS, _GAP_CELLS = 10, 2  # in front of a facet's values, and between two of them
_FACET_VALUES = 10  # of a facet nobody asked for, where there is no width to fill


def format_facets(
    facets: Mapping[Facet, Sequence[FacetCount]],
    width: int | None,
    *,
    in_full: bool = False,
    valueless: Mapping[Facet, int] = MappingProxyType({}),
    levels: str = BLOCKS,
) -> Lines:
    """Return each facet's values with their counts, a line each, years and months as one line of columns.

    With ``in_full`` all values of each facet, years and months the oldest first. ``valueless`` counts the
    articles that have no value of a facet, ``levels`` are the columns of ``format_timeline``.
    """
    lines: Lines = []
    for facet, counts in facets.items():
        if not counts or (facet in PERIODS and not in_full):
            continue
        none = _none(valueless.get(facet, 0))
        if in_full:
            if facet in PERIODS:
                counts = sorted(counts, key=lambda each: each.value)  # noqa: PLW2901
            items = [*map(_value, counts), *none]
        else:
            items = _as_many_as_fit(counts, width, none)
        first, *below = flow(items, width, indent=_LABEL_CELLS)
        lines += [
            Text.assemble(pad(Text(facet_name(facet), style=_ASIDE), _LABEL_CELLS), first[_LABEL_CELLS:]),
            *below,
        ]
    if not in_full and (line := format_timeline(facets, width, label_cells=_LABEL_CELLS, levels=levels)):
        lines.append(line)
    return lines


def _value(counted: FacetCount) -> Text:
    return Text.assemble(f"{one_line(counted.value)} ", (f"({counted.count:,})", _ASIDE))


def _as_many_as_fit(counts: Sequence[FacetCount], width: int | None, none: Sequence[Text]) -> list[Text]:
    """Return as many values as a line holds, one at least, how many more there are, and ``none``.

    No more of them are looked at than a line could hold, whatever their number.
    """
    if width is None:
        return [*map(_value, counts[:_FACET_VALUES]), *_more(len(counts) - _FACET_VALUES), *none]
    items: list[Text] = []
    used, fitting = _LABEL_CELLS, 1
    for each in counts:
        items.append(_value(each))
        used += items[-1].cell_len
        if used > width:
            break
        rest = [*_more(len(counts) - len(items)), *none]
        if used + sum(_GAP_CELLS + more.cell_len for more in rest) <= width:
            fitting = len(items)
        used += _GAP_CELLS
    return [*items[:fitting], *_more(len(counts) - fitting), *none]


def _more(number: int) -> list[Text]:
    return [Text(f"+{number}", style=_ASIDE)] if number > 0 else []


def _none(number: int) -> list[Text]:
    return [Text(tr("none ({number:,})", number=number), style=_ASIDE)] if number > 0 else []
