"""Xapian, where its Python package is on the path (Debian: python3-xapian)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engine.bench_queries import BenchQuery
from benchmarks.engine.peers.base import pairs_of, rows, words_of
from index.issue import Issue
from index.query import Literal, Prefix

SECTION, MONTH, DAY = range(3)
LONGEST = 240  # bytes of a term


class Xapian:
    """Xapian, with match spies for the counts."""

    name = "Xapian"

    def __init__(self, folder: Path) -> None:
        import xapian

        self._xapian = xapian
        self._base = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)

    def index(self, issues: Iterable[Issue]) -> None:
        for row in rows(issues):
            document = self._xapian.Document()
            for word in row.words.lower().split():
                document.add_term(f"W{word}"[: LONGEST // 4])
            for position, pair in enumerate(row.pairs.split()):
                document.add_posting(f"P{pair}", position)
            document.add_value(SECTION, row.section)
            document.add_value(MONTH, row.day[:7])
            document.add_value(DAY, row.day)
            self._base.add_document(document)
        self._base.commit()

    def answer(self, query: BenchQuery) -> int | None:
        engine_query = self._query(query)
        if engine_query is None:
            return None
        enquire = self._xapian.Enquire(self._base)
        enquire.set_query(engine_query)
        spies = [self._xapian.ValueCountMatchSpy(slot) for slot in (SECTION, MONTH)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, 10, self._base.get_doccount())
        for spy in spies:
            _ = [(each.term, each.termfreq) for each in spy.values()]
        total: int = found.get_matches_estimated()
        return total

    def page(self, query: BenchQuery) -> str | None:  # noqa: ARG002 - it is measured without its passages
        return None

    def close(self) -> None:
        self._base.close()

    def _query(self, query: BenchQuery) -> Any:
        kinds = self._xapian.Query
        match query.query:
            case Literal(text):
                return kinds(kinds.OP_PHRASE, [f"P{pair}" for pair in pairs_of(text)])
            case Prefix(text):
                return kinds(kinds.OP_WILDCARD, f"W{text}", 0, kinds.WILDCARD_LIMIT_ERROR, kinds.OP_SYNONYM)
        words = words_of(query)
        engine_query = kinds(kinds.OP_AND, [f"W{word}" for word in words])
        pairs = [f"P{pair}" for word in words for pair in pairs_of(word)]
        engine_query = kinds(kinds.OP_AND_MAYBE, engine_query, kinds(kinds.OP_OR, pairs))
        if query.since:
            engine_query = kinds(
                kinds.OP_FILTER, engine_query, kinds(kinds.OP_VALUE_GE, DAY, query.since.isoformat())
            )
        return engine_query
