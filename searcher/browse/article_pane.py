"""The article that is read: laid out as far as it is in sight, its matches to be stepped through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from index.article import SCOPES, Article
from index.messages import tr
from searcher.browse.pane_rows import Pane
from searcher.render.articles import format_article
from searcher.render.hits import MATCH
from searcher.snippets import Highlighter


class ArticlePane(Pane):
    """One article below a line that says where one is in it; nothing before one is shown."""

    MARGIN = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll(1)", priority=True),
        Binding("k,up", "scroll(-1)", priority=True),
        Binding("space,pagedown,ctrl+d", "turn(1)", priority=True),
        Binding("pageup,ctrl+u", "turn(-1)", priority=True),
        Binding("g,home", "first", priority=True),
        Binding("G,end", "last", priority=True),
        Binding("escape", "app.list", priority=True),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.article: Article | None = None
        self.highlighter: Highlighter | None = None
        self._paper_name: Callable[[str], str] = str
        self._place = ""
        self._lines: list[Text] = []
        self._starts: list[int] = []  # the line on which each match begins, of those laid out
        self._rest: Iterator[Text] = iter(())
        self._width = 0
        self._top = 0
        self._match = -1
        self._match_count = 0

    def show(
        self,
        article: Article | None,
        highlighter: Highlighter | None,
        paper_name: Callable[[str], str] = str,
        place: str = "",
    ) -> None:
        """Show ``article`` from its beginning, what ``highlighter`` finds marked; ``place`` is said above."""
        self.article, self.highlighter, self._paper_name = article, highlighter, paper_name
        self._place = place
        self._match = -1
        self._match_count = (
            sum(len(highlighter.spans(article, scope)) for scope in SCOPES) if article and highlighter else 0
        )
        self._begin()

    def _begin(self) -> None:
        """Lay out anew, from the first line."""
        self._width = self.size.width
        self._lines, self._starts, self._top = [], [], 0
        self._rest = iter(())
        if self.article and self._width:
            self._rest = format_article(self.article, self._width - 1, self.highlighter, self._paper_name)
        self.refresh()

    def on_resize(self) -> None:
        """Lay out for the new width; the match that was stepped to stays in sight."""
        if self.size.width != self._width:
            match, self._match = self._match, -1
            self._begin()
            if match >= 0:
                self._go_to(match)

    def action_scroll(self, by: int) -> None:
        """Go on by lines."""
        self._go_to_line(self._top + by)

    def action_turn(self, by: int) -> None:
        """Go on by a screen."""
        self._go_to_line(self._top + by * max(1, self._height - 1))

    def action_first(self) -> None:
        """Go to the headline."""
        self._go_to_line(0)

    def action_last(self) -> None:
        """Go to the end."""
        self._lay_out(None)
        self._go_to_line(len(self._lines))

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes by three lines."""
        self._go_to_line(self._top + 3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes by three lines."""
        self._go_to_line(self._top - 3)

    def step_match(self, by: int) -> bool:
        """Go to the next match, or to the one before it; return whether there is one."""
        if by > 0:
            while len(self._starts) <= self._match + by and self._lay_out(len(self._lines) + 1):
                pass
        return self._go_to(self._match + by)

    def _go_to(self, match: int) -> bool:
        while len(self._starts) <= match and self._lay_out(len(self._lines) + 1):
            pass
        if not 0 <= match < len(self._starts):
            return False
        self._match = match
        line = self._starts[match]
        if not self._top <= line < self._top + self._height:
            self._go_to_line(line - self._height // 3)
        self.refresh()
        return True

    @property
    def _height(self) -> int:
        return max(1, self.size.height - 1)

    def _go_to_line(self, top: int) -> None:
        self._lay_out(max(0, top) + self._height)
        self._top = max(0, min(top, len(self._lines) - self._height))
        self.refresh()

    def _lay_out(self, lines: int | None) -> bool:
        """Lay out ``lines`` lines, None: all; return whether there were some to lay out."""
        before = len(self._lines)
        while lines is None or len(self._lines) < lines:
            line = next(self._rest, None)
            if line is None:
                break
            ends_in_match = bool(self._lines) and any(
                span.style == MATCH and span.end >= len(self._lines[-1].plain) > 0
                for span in self._lines[-1].spans
            )
            for start in sorted(span.start for span in line.spans if span.style == MATCH):
                if start or not ends_in_match:  # else it goes on from the line above
                    self._starts.append(len(self._lines))
            self._lines.append(line)
        return len(self._lines) > before

    def row(self, y: int) -> Text:
        """Where one is, then the article."""
        if self.article is None:
            return Text()
        if y == 0:
            return Text(self._where(), style="reverse" if self.has_focus else "dim")
        at = self._top + y - 1
        self._lay_out(at + 1)
        if at >= len(self._lines):
            return Text()
        line = self._lines[at]
        if 0 <= self._match < len(self._starts) and self._starts[self._match] == at:
            line = line.copy()
            line.stylize("underline")  # the line of the match that was stepped to
        return line

    def _where(self) -> str:
        if not self._match_count:
            return self._place
        if self._match < 0:
            step = tr("matches: {count}", count=self._match_count)
            return f"{self._place}  {step}"
        step = tr("match {match} of {count}", match=self._match + 1, count=self._match_count)
        return f"{self._place}  {step}"
