"""The line of time above the panes: the articles of each month or year, and a span that is chosen of them."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from index.schema import Facet
from searcher.browse.asked import Counts
from searcher.browse.pane_rows import Pane
from searcher.render.sparkline import PERIODS, level, ordinal, period

_DIGITS = 12  # room for a count
_CHOSEN = "bold cyan"
_OTHERS = "dim"


class TimeLine(Pane):
    """A column for each month, or where there are too many, for each year or for several.

    A span is chosen with the cursor: Space holds its one end, Enter asks for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "step(-1)", priority=True),
        Binding("l,right", "step(1)", priority=True),
        Binding("g,home", "step(-9999)", priority=True),
        Binding("G,end", "step(9999)", priority=True),
        Binding("space", "hold", priority=True),
        Binding("enter", "choose", priority=True),
        Binding("minus,backspace", "clear", priority=True),
        Binding("escape,down", "app.list", priority=True),
    ]

    class Chosen(Message):
        """The articles of a span are asked for, of its first and last month or year; None: of all times."""

        def __init__(self, span: tuple[str, str] | None) -> None:
            super().__init__()
            self.span = span

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._counts: Counts = {}
        self._span: tuple[str, str] | None = None
        self._facet: Facet = PERIODS[0]
        self._start = 0  # the ordinal of the first column's first period
        self._periods = 1  # periods in a column
        self._columns: list[int] = []
        self._cursor = 0
        self._held: int | None = None
        self._is_choosing = False  # the cursor was moved since a span was asked for

    def show(self, counts: Counts, span: tuple[str, str] | None) -> None:
        """Draw ``counts`` of months and years; ``span`` is asked for."""
        self._counts, self._span = counts, span
        self._lay_out()

    @property
    def selected(self) -> tuple[str, str]:
        """The first and the last period from the end that is held to the cursor."""
        held = self._cursor if self._held is None else self._held
        first, last = sorted((held, self._cursor))
        return self._first_of(first), self._last_of(last)

    def on_resize(self) -> None:
        """As many columns as there is room for."""
        self._lay_out()

    def _lay_out(self) -> None:
        before = self._first_of(self._cursor) if self._columns else ""
        self._columns, self._held, self._is_choosing = [], None, False
        for facet in PERIODS:
            counts = self._counts.get(facet, ())
            if not counts:
                continue
            places = {ordinal(facet, each.value): each.count for each in counts}
            start, end = min(places), max(places) + 1
            name_cells = len(period(facet, start))
            room = max(1, self.size.width - 4 * name_cells - _DIGITS)  # both ends, and the span
            if end - start > room and facet != PERIODS[-1] and self._counts.get(PERIODS[-1]):
                continue
            self._facet, self._start, self._periods = facet, start, -(-(end - start) // room)
            self._columns = [0] * -(-(end - start) // self._periods)
            for place, count in places.items():
                self._columns[(place - start) // self._periods] += count
            break
        names = [self._first_of(at) for at in range(len(self._columns))]
        at_least = (at for at, name in enumerate(names) if name >= before)
        self._cursor = next(at_least, len(names) - 1) if before else max(0, len(names) - 1)
        self.refresh()

    def _first_of(self, column: int) -> str:
        return period(self._facet, self._start + column * self._periods)

    def _last_of(self, column: int) -> str:
        return period(self._facet, self._start + (column + 1) * self._periods - 1)

    def _touches(self, column: int, first: str, last: str) -> bool:
        begin, end = _month(self._first_of(column), "01"), _month(self._last_of(column), "12")
        return end >= _month(first, "01") and begin <= _month(last, "12")

    def action_step(self, by: int) -> None:
        """Go on by columns."""
        self._cursor = max(0, min(self._cursor + by, len(self._columns) - 1))
        self._is_choosing = True
        self.refresh()

    def action_hold(self) -> None:
        """Hold the span's one end here, or let it go."""
        self._held = self._cursor if self._held is None else None
        self._is_choosing = True
        self.refresh()

    def action_choose(self) -> None:
        """Ask for the span."""
        if self._columns:
            self.post_message(self.Chosen(self.selected))

    def action_clear(self) -> None:
        """Ask for all times."""
        self.post_message(self.Chosen(None))

    def row(self, y: int) -> Text:  # noqa: ARG002 - there is one row
        """Both ends and the columns between them; behind them the span with its articles."""
        if not self._columns:
            return Text()
        span = self.selected if self.has_focus and self._is_choosing else self._span
        line = Text(f" {self._first_of(0)} ", style=_OTHERS)
        count, greatest = 0, max(self._columns)
        for at, column in enumerate(self._columns):
            is_in = span is not None and self._touches(at, *span)
            count += column if is_in else 0
            style = ("" if span is None else _CHOSEN if is_in else _OTHERS) or "not dim"
            if self.has_focus and at == self._cursor:
                style += " reverse"
            line.append(level(column, greatest), style=style)
        line.append(f" {self._last_of(len(self._columns) - 1)}")
        if span:
            name = span[0] if span[0] == span[1] else f"{span[0]}..{span[1]}"
            line.append(f"  {name} {count:,}", style=f"not dim {_CHOSEN}")
        return line


def _month(value: str, month: str) -> str:
    return value if "-" in value else f"{value}-{month}"
