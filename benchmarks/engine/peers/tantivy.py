"""tantivy, through its Python package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analyzers import bigrams
from benchmarks.engine.material import BenchQuery
from benchmarks.engine.peers.base import rows, words_of
from index.issue import Issue
from index.query import Literal, Prefix


class Tantivy:
    """tantivy with its default scorer, and aggregations for the counts; it stores the texts."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for field in ("words", "pairs"):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
        for field in ("section", "month"):
            builder.add_text_field(field, tokenizer_name="raw", fast=True)
        builder.add_integer_field("day", fast=True, indexed=True)
        builder.add_bytes_field("text", stored=True)
        (folder / "tantivy").mkdir(exist_ok=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        self._searcher: Any = self._index.searcher()

    def index(self, issues: Iterable[Issue]) -> None:
        writer = self._index.writer(500_000_000, 1)
        for row in rows(issues):
            writer.add_document(
                self._tantivy.Document(
                    words=row.words,
                    pairs=row.pairs,
                    section=row.section,
                    month=row.day[:7],
                    day=int(row.day.replace("-", "")),
                    text=row.text.encode(),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def page(self, query: BenchQuery) -> int | None:
        engine_query = self._query(query)
        if engine_query is None:
            return None
        count: int = self._searcher.search(engine_query, 10, count=True).count
        self._searcher.aggregate(
            engine_query,
            {
                "section": {"terms": {"field": "section", "size": 10_000}},
                "month": {"terms": {"field": "month", "size": 10_000}},
            },
        )
        return count

    def _query(self, query: BenchQuery) -> Any:
        kinds, term, occur = self._tantivy.Query, self._tantivy.Query.term_query, self._tantivy.Occur
        match query.query:
            case Literal(text):
                pairs = bigrams(text)
                return kinds.phrase_query(self._schema, "pairs", pairs) if len(pairs) > 1 else None
            case Prefix(text):
                return kinds.regex_query(self._schema, "words", f"{text}.*")
        words = words_of(query)
        parts = [(occur.Must, term(self._schema, "words", word)) for word in words]
        parts += [
            (occur.Should, term(self._schema, "pairs", pair)) for word in words for pair in bigrams(word)
        ]
        if query.since:
            first = int(query.since.isoformat().replace("-", ""))
            kind = self._tantivy.FieldType.Integer
            days = kinds.range_query(self._schema, "day", kind, first, 99_999_999)
            parts.append((occur.Must, kinds.const_score_query(days, 0.0)))
        return kinds.boolean_query(parts)
