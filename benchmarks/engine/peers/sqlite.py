"""SQLite FTS5: words and bigrams by ``unicode61``, literals by ``trigram``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.engine.material import BenchQuery
from benchmarks.engine.peers.base import rows, words_of
from index.issue import Issue
from index.query import Literal, Prefix


class Fts5:
    """SQLite FTS5 with two virtual tables and one for filters and facets."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.db")
        self._base.execute(
            "create virtual table if not exists t using fts5(words, pairs, content='', "
            "tokenize=\"unicode61 tokenchars '-.'\")"
        )
        self._base.execute(
            "create virtual table if not exists tri using fts5(text, tokenize='trigram', content='')"
        )
        self._base.execute("create table if not exists a(id integer primary key, section text, day text)")

    def index(self, issues: Iterable[Issue]) -> None:
        before = self._base.execute("select count(*) from a").fetchone()[0]
        for number, row in enumerate(rows(issues), before):
            self._base.execute(
                "insert into t(rowid, words, pairs) values(?, ?, ?)", (number, row.words, row.pairs)
            )
            self._base.execute("insert into tri(rowid, text) values(?, ?)", (number, row.text))
            self._base.execute("insert into a values(?, ?, ?)", (number, row.section, row.day))
        self._base.execute("insert into t(t) values('optimize')")
        self._base.execute("insert into tri(tri) values('optimize')")
        self._base.commit()

    def page(self, query: BenchQuery) -> int | None:
        table = "t"
        match query.query:
            case Literal(text):
                table, asked = "tri", f'"{text.replace(chr(34), "")}"'
            case Prefix(text):
                asked = f'words:"{text}"*'
            case _:
                words = words_of(query)
                asked = " AND ".join(f'words:"{word}"' for word in words)
        since = query.since.isoformat() if query.since else ""
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
