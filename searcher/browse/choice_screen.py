"""A list over the panes, from which a row is chosen: similar articles, the last questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from searcher.browse.pane_rows import Rows
from searcher.render.cells import pad


class ChoiceList(Rows, can_focus=True):
    """Rows with a cursor."""

    MARGIN = 1

    def __init__(self, rows: Sequence[Text], *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows = rows
        self._top = 0
        self.cursor = 0

    def move_to(self, cursor: int) -> None:
        """Put the cursor on a row, the first or the last one where there is none."""
        height = max(1, self.size.height)
        self.cursor = max(0, min(cursor, len(self._rows) - 1))
        self._top = max(min(self._top, self.cursor), self.cursor - height + 1)
        self.refresh()

    def row(self, y: int) -> Text:
        """The row, reversed where the cursor is."""
        at = self._top + y
        if at >= len(self._rows):
            return Text()
        line = self._rows[at].copy()
        if at == self.cursor:
            line = pad(line, self.size.width)
            line.stylize("reverse")
        return line


class ChoiceScreen(ModalScreen[int | None]):
    """Ends with the place of the row that Enter was pressed on, from 0; with None for Escape."""

    CSS = """
    ChoiceScreen { align: center middle; }
    #choices { width: 90%; max-height: 80%; border: round ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", priority=True),
        Binding("k,up", "step(-1)", priority=True),
        Binding("pagedown,ctrl+d", "step(10)", priority=True),
        Binding("pageup,ctrl+u", "step(-10)", priority=True),
        Binding("g,home", "step(-9999)", priority=True),
        Binding("G,end", "step(9999)", priority=True),
        Binding("enter", "take", priority=True),
        Binding("escape,q", "dismiss(None)", priority=True),
    ]

    def __init__(self, title: str, rows: Sequence[Text]) -> None:
        """Show at least one row below ``title``."""
        super().__init__()
        self._title, self._rows = title, rows

    def compose(self) -> ComposeResult:
        """One pane."""
        choices = ChoiceList(self._rows, id="choices")
        choices.border_title = self._title
        choices.styles.height = len(self._rows) + 2
        yield choices

    def action_step(self, by: int) -> None:
        """Go on by rows."""
        choices = self.query_one(ChoiceList)
        choices.move_to(choices.cursor + by)

    def action_take(self) -> None:
        """End with the row under the cursor."""
        self.dismiss(self.query_one(ChoiceList).cursor)

    def on_click(self, event: events.Click) -> None:
        """End where a click was beside the list."""
        if event.widget is self:
            self.dismiss(None)
