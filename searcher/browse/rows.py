"""Rows of text on the screen: the base of every pane, which draws only the rows that can be seen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget


class Rows(Widget):
    """A widget that is asked for its rows one by one; those beyond the last are blank."""

    ALLOW_SELECT = False

    def row(self, y: int) -> Text:
        """Return the row ``y`` of the screen's part that the widget has, from 0, on one line."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw a row, cut at the widget's width; a Chinese character that does not fit whole is left out."""
        base = self.rich_style
        # NO_COLOR: Textual's filters read the style of every segment, so that none may be without.
        segments = [
            Segment(part.text, base + part.style if isinstance(part.style, Style) else base)
            for part in self.row(y).render(self.app.console)
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


class FixedRows(Rows):
    """Rows that somebody else wrote."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[Text] = ()

    def write(self, rows: Sequence[Text]) -> None:
        """Show ``rows`` from now on."""
        self._rows = rows
        self.refresh()

    def row(self, y: int) -> Text:
        """The row as it was written."""
        return self._rows[y] if y < len(self._rows) else Text()
