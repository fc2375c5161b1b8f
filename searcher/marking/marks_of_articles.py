"""Marks, and the articles that they are of by now: of one that was dropped the mark stays, and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import datetime
from typing import overload

from analyzers import fold
from index.article import Article
from index.backend import Backend, Ranking, Request
from index.errors import ArchiveError, SavedSearchError
from index.location import Location
from index.messages import tr
from index.query import And, DateRange, Literal
from searcher.marking.marks_file import (
    MarkLine,
    append_marks,
    checked_label,
    headline_of,
    mark_of,
    read_lines,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A ``label`` that a person gave an article, with a ``note`` (may be empty), at a time in UTC.

    ``article_id`` is the id of the article by now; None where it is not in the archive. ``marked_id``,
    ``paper``, ``date``, ``page`` and ``headline`` are what it was when it was marked.
    """

    label: str
    note: str
    at: datetime
    article_id: str | None
    marked_id: str
    paper: str
    date: civil_date
    page: str
    headline: str

    def to_dict(self) -> dict[str, object]:
        """The mark as JSON's types, by the names in ``COLUMNS``."""
        row = {name: getattr(self, name) for name in COLUMNS}
        return row | {"at": self.at.isoformat(), "date": self.date.isoformat()}


COLUMNS = ("label", "note", "article_id", "date", "page", "paper", "headline", "at", "marked_id")


class Marks(Sequence[Mark]):
    """Marks in the order they were made; ``warnings`` name broken lines of the file."""

    def __init__(self, marks: Sequence[Mark], warnings: tuple[str, ...] = ()) -> None:
        self._marks = tuple(marks)
        self.warnings = warnings

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    @overload
    def __getitem__(self, at: int) -> Mark: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Mark, ...]: ...
    def __getitem__(self, at: int | slice) -> Mark | tuple[Mark, ...]:
        return self._marks[at]

    def __repr__(self) -> str:
        return f"Marks({len(self._marks)} marks)"


class MarkedArticles:
    """The marks that a person has made in one archive."""

    def __init__(
        self,
        backend: Backend,
        ranking: Ranking,
        archive: Location,
        find_others: Callable[[Sequence[str]], dict[str, str]],
    ) -> None:
        """``find_others`` returns the ids that articles of older ids have by now, or nothing."""
        self._backend = backend
        self._ranking = ranking
        self._archive = archive
        self._find_others = find_others

    def read(self, label: str | None = None) -> Marks:
        """All marks, or those of a label."""
        lines, warnings = read_lines(self._archive)
        wanted = _with_label(lines, label)
        current = self._current(wanted)
        return Marks([_mark(each, current[each.article_id]) for each in wanted], tuple(warnings))

    def add(self, article: Article, label: str, note: str) -> Mark:
        """Mark an article; SavedSearchError for what is no label."""
        line = mark_of(article, checked_label(label), note.strip())
        append_marks(self._archive, [line])
        return _mark(line, article.id)

    def remove(self, article_id: str, label: str | None) -> list[Mark]:
        """Take a label, or all, from an article, by its id of now or of when it was marked.

        SavedSearchError where it is not marked so.
        """
        lines, _ = read_lines(self._archive)
        wanted = _with_label(lines, label)
        current = self._current(wanted)
        removed = [each for each in wanted if article_id in (each.article_id, current[each.article_id])]
        if not removed:
            labels = [each.label for each in lines if each.article_id == article_id]
            has = (
                tr("; it is marked {labels}", labels=", ".join(labels))
                if labels
                else tr("; `searcher marks` lists all marks")
            )
            raise SavedSearchError(
                tr(
                    "{article_id} is not marked{value}{has}",
                    article_id=article_id,
                    value=f" {label}" if label else "",
                    has=has,
                )
            )
        append_marks(self._archive, removed, removed=True)
        return [_mark(each, current[each.article_id]) for each in removed]

    def tagged(self, label: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """The ids of the articles with a label, and what is to be said of them."""
        marks = self.read(label)
        gone = sum(each.article_id is None for each in marks)
        warnings = list(marks.warnings)
        if gone:
            warnings.append(
                tr(
                    "{gone:,} of {count:,} articles marked {label} are not in the archive; `searcher "
                    "marks` lists them",
                    gone=gone,
                    count=len(marks),
                    label=label,
                )
            )
        if not marks:
            warnings.append(
                tr(
                    "nothing is marked {label}{hint}",
                    label=label,
                    hint=_hint(label, read_lines(self._archive)[0]),
                )
            )
        return frozenset(each.article_id for each in marks if each.article_id), tuple(warnings)

    def _current(self, lines: Sequence[MarkLine]) -> dict[str, str | None]:
        """The id by now of each article that was marked."""
        ids = list(dict.fromkeys(each.article_id for each in lines))
        articles = {each.id: each for each in self._backend.get(list(self._backend.issues_of(ids)))}
        found: dict[str, str | None] = {}
        for line in lines:
            article = articles.get(line.article_id)
            if article is None:
                found[line.article_id] = self._renamed(line) or self._with_headline(line)
            elif fold(headline_of(article)) == fold(line.headline):
                found[line.article_id] = article.id
            else:  # another article got the id, or the headline was corrected
                found[line.article_id] = self._with_headline(line) or article.id
        return found

    def _renamed(self, line: MarkLine) -> str | None:
        """The id that an article of a paper with another code has by now."""
        try:
            return self._find_others([line.article_id]).get(line.article_id)
        except ArchiveError:  # it fits several
            return None

    def _with_headline(self, line: MarkLine) -> str | None:
        """The one article of the day of a mark that has its headline."""
        if not fold(line.headline):
            return None
        tree = And((Literal(line.headline, "headline"), DateRange(line.date, line.date)))
        matches = self._backend.search(Request(tree, limit=2), self._ranking)
        return matches.hits[0][0] if matches.totals.all == 1 else None


def _with_label(lines: Sequence[MarkLine], label: str | None) -> list[MarkLine]:
    """The lines of a label, None: all."""
    return [each for each in lines if label is None or fold(each.label) == fold(label)]


def _mark(line: MarkLine, article_id: str | None) -> Mark:
    return Mark(
        line.label,
        line.note,
        line.at,
        article_id,
        line.article_id,
        line.paper,
        line.date,
        line.page,
        line.headline,
    )


def _hint(label: str, lines: Sequence[MarkLine]) -> str:
    from difflib import get_close_matches

    labels = {fold(each.label): each.label for each in lines}
    near = [labels[key] for key in get_close_matches(fold(label), labels, n=3, cutoff=0.4)]
    if near:
        return tr("; did you mean {near}?", near=" or ".join(near))
    return (
        tr("; labels are {value}", value=", ".join(list(labels.values())[:8]))
        if labels
        else tr(" yet; searcher mark 3 选题 does")
    )
