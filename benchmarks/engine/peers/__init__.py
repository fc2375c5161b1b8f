"""The engines that are measured beside ours, by name."""

from benchmarks.engine.peers.base import Peer
from benchmarks.engine.peers.ours import Ours
from benchmarks.engine.peers.sqlite import Fts5
from benchmarks.engine.peers.tantivy import Tantivy
from benchmarks.engine.peers.whoosh import Whoosh
from benchmarks.engine.peers.xapian import Xapian

PEERS: dict[str, type[Peer]] = {kind.name: kind for kind in (Tantivy, Fts5, Xapian)}

__all__ = ["PEERS", "Fts5", "Ours", "Peer", "Tantivy", "Whoosh"]
