"""A pytest plugin: every archive that a test opens in a folder is kept on a cluster instead.

    pytest -p tests.opensearch.plugin --opensearch 2 --shards 2 tests/searcher/test_laws.py

``--opensearch`` is a version, of which a node is started, or the address of one that runs. The tests are
unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backends import OpenedBackend, open_backend
from index.location import ClusterAddress, Location
from tests.opensearch.nodes import Node, NoOpenSearch


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    parser.addoption("--opensearch", default="2", help="2 or 3, or the address of a node")
    parser.addoption("--shards", default="1", help="how many shards an archive has")


@pytest.fixture(scope="session")
def node_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a node."""
    told: str = request.config.getoption("--opensearch")
    if told.startswith("http"):
        yield told
        return
    try:
        with Node(tmp_path_factory.mktemp("node"), version=told) as node:
            yield node.url
    except NoOpenSearch as exc:
        pytest.skip(str(exc))


@pytest.fixture(scope="session", autouse=True)
def _on_cluster(request: pytest.FixtureRequest, node_url: str) -> Iterator[None]:
    def address_of(folder: Path) -> ClusterAddress:
        name = hashlib.blake2b(str(folder.absolute()).encode(), digest_size=8).hexdigest()
        return ClusterAddress.parse(f"{node_url}/t{name}")

    def open_there(location: Location, **told: object) -> OpenedBackend:
        where = address_of(location) if isinstance(location, Path) else location
        return open_backend(where, **told)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEARCHER_SHARDS", request.config.getoption("--shards"))
        patch.setattr("searcher.archive.opened.open_backend", open_there)
        yield
