"""Clients of one archive on a cluster cut texts alike, or do not write."""

from __future__ import annotations

import uuid

import pytest

from index.backends import open_backend
from index.backends.opensearch.commits.commit_document import COMMIT_ID
from index.backends.opensearch.wire import Wire
from index.errors import BackendUnavailable, IndexOutdated
from index.location import ClusterAddress
from index.query import Words
from tests.index.backends.test_contract import FIRST, SECOND, found


@pytest.fixture
def address(cluster_node: str) -> ClusterAddress:
    return ClusterAddress.parse(f"{cluster_node}/clients-{uuid.uuid4().hex[:8]}")


def test_a_client_that_opened_before_the_words_were_changed_is_refused(address: ClusterAddress):
    early = open_backend(address, create=True).backend
    early.write([FIRST])
    open_backend(address).backend.change_told_text("words.txt", lambda _: "空气质量\n")
    with pytest.raises(BackendUnavailable, match=r"words\.txt was changed"):
        early.write([SECOND])
    again = open_backend(address).backend
    again.write([SECOND])
    assert again.statistics().stale == 1
    early.write([], drop=[SECOND.key])


def test_a_client_of_another_version_reads_and_is_refused_when_it_writes(address: ClusterAddress):
    backend = open_backend(address, create=True).backend
    backend.write([FIRST])
    wire = Wire(address)
    path = f"/{wire.index('state')}/_doc/{COMMIT_ID}"
    document = wire.request("GET", path)["_source"]
    document["commit"]["analysis"] = "1, jieba 0.39"
    wire.request("PUT", path, document)
    assert found(backend, Words("空气"))
    with pytest.raises(IndexOutdated, match="searcher copy"):
        backend.write([SECOND])
    assert len(backend.issues()) == 1
