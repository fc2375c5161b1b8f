"""Where an archive is: a folder, or an index on a cluster by its address, ``https://host:9200/NAME``.

Several nodes of one cluster are named with commas, each with its port: the next one is asked when one does
not answer. User and password never stand in an address: they are read by ``backends/opensearch/wire.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias

from index.messages import tr

SCHEMES = ("https://", "http://")
DEFAULT_PORT = 9200
FORM = "https://HOST:9200/NAME"
MAX_NAME_BYTES = 200  # of 255 that an index's name may have: ours end in -articles

_NODE = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._\-]+)(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_NO_NAME = re.compile(r'[\\/*?"<>|\s,#:]|^[-_+.]')


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """An archive on a cluster: ``name`` begins the names of its indexes, ``nodes`` are hosts and ports."""

    is_https: bool
    nodes: tuple[tuple[str, int], ...]
    name: str

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read an address. ValueError says what is wrong with it, and shows no password that stands in it."""
        scheme, _, rest = address.strip().partition("://")
        hosts, slash, name = rest.rstrip("/").partition("/")
        if "@" in hosts:
            raise ValueError(
                tr(
                    "the address of an archive holds no user and no password "
                    "({scheme}://…@{rpartition}); set SEARCHER_USER and SEARCHER_PASSWORD, or write them "
                    "to ~/.netrc",
                    scheme=scheme,
                    rpartition=hosts.rpartition("@")[2],
                )
            )
        nodes = []
        for each in hosts.split(","):
            found = _NODE.fullmatch(each.strip().lower())
            port = int(found["port"] or DEFAULT_PORT) if found else 0
            if not found or not 0 < port < 1 << 16:
                raise ValueError(
                    tr(
                        "{address!r} names no host at {each!r}; an address is as {form}",
                        address=address,
                        each=each,
                        form=FORM,
                    )
                )
            nodes.append((found["host"], port))
        if not slash or not name:
            raise ValueError(
                tr("{address!r} names no archive; an address is as {form}", address=address, form=FORM)
            )
        if name != name.lower() or _NO_NAME.search(name) or len(name.encode()) > MAX_NAME_BYTES:
            raise ValueError(
                tr(
                    "{name!r} cannot be the name of an archive on a cluster; it has no capitals, no "
                    'spaces, none of \\ / * ? " < > | , # :, and begins with none of - _ + .',
                    name=name,
                )
            )
        return cls(scheme.lower() == "https", tuple(nodes), name)

    @property
    def urls(self) -> list[str]:
        """The address of each node."""
        return [f"{'https' if self.is_https else 'http'}://{host}:{port}" for host, port in self.nodes]

    def __str__(self) -> str:
        nodes = ",".join(f"{host}:{port}" for host, port in self.nodes)
        return f"{'https' if self.is_https else 'http'}://{nodes}/{self.name}"

    def absolute(self) -> Self:
        """The address itself, as of a path: it is the same wherever one is."""
        return self

    def resolve(self) -> Self:
        """The address itself, as of a path: there are no links in it."""
        return self


Location: TypeAlias = Path | ClusterAddress


def text_place(location: Location, name: str) -> str:
    """How a message names a text that is kept beside the articles: a file, or a document of the cluster."""
    return str(location / name) if isinstance(location, Path) else f"{location} {name}"


def is_address(text: str) -> bool:
    """Whether a text is meant as an address, not as a path."""
    return text.strip().lower().startswith(SCHEMES)


def read_location(text: str) -> Location:
    """The location that a text means; ValueError for an address that is none."""
    return ClusterAddress.parse(text) if is_address(text) else Path(text)
