"""Texts near each other on a cluster: remembered until the next commit, and refused where too many may be."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from index.backends import open_backend
from index.backends.opensearch.commits.commit_document import read_commit
from index.backends.opensearch.search.near_articles import NearArticles
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER
from index.errors import QueryTooLarge
from index.location import ClusterAddress
from index.query import Near, Words
from tests.index.backends.test_contract import FIRST, SECOND

NEAR = Near((Words("空气"), Words("质量")), ("sentence",))


@pytest.fixture
def address(cluster_node: str) -> ClusterAddress:
    return ClusterAddress.parse(f"{cluster_node}/near-{uuid.uuid4().hex[:8]}")


def test_what_was_found_is_that_of_the_commit(address: ClusterAddress):
    backend = open_backend(address, create=True).backend
    backend.write([FIRST])
    wire = Wire(address)
    articles = NearArticles(wire)
    before = read_commit(wire)
    assert articles.ids(before, NEAR, NEVER) == (FIRST.articles[0].id,)
    backend.write([replace(FIRST, articles=FIRST.articles[1:]), SECOND])
    assert articles.ids(read_commit(wire), NEAR, NEVER) == (SECOND.articles[0].id,)
    assert articles.ids(before, NEAR, NEVER) == (FIRST.articles[0].id,)


def test_more_texts_than_may_be_read_are_refused_with_the_cure(address: ClusterAddress):
    backend = open_backend(address, create=True).backend
    backend.write([FIRST, SECOND])
    wire = Wire(address)
    with pytest.raises(QueryTooLarge, match="copy the archive to a folder"):
        NearArticles(wire, max_candidates=1).ids(read_commit(wire), NEAR, NEVER)
