"""The backend on an OpenSearch cluster. docs/cluster.md says what it keeps there and how it writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from analyzers import Analyzer
from index.article import Article
from index.backend import (
    Boost,
    Listener,
    LockWait,
    Matches,
    Part,
    Progress,
    Ranking,
    Request,
    SimilarMatches,
    SpeltField,
    ToldText,
)
from index.backends.opensearch.article_rows import article_of, check_fits
from index.backends.opensearch.commits.commit_document import Commit, read_commit, while_fresh
from index.backends.opensearch.commits.issue_records import read_records
from index.backends.opensearch.commits.scanning import owners_of, scan
from index.backends.opensearch.commits.snapshot_reading import ArticleReader
from index.backends.opensearch.commits.version_writer import VersionWriter
from index.backends.opensearch.mapping import ARTICLES
from index.backends.opensearch.search.answering import Answer
from index.backends.opensearch.search.asking import Question, nears_of
from index.backends.opensearch.search.listing import Searched
from index.backends.opensearch.search.near_articles import NearArticles
from index.backends.opensearch.search.term_counts import CommitView, TermCounter
from index.backends.opensearch.told_documents import change_text, read_text
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER, Deadline
from index.errors import IndexCorrupt, PapersFormatError, UnsupportedByBackend
from index.issue import Issue, IssueKey, IssueRecord, in_page_order
from index.location import text_place
from index.messages import tr
from index.papers import Papers, read_papers, readable
from index.query import Query
from index.reports import Repaired, SharedStories, Statistics

PAPERS: ToldText = "papers.toml"


class ClusterBackend:
    """An archive on a cluster, as ``Backend`` says. Threads may share it."""

    def __init__(self, wire: Wire, analyzer: Analyzer, lock_wait: LockWait | None = None) -> None:
        """``lock_wait`` says how long a write waits for another writer."""
        self._wire, self._analyzer = wire, analyzer
        self._counter = TermCounter(wire)
        self._nears = NearArticles(wire)
        self._writer = VersionWriter(wire, analyzer, lock_wait or LockWait())
        self._last_number: int | None = None

    # -- changes --------------------------------------------------------------------------------------------

    def write(
        self,
        issues: Sequence[Issue],
        *,
        drop: Collection[IssueKey] = (),
        expected_hashes: Mapping[IssueKey, str] | None = None,
        stamps_only: Sequence[Issue] = (),
    ) -> None:
        """As ``Backend.write``. With no issues, it deletes what was dropped long ago."""
        self._writer.write(issues, drop, expected_hashes, stamps_only)

    def check(self, issue: Issue, planned: Mapping[IssueKey, Collection[str]]) -> None:
        """Refuse an issue whose ids belong to another issue, as ``Backend.check``."""
        from index.id_owners import check_ids_unique

        check_fits(issue)
        owners = self.issues_of([article.id for article in issue.articles])
        check_ids_unique(owners.get, [issue], {issue.key}, planned)

    def told_text(self, name: ToldText) -> str:
        """The text of a document beside the commit, as ``Backend.told_text``."""
        return read_text(self._wire, name)

    def change_told_text(self, name: ToldText, change: Callable[[str], str]) -> None:
        """Change it, as ``Backend.change_told_text``."""
        change_text(self._wire, name, readable(change) if name == PAPERS else change)

    # -- questions ------------------------------------------------------------------------------------------

    def search(self, request: Request, ranking: Ranking) -> Matches:
        """Answer from the newest commit, as ``Backend.search``."""
        question = Question(self._analyzer, request.query)
        return while_fresh(
            self._wire,
            lambda commit: Answer(self._searched(commit, question, ranking, request), request).matches(),
        )

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part | Boost, ...]:
        """The summands of a score, as ``Backend.explain``."""
        from index.backends.opensearch.search.explaining import explain

        question = Question(self._analyzer, query)
        return while_fresh(
            self._wire,
            lambda commit: explain(self._searched(commit, question, ranking, Request()), article_id),
        )

    def similar(self, article_id: str, ranking: Ranking, *, limit: int, floor: float) -> SimilarMatches:
        """The articles most similar to one, as ``Backend.similar``."""
        from index.backends.opensearch.search.similar_articles_search import similar

        def ask(commit: Commit) -> SimilarMatches:
            (article,) = ArticleReader(self._wire, commit)([article_id])
            return similar(self._view(commit), self._analyzer, article, ranking, limit=limit, floor=floor)

        return while_fresh(self._wire, ask)

    def count_literals(self, texts: Sequence[str], deadline: Deadline = NEVER) -> list[int]:
        """How many articles hold each text, as ``Backend.count_literals``."""
        from index.backends.opensearch.search.spelling_search import count_literals

        return while_fresh(self._wire, lambda commit: count_literals(self._view(commit), texts, deadline))

    def terms_spelt(
        self, field: SpeltField, places: Sequence[str], deadline: Deadline = NEVER
    ) -> list[tuple[str, int]]:
        """The terms of such characters, as ``Backend.terms_spelt``."""
        from index.backends.opensearch.search.spelling_search import terms_spelt

        return while_fresh(
            self._wire, lambda commit: terms_spelt(self._view(commit), field, places, deadline)
        )

    def shared_stories(self) -> list[SharedStories]:
        """The pairs of issues that print the same, as ``Backend.shared_stories``."""
        from index.backends.opensearch.search.story_pairs import shared_stories

        return while_fresh(self._wire, lambda commit: shared_stories(self._wire, commit))

    # -- what it holds --------------------------------------------------------------------------------------

    def get(self, ids: Sequence[str]) -> list[Article]:
        """Articles by id, as ``Backend.get``."""
        return while_fresh(self._wire, lambda commit: ArticleReader(self._wire, commit)(ids))

    def issues_of(self, ids: Sequence[str]) -> dict[str, IssueKey]:
        """The issues of articles, as ``Backend.issues_of``."""
        return while_fresh(self._wire, lambda commit: owners_of(self._wire, commit, ids))

    def papers(self) -> Papers:
        """What the archive was told of its papers, as ``Backend.papers``."""
        try:
            return read_papers(read_text(self._wire, PAPERS))
        except PapersFormatError as exc:
            raise PapersFormatError(f"{text_place(self._wire.address, PAPERS)}: {exc}") from None

    def articles(self, key: IssueKey, *, bodies: bool = True) -> list[Article]:
        """The articles of an issue, as ``Backend.articles``."""

        def ask(commit: Commit) -> list[Article]:
            hits = list(
                scan(self._wire, commit, ARTICLES, {"term": {"issue": str(key)}}, sort=[{"id": "asc"}])
            )
            hits.sort(key=lambda hit: int(hit["_source"]["place"]))
            return [article_of(hit["_source"], bodies=bodies) for hit in hits]

        return in_page_order(while_fresh(self._wire, ask))

    def issues(self) -> list[IssueRecord]:
        """The record of each issue, by date and paper."""
        records = while_fresh(self._wire, lambda commit: read_records(self._wire, commit))
        return [each.record for each in records.values()]

    def statistics(self) -> Statistics:
        """What the archive holds, and the bytes of its indexes on all nodes."""
        records = self.issues()
        fingerprint = self._analyzer.lexicon.fingerprint
        told = self._wire.request("GET", f"/{self._wire.index('*')}/_stats/store")
        health = self._wire.request("GET", f"/_cluster/health/{self._wire.index('*')}")["status"]
        return Statistics(
            issues=len(records),
            articles=sum(record.articles for record in records),
            stale=sum(record.analyzer_fingerprint != fingerprint for record in records),
            size_bytes=told["_all"]["total"]["store"]["size_in_bytes"],
            engine=f"OpenSearch {self._wire.server_number()}, {health}",
        )

    def refresh(self) -> bool:
        """Look at the newest commit; return whether it is another one than at the last look."""
        number = read_commit(self._wire).number
        last, self._last_number = self._last_number, number
        return last is not None and last != number

    # -- upkeep ---------------------------------------------------------------------------------------------

    def verify(
        self, *, deep: bool = False, progress: Progress | None = None, on_sample: Listener | None = None
    ) -> list[IndexCorrupt]:
        """What does not agree, as ``Backend.verify``."""
        from index.backends.opensearch.commits.cluster_upkeep import verify

        return verify(self._wire, self._analyzer, deep=deep, progress=progress, on_sample=on_sample)

    def repair(self, *, dry_run: bool) -> Repaired:
        """Drop what is not whole, as ``Backend.repair``."""
        from index.backends.opensearch.commits.cluster_upkeep import repair

        return repair(self._wire, self._writer, dry_run=dry_run)

    def backup(self, target: Path) -> None:
        """UnsupportedByBackend: a copy in a folder is an archive, and a cluster has snapshots."""
        raise UnsupportedByBackend(
            tr(
                "{address}: an archive on a cluster is not backed up as files; copy it: searcher "
                "copy {address} {target}, or let the cluster take a snapshot: docs/cluster.md",
                address=self._wire.address,
                target=target,
            )
        )

    def close(self) -> None:
        """Close the connections. A later call raises ArchiveClosed."""
        self._wire.close()

    def _view(self, commit: Commit) -> CommitView:
        return CommitView(self._wire, self._counter, commit)

    def _searched(self, commit: Commit, question: Question, ranking: Ranking, request: Request) -> Searched:
        statistics = self._view(commit).statistics(question.terms(), ranking, request.deadline)
        nears = [*question.nears, *(near for each in request.filters for near in nears_of(each.query))]
        statistics.near_ids = {near: self._nears.ids(commit, near, request.deadline) for near in nears}
        return Searched(
            self._wire, commit, question, statistics, sort=request.sort, deadline=request.deadline
        )
