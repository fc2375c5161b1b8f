"""The question behind the list that a terminal was shown last: kept with its numbers, and gone on with."""

from __future__ import annotations

from datetime import date as civil_date
from typing import TYPE_CHECKING, Any

from index.errors import ArticleNotFound, BackendUnavailable
from index.location import Location, read_location
from index.messages import tr
from searcher.archive import Archive
from searcher.cli.asking.find_question import Question
from searcher.cli.console import last_list
from searcher.cli.console.last_list import LastList
from searcher.cli.console.terminal import warn
from searcher.past_questions import keep_question
from searcher.question_text import written_out

if TYPE_CHECKING:
    from searcher.results import Results

_DAYS = ("since", "until")  # the filters whose values are dates


def keep(archive: Archive, question: Question, form: str, results: Results) -> None:
    """Remember for this terminal, if it is one, what was asked and which hits were shown by which numbers."""
    if not last_list.is_kept():
        return
    place = str(archive.location.absolute())
    before = last_list.read(complains=False)
    first, ids = results.offset + 1, tuple(hit.id for hit in results.hits)
    if question.is_next and before and before.last + 1 == first:
        first, ids = before.first, before.ids + ids
    asked = question._asdict() | {"form": form}
    del asked["is_next"]
    is_kept = last_list.keep(  # else the folder, which is that of the questions too, was warned of
        LastList(
            place,
            asked,
            results.interpreted,
            first,
            ids,
            results.total,
            before.opened if before and before.archive == place else None,
        )
    )
    if is_kept and not question.is_next:
        try:
            keep_question(archive.location, written_out(question.query, question.filters))
        except BackendUnavailable as error:
            warn([str(error)])


def go_on(limit: int | None, timeout_s: float | None) -> tuple[Location, Question, str]:
    """The archive, the question for the next page of what the terminal was shown, and its form.

    ``limit`` and ``timeout_s`` are in the place of those that were asked with; ArticleNotFound where there is
    no list to go on with.
    """
    shown = last_list.read()
    if shown is None or shown.question is None:
        why = (
            tr("this terminal was shown no list yet")
            if last_list.is_kept()
            else tr("what is printed goes to no terminal, and only a terminal has one (--offset pages)")
        )
        raise ArticleNotFound(
            tr("--more goes on with the last list: {why}; ask, as: searcher find 太原", why=why)
        )
    asked: dict[str, Any] = dict(shown.question)
    form = str(asked.pop("form"))
    filters = {
        name: civil_date.fromisoformat(value) if value and name in _DAYS else value
        for name, value in asked["filters"].items()
    }
    changed = {
        "filters": filters,
        "facets": tuple(asked["facets"]),
        "offset": shown.last,
        "limit": asked["limit"] if limit is None else limit,
        "timeout_s": asked["timeout_s"] if timeout_s is None else timeout_s,
        "is_next": True,
    }
    return read_location(shown.archive), Question(**asked | changed), form
