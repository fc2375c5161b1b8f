"""The pages that an issue lacks, by the labels of those that it has and of those of other issues."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as civil_date
from itertools import groupby

from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel, page_label, page_order

HABIT_ISSUES = 5  # so many others show whether a number is one that the paper leaves out
HABIT_SHARE = 0.1  # fewer of them have the page
MOST_PAGES = 400  # of some letters: a higher number counts no pages, as 2024
HALF_YEAR_DAYS = 183  # so far away an issue of the same weekday tells of another
USUAL_LEAST = 8  # of fewer others nothing is usual
USUAL_SHARE = 0.9  # of them have at least the usual number of pages

Labels = tuple[PageLabel, ...]


def missing_pages(records: Iterable[IssueRecord]) -> dict[IssueKey, Labels]:
    """The pages that lie between or before others of an issue and are missing, of the issues of one paper.

    Letters count for themselves: of 1, 2, 4 page 3 is missing, of A01, A03 A02, of B02 B01. Where letters go
    on with the numbers of those before (A08, B09) nothing is missing between. A number that the paper leaves
    out, as the second of a double page, is none: of the year's issues that have a later one of its letters,
    at least HABIT_ISSUES beside this, fewer than HABIT_SHARE have it. A page without any article, as one of
    advertisements only, is missing as well: the archive knows pages by their articles.
    """
    lacking: dict[IssueKey, Labels] = {}
    for _, year in groupby(records, key=lambda record: record.key.date.year):
        held = [(record.key, record.pages) for record in year]
        gaps = {labels: tuple(_gaps(labels)) for labels in {labels for _, labels in held}}
        if not any(gaps.values()):
            continue
        counts = Counter(labels for _, labels in held)
        wanted = {page for found in gaps.values() for page in found}
        left_out = {page for page in wanted if _is_left_out(page, counts)}
        for key, labels in held:
            if found := tuple(page for page in gaps[labels] if page not in left_out):
                lacking[key] = found
    return lacking


def few_pages(records: Sequence[IssueRecord], missing: Mapping[IssueKey, Labels]) -> dict[IssueKey, int]:
    """Issues of one paper that have fewer pages than usual, and the usual number.

    A page behind the last leaves no gap, so only the other issues of this weekday and edition tell of it, of
    half a year before and behind: USUAL_SHARE of them have at least the usual number. ``missing`` pages count
    as there. ``records`` are in order of time.
    """
    found: dict[IssueKey, int] = {}
    alike: dict[tuple[int, str], list[IssueRecord]] = defaultdict(list)
    for record in records:
        alike[record.key.date.weekday(), record.key.edition].append(record)
    for group in alike.values():
        sizes = [len(record.pages) + len(missing.get(record.key, ())) for record in group]
        days = [record.key.date for record in group]
        for record, size, near in zip(group, sizes, windows(days, sizes), strict=True):
            if len(near) > USUAL_LEAST:
                usual = near[int((1 - USUAL_SHARE) * (len(near) - 1)) + 1]  # one that is below counts itself
                if size < usual:
                    found[record.key] = usual
    return found


def windows(days: Sequence[civil_date], values: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield for each of ``values`` those of its time, itself too, ascending; do not keep or modify them.

    Those of its time are at most half a year away. ``days`` are those of the values, ascending.
    """
    window: list[int] = []
    start = end = 0
    ordinals = [day.toordinal() for day in days]
    for ordinal in ordinals:
        while end < len(ordinals) and ordinals[end] <= ordinal + HALF_YEAR_DAYS:
            insort(window, values[end])
            end += 1
        while ordinals[start] < ordinal - HALF_YEAR_DAYS:
            del window[bisect_left(window, values[start])]
            start += 1
        yield window


def _gaps(labels: Labels) -> Iterator[PageLabel]:
    """Yield the labels that lie before others of the same letters and are missing, in their order."""
    last_number = 0
    for letters, group in groupby(map(page_order, labels), key=lambda order: order[0]):
        numbers = [number for _, number in group if 0 < number <= MOST_PAGES]
        start = 1
        if numbers and last_number and numbers[0] == last_number + 1:
            start = numbers[0]  # B09 goes on where A08 ends
        held = set(numbers)
        for number in range(start, max(numbers, default=0)):
            if number not in held:
                yield page_label(f"{letters}{number}")
        last_number = max(numbers, default=last_number)


def _is_left_out(page: PageLabel, counts: Mapping[Labels, int]) -> bool:
    """Whether issues, of which there are ``counts``, have as a habit no such page, though later ones."""
    letters, number = page_order(page)
    reaching = having = 0
    for labels, times in counts.items():
        if any(order[0] == letters and order[1] > number for order in map(page_order, labels)):
            reaching += times
            having += times * (page in labels)
    return reaching > HABIT_ISSUES and having < HABIT_SHARE * reaching
