"""All keys, over the panes until any key is pressed."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from index.messages import mark, tr
from searcher.browse.pane_rows import FixedRows
from searcher.render.cells import pad

KEYS = (
    (mark("the question"), ""),
    (mark("Enter, down"), mark("to the hits")),
    (mark("list and article"), ""),
    (mark("j k, arrows"), mark("next, previous; in the article a line")),
    ("g G", mark("first, last")),
    ("PageUp PageDown", mark("a screen; in the article also Space")),
    ("Enter, Esc", mark("read the hit; back to the list, to the question")),
    ("n N", mark("next, previous match in the article")),
    ("[ ]", mark("previous, next article on the page")),
    ("{ }", mark("previous, next article of the day's issue")),
    ("y c", mark("copy the article's text, a citation of it")),
    ("o", mark("open the printed page (searcher config open)")),
    ("m", mark("mark the article with a label and a note")),
    ("s", mark("articles like this one")),
    ("w x", mark("save the question by a name; write all hits to a file")),
    ("u", mark("back to what was asked before")),
    ("t", mark("to the line of time, from 90 columns")),
    (mark("the line of time"), ""),
    (mark("h l, arrows"), mark("next, previous month or year")),
    (mark("Space, Enter, -"), mark("hold one end; ask for the span; ask for all times")),
    (mark("/ or a Han character"), mark("back to the question, the character with it")),
    (mark("facets, from 140 columns"), ""),
    ("Tab", mark("on to the next pane")),
    (mark("Space, -"), mark("only this value; all but it; once more: as before")),
    (mark("anywhere"), ""),
    ("Ctrl-R", mark("the last questions")),
    (mark("? (F1 while typing)"), mark("these keys")),
    ("Ctrl-C", mark("end")),
)


class KeyHelp(ModalScreen[None]):
    """The list of keys; the arrows show what there is no room for, any other key leaves it."""

    CSS = """
    KeyHelp { align: center middle; }
    #keys { width: 76; max-width: 100%; height: 32; max-height: 100%; border: round ansi_default; }
    """

    _top = 0

    def compose(self) -> ComposeResult:
        """One pane."""
        yield FixedRows(id="keys")

    def on_mount(self) -> None:
        """Write the keys."""
        self._write()

    def on_resize(self) -> None:
        """As many as there is room for, the first ones first."""
        self._top = 0
        self._write()

    def _write(self) -> None:
        pane = self.query_one(FixedRows)
        self._top = max(0, min(self._top, len(KEYS) - pane.size.height))
        pane.write(
            [
                Text.assemble(" ", pad(Text(tr(keys)), 22), (tr(what), "dim"))
                if what
                else Text(tr(keys), style="bold")
                for keys, what in KEYS[self._top :]
            ]
        )

    def on_key(self, event: events.Key) -> None:
        """Leave, but for the keys that show the rest."""
        event.stop()
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 10, "pageup": -10}
        if event.key in steps:
            self._top += steps[event.key]
            self._write()
        else:
            self.dismiss()
