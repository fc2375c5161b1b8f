"""SQLite FTS5: words by ``unicode61``, literals by ``trigram``, both over one table that stores the text.

What is counted is in a table of its own with short rows, so that counting reads no texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.engine.bench_queries import BenchQuery
from benchmarks.engine.peers.base import rows, words_of
from index.issue import Issue
from index.query import Literal, Prefix

TABLES = """
    create table if not exists a(id integer primary key, section text, day text);
    create table if not exists printed(id integer primary key, headline text, words text, text text);
    create virtual table if not exists t using fts5(words, content='printed', content_rowid='id');
    create virtual table if not exists tri using fts5(
        text, tokenize='trigram', content='printed', content_rowid='id'
    );
"""
MAPPED_BYTES = 1 << 31  # of the file, as the other engines map theirs; SQLite's own cache has two megabytes
# Of the passage, so that it has some 80 characters: words, and characters, of which snippet() takes no more.
TOKENS = {"t": 40, "tri": 64}


class Fts5:
    """SQLite FTS5: one select for the ten best, with ``snippet()`` for a page, and one for all counts."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        self._base.execute(f"pragma mmap_size = {MAPPED_BYTES}")
        self._base.executescript(TABLES)

    def index(self, issues: Iterable[Issue]) -> None:
        before = self._base.execute("select count(*) from a").fetchone()[0]
        for number, row in enumerate(rows(issues), before):
            self._base.execute("insert into a values(?, ?, ?)", (number, row.section, row.day))
            printed = (number, row.headline, row.words, row.text)
            self._base.execute("insert into printed values(?, ?, ?, ?)", printed)
            self._base.execute("insert into t(rowid, words) values(?, ?)", (number, row.words))
            self._base.execute("insert into tri(rowid, text) values(?, ?)", (number, row.text))
        for table in TOKENS:
            self._base.execute(f"insert into {table}({table}) values('optimize')")
        self._base.commit()

    def answer(self, query: BenchQuery) -> int | None:
        table, asked, since = _match(query)
        self._base.execute(
            f"select a.id, rank {_found(table)} order by rank limit 10", (asked, since)
        ).fetchall()
        return self._total(table, asked, since)

    def page(self, query: BenchQuery) -> str | None:
        table, asked, since = _match(query)
        passage = f"snippet({table}, 0, '<b>', '</b>', '…', {TOKENS[table]})"
        # By ``rank``, not by bm25(): FTS5 then sorts first and cuts passages of the ten only.
        headline = "(select headline from printed where printed.id = a.id)"
        hits = self._base.execute(
            f"select {headline}, section, day, {passage} {_found(table)} order by rank limit 10",
            (asked, since),
        ).fetchall()
        self._total(table, asked, since)
        return "\n".join(f"{headline}\n{section} {day}\n{shown}" for headline, section, day, shown in hits)

    def close(self) -> None:
        self._base.close()

    def _total(self, table: str, asked: str, since: str) -> int:
        """Count by section and month in one pass; return the sum."""
        counts = self._base.execute(
            f"select section, substr(day, 1, 7), count(*) {_found(table)} group by 1, 2", (asked, since)
        ).fetchall()
        return sum(count for _, _, count in counts)


def _found(table: str) -> str:
    return f"from {table} join a on a.id = {table}.rowid where {table} match ? and day >= ?"


def _match(query: BenchQuery) -> tuple[str, str, str]:
    """The table that is asked, the expression of FTS5, and the first day, empty where any will do."""
    match query.query:
        case Literal(text):
            table, asked = "tri", _quoted(text)
        case Prefix(text):
            table, asked = "t", f"{_quoted(text)}*"
        case _:
            table, asked = "t", " AND ".join(map(_quoted, words_of(query)))
    return table, asked, query.since.isoformat() if query.since else ""


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
