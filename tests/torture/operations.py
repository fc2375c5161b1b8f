"""An archive, the operations that tests run on it, and what it holds afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date as civil_date
from functools import cache
from pathlib import Path
from unittest import mock

from whoosh.index import TOC

from analyzers import Analyzer, Lexicon
from index.backend import LockWait
from index.backends.embedded.codec import container, row_recovery
from index.backends.embedded.codec.segment_files import DOCS, TERMS
from index.backends.embedded.disk.archive_folder import MARK_FILE, SEGMENTS, check
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.told_texts import read_user_words
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.upkeep import repair as upkeep_repair
from index.backends.embedded.upkeep import salvage
from index.backends.embedded.whoosh.field_types import schema
from index.papers import NO_PAPERS
from searcher.adding import Adder
from tests.index.backends.embedded.test_engine import having, issue

OLD, NEW, OTHER = "春天", "夏天", "秋天"
DAYS = {OLD: "2023-09-21", OTHER: "2023-09-22"}
LEXICON = Lexicon()
Analyzer(LEXICON).terms(OLD)  # loads the dictionary once
OLD_VERSION = container.OLDEST - 1  # a file version that is too old to be searched
Operation = Callable[[Path], None]
"""It changes the archive at a path."""
Contents = Mapping[str, tuple[str, int, int, int, int]]
"""What ``contents`` returns, by issue."""


def make(path: Path) -> None:
    """Create an archive of two issues in two segments, one of which has a deleted version too."""
    create(path)
    (path / "words.txt").touch()
    engine = reopen(path)
    engine.write([issue(OTHER, DAYS[OTHER], articles=9)])
    engine.write([issue(NEW, DAYS[OLD], articles=3)])
    engine.write([issue(OLD, DAYS[OLD], articles=3)])
    engine.close()


@cache
def analyzer(words: tuple[str, ...]) -> Analyzer:
    """An analyzer with these user words, cached because loading a dictionary takes long."""
    return Analyzer(Lexicon(words) if words else LEXICON)


def reopen(path: Path) -> EmbeddedBackend:
    """Open an archive, with its user words."""
    check(path)
    return EmbeddedBackend(path, analyzer(tuple(read_user_words(path))))


def add(path: Path) -> None:
    """Replace an issue, in a new segment, with which the smallest segments are merged."""
    _write(path, lambda engine: engine.write([issue(NEW, DAYS[OLD], articles=3)]))


def drop(path: Path) -> None:
    """Remove an issue."""
    _write(path, lambda engine: engine.write([], drop=[issue(OLD, DAYS[OLD]).key]))


def merge(path: Path) -> None:
    """Merge segments, and change nothing else."""
    _write(path, lambda engine: engine.write([]))


def reindex(path: Path) -> None:
    """Analyse everything again, with the user word that ``prepare`` has added."""

    def write(engine: EmbeddedBackend) -> None:
        analyzer_fingerprint = analyzer(tuple(read_user_words(path))).lexicon.fingerprint
        Adder(engine, analyzer_fingerprint, NO_PAPERS).reindex(engine.issues(), None)

    _write(path, write)


def upgrade(path: Path) -> None:
    """Write outdated files anew: ``prepare`` has given today's files an older version number."""
    with (
        mock.patch.object(salvage, "ANY_VERSION", OLD_VERSION),
        mock.patch.object(row_recovery, "ANY_VERSION", OLD_VERSION),
    ):
        upkeep_repair.upgrade(path, Analyzer(LEXICON), LockWait())


def repair(path: Path) -> None:
    """Repair whatever is damaged."""
    upkeep_repair.repair(path, Analyzer(LEXICON), LockWait(), dry_run=False)


def _write(path: Path, write: Callable[[EmbeddedBackend], None]) -> None:
    engine = reopen(path)
    try:
        write(engine)
    finally:
        engine.close()


OPERATIONS: Mapping[str, Operation] = {each.__name__: each for each in (add, drop, merge, reindex, upgrade)}


def prepare(path: Path, operation: Operation) -> None:
    """Make an archive that ``operation`` has something to do in."""
    version = OLD_VERSION if operation is upgrade else container.VERSION
    with mock.patch.multiple(container, VERSION=version, OLDEST=version):
        make(path)
    if operation is reindex:
        (path / "words.txt").write_text("第一篇\n", encoding="utf-8")


def _change_a_byte(path: Path, extension: str) -> None:
    file = max((path / SEGMENTS).glob(f"*{extension}"), key=lambda each: each.stat().st_size)
    raw = bytearray(file.read_bytes())
    raw[len(raw) * 3 // 4] ^= 0xFF
    file.write_bytes(raw)


DAMAGES: Mapping[str, Operation] = {
    "a posting": lambda path: _change_a_byte(path, TERMS),
    "an article": lambda path: _change_a_byte(path, DOCS),
    "the table of contents": lambda path: _change_a_byte(path, ".toc"),
    "the mark": lambda path: (path / MARK_FILE).unlink(),
}


@mock.patch.object(container, "OLDEST", OLD_VERSION)
def contents(path: Path) -> Contents:
    """Per issue its analyzer's fingerprint, and its articles as recorded, read, and found by two texts.

    Any damage raises.
    """
    engine = reopen(path)
    try:
        assert engine.verify() == []
        return {
            str(record.key): (
                record.analyzer_fingerprint,
                record.articles,
                len(engine.articles(record.key)),
                having(engine, OLD if record.key.date == civil_date(2023, 9, 21) else OTHER),
                having(engine, NEW),
            )
            for record in engine.issues()
        }
    finally:
        engine.close()


def left_over_files(path: Path) -> set[str]:
    """The names of files that do not belong to the newest commit."""
    segments = path / SEGMENTS
    toc = TOC.read(ArchiveStorage(str(segments)), "MAIN", schema=schema())  # type: ignore[no-untyped-call]
    ids = [segment.segment_id() for segment in toc.segments]
    named = {LOCK, f"_MAIN_{toc.generation}.toc", *(each + ext for each in ids for ext in (DOCS, TERMS))}
    return {file.name for file in segments.iterdir()} - named


@mock.patch.object(container, "OLDEST", OLD_VERSION)
def accepts_more(path: Path) -> bool:
    """Whether the lock is free and an issue can be added."""
    engine = reopen(path)
    try:
        engine.write([issue("冬天", "2023-10-01", articles=2)])
        return having(engine, "冬天") == 2
    finally:
        engine.close()
