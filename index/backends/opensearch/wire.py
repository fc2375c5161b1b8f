"""The wire: requests to a cluster, and its errors as ours. The one module that knows the client's package.

User and password are read from SEARCHER_USER and SEARCHER_PASSWORD, else from the netrc file, by host;
SEARCHER_CA names the file of the authority that signed the cluster's certificate.
"""

from __future__ import annotations

import logging
import netrc
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson

from index.backends.opensearch.refusals import (
    CA,
    PASSWORD,
    TIMEOUT_S,
    USER,
    TooBusy,
    refusal,
    shard_missing,
    too_slow,
)
from index.deadline import NEVER, Deadline
from index.errors import (
    ArchiveClosed,
    ArchiveError,
    ArchiveNotFound,
    BackendUnavailable,
    UnsupportedByBackend,
)
from index.location import ClusterAddress
from index.messages import tr

try:
    from opensearchpy import OpenSearch, OpenSearchException, TransportError
    from opensearchpy.exceptions import (
        ConflictError,
        ConnectionTimeout,
        ImproperlyConfigured,
        SerializationError,
        SSLError,
    )
    from opensearchpy.exceptions import ConnectionError as NotConnected
    from opensearchpy.serializer import JSONSerializer
except ImportError as exc:
    raise UnsupportedByBackend(
        tr('an archive on a cluster needs the package opensearch-py: pip install "news-searcher[opensearch]"')
    ) from exc

Body = dict[str, Any]
T = TypeVar("T")

OLDEST = (2, 19)  # of OpenSearch: what the laws were run on
BUSY_S = 60.0  # how long a cluster that is too busy is asked again
_REFUSED = 400

# Without a handler of its own the client's logger would write each failed attempt to standard error.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class CommitConflict(Exception):
    """Another client has changed the document in between."""


