"""What an archive that is damaged or outdated still holds: the issues that can be read whole.

A segment without faults is kept. The rows of every other segment are read one by one, and its issues are put
together again, also with what kept segments hold of them. An issue is whole when its record is there and its
articles have the content hash of the record. Any other issue is lost, however much of it can be read (law 6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path

from index.article import Article
from index.backends.embedded.codec import container
from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.row_recovery import ANY_VERSION, RecoveredRows
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment, SegmentFiles
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.manifest import Manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.upkeep import row_checks
from index.backends.embedded.writer.segment_writer import new_segment
from index.errors import ArchiveError, IndexCorrupt, IssueFormatError
from index.issue import Issue, IssueKey, IssueRecord, in_page_order, issue_key
from index.messages import tr
from index.papers import MAX_CODE_CHARS, code_of_old_name, is_code
from index.reports import LostIssue


@dataclass(slots=True)
class _IssuePart:
    """What one replaced segment, or all kept segments together, hold of an issue."""

    source: RecoveredRows | Snapshot
    article_rows: list[int] = field(default_factory=list)
    """Where ``source`` has the articles: the ordinals of their rows, in a snapshot their global doc ids."""
    record: IssueRecord | None = None

    def articles(self) -> Iterator[Article]:
        """Read the articles; IndexCorrupt where one cannot be read."""
        for row in self.article_rows:
            if isinstance(self.source, Snapshot):
                yield self.source.article(row)
            else:
                yield document_codec.decode_article(self.source.values(row))


class Salvage:
    """The segments to keep and the issues to write anew, as found on the disk.

    Nothing may be written to the archive while a Salvage is used: hold the lock.
    """

    def __init__(self, storage: ArchiveStorage) -> None:
        """Read the archive. IndexOutdated where a newer version wrote a file of it."""
        self._storage = storage
        self._folder = Path(storage.folder)
        self.damages: list[IndexCorrupt] = []
        self.damaged_files: list[Path] = []
        self.kept_segments: list[ColumnarSegment] = []
        """Segments without faults, which stay in the archive."""
        self._replaced_segments: list[ColumnarSegment] = []
        self._rows_by_file: dict[str, RecoveredRows] = {}
        toc = self._read_manifest()
        self.is_manifest_lost = toc is None
        """Whether the newest commit is unknown, so that every segment in the folder is read."""
        for segment in toc.segments if toc else self._all_segments():
            self._classify_segment(segment)
        self._snapshot = Snapshot.from_files([SegmentFiles(storage, each) for each in self.kept_segments])
        self._parts: dict[IssueKey, list[_IssuePart]] = {}
        self._doc_counts: dict[IssueKey, int] = {}  # by the postings of segments whose rows are damaged
        self.unidentified_docs = 0
        """How many documents are lost of which not even the issue is known."""
        self._read_replaced_segments()
        self.whole_issues: list[IssueKey] = []
        self.lost_issues: list[LostIssue] = []
        self._classify_issues()

    @property
    def needs_commit(self) -> bool:
        """Whether segments or issues have to be replaced."""
        return bool(self.is_manifest_lost or self._replaced_segments or self._parts)

    def issues_to_write(self) -> Iterator[Issue]:
        """Yield the whole issues that kept segments do not hold, each under the code of its paper."""
        kept = {record.key for record in self._snapshot.records()} - self._parts.keys()
        new_keys = _keys_with_codes(self.whole_issues, kept)
        for key in self.whole_issues:
            issue = self._assemble_issue(key)
            assert issue, "it was whole when it was classified"
            yield _with_code(issue, new_keys[key].paper)

    def readable_articles(self, key: IssueKey) -> list[Article]:
        """The articles of a lost issue that can be read, in reading order, each once."""
        parts = reversed(self._parts[key])  # newest last, to overwrite what older parts have of an article
        articles = {article.id: article for part in parts for article in part.articles()}
        return in_page_order(articles.values())

    def superseded_docs(self) -> Iterator[tuple[ColumnarSegment, int]]:
        """Yield (kept segment, local doc id) of each document of an issue that is written anew or lost."""
        for key in self._parts:
            for segment in self._snapshot.segments:
                for doc_id in segment.doc_ids_of_issue(str(key)).tolist():
                    yield segment.files.segment, doc_id - segment.base

    def _read_manifest(self) -> Manifest | None:
        try:
            return manifest.read(self._storage)
        except IndexCorrupt as exc:
            self.damages.append(exc)
            self.damaged_files += sorted(self._folder.glob(f"_{manifest.INDEX_NAME}_*.toc"))
            return None

    def _all_segments(self) -> list[ColumnarSegment]:
        """All segments in the folder, the newest first: which ones the newest commit had is not known."""
        modified_ns: dict[str, int] = {}
        for file in self._folder.iterdir():
            if file.suffix in (DOCS, TERMS):
                modified_ns[file.stem] = max(file.stat().st_mtime_ns, modified_ns.get(file.stem, 0))
        segments = []
        for name in sorted(modified_ns, key=lambda name: (modified_ns[name], name), reverse=True):
            segment = new_segment()
            segment.segid = name.removeprefix(f"{manifest.INDEX_NAME}_")
            segments.append(segment)
        return segments

    def _classify_segment(self, segment: ColumnarSegment) -> None:
        """Keep a segment, or note that it is replaced and what its damages are."""
        files = SegmentFiles(self._storage, segment)
        paths = [self._folder / _file_name(segment, ext) for ext in (DOCS, TERMS)]
        is_outdated = any(map(_is_outdated, paths))
        if is_outdated:
            faults = _row_file_faults(paths[0])
        else:
            if self.is_manifest_lost:
                segment.set_doc_count(self._rows(segment).count)
            faults = row_checks.faults(files)
        if faults:
            self.damages += faults
            self.damaged_files += [path for path in paths if path.exists()]
        is_replaced = faults or is_outdated or self.is_manifest_lost
        (self._replaced_segments if is_replaced else self.kept_segments).append(segment)

    def _read_replaced_segments(self) -> None:
        """Collect the parts of issues: of segments with row numbers first, then of the others."""
        for segment in sorted(self._replaced_segments, key=lambda each: not self._rows(each).ids_known):
            rows = self._rows(segment)
            parts: dict[IssueKey, _IssuePart] = {}
            read_count = 0
            for row, values in rows:
                if rows.ids_known and segment.is_deleted(row):  # then a row's ordinal is its local doc id
                    continue
                try:
                    document = document_codec.decode(values)
                except IndexCorrupt:
                    continue
                read_count += 1
                key = document_codec.issue_key_of(document)
                part = parts.setdefault(key, _IssuePart(rows))
                if isinstance(document, IssueRecord):
                    part.record = document
                else:
                    part.article_rows.append(row)
            for key, part in parts.items():
                self._parts.setdefault(key, []).append(part)
            missing = segment.doc_count_all() - segment.deleted_count() - read_count
            if missing > 0 and not self._count_docs_by_postings(segment):
                self.unidentified_docs += missing
        self._add_kept_parts()

    def _count_docs_by_postings(self, segment: ColumnarSegment) -> bool:
        """Count each issue's documents by a segment's postings; return False where these are damaged too."""
        files = SegmentFiles(self._storage, segment)
        try:
            files.terms_container.verify()
            issues = files.field("issue")
            doc_counts = {
                issue_key(issues.terms[term_id].decode()): live_count
                for term_id in range(len(issues.terms) if issues else 0)
                if issues
                and (
                    live_count := sum(
                        not segment.is_deleted(n) for n in issues.local_doc_ids(term_id).tolist()
                    )
                )
            }
        except (ArchiveError, FileNotFoundError, LookupError, ValueError):
            return False
        for key, live_count in doc_counts.items():
            self._parts.setdefault(key, [])
            self._doc_counts[key] = self._doc_counts.get(key, 0) + live_count
        return True

    def _add_kept_parts(self) -> None:
        """Put the parts of kept segments before all others; leave out issues that these hold whole."""
        snapshot = self._snapshot
        keys = set(self._parts) | {record.key for record in snapshot.records()}
        if sum(record.articles for record in snapshot.records()) != snapshot.doc_count:
            keys |= {issue_key(name) for name in self._kept_issue_names()}
        for key in keys:
            doc_ids = snapshot.doc_ids_of_issue(key)
            records = set(snapshot.postings("record", str(key)).doc_ids.tolist())
            articles = [each for each in doc_ids if each not in records]
            part = _IssuePart(snapshot, articles, snapshot.record(key))
            if part.record and part.record.articles == len(part.article_rows):
                self._parts.pop(key, None)
            elif doc_ids:
                self._parts.setdefault(key, []).insert(0, part)
                self.damages += [] if self._replaced_segments else [self._miscounted_issue(key, part)]

    def _kept_issue_names(self) -> Iterator[str]:
        for segment in self._snapshot.segments:
            if found := segment.files.field("issue"):
                yield from (term.decode() for term in found.terms)

    def _miscounted_issue(self, key: IssueKey, part: _IssuePart) -> IndexCorrupt:
        recorded = (
            tr("counts {articles} articles", articles=part.record.articles)
            if part.record
            else tr("has no record")
        )
        return IndexCorrupt(
            tr(
                "{folder}: {key} {recorded} and has {count}; add it again",
                folder=self._folder,
                key=key,
                recorded=recorded,
                count=len(part.article_rows),
            )
        )

    def _classify_issues(self) -> None:
        """Decide for each issue whether it is whole or lost; of two that share an id, one is lost."""
        taken: dict[str, IssueKey] = {}
        for key in sorted(self._parts):
            issue = self._assemble_issue(key)
            if issue and all(self._is_free(article.id, key, taken) for article in issue.articles):
                taken |= dict.fromkeys((article.id for article in issue.articles), key)
                self.whole_issues.append(key)
                continue
            parts = self._parts[key]
            recorded = (part.record.articles for part in parts if part.record)
            by_postings = self._doc_counts[key] - 1 if key in self._doc_counts else None  # without the record
            articles = self.readable_articles(key)
            sources = {article.source for article in articles if article.source}
            self.lost_issues.append(
                LostIssue(key, next(recorded, by_postings), len(articles), tuple(sorted(sources)))
            )

    def _is_free(self, article_id: str, key: IssueKey, taken: dict[str, IssueKey]) -> bool:
        """Whether no other issue has this id. Where dropped issues come back, two may have the same."""
        doc_id = self._snapshot.doc_id(article_id)
        if doc_id is not None and self._snapshot.issue_key(doc_id) not in self._parts:
            return False
        return taken.get(article_id, key) == key

    def _assemble_issue(self, key: IssueKey) -> Issue | None:
        """The newest version of an issue that is whole by its record's hash; ``None`` where none is."""
        parts = self._parts[key]
        for record in (part.record for part in parts if part.record):
            articles: list[Article] = []
            for part in parts:
                articles += part.articles()
                if len(articles) >= record.articles:
                    break
            issue = _make_issue(record, articles)
            if issue and issue.content_hash == record.content_hash:
                return issue
        return None

    def _rows(self, segment: ColumnarSegment) -> RecoveredRows:
        name = _file_name(segment, DOCS)
        if name not in self._rows_by_file:
            self._rows_by_file[name] = RecoveredRows(self._folder / name)
        return self._rows_by_file[name]


