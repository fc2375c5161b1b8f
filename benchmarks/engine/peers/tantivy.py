"""tantivy, through its Python package, with its documents stored.

The package runs a query twice for a page: once for the ten best, once for the counts, because its ``search``
takes no aggregation beside it. (In Rust one pass can do both.) The total is the sum of the months.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.engine.bench_queries import BenchQuery
from benchmarks.engine.peers.base import pairs_of, rows, words_of
from index.issue import Issue
from index.query import Literal, Prefix
from searcher.snippets import SNIPPET_CHARS

WRITER_BYTES = 500_000_000
SNIPPET_BYTES = 3 * SNIPPET_CHARS  # tantivy counts bytes, of which a Han character takes three
COUNTS = {name: {"terms": {"field": name, "size": 10_000}} for name in ("section", "month")}


class Tantivy:
    """tantivy with its default scorer, aggregations for the counts and ``SnippetGenerator``."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        # Words need no positions. The field is stored because the passage is cut from what it holds.
        builder.add_text_field("words", stored=True, tokenizer_name="words", index_option="freq")
        builder.add_text_field("pairs", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("headline", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("section", stored=True, tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_text_field("month", tokenizer_name="raw", index_option="basic", fast=True)
        builder.add_integer_field("day", stored=True, fast=True, indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        # What is between two blanks and is no mark, in small letters.
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        self._index.register_tokenizer("words", words.filter(tantivy.Filter.lowercase()).build())
        self._searcher: Any = self._index.searcher()

    def index(self, issues: Iterable[Issue]) -> None:
        writer = self._index.writer(WRITER_BYTES, 1)
        for row in rows(issues):
            writer.add_document(
                self._tantivy.Document(
                    words=row.words,
                    pairs=row.pairs,
                    headline=row.headline,
                    section=row.section,
                    month=row.day[:7],
                    day=int(row.day.replace("-", "")),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def answer(self, query: BenchQuery) -> int | None:
        found = self._find(self._query(query))
        return found and found[1]

    def page(self, query: BenchQuery) -> str | None:
        found = self._find(self._query(query))
        if found is None:
            return None
        generator = self._tantivy.SnippetGenerator.create(
            self._searcher, self._marked(query), self._schema, "words"
        )
        generator.set_max_num_chars(SNIPPET_BYTES)
        lines = []
        for _, address in found[0]:
            document = self._searcher.doc(address)
            lines.append(document.get_first("headline"))
            lines.append(f"{document.get_first('section')} {document.get_first('day')}")
            lines.append(generator.snippet_from_doc(document).to_html())
        return "\n".join(lines)

    def close(self) -> None:
        """Its files are closed with the last reference."""

    def _find(self, engine_query: Any) -> tuple[list[Any], int] | None:
        """The ten best and the total; None without a query."""
        if engine_query is None:
            return None
        hits: list[Any] = self._searcher.search(engine_query, 10, count=False).hits
        counts = self._searcher.aggregate(engine_query, COUNTS)
        return hits, sum(bucket["doc_count"] for bucket in counts["month"]["buckets"])

    def _query(self, query: BenchQuery) -> Any:
        kinds, occur = self._tantivy.Query, self._tantivy.Occur
        match query.query:
            case Literal(text):
                pairs = list(pairs_of(text))
                return kinds.phrase_query(self._schema, "pairs", pairs) if len(pairs) > 1 else None
            case Prefix(text):
                return kinds.regex_query(self._schema, "words", f"{text.lower()}.*")
        words = words_of(query)
        parts = [(occur.Must, self._term("words", word)) for word in words]
        parts += [(occur.Should, self._term("pairs", pair)) for word in words for pair in pairs_of(word)]
        if query.since:
            first = int(query.since.isoformat().replace("-", ""))
            kind = self._tantivy.FieldType.Integer
            days = kinds.range_query(self._schema, "day", kind, first, 99_999_999)
            parts.append((occur.Must, kinds.const_score_query(days, 0.0)))
        return kinds.boolean_query(parts)

    def _marked(self, query: BenchQuery) -> Any:
        """The words to mark in passages, as a query.

        The generator marks terms of one field only: of a literal its words, of a prefix those that begin so.
        """
        match query.query:
            case Literal(text):
                import rjieba

                words = [word for word in rjieba.cut(text.lower()) if word.isalnum()]
            case Prefix(text):
                words = [word for word, _ in self._searcher.terms_with_prefix("words", text.lower())]
            case _:
                words = words_of(query)
        any_of = [(self._tantivy.Occur.Should, self._term("words", word)) for word in words]
        return self._tantivy.Query.boolean_query(any_of)

    def _term(self, field: str, text: str) -> Any:
        return self._tantivy.Query.term_query(self._schema, field, text)