class Wire:
    """The connection to a cluster. Threads may share it. Every method raises ArchiveErrors.

    ArchiveClosed after ``close``; a forked process opens connections of its own.
    """

    def __init__(self, address: ClusterAddress, *, retries: int = 3) -> None:
        self.address = address
        self._retries = max(retries, len(address.nodes))
        self._lock = threading.Lock()
        self._client: OpenSearch | None = None
        self._pid = 0
        self._is_closed = False

    def close(self) -> None:
        """Let go of the connections."""
        self._is_closed = True
        if self._client and self._pid == os.getpid():
            self._client.close()
        self._client = None

    def index(self, which: str) -> str:
        """The name of one of the archive's indexes."""
        return f"{self.address.name}-{which}"

    def request(
        self,
        method: str,
        path: str,
        body: Body | bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        deadline: Deadline = NEVER,
        ignore_missing: bool = False,
    ) -> Any:
        """Send one request; return what JSON answers it, None for a 404 where ``ignore_missing``.

        A cluster that is too busy is asked again, ever more slowly, for a while.
        CommitConflict where a document is no longer as it was.
        """
        return self._patiently(
            lambda: self._request(method, path, body, params, deadline, ignore_missing=ignore_missing),
            deadline,
        )

    def _request(
        self,
        method: str,
        path: str,
        body: Body | bytes | None,
        params: Mapping[str, str] | None,
        deadline: Deadline,
        *,
        ignore_missing: bool,
    ) -> Any:
        left = deadline.left_s
        if left is not None and left <= 0:
            deadline.check()
        told: dict[str, Any] = {
            **(params or {}),
            "request_timeout": TIMEOUT_S if left is None else left + 0.05,
        }
        if ignore_missing:
            told["ignore"] = 404
        sent = body if isinstance(body, bytes | None) else orjson.dumps(body)
        try:
            answer = self._open().transport.perform_request(method, path, params=told, body=sent)
        except ConflictError as exc:
            raise CommitConflict from exc
        except OpenSearchException as exc:
            raise self._translated(exc, deadline) from exc
        if isinstance(answer, str):  # of another web server
            raise ArchiveNotFound(
                tr("{address}: there is no OpenSearch there; mend the address", address=self.address)
            )
        if ignore_missing and isinstance(answer, dict) and answer.get("found", True) is False:
            return None
        if ignore_missing and isinstance(answer, dict) and answer.get("status") == 404:
            return None
        return answer

    def search(self, which: str | None, body: Body, deadline: Deadline = NEVER, **params: str) -> Any:
        """Search an index of the archive, or the point in time that ``body`` names; whole or not at all."""
        path = f"/{self.index(which)}/_search" if which else "/_search"
        told = {"allow_partial_search_results": "false", **params}
        answer = self.request("POST", path, self._timed(body, deadline), params=told, deadline=deadline)
        self._check_whole(answer, deadline)
        return answer

    def searches(self, which: str, bodies: Iterable[Body], deadline: Deadline = NEVER) -> list[Any]:
        """Search one of the archive's indexes for each of ``bodies``, at the same time."""
        head = orjson.dumps({"allow_partial_search_results": False})
        lines = b"".join(head + b"\n" + orjson.dumps(self._timed(body, deadline)) + b"\n" for body in bodies)
        path = f"/{self.index(which)}/_msearch"

        def ask() -> list[Any]:
            answer = self._request("POST", path, lines, None, deadline, ignore_missing=False)
            for each in answer["responses"]:
                if "error" in each:
                    raise refusal(self.address, each.get("status", 500), each["error"], deadline)
                self._check_whole(each, deadline)
            return list(answer["responses"])

        return self._patiently(ask, deadline)

    def check_server(self) -> None:
        """UnsupportedByBackend where another program, or an old OpenSearch, answers."""
        info = self.request("GET", "/")
        version = info.get("version", {}) if isinstance(info, dict) else {}
        number = str(version.get("number", tr("of no number")))
        if version.get("distribution") != "opensearch":
            raise UnsupportedByBackend(
                tr(
                    "{address}: what answers there is no OpenSearch ({info!r}, {number}); an archive is "
                    "kept on OpenSearch {oldest}.{oldest_2} or later",
                    address=self.address,
                    info=info.get("tagline", tr("another program")),
                    number=number,
                    oldest=OLDEST[0],
                    oldest_2=OLDEST[1],
                )
            )
        parts = tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
        if parts < OLDEST:
            raise UnsupportedByBackend(
                tr(
                    "{address}: OpenSearch {number} is too old; an archive needs {oldest}.{oldest_2} or "
                    "later",
                    address=self.address,
                    number=number,
                    oldest=OLDEST[0],
                    oldest_2=OLDEST[1],
                )
            )

    def server_number(self) -> str:
        """The version of OpenSearch."""
        return str(self.request("GET", "/")["version"]["number"])

    def clock_s(self) -> float:
        """The time in seconds by the cluster's clock, whatever that of this machine says."""
        rows = self.request("GET", f"/_cat/count/{self.index('state')}", params={"format": "json"})
        return float(rows[0]["epoch"])

    def bulk(self, lines: bytes) -> None:
        """Index or delete documents; those that the cluster is too busy for again, ever more slowly."""
        actions = lines.rstrip(b"\n").split(b"\n")
        begin, wait = time.monotonic(), 0.2
        while actions:
            answer = self.request("POST", "/_bulk", b"\n".join(actions) + b"\n")
            if not answer["errors"]:
                return
            kept: list[bytes] = []
            at = 0
            for item in answer["items"]:
                ((verb, told),) = item.items()
                size = 1 if verb == "delete" else 2
                if told["status"] >= _REFUSED and not (verb == "delete" and told["status"] == 404):
                    error = refusal(self.address, told["status"], told["error"], NEVER)
                    if not isinstance(error, TooBusy) and told["status"] < 500:
                        raise error
                    kept += actions[at : at + size]
                    self._last_fault = error
                at += size
            if kept:
                self._pause(begin, wait, self._last_fault)
                wait *= 2
            actions = kept

    def _patiently(self, ask: Callable[[], T], deadline: Deadline) -> T:
        """Return what ``ask`` answers; where the cluster is too busy, it is asked again for a while."""
        begin, wait = time.monotonic(), 0.1
        while True:
            try:
                return ask()
            except TooBusy as busy:
                deadline.check()
                self._pause(begin, wait, busy)
                wait *= 2

    def _pause(self, begin: float, wait: float, fault: ArchiveError) -> None:
        if time.monotonic() - begin + wait > BUSY_S:
            raise fault
        time.sleep(wait)

    def _open(self) -> OpenSearch:
        if self._is_closed:
            raise ArchiveClosed(
                tr(
                    "{address} was closed and can be asked no more; open it again: searcher.open",
                    address=self.address,
                )
            )
        with self._lock:
            if self._client is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._client = self._connect()
            return self._client

    def _connect(self) -> OpenSearch:
        authority = os.environ.get(CA)
        if authority and not Path(authority).is_file():
            raise BackendUnavailable(
                tr(
                    "{ca}={authority}: there is no such file; name that of the authority",
                    ca=CA,
                    authority=authority,
                )
            )
        try:
            return OpenSearch(
                self.address.urls,
                http_auth=_user_and_password(self.address),
                ca_certs=authority,
                serializer=_Json(),
                max_retries=self._retries,
                retry_on_timeout=False,
                pool_maxsize=8,
            )
        except (ImproperlyConfigured, OSError) as exc:
            raise BackendUnavailable(
                tr(
                    "{address}: {exc}; {ca} names the file of the authority",
                    address=self.address,
                    exc=exc,
                    ca=CA,
                )
            ) from exc

    @staticmethod
    def _timed(body: Body, deadline: Deadline) -> Body:
        left = deadline.left_s
        return body if left is None else body | {"timeout": f"{max(int(left * 1000), 1)}ms"}

    def _check_whole(self, answer: Any, deadline: Deadline) -> None:
        if answer.get("timed_out"):
            raise too_slow(deadline, self.address)
        if (shards := answer.get("_shards")) and shards["successful"] < shards["total"]:
            raise shard_missing(self.address)

    def _translated(self, exc: OpenSearchException, deadline: Deadline) -> ArchiveError:
        """The error in our words, which hold neither user nor password nor what the server was sent."""
        if isinstance(exc, ConnectionTimeout):
            return too_slow(deadline, self.address)
        if isinstance(exc, SSLError):
            return BackendUnavailable(
                tr(
                    "{address}: its certificate is signed by nobody who is known here, or is of another "
                    "host; name the file of the authority: {ca}=FILE",
                    address=self.address,
                    ca=CA,
                )
            )
        if isinstance(exc, SerializationError):
            return ArchiveNotFound(
                tr("{address}: there is no OpenSearch there; mend the address", address=self.address)
            )
        if isinstance(exc, NotConnected):
            other = "http" if self.address.is_https else "https"
            return BackendUnavailable(
                tr(
                    "{address}: nobody answers; see that the address is right, the cluster runs, and "
                    "whether it is {other}",
                    address=self.address,
                    other=other,
                )
            )
        if isinstance(exc, TransportError) and isinstance(exc.status_code, int):
            info = exc.info.get("error") if isinstance(exc.info, dict) else None
            return refusal(self.address, exc.status_code, info or str(exc.error), deadline)
        return BackendUnavailable(
            tr("{address}: the client failed: {name}", address=self.address, name=type(exc).__name__)
        )


class _Json(JSONSerializer):
    """JSON, read by orjson."""

    def loads(self, s: str) -> Any:
        """Read an answer."""
        try:
            return orjson.loads(s)
        except orjson.JSONDecodeError as exc:
            raise SerializationError(s, exc) from exc


def _user_and_password(address: ClusterAddress) -> tuple[str, str] | None:
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if user and password is not None:
        return user, password
    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(str(file)).authenticators(address.nodes[0][0])
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError) as exc:
        raise BackendUnavailable(
            tr("{file} cannot be read as a netrc file: {name}; mend it", file=file, name=type(exc).__name__)
        ) from exc
    return (found[0], found[2] or "") if found else None