def _file_name(segment: ColumnarSegment, ext: str) -> str:
    return segment.make_filename(ext)


def _make_issue(record: IssueRecord, articles: Sequence[Article]) -> Issue | None:
    """The issue of a record and of articles in any order; ``None`` where they do not make one."""
    try:
        return Issue(record.key, tuple(in_page_order(articles)), record.source_stamps, record.last_orders)
    except IssueFormatError:
        return None


def _keys_with_codes(keys: Sequence[IssueKey], kept: Collection[IssueKey]) -> dict[IssueKey, IssueKey]:
    """The keys that issues have by the codes of their papers: an older searcher kept them under any name.

    Two names of one day may make one code; the issue of the name that is no code itself gets another then.
    """
    new_keys = {key: key for key in keys if is_code(key.paper)}
    taken = {*kept, *new_keys}
    for key in keys:
        if key not in new_keys:
            code = code_of_old_name(key.paper)
            others = (f"{code[: MAX_CODE_CHARS - 4].rstrip('-')}-{number}" for number in count(2))
            codes = (key._replace(paper=each) for each in chain([code], others))
            new_keys[key] = next(each for each in codes if each not in taken)
            taken.add(new_keys[key])
    return new_keys


def _with_code(issue: Issue, code: str) -> Issue:
    if code == issue.key.paper:
        return issue
    articles = tuple(replace(article, paper=code) for article in issue.articles)
    return Issue(issue.key._replace(paper=code), articles, issue.source_stamps, issue.last_orders)


def _is_outdated(path: Path) -> bool:
    """Whether a file has a version that is too old to be searched. IndexOutdated where it is too new."""
    try:
        return Container.open(path, oldest=ANY_VERSION).version < container.OLDEST
    except (IndexCorrupt, FileNotFoundError):
        return False


def _row_file_faults(path: Path) -> list[IndexCorrupt]:
    """The damages of an outdated segment's rows; nothing else of the segment is needed."""
    try:
        Container.open(path, oldest=ANY_VERSION).verify()
    except IndexCorrupt as exc:
        return [exc]
    return []
