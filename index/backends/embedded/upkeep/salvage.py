"""Salvage: files of an archive are damaged or of an older version; which issues do they still give whole?

A segment that is as it should be is kept. Every other is read row by row, and its issues are put together
again with what kept segments hold of them. An issue is whole when its record is there and its articles have
the digest the record tells; else it is lost, whatever of it can be read (law 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from whoosh.index import TOC

from index.article import Article
from index.backend import LostIssue
from index.backends.embedded.codec import container
from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.row_recovery import ANY_VERSION, RecoveredRows
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment, SegmentFiles
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.upkeep import row_checks
from index.backends.embedded.writer.segment_writer import new_segment
from index.errors import ArchiveError, IndexCorrupt, IssueFormatError
from index.issue import Issue, IssueKey, IssueRecord, issue_key


@dataclass(slots=True)
class _Part:
    """What one segment, or all that are kept, hold of an issue: its articles by number, and its record."""

    of: RecoveredRows | Snapshot
    numbers: list[int] = field(default_factory=list)
    record: IssueRecord | None = None

    def articles(self) -> Iterator[Article]:
        for number in self.numbers:
            if isinstance(self.of, Snapshot):
                yield self.of.article(number)
            else:
                yield document_codec.article(self.of.values(number)[document_codec.NAME])


class Salvage:
    """An archive as it can be read. Nothing may be written while it is: hold the lock."""

    def __init__(self, storage: ArchiveStorage) -> None:
        self._storage = storage
        self._folder = Path(storage.folder)
        self.damages: list[IndexCorrupt] = []
        self.damaged: list[Path] = []  # files
        self.kept: list[ColumnarSegment] = []
        self.outdated = 0  # segments
        self._replaced: list[ColumnarSegment] = []
        self._opened: dict[str, RecoveredRows] = {}
        toc = self._contents()
        self.contents_lost = toc is None
        for segment in toc.segments if toc else self._segments():
            self._sort(segment)
        self._snapshot = Snapshot.of([SegmentFiles(storage, segment) for segment in self.kept])
        self._issues: dict[IssueKey, list[_Part]] = {}
        self._named: dict[IssueKey, int] = {}  # documents by the terms of segments whose rows are damaged
        self.unnamed = 0
        self._read()
        self.whole: list[IssueKey] = []
        self.lost: list[LostIssue] = []
        self._judge()

    @property
    def is_needed(self) -> bool:
        """Whether a commit has to be made."""
        return bool(self.contents_lost or self._replaced or self._issues)

    def issues(self) -> Iterator[Issue]:
        """Yield the issues that have to be written anew."""
        for key in self.whole:
            issue = self._whole(key)
            assert issue, "it was whole when it was judged"
            yield issue

    def readable(self, key: IssueKey) -> list[Article]:
        """What can be read of a lost issue, in reading order; each article once."""
        held = {article.id: article for part in reversed(self._issues[key]) for article in part.articles()}
        return sorted(held.values(), key=lambda article: (article.page, article.id))

    def stale(self) -> Iterator[tuple[ColumnarSegment, int]]:
        """Yield the documents of kept segments that belong to issues written anew or lost."""
        for key in self._issues:
            for segment in self._snapshot.segments:
                for doc_id in segment.of_issue(str(key)).tolist():
                    yield segment.files.segment, doc_id - segment.base

    def _contents(self) -> TOC | None:
        try:
            return manifest.read(self._storage)
        except IndexCorrupt as exc:
            self.damages.append(exc)
            self.damaged += sorted(self._folder.glob(f"_{manifest.INDEX_NAME}_*.toc"))
            return None

    def _segments(self) -> list[ColumnarSegment]:
        """Every segment that lies here, the newest first: which of them counted is not known."""
        found: dict[str, int] = {}
        for file in self._folder.iterdir():
            if file.suffix in (DOCS, TERMS):
                found[file.stem] = max(file.stat().st_mtime_ns, found.get(file.stem, 0))
        segments = []
        for name in sorted(found, key=lambda name: (found[name], name), reverse=True):
            segment = new_segment()
            segment.segid = name.removeprefix(f"{manifest.INDEX_NAME}_")
            segments.append(segment)
        return segments

    def _sort(self, segment: ColumnarSegment) -> None:
        files = SegmentFiles(self._storage, segment)
        paths = [self._folder / _file(segment, ext) for ext in (DOCS, TERMS)]
        old = any(map(_is_old, paths))
        if old:
            faults = _unread(paths[0])
            self.outdated += not faults
        else:
            if self.contents_lost:
                segment.set_doc_count(self._rows(segment).count)
            faults = row_checks.faults(files)
        if faults:
            self.damages += faults
            self.damaged += [path for path in paths if path.exists()]
        (self._replaced if faults or old or self.contents_lost else self.kept).append(segment)

    def _read(self) -> None:
        for segment in sorted(self._replaced, key=lambda each: not self._rows(each).ids_known):
            rows = self._rows(segment)
            parts: dict[IssueKey, _Part] = {}
            read = 0
            for number, values in rows:
                if rows.ids_known and segment.is_deleted(number):
                    continue
                try:
                    told = document_codec.unpack(values[document_codec.NAME])
                except (IndexCorrupt, KeyError):
                    continue
                read += 1
                key = document_codec.key(told)
                part = parts.setdefault(key, _Part(rows))
                if isinstance(told, IssueRecord):
                    part.record = told
                else:
                    part.numbers.append(number)
            for key, part in parts.items():
                self._issues.setdefault(key, []).append(part)
            missing = segment.doc_count_all() - segment.deleted_count() - read
            if missing > 0 and not self._name(segment):
                self.unnamed += missing
        self._add_kept()

    def _name(self, segment: ColumnarSegment) -> bool:
        """Ask the terms of a segment for the issues of which rows are missing."""
        files = SegmentFiles(self._storage, segment)
        try:
            files.terms_container.verify()
            issues = files.field("issue")
            named = {
                issue_key(issues.terms[number].decode()): live
                for number in range(len(issues.terms) if issues else 0)
                if issues
                and (live := [n for n in issues.local_doc_ids(number).tolist() if not segment.is_deleted(n)])
            }
        except (ArchiveError, FileNotFoundError, LookupError, ValueError):
            return False
        for key, live in named.items():
            self._issues.setdefault(key, [])
            self._named[key] = self._named.get(key, 0) + len(live)
        return True

    def _add_kept(self) -> None:
        """Put what kept segments hold of an issue before the rest; leave out the issues they hold whole."""
        snapshot = self._snapshot
        keys = set(self._issues) | {record.key for record in snapshot.records()}
        if sum(record.articles for record in snapshot.records()) != snapshot.doc_count:
            keys |= {issue_key(name) for name in self._kept_names()}
        for key in keys:
            held = snapshot.of_issue(key)
            records = set(snapshot.postings("record", str(key)).doc_ids.tolist())
            part = _Part(snapshot, [each for each in held if each not in records], snapshot.record(key))
            if part.record and part.record.articles == len(part.numbers):
                self._issues.pop(key, None)
            elif held:
                self._issues.setdefault(key, []).insert(0, part)
                self.damages += [] if self._replaced else [self._broken(key, part)]

    def _kept_names(self) -> Iterator[str]:
        for segment in self._snapshot.segments:
            if found := segment.files.field("issue"):
                yield from (term.decode() for term in found.terms)

    def _broken(self, key: IssueKey, part: _Part) -> IndexCorrupt:
        told = f"counts {part.record.articles} articles" if part.record else "has no record"
        return IndexCorrupt(f"{self._folder}: {key} {told} and has {len(part.numbers)}; add it again")

    def _judge(self) -> None:
        taken: dict[str, IssueKey] = {}
        for key in sorted(self._issues):
            issue = self._whole(key)
            if issue and all(self._is_free(article.id, key, taken) for article in issue.articles):
                taken |= dict.fromkeys((article.id for article in issue.articles), key)
                self.whole.append(key)
                continue
            parts = self._issues[key]
            records = (part.record.articles for part in parts if part.record)
            articles = self.readable(key)
            self.lost.append(
                LostIssue(
                    key,
                    next(records, self._named[key] - 1 if key in self._named else None),
                    len(articles),
                    tuple(sorted({article.source for article in articles if article.source})),
                )
            )

    def _is_free(self, article_id: str, key: IssueKey, taken: dict[str, IssueKey]) -> bool:
        """Whether no other issue has this id: one that was dropped may have had it."""
        doc_id = self._snapshot.doc_id(article_id)
        if doc_id is not None and IssueKey.of(self._snapshot.article(doc_id)) not in self._issues:
            return False
        return taken.get(article_id, key) == key

    def _whole(self, key: IssueKey) -> Issue | None:
        """The issue as one of its records tells; the newest there is."""
        parts = self._issues[key]
        for record in (part.record for part in parts if part.record):
            articles: list[Article] = []
            for part in parts:
                articles += part.articles()
                if len(articles) >= record.articles:
                    break
            issue = _issue(record, articles)
            if issue and issue.content_hash == record.content_hash:
                return issue
        return None

    def _rows(self, segment: ColumnarSegment) -> RecoveredRows:
        name = _file(segment, DOCS)
        if name not in self._opened:
            self._opened[name] = RecoveredRows(self._folder / name)
        return self._opened[name]


def _file(segment: ColumnarSegment, ext: str) -> str:
    name: str = segment.make_filename(ext)  # type: ignore[no-untyped-call]
    return name


def _issue(record: IssueRecord, articles: Sequence[Article]) -> Issue | None:
    ordered = tuple(sorted(articles, key=lambda article: (article.page, article.id)))
    try:
        return Issue(record.key, ordered, record.source_stamps)
    except IssueFormatError:
        return None


def _is_old(path: Path) -> bool:
    """Whether a file is of a version that is no more searched in; IndexOutdated for a newer one."""
    try:
        return Container.open(path, oldest=ANY_VERSION).version < container.OLDEST
    except (IndexCorrupt, FileNotFoundError):
        return False


def _unread(path: Path) -> list[IndexCorrupt]:
    """What is wrong with the rows of an older segment: nothing else of it is needed."""
    try:
        Container.open(path, oldest=ANY_VERSION).verify()
    except IndexCorrupt as exc:
        return [exc]
    return []
