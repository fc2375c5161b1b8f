"""The list of hits, one a line, without a cap: what comes in sight is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from index.messages import listed, tr
from searcher.browse.hit_pages import HitPages
from searcher.browse.pane_rows import Pane
from searcher.render.cells import marked, pad
from searcher.render.control_characters import one_line
from searcher.render.hits import MARKED, MATCH
from searcher.results import Hit
from searcher.snippets import text_of

MAX_DRAWN = 500  # rows that are kept as they were drawn


class HitList(Pane):
    """The hits of the last question that could be answered, dimmed while there is a newer one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", priority=True),
        Binding("k,up", "step(-1)", priority=True),
        Binding("pagedown,ctrl+d", "turn(1)", priority=True),
        Binding("pageup,ctrl+u", "turn(-1)", priority=True),
        Binding("g,home", "first", priority=True),
        Binding("G,end", "last", priority=True),
        Binding("enter", "app.open", priority=True),
        Binding("escape", "app.question", priority=True),
    ]

    class Selected(Message):
        """Another hit is under the cursor, or the first one; ``by_step``: a key or the mouse went there."""

        def __init__(self, *, by_step: bool) -> None:
            super().__init__()
            self.by_step = by_step

    class Wanted(Message):
        """A page of hits is in sight and not loaded."""

        def __init__(self, page: int) -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.pages = HitPages()
        self.cursor = 0
        self.is_stale = False
        self._top = 0
        self._drawn: dict[tuple[int, int], Strip] = {}  # rows by place and width of the places' column
        self._paper_name: Callable[[str], str] | None = None
        self._labels: Mapping[str, Sequence[str]] = {}

    @property
    def hit(self) -> Hit | None:
        """The hit under the cursor, once it is loaded."""
        return self.pages.get(self.cursor)

    def show(self, pages: HitPages, paper_name: Callable[[str], str] | None, keep: str | None = None) -> None:
        """Show other hits from the first; with ``keep``, the cursor stays on the hit with this id if it can.

        ``paper_name`` says a paper's name by its code, where hits are of several papers.
        """
        self.pages, self._paper_name, self.is_stale = pages, paper_name, False
        self._drawn.clear()
        known = range(min(pages.rows, self.cursor + 1)) if keep else ()
        self.cursor = next((at for at in known if (hit := pages.get(at)) and hit.id == keep), 0)
        self._moved(self.cursor, by_step=False)

    def loaded(self, page: int, hits: tuple[Hit, ...]) -> None:
        """Take the hits of a page that was wanted."""
        before = self.hit
        self.pages.put(page, hits)
        self._drawn.clear()
        self._moved(self.cursor, tell=before is None, by_step=False)

    def mark(self, labels: Mapping[str, Sequence[str]]) -> None:
        """Show a star at hits that have ``labels``, which are by the ids of articles."""
        if labels != self._labels:
            self._labels = labels
            self._drawn.clear()
            self.refresh()

    def dim(self, *, is_stale: bool) -> None:
        """Show whether the hits answer what is typed."""
        if is_stale != self.is_stale:
            self.is_stale = is_stale
            self._drawn.clear()
            self.refresh()

    def action_step(self, by: int) -> None:
        """Go to a neighbouring hit."""
        self._moved(self.cursor + by)

    def action_turn(self, by: int) -> None:
        """Go on by a screen."""
        self._moved(self.cursor + by * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the best hit."""
        self._moved(0)

    def action_last(self) -> None:
        """Go to the last hit."""
        self._moved(self.pages.rows - 1)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._drawn.clear()
        self._moved(self.cursor, tell=False)

    def on_click(self, event: events.Click) -> None:
        """Go to the hit that was clicked at."""
        self._moved(self._top + event.y)

    def on_mouse_scroll_down(self) -> None:
        """The wheel steps."""
        self._moved(self.cursor + 1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel steps."""
        self._moved(self.cursor - 1)

    def _moved(self, to: int, *, tell: bool = True, by_step: bool = True) -> None:
        height = max(1, self.size.height)
        before, top = self.cursor, self._top
        self.cursor = max(0, min(to, self.pages.rows - 1))
        self._top = max(0, min(self._top, self.cursor, self.pages.rows - height))
        self._top = max(self._top, self.cursor - height + 1)
        missing = self.pages.missing(self._top, self._top + height)
        if missing is not None:
            self.post_message(self.Wanted(missing))
        if tell:
            self.post_message(self.Selected(by_step=by_step))
        if self._top == top and self._drawn:
            self.refresh(*(Region(0, at - top, self.size.width, 1) for at in (before, self.cursor)))
        else:
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a row; what was drawn once is kept, but for the row of the cursor."""
        place = self._top + y
        if place == self.cursor or place >= self.pages.rows or self.pages.get(place) is None:
            return super().render_line(y)
        key = (place, self._place_cells)
        if key not in self._drawn:
            if len(self._drawn) > MAX_DRAWN:
                self._drawn.clear()
            self._drawn[key] = super().render_line(y)
        return self._drawn[key]

    @property
    def _place_cells(self) -> int:
        return len(str(self._top + self.size.height))

    def row(self, y: int) -> Text:
        """The hit's place, day, page, headline and names; a hit that holds a part only is said to."""
        place = self._top + y
        if place >= self.pages.rows:
            return Text()
        hit = self.pages.get(place)
        line = Text.assemble(
            ">" if place == self.cursor else " ",
            (f"{place + 1:>{self._place_cells}}", "dim"),
            ("★ ", MARKED) if hit and hit.id in self._labels else "  ",
            *self._parts(hit),
        )
        if self.is_stale:
            line.stylize("dim")
        if place == self.cursor and self.has_focus:
            line = pad(line, self.size.width)
            line.stylize("reverse")
        return line

    def _parts(self, hit: Hit | None) -> list[Text | tuple[str, str]]:
        if hit is None:
            return [("…", "dim")]
        article = hit.article
        name = f"{one_line(self._paper_name(article.paper))} " if self._paper_name else ""
        page = tr("p.{page}", page=article.page)
        facts = f"{name}{article.date:%y-%m-%d} {page}"
        parts: list[Text | tuple[str, str]] = [(f"{facts}{' ' * (13 - cell_len(facts))} ", "cyan")]
        if hit.tier == "partial":
            parts.append((tr("in part "), "dim"))
        spans = next((snippet.spans for snippet in hit.snippets if snippet.field == "headline"), ())
        if article.units("headline"):
            parts.append(marked(text_of(article, "headline"), spans, MATCH))
        else:
            opening = next((snippet for snippet in hit.snippets if snippet.field == "body"), None)
            parts.append((tr("(no headline) "), "dim"))
            parts += [marked(opening.text, opening.spans, MATCH)] if opening else []
        parts.append((f"  {one_line(listed(article.names))}", "dim"))
        return parts
