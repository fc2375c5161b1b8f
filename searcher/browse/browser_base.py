"""What all parts of the browser share: the archive, what is asked of it and answered, and the last line."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from rich.text import Text
from textual.app import App
from textual.timer import Timer

from index.article import Article
from index.errors import ArchiveError
from index.messages import tr
from searcher.archive import Archive
from searcher.browse.article_pane import ArticlePane
from searcher.browse.asked import Asked
from searcher.browse.list_pane import HitList
from searcher.browse.pane_rows import FixedRows
from searcher.browse.search_thread import Answered, SearchThread
from searcher.browse.terminal_driver import driver_class
from searcher.results import Results
from searcher.snippets import Highlighter

STEP_PAUSE_S = 0.04
"""A key that is held down comes again sooner than that."""


class BrowserBase(App[None]):
    """The state behind the panes; the keys of ``ArticleKeys`` and ``QuestionKeys`` act on it."""

    def __init__(self, archive: Archive, query: str = "", paper_name: Callable[[str], str] = str) -> None:
        """Ask ``archive``, first for ``query``; ``paper_name`` says a paper's name by its code."""
        super().__init__(driver_class=driver_class(), ansi_color=True)
        self.theme = "ansi-dark"
        self._archive, self._query, self._paper_name = archive, query, paper_name
        self._asked = Asked(query)
        self._answer: Results | None = None
        self._highlighter: Highlighter | None = None
        self._failure: ArchiveError | None = None
        self.fault: Exception | None = None
        self._step: Timer | None = None
        self._search_thread = SearchThread(lambda outcome: self.post_message(Answered(outcome)))

    @property
    def is_idle(self) -> bool:
        """Whether every question has its answer and no step waits; some of it may still have to be drawn."""
        return self._search_thread.is_idle and self._step is None

    @abstractmethod
    def change(self, asked: Asked) -> None:
        """Ask another question, which undo leads back from."""

    @abstractmethod
    def ask_instead(self, asked: Asked) -> None:
        """Ask a question that was chosen from a list, and go to its hits."""

    @property
    def _article(self) -> Article | None:
        """The article that is read, or stands under the cursor of the list."""
        if isinstance(self.focused, HitList):
            self._show_selected()  # of keys in a row, the last step is not shown yet
        return self.query_one(ArticlePane).article

    @property
    @abstractmethod
    def is_starting(self) -> bool:
        """Whether the start list is in the place of the hits."""

    @abstractmethod
    def on_start_list_pointed(self) -> None:
        """Show the article under the cursor of the start list, or none."""

    def on_hit_list_selected(self, event: HitList.Selected) -> None:
        """Show the hit under the cursor; after a step once no other follows: an article is slow to draw."""
        self._forget_step()
        if event.by_step:
            self._step = self.set_timer(STEP_PAUSE_S, self._show_selected)
        else:
            self._show_selected()

    def _forget_step(self) -> None:
        if self._step is not None:
            self._step.stop()
            self._step = None

    def _show_selected(self) -> None:
        """Show the hit under the cursor, of the start list where that is shown."""
        self._forget_step()
        if self.is_starting:
            self.on_start_list_pointed()
            return
        hits = self.query_one(HitList)
        article = self.query_one(ArticlePane)
        self._search_thread.forget("neighbours")
        hit = hits.hit
        place = tr("{cursor:,} of {rows:,}", cursor=hits.cursor + 1, rows=hits.pages.rows)
        if hit and hit.reprints:
            place += tr(", +{count} reprints", count=len(hit.reprints))
        if article.article != (hit.article if hit else None) or article.highlighter != self._highlighter:
            article.show(hit.article if hit else None, self._highlighter, self._paper_name, place)
        if not hits.pages.rows:
            self.screen.remove_class("reading")

    def _read(self, article: Article, place: str) -> None:
        """Show an article that is not under the cursor of the list, and go to it."""
        self._forget_step()
        pane = self.query_one(ArticlePane)
        pane.show(article, self._highlighter, self._paper_name, place)
        self.screen.add_class("reading")
        self.screen.set_focus(pane)

    def _say(self, text: str) -> None:
        self.screen_stack[0].query_one("#foot", FixedRows).write([Text(text, style="dim")])
