"""Reading documents of a commit: all that match, a page of hits after the other, and articles by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.mapping import ARTICLES, PAGE_SIZE, Body
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER, Deadline
from index.issue import IssueKey, issue_key

IDS_PER_REQUEST = 1000
DOCUMENTS_PER_REQUEST = 1000  # where whole documents are read

T = TypeVar("T")


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield ``items`` in pieces of ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def counting(commit: Commit, query: Body) -> Body:
    """What matches ``query`` and counts in a commit."""
    return {"bool": {"filter": [query], "must_not": commit.hidden()}}


def scan(
    wire: Wire,
    commit: Commit,
    which: str,
    query: Body,
    *,
    sort: list[Body],
    told: Mapping[str, Any] | None = None,
    size: int = DOCUMENTS_PER_REQUEST,
    deadline: Deadline = NEVER,
) -> Iterator[Any]:
    """Yield every hit of ``query`` in a commit, in the order of ``sort``, whose last field tells hits apart.

    ``told`` says what of each is returned; all of its source where it is not given.
    """
    body: Body = {"query": counting(commit, query), "size": size, "sort": sort, **(told or {"_source": True})}
    while True:
        hits = wire.search(which, body, deadline)["hits"]["hits"]
        yield from hits
        if len(hits) < size:
            return
        body = body | {"search_after": hits[-1]["sort"]}


def owners_of(wire: Wire, commit: Commit, ids: Sequence[str]) -> dict[str, IssueKey]:
    """The issue of each article of ``ids`` that the archive holds."""
    found = {}
    told = {"_source": False, "docvalue_fields": ["id", "issue"], "stored_fields": "_none_"}
    for some in chunks(list(dict.fromkeys(ids)), IDS_PER_REQUEST):
        query = {"terms": {"id": list(some)}}
        for hit in scan(wire, commit, ARTICLES, query, sort=[{"id": "asc"}], told=told, size=PAGE_SIZE):
            found[hit["fields"]["id"][0]] = issue_key(hit["fields"]["issue"][0])
    return found
