"""A line over the last one, in which a name or a file is typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from searcher.browse.question_input import WideInput


class PromptScreen(ModalScreen[str | None]):
    """Ends with what was typed, without blanks around it; with None for Escape and for nothing."""

    CSS = """
    PromptScreen { align: left bottom; background: transparent; }
    #prompt { height: 1; background: ansi_default; }
    #prompt Label { width: auto; padding: 0 1; text-style: bold; }
    #prompt WideInput { width: 1fr; height: 1; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", priority=True)]

    def __init__(self, label: str, value: str = "") -> None:
        """Ask for what ``label`` says; ``value`` is there already."""
        super().__init__()
        self._label, self._value = label, value

    def compose(self) -> ComposeResult:
        """The label and the line."""
        with Horizontal(id="prompt"):
            yield Label(self._label, markup=False)
            yield WideInput(self._value, compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        """Type at the end."""
        line = self.query_one(WideInput)
        line.cursor_blink = False
        line.cursor_position = len(self._value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed here is no question: the app does not hear of it."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """End with the text."""
        self.dismiss(event.value.strip() or None)
