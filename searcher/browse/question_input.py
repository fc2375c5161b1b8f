"""The lines in which a question or a name is typed, with a Chinese input method switched on or off."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widgets import Input

IDEOGRAPHIC_SPACE = "\u3000"  # what an input method types for a space


class WideInput(Input):
    """Textual's input, which drops the space of an input method and reads the first line of a paste only."""

    async def _on_key(self, event: events.Key) -> None:
        if event.character == IDEOGRAPHIC_SPACE:
            event.stop()
            event.prevent_default()
            self.replace(IDEOGRAPHIC_SPACE, *self.selection)
            return
        await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def take(self, text: str) -> None:
        """Put ``text`` in the place of what is selected; line feeds become spaces."""
        self.replace(" ".join(text.splitlines()), *self.selection)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor is, beside which an input method opens its window of candidates.

        Textual counts a cell too many where the cursor is at the end.
        """
        offset = super().cursor_screen_offset
        return offset - (1, 0) if self.cursor_at_end else offset


class QuestionInput(WideInput):
    """The question. Full-width forms are kept as they were typed: the query language knows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.ask_again", priority=True),
        Binding("down,escape", "app.list", priority=True),
        Binding("ctrl+r", "app.history", priority=True),
    ]


def is_wide(text: str) -> bool:
    """Whether an input method wrote ``text``: Han characters and full-width forms, the space among them."""
    return bool(text) and unicodedata.east_asian_width(text[0]) in {"W", "F"}
