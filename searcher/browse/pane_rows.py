"""Rows of text on the screen: the base of every pane, which draws only the rows that can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Rows(Widget):
    """A widget that is asked for its rows one by one; those beyond the last are blank."""

    ALLOW_SELECT = False
    MARGIN: ClassVar[int] = 0  # blank cells in front of each row

    _base = Style.null()

    def row(self, y: int) -> Text:
        """Return the row ``y`` of the screen's part that the widget has, from 0, on one line."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some rows: what they have in common is looked up once, since it takes as long as a row."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw a row, cut at the widget's width; a Chinese character that does not fit whole is left out."""
        return self.strip(self.row(y))

    def strip(self, text: Text) -> Strip:
        """Return ``text`` as wide as the widget."""
        base = self._base
        # NO_COLOR: Textual's filters read the style of every segment, so that none may be without.
        if text.spans or text.style:
            segments = [
                Segment(part.text, base + part.style if isinstance(part.style, Style) else base)
                for part in text.render(self.app.console)
            ]
        else:
            segments = [Segment(text.plain, base)]
        if self.MARGIN:
            segments.insert(0, Segment(" " * self.MARGIN, base))
        width = self.size.width
        blank = width - sum(cell_len(segment.text) for segment in segments)
        if blank < 0:
            return Strip(segments).adjust_cell_length(width, base)
        return Strip([*segments, Segment(" " * blank, base)], width)


class Pane(Rows, can_focus=True):
    """A pane that takes keys. Its bindings have priority: the app runs them itself, in the order of the keys.

    Otherwise a key that moves to another pane would be overtaken by those that are typed right behind it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "app.keys", priority=True),
        Binding("n", "app.match(1)", priority=True),
        Binding("N", "app.match(-1)", priority=True),
        Binding("left_square_bracket", "app.neighbour(-1,'page')", priority=True),
        Binding("right_square_bracket", "app.neighbour(1,'page')", priority=True),
        Binding("left_curly_bracket", "app.neighbour(-1,'day')", priority=True),
        Binding("right_curly_bracket", "app.neighbour(1,'day')", priority=True),
        Binding("y", "app.copy", priority=True),
        Binding("c", "app.cite", priority=True),
        Binding("o", "app.open_page", priority=True),
        Binding("m", "app.mark", priority=True),
        Binding("s", "app.similar", priority=True),
        Binding("w", "app.save", priority=True),
        Binding("x", "app.export", priority=True),
        Binding("t", "app.times", priority=True),
        Binding("u", "app.undo", priority=True),
        Binding("ctrl+r", "app.history", priority=True),
        Binding("slash", "app.question", priority=True),
    ]


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
