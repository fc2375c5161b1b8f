"""The values of each facet with their counts, to be chosen or excluded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from index.schema import Facet
from searcher.browse.asked import Asked, FacetValue
from searcher.browse.pane_rows import Pane
from searcher.render.control_characters import one_line
from searcher.render.facet_names import facet_name
from searcher.results import FacetCount

MAX_VALUES = 30  # of a facet: the most frequent ones, of years and months the newest


class FacetPane(Pane):
    """A line for each value; those that the question asks for stand first, whatever they count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", priority=True),
        Binding("k,up", "step(-1)", priority=True),
        Binding("g,home", "step(-9999)", priority=True),
        Binding("G,end", "step(9999)", priority=True),
        Binding("space,enter", "choose", priority=True),
        Binding("minus", "exclude", priority=True),
        Binding("escape", "app.list", priority=True),
    ]

    class Chosen(Message):
        """A value was toggled, or excluded."""

        def __init__(self, value: FacetValue, *, is_excluded: bool) -> None:
            super().__init__()
            self.value, self.is_excluded = value, is_excluded

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._asked = Asked()
        self._lines: list[tuple[FacetValue | None, Text]] = []
        self._cursor = 0
        self._top = 0

    def show(
        self,
        asked: Asked,
        facets: Mapping[Facet, Sequence[FacetCount]],
        paper_name: Callable[[str], str],
    ) -> None:
        """Show ``facets`` and what ``asked`` chose of them; the cursor stays on its value."""
        value = self.value
        self._lines = []
        for facet, counts in facets.items():
            chosen = [each for kind, each in (*asked.wanted, *asked.excluded) if kind == facet]
            by_value = {each.value: each.count for each in counts}
            shown = [*chosen, *(each.value for each in counts[:MAX_VALUES] if each.value not in chosen)]
            if shown:
                self._lines.append((None, Text(facet_name(facet), style="dim")))
            for each in shown:
                name = one_line(paper_name(each) if facet == "paper" else each)
                mark = "[x]" if (facet, each) in asked.wanted else "[-]" if each in chosen else "[ ]"
                text = Text.assemble(f"{mark} {name} ", (f"{by_value.get(each, 0):,}", "dim"))
                self._lines.append(((facet, each), text))
            if (more := len(counts) - MAX_VALUES) > 0:
                self._lines.append((None, Text(f"    +{more:,}", style="dim")))
        places = [at for at, (each, _) in enumerate(self._lines) if each is not None]
        same = (at for at in places if self._lines[at][0] == value)
        self._cursor = next(same, places[0] if places else 0)
        self._keep_in_sight()

    @property
    def value(self) -> FacetValue | None:
        """The value under the cursor."""
        return self._lines[self._cursor][0] if self._cursor < len(self._lines) else None

    def action_step(self, by: int) -> None:
        """Go on by values."""
        places = [at for at, (value, _) in enumerate(self._lines) if value is not None]
        if places:
            at = places.index(self._cursor) + by
            self._cursor = places[max(0, min(at, len(places) - 1))]
            self._keep_in_sight()

    def action_choose(self) -> None:
        """Ask for the value only, or no longer."""
        if self.value:
            self.post_message(self.Chosen(self.value, is_excluded=False))

    def action_exclude(self) -> None:
        """Leave out what has the value, or no longer."""
        if self.value:
            self.post_message(self.Chosen(self.value, is_excluded=True))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        height = max(1, self.size.height)
        # A heading stands above the first of its values.
        self._top = max(0, min(self._top, self._cursor - 1, len(self._lines) - height))
        self._top = max(self._top, self._cursor - height + 1)
        self.refresh()

    def row(self, y: int) -> Text:
        """A facet's name, or a value with its count."""
        at = self._top + y
        if at >= len(self._lines):
            return Text()
        line = self._lines[at][1].copy()
        if at == self._cursor and self.has_focus:
            line.stylize("reverse")
        return line
