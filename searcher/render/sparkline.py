"""How many articles there are in each month or year, as a line of small columns, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from index.messages import mark, tr
from index.schema import Facet
from searcher.render.cells import pad
from searcher.render.facet_names import facet_name
from searcher.results import FacetCount

BLOCKS = "▁▂▃▄▅▆▇█"
LETTERS = ".:-=+*%#"  # where a terminal has no blocks
PERIODS: tuple[Facet, ...] = ("month", "year")  # the finer first
_WIDE = 60  # cells for columns where there is no width to keep to
_ASIDE = "dim"
_A_COLUMN: Mapping[Facet, str] = {
    "month": mark(", {size} months a column"),
    "year": mark(", {size} years a column"),
}


def format_timeline(
    facets: Mapping[Facet, Sequence[FacetCount]], width: int | None, *, label_cells: int, levels: str = BLOCKS
) -> Text | None:
    """Return the counts of the months, or where these are too many those of the years; None without either.

    A column is as high as its count to the greatest, one of ``levels``; a blank is a time without articles.
    Of years that are too many as well, a column is several. Behind it stands the period of most articles,
    where ``width`` has room for it.
    """
    for facet in PERIODS:
        if not (counts := sorted(facets.get(facet, ()), key=lambda each: each.value)):
            continue
        label = pad(Text(facet_name(facet), style=_ASIDE), label_cells)
        first, last = counts[0].value, counts[-1].value
        if len(counts) == 1:
            return Text.assemble(label, first, (f" ({counts[0].count:,})", _ASIDE))
        start = ordinal(facet, first)
        span = ordinal(facet, last) - start + 1
        room = _WIDE if width is None else width - label_cells - len(f"{first}  {last}")
        if span > room and any(facets.get(other) for other in PERIODS[PERIODS.index(facet) + 1 :]):
            continue
        size = -(-span // max(room, 1))  # periods a column
        columns = [0] * -(-span // size)
        for each in counts:
            columns[(ordinal(facet, each.value) - start) // size] += each.count
        drawn = "".join(level(column, max(columns), levels) for column in columns)
        most = max(counts, key=lambda each: each.count)
        tail = tr("  most in {value} ({count:,})", value=most.value, count=most.count) + (
            tr(_A_COLUMN[facet], size=size) if size > 1 else ""
        )
        is_roomy = width is None or len(drawn) + cell_len(tail) <= room
        return Text.assemble(label, f"{first} {drawn} {last}", (tail if is_roomy else "", _ASIDE))
    return None


def level(count: int, greatest: int, levels: str = BLOCKS) -> str:
    """The character of a column of ``count`` beside one of ``greatest``; a blank for none."""
    return levels[-(-count * len(levels) // greatest) - 1] if count else " "


def ordinal(facet: Facet, value: str) -> int:
    """The place of a month or year among all, by which those without articles are counted too."""
    if facet == "year":
        return int(value)
    year, month = value.split("-")
    return int(year) * 12 + int(month) - 1


def period(facet: Facet, place: int) -> str:
    """The month or year at the ``ordinal`` place."""
    return f"{place:04}" if facet == "year" else f"{place // 12:04}-{place % 12 + 1:02}"
