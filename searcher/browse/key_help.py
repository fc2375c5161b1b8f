"""All keys, over the panes until any key is pressed."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from searcher.browse.pane_rows import FixedRows

KEYS = (
    ("the question", ""),
    ("Enter, down", "to the hits"),
    ("list and article", ""),
    ("j k, arrows", "next, previous; in the article a line"),
    ("g G", "first, last"),
    ("PageUp PageDown", "a screen; in the article also Space"),
    ("Enter, Esc", "read the hit; back to the list, to the question"),
    ("n N", "next, previous match in the article"),
    ("[ ]", "previous, next article on the page"),
    ("{ }", "previous, next article of the day's issue"),
    ("y c", "copy the article's text, a citation of it"),
    ("s", "articles like this one"),
    ("x", "write all hits to a file"),
    ("u", "back to what was asked before"),
    ("t", "to the line of time, from 90 columns"),
    ("the line of time", ""),
    ("h l, arrows", "next, previous month or year"),
    ("Space, Enter, -", "hold one end; ask for the span; ask for all times"),
    ("/ or a Han character", "back to the question, the character with it"),
    ("facets, from 140 columns", ""),
    ("Tab", "on to the next pane"),
    ("Space, -", "only this value; all but it; once more: as before"),
    ("anywhere", ""),
    ("? (F1 while typing)", "these keys"),
    ("Ctrl-C", "end"),
)


class KeyHelp(ModalScreen[None]):
    """The list of keys; any key leaves it."""

    CSS = """
    KeyHelp { align: center middle; }
    #keys { width: 76; max-width: 100%; height: 20; max-height: 100%; border: round ansi_default; }
    """

    def compose(self) -> ComposeResult:
        """One pane."""
        yield FixedRows(id="keys")

    def on_mount(self) -> None:
        """Write the keys."""
        self.query_one(FixedRows).write(
            [
                Text.assemble(f" {keys:<22}", (what, "dim")) if what else Text(keys, style="bold")
                for keys, what in KEYS
            ]
        )

    def on_key(self, event: events.Key) -> None:
        """Leave."""
        event.stop()
        self.dismiss()
