"""Peers: the same articles, tokens and questions for each engine, and what a page of results takes of it.

A page is the ten best, the exact total, the counts of every section and of every month. Words are cut by our
analyzer once for all; each engine gets them joined by spaces, and the pairs of characters too, by which all
of them rank. A run of text must match by its word; ours also matches where it stands across words (law 2),
and proves it: the others are not asked to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from analyzers import Analyzer, bigrams
from benchmarks.engine.material import Question
from index.article import Article
from index.backend import Filter, Request
from index.backends.embedded import EmbeddedBackend, create
from index.issue import Issue, IssueKey
from index.query import And, DateRange, Literal, Prefix, Words
from searcher import BM25

BATCH = 5000


class Row(NamedTuple):
    """An article as a peer takes it."""

    number: int
    words: str
    pairs: str
    section: str
    day: str
    text: str


def rows(articles: Iterable[Article], analyzer: Analyzer) -> Iterable[Row]:
    for number, article in enumerate(articles):
        units = (*article.units("headline"), *article.units("body"))
        yield Row(
            number,
            " ".join(term for unit in units for term in analyzer.terms(unit)),
            " ".join(pair for unit in units for pair in bigrams(unit)),
            article.section or "",
            article.date.isoformat(),
            "\n".join(units),
        )


class Peer(Protocol):
    name: str

    def index(self, articles: Sequence[Article], analyzer: Analyzer) -> None: ...

    def page(self, question: Question) -> int | None:
        """Answer with a page of results and return the total; ``None`` for what the engine cannot do."""


def words_of(question: Question) -> list[str]:
    match question.query:
        case Words(text):
            return [text]
        case And(children):
            return [child.text for child in children if isinstance(child, Words)]
        case _:
            return []


class Ours:
    name = "searcher"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "searcher"
        self._backend: EmbeddedBackend | None = None
        self._ranking = BM25()

    def index(self, articles: Sequence[Article], analyzer: Analyzer) -> None:
        create(self._path)
        self._backend = EmbeddedBackend(self._path, analyzer)
        issues: dict[IssueKey, list[Article]] = {}
        for article in articles:
            issues.setdefault(IssueKey(article.date, article.paper), []).append(article)
        batch: list[Issue] = []
        for key, of_issue in sorted(issues.items()):
            batch.append(Issue(key, tuple(of_issue)))
            if sum(len(issue.articles) for issue in batch) >= BATCH:
                self._backend.write(batch)
                batch = []
        self._backend.write(batch)
        self._backend.write([])  # as `searcher add` ends

    def page(self, question: Question) -> int | None:
        assert self._backend
        filters = (Filter("date", DateRange(question.since, None)),) if question.since else ()
        request = Request(question.query, filters, facets=("section", "month"))
        return self._backend.search(request, self._ranking).total


class Tantivy:
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
        builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        (folder / "tantivy").mkdir()
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        self._searcher: Any = None

    def index(self, articles: Sequence[Article], analyzer: Analyzer) -> None:
        writer = self._index.writer(500_000_000, 1)
        for row in rows(articles, analyzer):
            writer.add_document(
                self._tantivy.Document(
                    words=row.words,
                    pairs=row.pairs,
                    section=row.section,
                    month=row.day[:7],
                    day=int(row.day.replace("-", "")),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def page(self, question: Question) -> int | None:
        query = self._query(question)
        if query is None:
            return None
        count: int = self._searcher.search(query, 10, count=True).count
        self._searcher.aggregate(
            query,
            {
                "section": {"terms": {"field": "section", "size": 10_000}},
                "month": {"terms": {"field": "month", "size": 10_000}},
            },
        )
        return count

    def _query(self, question: Question) -> Any:
        kinds, term, occur = self._tantivy.Query, self._tantivy.Query.term_query, self._tantivy.Occur
        match question.query:
            case Literal(text):
                pairs = bigrams(text)
                return kinds.phrase_query(self._schema, "pairs", pairs) if len(pairs) > 1 else None
            case Prefix(text):
                return kinds.regex_query(self._schema, "words", f"{text}.*")
        words = words_of(question)
        parts = [(occur.Must, term(self._schema, "words", word)) for word in words]
        parts += [
            (occur.Should, term(self._schema, "pairs", pair)) for word in words for pair in bigrams(word)
        ]
        if question.since:
            first = int(question.since.isoformat().replace("-", ""))
            kind = self._tantivy.FieldType.Integer
            days = kinds.range_query(self._schema, "day", kind, first, 99_999_999)
            parts.append((occur.Must, kinds.const_score_query(days, 0.0)))
        return kinds.boolean_query(parts)


class Fts5:
    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        self._base.execute(
            "create virtual table t using fts5(words, pairs, content='', "
            "tokenize=\"unicode61 tokenchars '-.'\")"
        )
        self._base.execute(
            "create virtual table tri using fts5(text, tokenize='trigram', content='', detail=full)"
        )
        self._base.execute("create table a(id integer primary key, section text, day text)")

    def index(self, articles: Sequence[Article], analyzer: Analyzer) -> None:
        for row in rows(articles, analyzer):
            self._base.execute(
                "insert into t(rowid, words, pairs) values(?, ?, ?)", (row.number, row.words, row.pairs)
            )
            self._base.execute("insert into tri(rowid, text) values(?, ?)", (row.number, row.text))
            self._base.execute("insert into a values(?, ?, ?)", (row.number, row.section, row.day))
        self._base.execute("insert into t(t) values('optimize')")
        self._base.execute("insert into tri(tri) values('optimize')")
        self._base.commit()

    def page(self, question: Question) -> int | None:
        table = "t"
        match question.query:
            case Literal(text):
                table, asked = "tri", f'"{text.replace(chr(34), "")}"'
            case Prefix(text):
                asked = f'words:"{text}"*'
            case _:
                words = words_of(question)
                asked = " AND ".join(f'words:"{word}"' for word in words)
        since = question.since.isoformat() if question.since else ""
        found = f"from {table} join a on a.id = {table}.rowid where {table} match ? and day >= ?"
        self._base.execute(
            f"select a.id, bm25({table}) s {found} order by s limit 10", (asked, since)
        ).fetchall()
        total: int = self._base.execute(f"select count(*) {found}", (asked, since)).fetchone()[0]
        self._base.execute(f"select section, count(*) {found} group by 1", (asked, since)).fetchall()
        self._base.execute(
            f"select substr(day, 1, 7), count(*) {found} group by 1", (asked, since)
        ).fetchall()
        return total


class Whoosh:
    name = "stock Whoosh"

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer

        spaces = SpaceSeparatedTokenizer()
        (folder / "whoosh").mkdir()
        schema = fields.Schema(
            words=fields.TEXT(spaces, phrase=False),
            pairs=fields.TEXT(spaces),
            section=fields.ID(sortable=True),
            month=fields.ID(sortable=True),
        )
        self._index = index.create_in(str(folder / "whoosh"), schema)
        self._searcher: Any = None

    def index(self, articles: Sequence[Article], analyzer: Analyzer) -> None:
        writer = self._index.writer(limitmb=512)
        for row in rows(articles, analyzer):
            writer.add_document(words=row.words, pairs=row.pairs, section=row.section, month=row.day[:7])
        writer.commit()
        self._searcher = self._index.searcher()

    def page(self, question: Question) -> int | None:
        from whoosh.query.compound import And as Both
        from whoosh.query.compound import AndMaybe, Or
        from whoosh.query.terms import Term

        words = words_of(question)
        if not words or question.since:
            return None
        pairs = [Term("pairs", pair) for word in words for pair in bigrams(word)]
        query = AndMaybe(Both([Term("words", word) for word in words]), Or(pairs))
        found = self._searcher.search(query, limit=10, groupedby=["section", "month"])
        found.groups("section")
        found.groups("month")
        return len(found)
