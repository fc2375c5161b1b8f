"""Where the contract of a backend is kept: in a folder, and on a cluster where there is Java."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.location import ClusterAddress
from tests.index.backends.places import NewPlace
from tests.opensearch.nodes import Node, NoOpenSearch


@pytest.fixture(scope="session")
def cluster_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node: OPENSEARCH is one, or the version, 2 or 3, of which one is started."""
    told = os.environ.get("OPENSEARCH")
    if not told:
        pytest.skip("make test-opensearch runs this on a node of OpenSearch")
    if told.startswith("http"):
        yield told
        return
    try:
        with Node(tmp_path_factory.mktemp("opensearch") / "node", version=told) as node:
            yield node.url
    except NoOpenSearch as exc:
        pytest.skip(str(exc))


@pytest.fixture(params=("embedded", "opensearch"))
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> NewPlace:
    """Return a new place of one kind of engine."""
    numbers = itertools.count()
    if request.param == "embedded":
        return lambda: tmp_path / f"archive-{next(numbers)}"
    url: str = request.getfixturevalue("cluster_node")
    name = f"t{uuid.uuid4().hex[:12]}"
    return lambda: ClusterAddress.parse(f"{url}/{name}-{next(numbers)}")
