"""Timelines: how often questions are answered month by month or year by year, per thousand articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from statistics import median
from typing import Literal, TypeAlias

from index.backend import Backend, Matches, Ranking, Request
from index.deadline import Deadline
from index.query import And, Everything, Query
from searcher.questions import Question

Unit: TypeAlias = Literal["month", "year"]
UNITS: tuple[Unit, ...] = ("month", "year")
MAX_QUESTIONS = 6
MAX_MONTHS = 36  # with articles: a longer archive is counted by years, where nothing else is asked for
THIN_ARTICLES = 50  # fewer are few: one article more or less changes the rate much
THIN_SHARE = 0.25  # of what months, or years, have in the middle


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A month or year: ``articles`` are all under the filters, ``counts`` of these those of each question.

    ``is_thin`` where the articles are few, and the rates say little.
    """

    label: str
    articles: int
    counts: tuple[int, ...]
    is_thin: bool

    @property
    def rates(self) -> tuple[float | None, ...]:
        """Of each question the count per thousand articles; None where there are no articles."""
        return tuple(1000 * count / self.articles if self.articles else None for count in self.counts)


@dataclass(frozen=True, slots=True)
class TimelineQuestion:
    """A question of a timeline, as typed and as it was understood, with its articles in all.

    ``days`` are the first and the last day of an article that counts; None where there is none.
    """

    query: str
    interpreted: str
    total: int
    days: tuple[civil_date, civil_date] | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Each month or year from the first to the last that has articles under the filters, also those without.

    ``days`` are the first and the last day that the archive covers under the filters, None where it has
    nothing there; ``articles`` are all of these.
    """

    unit: Unit
    questions: tuple[TimelineQuestion, ...]
    rows: tuple[TimelineRow, ...]
    articles: int
    days: tuple[civil_date, civil_date] | None

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """The first and the last label of each run of rows without articles."""
        runs: list[list[str]] = []
        previous_empty = False
        for row in self.rows:
            if not row.articles:
                if previous_empty:
                    runs[-1][1] = row.label
                else:
                    runs.append([row.label, row.label])
            previous_empty = not row.articles
        return tuple((first, last) for first, last in runs)

    def to_dict(self) -> dict[str, object]:
        """The timeline as JSON's types."""
        return {
            "unit": self.unit,
            "articles": self.articles,
            "first": self.days and self.days[0].isoformat(),
            "last": self.days and self.days[1].isoformat(),
            "questions": [
                {
                    "query": each.query,
                    "interpreted": each.interpreted,
                    "total": each.total,
                    "first": each.days and each.days[0].isoformat(),
                    "last": each.days and each.days[1].isoformat(),
                    "warnings": list(each.warnings),
                }
                for each in self.questions
            ],
            "rows": [
                {
                    self.unit: row.label,
                    "articles": row.articles,
                    "thin": row.is_thin,
                    "counts": list(row.counts),
                    "per_thousand": [None if rate is None else round(rate, 2) for rate in row.rates],
                }
                for row in self.rows
            ],
        }


def timeline(
    backend: Backend,
    ranking: Ranking,
    questions: Sequence[Question],
    unit: Unit | None,
    deadline: Deadline,
) -> Timeline:
    """Count the articles of ``questions``, at least one, all of the same filters; None chooses the unit.

    Where no article holds all of a question none is counted, whatever holds a part of it.
    """
    from searcher.language.echo import interpret
    from searcher.notes import notes

    def count(tree: Query) -> Matches:
        # A facet of days is counted without the filter of days, which is part of the question here.
        days = tuple(each.query for each in questions[0].filters if each.name == "date")
        others = tuple(each for each in questions[0].filters if each.name != "date")
        query = And((tree, *days)) if days else tree
        facets = ("month",)
        request = Request(query, others, limit=0, facets=facets, deadline=deadline, with_days=True)
        return backend.search(request, ranking)

    counted = []
    for each in questions:
        matches = count(each.tree)
        total = matches.total if matches.totals.all else 0
        question = TimelineQuestion(
            each.text if isinstance(each.text, str) else interpret(each.tree),
            interpret(each.tree),
            total,
            matches.days if total else None,
            (*each.warnings, *notes(each.tree, matches)),
        )
        counted.append((question, dict(matches.facets["month"]) if total else {}))
    of_all = count(Everything())
    return assemble(unit, counted, dict(of_all.facets["month"]), of_all.days)


def assemble(
    unit: Unit | None,
    questions: Sequence[tuple[TimelineQuestion, dict[str, int]]],
    of_all: dict[str, int],
    days: tuple[civil_date, civil_date] | None,
) -> Timeline:
    """Put counts by month (``2024-03``) together: those of each question, and those of all articles.

    ``unit`` None is chosen by how many months there are.
    """
    months = [(each, dict(counts)) for each, counts in questions]
    if unit is None:
        unit = "month" if len(of_all) <= MAX_MONTHS else "year"
    if unit == "year":
        months = [(each, _by_year(counts)) for each, counts in months]
        of_all = _by_year(of_all)
    middle = median(of_all.values()) if of_all else 0
    rows = tuple(
        TimelineRow(
            label,
            of_all.get(label, 0),
            tuple(counts.get(label, 0) for _, counts in months),
            0 < of_all.get(label, 0) < max(THIN_ARTICLES, THIN_SHARE * middle),
        )
        for label in _labels(of_all)
    )
    return Timeline(unit, tuple(each for each, _ in months), rows, sum(of_all.values()), days)


def _by_year(counts: dict[str, int]) -> dict[str, int]:
    years: dict[str, int] = {}
    for label, count in counts.items():
        years[label[:4]] = years.get(label[:4], 0) + count
    return years


def _labels(counts: dict[str, int]) -> Iterator[str]:
    """Yield every label from the first to the last of ``counts``, all of which are months or years."""
    if not counts:
        return
    label, last = min(counts), max(counts)
    while label < last:
        yield label
        year, month = int(label[:4]), int(label[5:] or 12)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        label = f"{year:04}-{month:02}" if "-" in last else f"{year:04}"
    yield last
