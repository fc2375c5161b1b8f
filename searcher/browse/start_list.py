"""What an empty question shows: saved searches, the last questions and the newest front pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple, TypeAlias

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from index.article import Article
from index.errors import ArchiveError
from index.issue import IssueKey, in_page_order
from index.messages import tr, tr_n
from index.query import Everything
from searcher.archive import Archive
from searcher.browse.pane_rows import Pane
from searcher.past_questions import last_questions
from searcher.render.cells import pad
from searcher.render.control_characters import one_line
from searcher.render.saved_tables import asked
from searcher.saved.saved_hits import SavedHits

MAX_PAST = 5
MAX_PAPERS = 3
_HEADING, _ASIDE, _NEW, _WARNING = "bold", "dim", "yellow", "yellow"


class EveryArticle(NamedTuple):
    """All ``articles`` of the archive, to be listed."""

    articles: int


class PastQuestion(NamedTuple):
    """A question that was asked before."""

    text: str


Choice: TypeAlias = EveryArticle | SavedHits | PastQuestion | Article


class Start(NamedTuple):
    """What there is to begin with; ``warnings`` say which file of the person could not be read."""

    articles: int
    saved: Sequence[SavedHits] = ()
    past: Sequence[str] = ()
    front_pages: Sequence[Sequence[Article]] = ()
    warnings: tuple[str, ...] = ()


def read_start(archive: Archive) -> Start:
    """Read it; of the largest papers the first page of the newest issue."""
    results = archive.search(Everything(), limit=0, facets=("paper",))
    codes = [each.value for each in results.facets["paper"][:MAX_PAPERS]]
    saved, past = list[SavedHits](), list[str]()
    warnings = archive.saved().warnings
    try:
        saved = archive.saved_hits()
        past = last_questions(archive.location, MAX_PAST)
    except ArchiveError as error:
        warnings += (str(error),)
    pages = [_front_page(archive, code) for code in codes]
    return Start(results.total, saved, past, [each for each in pages if each], warnings)


def _front_page(archive: Archive, paper: str) -> list[Article]:
    newest = archive.search(Everything(), limit=1, sort="newest", facets=(), paper=paper).hits
    if not newest:  # it was dropped meanwhile
        return []
    issue = in_page_order(archive.articles(IssueKey.of(newest[0].article)))
    return [each for each in issue if each.page == issue[0].page]


class StartList(Pane):
    """Rows below headings, which the cursor passes over."""

    MARGIN = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", priority=True),
        Binding("k,up", "step(-1)", priority=True),
        Binding("pagedown,ctrl+d", "step(10)", priority=True),
        Binding("pageup,ctrl+u", "step(-10)", priority=True),
        Binding("g,home", "step(-9999)", priority=True),
        Binding("G,end", "step(9999)", priority=True),
        Binding("enter", "take", priority=True),
        Binding("escape", "app.question", priority=True),
    ]

    class Pointed(Message):
        """The cursor is on another row."""

    class Taken(Message):
        """Enter was pressed on a row."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[tuple[Text, Choice | None]] = []
        self._places: list[int] = []  # of the rows that can be chosen
        self._at = 0
        self._top = 0

    @property
    def choice(self) -> Choice | None:
        """What the cursor is on."""
        return self._rows[self._places[self._at]][1] if self._places else None

    def show(self, start: Start, paper_name: Callable[[str], str]) -> None:
        """Show what there is; the cursor stays on its row where that is there still."""
        before = self.choice
        self._rows = list(_rows(start, paper_name))
        self._places = [place for place, (_, choice) in enumerate(self._rows) if choice is not None]
        choices = [self._rows[place][1] for place in self._places]
        self._move(choices.index(before) if before in choices else 0)

    def action_step(self, by: int) -> None:
        """Go on by rows that can be chosen."""
        self._move(self._at + by)

    def action_take(self) -> None:
        """Choose the row."""
        if self.choice is not None:
            self.post_message(self.Taken(self.choice))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked at."""
        if self._top + event.y in self._places:
            self._move(self._places.index(self._top + event.y))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._move(self._at)

    def _move(self, to: int) -> None:
        self._at = max(0, min(to, len(self._places) - 1))
        place = self._places[self._at] if self._places else 0
        height = max(1, self.size.height)
        # The heading above the first row of a part is shown with it.
        above = place - 1 if place and self._rows[place - 1][1] is None else place
        self._top = max(min(self._top, above), place - height + 1)
        self.refresh()
        self.post_message(self.Pointed())

    def row(self, y: int) -> Text:
        """The row, reversed where the cursor is."""
        place = self._top + y
        if place >= len(self._rows):
            return Text()
        line = self._rows[place][0]
        if self._places and place == self._places[self._at] and self.has_focus:
            line = pad(line.copy(), self.size.width - self.MARGIN)
            line.stylize("reverse")
        return line


def _rows(start: Start, paper_name: Callable[[str], str]) -> Iterator[tuple[Text, Choice | None]]:
    every = tr_n("{count:,} article, newest first", "all {count:,} articles, newest first", start.articles)
    yield Text(every), EveryArticle(start.articles)
    for warning in start.warnings:
        yield Text(one_line(warning), style=_WARNING), None
    if start.saved:
        yield Text(tr("saved searches"), style=_HEADING), None
    for saved in start.saved:
        yield _saved_row(saved), None if saved.error else saved
    if start.past:
        yield Text(tr("the last questions"), style=_HEADING), None
    for question in start.past:
        yield Text(one_line(question)), PastQuestion(question)
    for page in start.front_pages:
        first = page[0]
        where = tr("page {page}", page=first.page)
        yield Text(f"{one_line(paper_name(first.paper))} {first.date} {where}", style=_HEADING), None
        for article in page:
            headline = Text(one_line(article.headline or tr("(no headline)")))
            yield headline.append(f"  {one_line(' '.join(article.names))}", style=_ASIDE), article


def _saved_row(saved: SavedHits) -> Text:
    line = Text(f"@{one_line(saved.name)}")
    if saved.error:
        return line.append(f"  {one_line(saved.error)}", style=_WARNING)
    if saved.new:
        new = tr("{count:,} new", count=len(saved.new))
        line.append(f"  {new}", style=_NEW)
    count = tr_n("{count:,} article", "{count:,} articles", saved.articles)
    return line.append(f"  {count}  {one_line(asked(saved.search))}", style=_ASIDE)
