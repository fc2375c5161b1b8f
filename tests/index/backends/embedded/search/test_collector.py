from __future__ import annotations

from datetime import date as civil_date

from index.backend import Request
from index.query import DateRange, Everything, Literal
from searcher import BM25, Archive


def test_the_first_and_the_last_day_are_those_of_what_counts(answers: Archive):
    backend = answers._backend
    found = backend.search(Request(Literal("通车"), limit=0, with_days=True), BM25())
    assert found.days == (civil_date(2021, 3, 4), civil_date(2021, 3, 5))
    late = DateRange(civil_date(2021, 4, 1), None)
    assert backend.search(Request(late, limit=1, with_days=True), BM25()).days == (
        civil_date(2021, 6, 1),
        civil_date(2021, 7, 1),
    )


def test_there_are_no_days_where_nothing_counts_or_nobody_asks(answers: Archive):
    backend = answers._backend
    assert backend.search(Request(Literal("火星"), with_days=True), BM25()).days is None
    assert backend.search(Request(Everything()), BM25()).days is None
