"""The browser: its panes, its keys, and which answers they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from index.errors import ArchiveError
from index.messages import mark, tr
from searcher.browse import layout
from searcher.browse.article_keys import ArticleKeys
from searcher.browse.article_pane import ArticlePane
from searcher.browse.asked import PAGE_HITS, Asked, Counts
from searcher.browse.facet_pane import FacetPane
from searcher.browse.head_line import format_answer, format_error
from searcher.browse.hit_pages import HitPages
from searcher.browse.key_help import KeyHelp
from searcher.browse.list_pane import HitList
from searcher.browse.pane_rows import FixedRows
from searcher.browse.question_input import QuestionInput, is_wide
from searcher.browse.question_keys import QuestionKeys
from searcher.browse.search_thread import Answered
from searcher.browse.start_keys import StartKeys
from searcher.browse.start_list import StartList
from searcher.browse.time_line import TimeLine
from searcher.render.control_characters import one_line
from searcher.results import Results
from searcher.snippets import Highlighter

if TYPE_CHECKING:
    from searcher.suggestions import Suggestion

Labels: TypeAlias = Mapping[str, Sequence[str]]
HINT = mark(" Enter: to the hits   Esc: back   ?: all keys   Ctrl-C: end")


class Browser(ArticleKeys, QuestionKeys, StartKeys):
    """A question line over the list, the article and the facets, as many as the terminal has room for."""

    CSS = layout.CSS
    HORIZONTAL_BREAKPOINTS = layout.BREAKPOINTS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "quit", priority=True),
        Binding("f1", "keys", priority=True),
    ]

    def compose(self) -> ComposeResult:
        """Make the panes."""
        yield QuestionInput(self._query, id="question", compact=True, select_on_focus=False)
        yield FixedRows(id="head")
        yield TimeLine(id="times")
        with Horizontal(id="panes"):
            yield FacetPane(id="facets")
            yield HitList(id="hits")
            yield StartList(id="start")
            yield ArticlePane(id="article")
        yield FixedRows(id="foot")
        yield FixedRows(id="small")

    def on_mount(self) -> None:
        """Ask the first question."""
        question = self.query_one(QuestionInput)
        question.cursor_blink = False  # an idle browser does nothing
        question.cursor_position = len(self._query)
        self._say(tr(HINT))
        self._ask()

    def on_unmount(self) -> None:
        """End the thread."""
        self._search_thread.close()

    def _fatal_error(self) -> None:
        # The command reports a fault as every other command does, without Textual's traceback.
        self.fault = self._exception
        self._close_messages_no_wait()

    # -- the question ---------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as one types."""
        if event.value != self._asked.text:
            self._asked = replace(self._asked, text=event.value, is_newest_first=False)
            self._lists_all = False
            self._ask()

    def action_ask_again(self) -> None:
        """Ask again, since the archive may have grown, and go to the hits."""
        self._ask(keep=True)
        self.action_list()

    def on_facet_pane_chosen(self, event: FacetPane.Chosen) -> None:
        """Ask with another choice of values."""
        choose = self._asked.with_excluded if event.is_excluded else self._asked.toggled
        self.remember(self._asked)
        self.change(choose(event.value))

    def on_time_line_chosen(self, event: TimeLine.Chosen) -> None:
        """Ask for the articles of a span of time, or of all times."""
        self.remember(self._asked)
        self.change(self._asked.within(*event.span) if event.span else self._asked.at_all_times())

    def change(self, asked: Asked) -> None:
        """Ask another question, and show its text."""
        self._asked = asked
        question = self.query_one(QuestionInput)
        question.value = asked.text
        question.cursor_position = len(asked.text)
        self._ask()

    def ask_instead(self, asked: Asked) -> None:
        """Ask a question that was chosen from a list, and go to its hits."""
        self.remember(self._asked)
        self.change(asked)
        self.action_list()

    def _ask(self, *, keep: bool = False) -> None:
        asked, archive = self._asked, self._archive

        def answer() -> tuple[Results, Counts, Highlighter | None, Labels]:
            results = asked.search(archive)
            always = asked.at_all_times()
            counts = results.facets if asked == always else always.times(archive)
            highlighter = archive.highlighter(asked.text) if asked.text.strip() else None
            return results, counts, highlighter, archive.labels()

        self._search_thread.forget("page")
        self._search_thread.forget("meant")
        self._search_thread.ask("question", answer, lambda value: self._show(asked, *value, keep=keep))

    def _show(
        self,
        asked: Asked,
        results: Results,
        counts: Counts,
        highlighter: Highlighter | None,
        labels: Labels,
        *,
        keep: bool = False,
    ) -> None:
        hits = self.query_one(HitList)
        self._answer, self._highlighter, self._failure = results, highlighter, None
        several = len(results.facets.get("paper", ())) > 1
        kept = hits.hit.id if keep and hits.hit else None
        hits.mark(labels)
        hits.show(HitPages(results), self._paper_name if several else None, kept)
        self.query_one(FacetPane).show(asked, results.facets, self._paper_name)
        self.query_one(TimeLine).show(counts, asked.chosen_times)
        self.show_start(asked)
        self._write_head()
        if not results.totals.all:
            archive = self._archive
            self._search_thread.ask("meant", lambda: asked.suggest(archive), self._suggest)

    def _suggest(self, meant: Sequence[Suggestion]) -> None:
        if self._answer is not None and not self._failure:
            self._answer = self._answer.with_suggestions(meant)
            self._write_head()

    def _fail(self, error: ArchiveError) -> None:
        """Say why there is no answer, and keep the last one, dimmed."""
        self._failure = error
        self.query_one(HitList).dim(is_stale=True)
        self._write_head()

    def _write_head(self) -> None:
        width = self.size.width
        if self._failure:
            line = format_error(self._failure, width)
        elif self._answer is not None:  # which may have no hits
            line = format_answer(self._asked, self._answer, width, self._paper_name)
        else:
            line = Text(tr(" searching …"), style="dim")
        self.screen_stack[0].query_one("#head", FixedRows).write([line])

    def on_answered(self, event: Answered) -> None:
        """Take an answer, unless it is to what nobody asks any more."""
        outcome = event.outcome
        if not self._search_thread.is_current(outcome):
            return
        if outcome.error is None:
            outcome.then(outcome.value)
        elif isinstance(outcome.error, ArchiveError) and outcome.kind in {"question", "page"}:
            self._fail(outcome.error)
        elif isinstance(outcome.error, ArchiveError):
            self._say(f" {one_line(str(outcome.error))}")
        else:
            raise outcome.error

    # -- the list -------------------------------------------------------------------------------------------

    def on_hit_list_wanted(self, event: HitList.Wanted) -> None:
        """Load a page of hits that is in sight."""
        asked, archive, page = self._asked, self._archive, event.page
        if self.query_one(HitList).is_stale:
            return

        def answer() -> Results:
            return asked.search(archive, page * PAGE_HITS, facets=False)

        self._search_thread.ask("page", answer, lambda results: self._take(page, results))

    def _take(self, page: int, results: Results) -> None:
        hits = self.query_one(HitList)
        if results.total != hits.pages.total:  # the archive has changed: places are others now
            self._say(tr(" the archive has changed; asked again"))
            self._ask(keep=True)
        else:
            hits.loaded(page, results.hits)

    # -- keys -----------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Send what an input method types to the question, wherever the cursor is."""
        text = ""
        if isinstance(event, events.Paste):
            text = event.text
        elif isinstance(event, events.Key) and is_wide(event.character or ""):
            text = event.character or ""
        if text and not event.is_forwarded and not self._is_typing:
            # At once, and in order: the characters behind it are for the question already.
            self.action_question()
            self.query_one(QuestionInput).take(text)
            return
        await super().on_event(event)

    @property
    def _is_typing(self) -> bool:
        return len(self.screen_stack) != 1 or isinstance(self.focused, QuestionInput)

    def action_question(self) -> None:
        """Go to the question."""
        self.remember(self._asked)
        self.screen.remove_class("reading")
        self.screen.set_focus(self.query_one(QuestionInput))

    def action_list(self) -> None:
        """Go to the hits; from an article that is none of them, back to the hit."""
        if isinstance(self.focused, QuestionInput):
            self.keep_question()
        self.screen.remove_class("reading")
        self.screen.set_focus(self.query_one(StartList if self.is_starting else HitList))
        self._show_selected()

    def action_keys(self) -> None:
        """Show all keys."""
        if not isinstance(self.screen, KeyHelp):
            self.push_screen(KeyHelp())

    def on_resize(self, event: events.Resize) -> None:
        """Say where the terminal is too small, and lay the head out anew."""
        width, height = event.size
        is_small = width < layout.MIN_WIDTH or height < layout.MIN_HEIGHT
        self.screen.set_class(is_small, layout.TOO_SMALL)
        self.query_one("#small", FixedRows).write(layout.format_too_small(width, height))
        self._write_head()
