"""What goes wrong on the way to a cluster is one of our errors, with its cure, and shows no secret.

The servers are real ones on loopback that answer as a cluster, a proxy or another program does.
"""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest

from index.backends import open_backend
from index.backends.opensearch.wire import Wire
from index.deadline import Deadline
from index.errors import (
    ArchiveClosed,
    ArchiveError,
    ArchiveNotFound,
    BackendUnavailable,
    IndexOutdated,
    QueryTooLarge,
    SearchTimeout,
    UnsupportedByBackend,
)
from index.location import ClusterAddress

Answer = tuple[int, str, Any]
"""Status, content type, and what is sent: JSON where it is no text."""
Serve = Callable[[Answer], Wire]

SECRET = "Geheim-7"


class Server(ThreadingHTTPServer):
    """A server that gives one answer to whatever is asked; ``seen`` are the headers of each request."""

    def __init__(self, answer: Answer, wait_s: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer, self.wait_s = answer, wait_s
        self.seen: list[dict[str, str]] = []

    def url(self, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.seen.append(dict(self.headers))
        time.sleep(self.server.wait_s)
        status, kind, told = self.server.answer
        raw = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - as the library calls them

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[Callable[[Server], Server]]:
    running: list[Server] = []

    def start(server: Server) -> Server:
        running.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def wire_to(url: str) -> Wire:
    return Wire(ClusterAddress.parse(f"{url}/papers"), retries=0)


def failed(kind: str, reason: str = "because", **more: Any) -> dict[str, Any]:
    """What a cluster sends with a status of 400 and more."""
    cause = {"type": kind, "reason": reason}
    return {"error": {"root_cause": [cause], **cause, **more}, "status": 400}


def refused(status: int, kind: str, reason: str = "because") -> Answer:
    """An error as a cluster sends it."""
    return status, "application/json", failed(kind, reason)


HITS = {"hits": {"hits": []}, "timed_out": False}
PARTIAL = HITS | {"_shards": {"total": 2, "successful": 1, "failed": 0}}
TOO_SLOW = refused(500, "query_phase_execution_exception", "Time exceeded")
CASES: list[tuple[str, Answer, type[ArchiveError], str]] = [
    ("another web server", (200, "text/html", "<html>"), ArchiveNotFound, "no OpenSearch there"),
    ("wrong password", (401, "text/plain", "Unauthorized"), BackendUnavailable, "SEARCHER_PASSWORD"),
    ("no right", refused(403, "security_exception", "no permissions"), BackendUnavailable, "rights"),
    ("proxy without its server", (502, "text/html", "Bad Gateway"), BackendUnavailable, "try again"),
    ("no index", refused(404, "index_not_found_exception"), ArchiveNotFound, "no archive at"),
    ("closed index", refused(400, "index_closed_exception"), ArchiveNotFound, "closed"),
    ("full disk", refused(429, "cluster_block_exception", "flood"), BackendUnavailable, "disk is full"),
    ("full disk, older", refused(403, "cluster_block_exception"), BackendUnavailable, "disk is full"),
    ("other mapping", refused(400, "strict_dynamic_mapping_exception"), IndexOutdated, "another version"),
    ("too large", (413, "text/plain", ""), BackendUnavailable, "max_content_length"),
    ("too many clauses", refused(400, "too_many_nested_clauses"), QueryTooLarge, "in several"),
    ("shard missing", refused(503, "no_shard_available_action_exception"), BackendUnavailable, "shard"),
    ("time exceeded", TOO_SLOW, BackendUnavailable, "no answer"),
    ("shard left out", (200, "application/json", PARTIAL), BackendUnavailable, "shard"),
]


@pytest.mark.parametrize(
    ("answer", "error", "cure"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_answer_that_is_none_is_an_error_with_its_cure(
    answer: Answer,
    error: type[ArchiveError],
    cure: str,
    served: Callable[[Server], Server],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("SEARCHER_USER", "reader")
    monkeypatch.setenv("SEARCHER_PASSWORD", SECRET)
    server = served(Server(answer))
    with pytest.raises(error, match=cure) as raised:
        wire_to(server.url()).search("articles", {"query": {"match_all": {}}})
    assert server.url() in str(raised.value)
    assert SECRET not in str(raised.value)
    assert base64.b64encode(f"reader:{SECRET}".encode()).decode() in server.seen[0]["authorization"]


def test_an_answer_that_takes_too_long_is_a_timeout_where_there_is_a_deadline(
    served: Callable[[Server], Server],
):
    server = served(Server((200, "application/json", HITS), wait_s=2))
    with pytest.raises(SearchTimeout, match=r"0\.3 s"):
        wire_to(server.url()).search("articles", {}, Deadline(0.3))


def test_the_time_of_the_cluster_is_that_of_the_deadline(served: Callable[[Server], Server]):
    server = served(Server(TOO_SLOW))
    with pytest.raises(SearchTimeout):
        wire_to(server.url()).search("articles", {}, Deadline(30))


def test_where_nobody_listens_the_address_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(BackendUnavailable, match=f"127.0.0.1:{port}/papers: nobody answers.*https"):
        wire_to(f"http://127.0.0.1:{port}").check_server()


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"version": {"number": "8.19.9"}, "tagline": "You Know, for Search"}, "no OpenSearch"),
        ({"version": {"number": "2.11.0", "distribution": "opensearch"}}, "2.11.0 is too old"),
        ({"name": "x"}, "no OpenSearch"),
    ],
)
def test_another_program_and_an_old_server_are_refused(
    told: dict[str, Any], fault: str, served: Callable[[Server], Server]
):
    with pytest.raises(UnsupportedByBackend, match=fault):
        open_backend(ClusterAddress.parse(served(Server((200, "application/json", told))).url() + "/papers"))


def test_a_cluster_that_is_busy_is_asked_again(served: Callable[[Server], Server]):
    server = served(Server(refused(429, "rejected_execution_exception")))

    def recover() -> None:
        while len(server.seen) < 2:
            time.sleep(0.01)
        server.answer = (200, "application/json", HITS)

    threading.Thread(target=recover, daemon=True).start()
    assert wire_to(server.url()).search("articles", {}) == HITS


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 that it signed itself; the key is beside it."""
    told = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    files = ["-keyout", str(tmp_path / "ca.key"), "-out", str(tmp_path / "ca.pem")]
    try:
        subprocess.run(
            [*told, "-addext", "subjectAltName=IP:127.0.0.1", *files], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("no openssl to make a certificate")
    return tmp_path / "ca.pem"


def test_a_certificate_counts_by_the_file_of_its_authority_and_names_it_else(
    certificate: Path, served: Callable[[Server], Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    server = Server((200, "application/json", HITS))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = served(server).url("https")
    with pytest.raises(BackendUnavailable, match="SEARCHER_CA"):
        wire_to(url).search("articles", {})
    with pytest.raises(BackendUnavailable, match="whether it is https"):
        wire_to(url.replace("https", "http")).search("articles", {})
    monkeypatch.setenv("SEARCHER_CA", str(certificate))
    assert wire_to(url).search("articles", {}) == HITS
    monkeypatch.setenv("SEARCHER_CA", str(tmp_path / "none.pem"))
    with pytest.raises(BackendUnavailable, match="no such file"):
        wire_to(url).search("articles", {})


def test_user_and_password_are_read_from_the_netrc_file_of_the_host(
    served: Callable[[Server], Server], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    file = tmp_path / "netrc"
    file.write_text(f"machine 127.0.0.1 login me password {SECRET}\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    server = served(Server((200, "application/json", HITS)))
    wire_to(server.url()).search("articles", {})
    assert server.seen[0]["authorization"] == "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    file.write_text(f"machine 127.0.0.1 login me passwort {SECRET}\n")
    with pytest.raises(BackendUnavailable, match="netrc") as raised:
        wire_to(server.url()).search("articles", {})
    assert SECRET not in str(raised.value)


def test_what_was_closed_is_asked_no_more():
    wire = wire_to("http://127.0.0.1:1")
    wire.close()
    with pytest.raises(ArchiveClosed, match="open it again"):
        wire.check_server()
