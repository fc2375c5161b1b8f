"""Verify and repair of an archive on a cluster.

Lucene checks the bytes. What is checked here is what must agree: the articles of each issue, their lengths
and hashes with its record, the sums with the commit document, and of some issues what was indexed with what
would be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from analyzers import Analyzer
from index.article import Article
from index.backend import Listener, Progress
from index.backends.opensearch.article_rows import RowMaker, article_of, lengths_of
from index.backends.opensearch.commits.commit_document import Commit, read_commit
from index.backends.opensearch.commits.issue_records import StoredRecord, read_records
from index.backends.opensearch.commits.scanning import counting, scan
from index.backends.opensearch.commits.version_writer import VersionWriter
from index.backends.opensearch.commits.writer_place import WriterPlace, delete
from index.backends.opensearch.mapping import ARTICLES, TEXT_FIELDS, Body
from index.backends.opensearch.search.clauses import Term, held
from index.backends.opensearch.wire import Wire
from index.errors import ArchiveError, IndexCorrupt
from index.issue import Issue, IssueKey
from index.messages import mark, tr
from index.reports import LostIssue, Repaired

SAMPLED_ISSUES = 3
WORDS_PER_ARTICLE = 200  # of an article that is analysed again: those that are asked for
CURE = mark("searcher repair drops the issue, and searcher add brings it back from its files")


def verify(
    wire: Wire,
    analyzer: Analyzer,
    *,
    deep: bool,
    progress: Progress | None,
    on_sample: Listener | None,
) -> list[IndexCorrupt]:
    """As ``Backend.verify``."""
    commit = read_commit(wire)
    records = read_records(wire, commit)
    damages = [
        *_health(wire),
        *_faulty_issues(wire, commit, records).values(),
        *_wrong_sums(wire, commit, records),
    ]
    analysed = [
        each for each in records.values() if each.record.analyzer_fingerprint == analyzer.lexicon.fingerprint
    ]
    sampled = analysed if deep else _sample(analysed, commit)
    if on_sample and sampled and not deep:
        on_sample(
            tr("Analysed again: {sampled}", sampled=", ".join(str(each.record.key) for each in sampled))
        )
    rows = RowMaker(analyzer) if sampled else None
    for done, stored in enumerate(sampled):
        if progress:
            progress(done, len(sampled))
        assert rows
        damages += _wrong_terms(wire, commit, stored, rows)
    if progress and sampled:
        progress(len(sampled), len(sampled))
    return damages


def repair(wire: Wire, writer: VersionWriter, *, dry_run: bool) -> Repaired:
    """Drop the issues of which not everything is there, delete what no commit names, and mend the sums."""
    commit = read_commit(wire)
    records = read_records(wire, commit)
    faulty = _faulty_issues(wire, commit, records)
    damages = [*faulty.values(), *_wrong_sums(wire, commit, records)]
    lost = [_lost(wire, commit, records[key]) for key in faulty if key in records]
    if not dry_run:
        with writer.locked() as place:
            _drop(wire, place, set(faulty))
            _delete_orphans(wire, place)
    return Repaired(damages=tuple(damages), lost=tuple(lost))


def _drop(wire: Wire, place: WriterPlace, keys: Collection[IssueKey]) -> None:
    records = read_records(wire, place.commit)
    kept = [each for key, each in records.items() if key not in keys]
    gone = [each for key, each in records.items() if key in keys]
    batch = place.stage()
    place.recount(batch, kept, gone)


def _delete_orphans(wire: Wire, place: WriterPlace) -> None:
    """Delete the articles and records of versions that nothing names; numbers of dead batches stay hidden."""
    if place.commit.staged:
        delete(wire, {"terms": {"batch": list(place.commit.staged)}})
    known = {
        each
        for stored in read_records(wire, place.commit).values()
        for each in (stored.version, stored.record_version)
    }
    known |= place.commit.dropped.keys()
    orphans = [version for version in _versions(wire, place.commit) if version not in known]
    for start in range(0, len(orphans), 1000):
        delete(wire, {"terms": {"version": orphans[start : start + 1000]}})


def _versions(wire: Wire, commit: Commit) -> Iterator[str]:
    """Every version of which there are articles that count."""
    after: Body = {}
    while True:
        composite = {"size": 10_000, "sources": [{"value": {"terms": {"field": "version"}}}], **after}
        body: Body = {
            "size": 0,
            "query": counting(commit, {"match_all": {}}),
            "aggs": {"all": {"composite": composite}},
        }
        told = wire.search(ARTICLES, body)["aggregations"]["all"]
        for bucket in told["buckets"]:
            yield bucket["key"]["value"]
        if "after_key" not in told:
            return
        after = {"after": told["after_key"]}


def _health(wire: Wire) -> Iterator[IndexCorrupt]:
    told = wire.request("GET", f"/_cluster/health/{wire.index('*')}")
    if told["status"] == "red":
        yield IndexCorrupt(
            tr(
                "{address}: {told} shards are on no node; start the cluster's nodes, or restore a snapshot",
                address=wire.address,
                told=told["unassigned_shards"],
            )
        )


def _faulty_issues(
    wire: Wire, commit: Commit, records: Mapping[IssueKey, StoredRecord]
) -> dict[IssueKey, IndexCorrupt]:
    """The issues whose articles are not those of their records, each with what is wrong."""
    found: dict[IssueKey, IndexCorrupt] = {}
    sums = _sums_by_version(wire, commit)
    for key, stored in records.items():
        count, totals = sums.pop(stored.version, (0, dict.fromkeys(TEXT_FIELDS, 0)))
        if count != stored.record.articles:
            fault = tr("holds {count} of {articles} articles", count=count, articles=stored.record.articles)
        elif totals != dict(stored.totals):
            fault = tr("holds articles of other lengths than its record says")
        else:
            continue
        found[key] = IndexCorrupt(f"{wire.address}: {key} {fault}; {CURE}", (str(key),))
    return found


def _sums_by_version(wire: Wire, commit: Commit) -> dict[str, tuple[int, dict[str, int]]]:
    """For each version that counts how many articles there are, and the sums of their lengths."""
    lengths = {name: {"sum": {"field": f"{name}_length"}} for name in TEXT_FIELDS}
    found: dict[str, tuple[int, dict[str, int]]] = {}
    after: Body = {}
    while True:
        composite = {"size": 5000, "sources": [{"value": {"terms": {"field": "version"}}}], **after}
        body: Body = {
            "size": 0,
            "query": counting(commit, {"match_all": {}}),
            "aggs": {"all": {"composite": composite, "aggs": lengths}},
        }
        told = wire.search(ARTICLES, body)["aggregations"]["all"]
        for bucket in told["buckets"]:
            totals = {name: int(bucket[name]["value"]) for name in TEXT_FIELDS}
            found[bucket["key"]["value"]] = bucket["doc_count"], totals
        if "after_key" not in told:
            return found
        after = {"after": told["after_key"]}


def _wrong_sums(
    wire: Wire, commit: Commit, records: Mapping[IssueKey, StoredRecord]
) -> Iterator[IndexCorrupt]:
    articles = sum(each.record.articles for each in records.values())
    totals = {name: sum(each.totals[name] for each in records.values()) for name in TEXT_FIELDS}
    if articles != commit.articles or totals != dict(commit.totals):
        yield IndexCorrupt(
            tr(
                "{address}: the commit document counts {articles:,} articles, the records of issues "
                "{articles_2:,}, or their lengths differ; searcher repair mends it",
                address=wire.address,
                articles=commit.articles,
                articles_2=articles,
            )
        )
    sums = _sums_by_version(wire, commit)
    known = {each.version for each in records.values()}
    if strays := sorted(sums.keys() - known):
        count = sum(sums[version][0] for version in strays)
        yield IndexCorrupt(
            tr(
                "{address}: {count:,} articles are of no issue, and would be found; searcher repair "
                "deletes them",
                address=wire.address,
                count=count,
            )
        )


def _sample(records: list[StoredRecord], commit: Commit) -> list[StoredRecord]:
    """A few issues, the same for the same commit."""

    def drawn(stored: StoredRecord) -> bytes:
        return blake2b(f"{commit.number} {stored.record.key}".encode(), digest_size=8).digest()

    return sorted(sorted(records, key=drawn)[:SAMPLED_ISSUES], key=lambda stored: stored.record.key)


def _wrong_terms(wire: Wire, commit: Commit, stored: StoredRecord, rows: RowMaker) -> Iterator[IndexCorrupt]:
    """Analyse the stored articles of an issue again; what they hold must be found in them."""
    key = stored.record.key
    articles, lengths = _stored_articles(wire, commit, key)
    try:
        issue = Issue(key, tuple(articles))
    except ArchiveError as exc:
        message = tr("{address}: {key}: {exc}; {cure}", address=wire.address, key=key, exc=exc, cure=tr(CURE))
        yield IndexCorrupt(message, (str(key),))
        return
    if issue.content_hash != stored.record.content_hash:
        yield IndexCorrupt(
            tr(
                "{address}: {key} does not hold the articles that were written; {cure}",
                address=wire.address,
                key=key,
                cure=tr(CURE),
            ),
            (str(key),),
        )
        return
    for article, row in zip(articles, rows.rows_of(articles), strict=True):
        if lengths_of(row) != lengths[article.id] or not _holds(wire, commit, article, row):
            yield IndexCorrupt(
                tr(
                    "{address}: {key}: {id} is not indexed as its text is; {cure}",
                    address=wire.address,
                    key=key,
                    id=article.id,
                    cure=tr(CURE),
                ),
                (str(key),),
            )


def _stored_articles(
    wire: Wire, commit: Commit, key: IssueKey
) -> tuple[list[Article], dict[str, dict[str, int]]]:
    hits = list(scan(wire, commit, ARTICLES, {"term": {"issue": str(key)}}, sort=[{"id": "asc"}]))
    hits.sort(key=lambda hit: hit["_source"]["place"])
    articles = [article_of(hit["_source"]) for hit in hits]
    return articles, {hit["_source"]["id"]: lengths_of(hit["_source"]) for hit in hits}


def _holds(wire: Wire, commit: Commit, article: Article, row: Mapping[str, Any]) -> bool:
    """Whether the cluster finds an article by its words, and by its units as they stand."""
    words = [coded.rpartition("_")[0] for coded in row["words"].split(" ") if coded][:WORDS_PER_ARTICLE]
    clauses = [held(Term("word", word, None)) for word in words]
    clauses += [
        held(Term("literal", unit[:40].rstrip("\0"), None)) for unit in row["bigrams"] if len(unit) > 2
    ]
    clauses.append({"term": {"day": row["day"]}})
    body: Body = {
        "query": counting(commit, {"bool": {"filter": [{"term": {"id": article.id}}, *clauses]}}),
        "size": 0,
        "track_total_hits": True,
    }
    return bool(wire.search(ARTICLES, body)["hits"]["total"]["value"] == 1)


def _lost(wire: Wire, commit: Commit, stored: StoredRecord) -> LostIssue:
    articles, _ = _stored_articles(wire, commit, stored.record.key)
    sources = sorted({article.source for article in articles if article.source})
    return LostIssue(stored.record.key, stored.record.articles, len(articles), tuple(sources))
