"""The comparison of a quotation with a passage that is near it, character by character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NamedTuple, Self, TypeAlias

from index.article import SCOPES, Article, Scope
from searcher.answers.alignment import Marked, edits
from searcher.answers.skeleton import Folded, Skeleton, folded, skeleton, without_blanks

DifferenceKind: TypeAlias = OneOf["characters", "marks", "script"]

MORE_MARKS = 16  # that one text may be behind by before they are made up for


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a quotation and the passage differ.

    ``start`` and ``end`` are character offsets into the quotation's text, ``passage_start`` and
    ``passage_end`` into the passage's, ends exclusive; one of the two is empty where a side lacks something.
    ``kind`` is ``characters``, ``marks``, or ``script`` for another form of the same character.
    """

    start: int
    end: int
    passage_start: int
    passage_end: int
    kind: DifferenceKind


@dataclass(frozen=True, slots=True)
class Passage:
    """The ``text`` printed in an ``article``'s ``scope``, ``headline`` or ``body``."""

    article: Article
    scope: Scope
    text: str


class Sought(NamedTuple):
    """A quotation in the forms it is compared in; ``bare`` is without white space."""

    text: str
    bare: str
    folded: Folded
    skeleton: Skeleton

    @classmethod
    def of(cls, text: str) -> Self:
        """That of a text."""
        in_fold = folded(text)
        return cls(text, without_blanks(text), in_fold, skeleton(in_fold))


class Compared(NamedTuple):
    """A passage, and where the quotation and it differ, in order."""

    passage: Passage
    differences: tuple[Difference, ...]

    def rank(self) -> tuple[int, int, int, str, str]:
        """The least is the nearest: characters first, then length, marks and script, then the oldest."""
        sizes = {
            kind: sum(
                max(each.end - each.start, each.passage_end - each.passage_start)
                for each in self.differences
                if (each.kind == "characters") == kind
            )
            for kind in (True, False)
        }
        longer = sum(
            abs((each.end - each.start) - (each.passage_end - each.passage_start))
            for each in self.differences
            if each.kind == "characters"
        )
        article = self.passage.article
        return sizes[True], longer, sizes[False], article.date.isoformat(), article.id


class Unit(NamedTuple):
    """A ``printed`` unit of an article's ``scope``, within which a quotation stands, with its folded form."""

    article: Article
    scope: Scope
    printed: str
    folded: Folded


def units_of(article: Article) -> Iterator[Unit]:
    """Yield the units of an article, those of the headline first."""
    for scope in SCOPES:
        for printed in article.units(scope):
            yield Unit(article, scope, printed, folded(printed))


def compare(sought: Sought, unit: Unit, start: int, end: int, distance: int = 0) -> Compared:
    """Compare the quotation with the folded characters ``start`` to ``end`` (exclusive) of a unit.

    ``distance`` is how many characters differ at the most, marks apart.
    """
    first, last = unit.folded.origins[start], unit.folded.origins[end - 1] + 1
    passage = Passage(unit.article, unit.scope, unit.printed[first:last])
    printed = folded(passage.text)
    marks_apart = abs(sum(sought.folded.marks) - sum(printed.marks))
    found = edits(
        Marked(sought.folded.text, sought.folded.marks),
        Marked(printed.text, printed.marks),
        distance + marks_apart + MORE_MARKS,
    )
    differences: list[Difference] = []
    at = second = 0
    for edit in (*found, None):
        stop = edit.start if edit else len(sought.folded.text)
        while at < stop:
            differences += _other_form(sought, passage.text, printed, at, second)
            at, second = at + 1, second + 1
        if edit:
            marks = sought.folded.marks[edit.start : edit.end]
            marks += printed.marks[edit.second_start : edit.second_end]
            differences.append(
                Difference(
                    *_span(sought.folded, edit.start, edit.end, len(sought.text)),
                    *_span(printed, edit.second_start, edit.second_end, len(passage.text)),
                    "marks" if all(marks) else "characters",
                )
            )
            at, second = edit.end, edit.second_end
    return Compared(passage, tuple(_joined(differences)))


def _other_form(sought: Sought, passage: str, printed: Folded, at: int, second: int) -> Iterator[Difference]:
    """Yield the difference of two characters that fold to the same, where they are not the same."""
    here, there = sought.folded.origins[at], printed.origins[second]
    if sought.text[here] != passage[there]:
        kind: DifferenceKind = "marks" if sought.folded.marks[at] else "script"
        yield Difference(here, here + 1, there, there + 1, kind)


def _span(of: Folded, start: int, end: int, length: int) -> tuple[int, int]:
    """The printed characters of folded ones; of none, the place before which they would stand."""
    if start < end:
        return of.origins[start], of.origins[end - 1] + 1
    at = of.origins[start] if start < len(of.origins) else length
    return at, at


def _joined(differences: Iterable[Difference]) -> Iterator[Difference]:
    """Join neighbours of one kind."""
    last: Difference | None = None
    for each in differences:
        touches = last and each.start <= last.end and each.passage_start <= last.passage_end
        if last and touches and each.kind == last.kind:
            last = Difference(
                last.start,
                max(last.end, each.end),
                last.passage_start,
                max(last.passage_end, each.passage_end),
                last.kind,
            )
            continue
        if last:
            yield last
        last = each
    if last:
        yield last
