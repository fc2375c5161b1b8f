"""The keys that act on the question: its span of time, what was asked before, and all its hits as a file."""

from __future__ import annotations

from pathlib import Path

from index.messages import tr
from searcher.browse.asked import Asked
from searcher.browse.browser_base import BrowserBase
from searcher.browse.prompt_screen import PromptScreen
from searcher.browse.time_line import TimeLine

MAX_UNDONE = 100  # questions that are kept


class QuestionKeys(BrowserBase):
    """Actions on what is asked; ``_past`` are the questions that undo leads back to, the last one last."""

    _past: tuple[Asked, ...] = ()

    def remember(self, asked: Asked) -> None:
        """Keep a question that is about to be changed."""
        if not self._past or self._past[-1] != asked:
            self._past = (*self._past, asked)[-MAX_UNDONE:]

    def action_undo(self) -> None:
        """Ask what was asked before."""
        past = self._past
        while past and past[-1] == self._asked:
            past = past[:-1]
        if not past:
            self._say(tr(" nothing was asked before"))
            return
        self._past = past[:-1]
        self.change(past[-1])

    def action_times(self) -> None:
        """Go to the line of time."""
        times = self.query_one(TimeLine)
        if times.display:
            self.screen.remove_class("reading")
            self.screen.set_focus(times)
        else:
            self._say(tr(" the line of time needs 90 columns; date:2023..2024 in the question does the same"))

    def action_export(self) -> None:
        """Write all hits to a file whose name is typed."""
        self.push_screen(
            PromptScreen(tr("All hits to the file (.jsonl, .csv, .ids):"), "hits.csv"), self._export
        )

    def _export(self, path: str | None) -> None:
        if path is None:
            return
        path = str(Path(path).expanduser())
        asked, archive = self._asked, self._archive
        self._say(tr(" writing {path} …", path=path))
        self._search_thread.ask(
            "export",
            lambda: asked.export(archive, path),
            lambda count: self._say(tr(" {count:,} articles written to {path}", count=count, path=path)),
        )
