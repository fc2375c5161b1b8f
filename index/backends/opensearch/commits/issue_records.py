"""The records of issues on a cluster: each has the version of its articles, and one of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import orjson

from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import chunks, scan
from index.backends.opensearch.mapping import ISSUES, TEXT_FIELDS
from index.backends.opensearch.wire import Wire
from index.issue import IssueKey, IssueRecord, issue_key
from index.page_label import PageLabel, page_label


class StoredRecord(NamedTuple):
    """A record, the version of its articles, its own, and the sums of the articles' lengths by field."""

    record: IssueRecord
    version: str
    record_version: str
    totals: Mapping[str, int]

    def to_document(self, batch: int) -> dict[str, Any]:
        """What the cluster keeps."""
        _, articles, pages, content_hash, fingerprint, source_stamps, last_orders = self.record
        told = {
            "articles": articles,
            "pages": list(pages),
            "content_hash": content_hash,
            "analyzer_fingerprint": fingerprint,
            "source_stamps": list(source_stamps.items()),
            "last_orders": list(last_orders.items()),
            "version": self.version,
            "totals": dict(self.totals),
        }
        return {
            "issue": str(self.record.key),
            "version": self.record_version,
            "batch": batch,
            "record": orjson.dumps(told).decode(),
        }


def read_records(
    wire: Wire, commit: Commit, keys: Collection[IssueKey] | None = None
) -> dict[IssueKey, StoredRecord]:
    """The records that count in a commit, of some issues or of all, by date and paper."""
    queries: Iterable[Any] = (
        [{"match_all": {}}]
        if keys is None
        else ({"terms": {"issue": some}} for some in chunks(sorted(map(str, keys)), 1000))
    )
    found = [
        _record_of(hit["_source"])
        for query in queries
        for hit in scan(wire, commit, ISSUES, query, sort=[{"issue": "asc"}])
    ]
    return {each.record.key: each for each in sorted(found, key=lambda each: each.record.key)}


def _record_of(source: Mapping[str, Any]) -> StoredRecord:
    told = orjson.loads(source["record"])
    record = IssueRecord(
        issue_key(source["issue"]),
        told["articles"],
        tuple(map(page_label, told["pages"])),
        told["content_hash"],
        told["analyzer_fingerprint"],
        _by_page(told["source_stamps"]),
        _by_page(told["last_orders"]),
    )
    return StoredRecord(
        record, told["version"], source["version"], {name: told["totals"][name] for name in TEXT_FIELDS}
    )


def _by_page(pairs: Iterable[tuple[PageLabel, Any]]) -> dict[PageLabel, Any]:
    return {page_label(page): value for page, value in pairs}
