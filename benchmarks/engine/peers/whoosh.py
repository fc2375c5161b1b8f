"""Stock Whoosh, with its own codec, scorer and collector."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engine.bench_queries import BenchQuery
from benchmarks.engine.peers.base import pairs_of, rows, words_of
from index.issue import Issue


class Whoosh:
    """Whoosh as it comes; answers words without a filter."""

    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis.filters import LowercaseFilter
        from whoosh.analysis.tokenizers import RegexTokenizer, SpaceSeparatedTokenizer

        schema = fields.Schema(
            words=fields.TEXT(RegexTokenizer() | LowercaseFilter(), phrase=False),
            pairs=fields.TEXT(SpaceSeparatedTokenizer()),
            section=fields.ID(sortable=True),
            month=fields.ID(sortable=True),
        )
        opened = index.exists_in(str(folder))
        self._index: Any = index.open_dir(str(folder)) if opened else index.create_in(str(folder), schema)
        self._searcher: Any = self._index.searcher()

    def index(self, issues: Iterable[Issue]) -> None:
        writer = self._index.writer(limitmb=512)
        for row in rows(issues):
            writer.add_document(words=row.words, pairs=row.pairs, section=row.section, month=row.day[:7])
        writer.commit()
        self._searcher = self._index.searcher()

    def answer(self, query: BenchQuery) -> int | None:
        from whoosh.query.compound import And as Both
        from whoosh.query.compound import AndMaybe, Or
        from whoosh.query.terms import Term

        words = words_of(query)
        if not words or query.since:
            return None
        pairs = [Term("pairs", pair) for word in words for pair in pairs_of(word)]
        engine_query = AndMaybe(Both([Term("words", word) for word in words]), Or(pairs))
        found = self._searcher.search(engine_query, limit=10, groupedby=["section", "month"])
        found.groups("section")
        found.groups("month")
        return len(found)

    def page(self, query: BenchQuery) -> str | None:  # noqa: ARG002 - it is measured without its passages
        return None

    def close(self) -> None:
        self._searcher.close()
        self._index.close()
