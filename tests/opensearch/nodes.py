"""Nodes: here is a folder of jars, give me a running OpenSearch: one node, or a cluster on loopback.

``make opensearch-jars`` fetches the jars. A node ends when its standard input does, so it cannot outlive the
process that started it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

HERE = Path(__file__).resolve().parent
UP_S = 120.0
NEW_JAVA = Path("/usr/lib/jvm/temurin-25-jdk-amd64/bin/java")  # else JAVA_3 names one of 21 or later


class NoOpenSearch(Exception):
    """OpenSearch cannot be run here; the message says why."""


def java_of(version: str) -> str:
    """The Java that runs OpenSearch ``version``, 2 or 3. NoOpenSearch where there is none, or no jars."""
    if version == "2":
        java = shutil.which("java")
    else:
        java = os.environ.get("JAVA_3") or (str(NEW_JAVA) if NEW_JAVA.exists() else None)
    if java is None:
        raise NoOpenSearch(
            f"there is no Java for OpenSearch {version}; install a JDK of 17 or, for 3, of 21 or later"
        )
    if not any((HERE / "lib" / version).glob("opensearch-*.jar")):
        raise NoOpenSearch(
            f"there are no jars in {HERE / 'lib' / version}; make opensearch-jars fetches them"
        )
    return java


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Node:
    """One server process, with its data in ``folder``. A context manager: it runs inside."""

    def __init__(
        self,
        folder: Path,
        *,
        version: str = "2",
        heap: str = "512m",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.port, self.transport_port = folder, free_port(), free_port()
        self._version, self._heap, self._settings = version, heap, dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, to which the name of an archive is added."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the process; ``up`` waits until it answers."""
        told = {"http.port": str(self.port), "transport.port": str(self.transport_port), **self._settings}
        command = [
            java_of(self._version),
            f"-Xms{self._heap}",
            f"-Xmx{self._heap}",
            "-XX:+UseG1GC",
            "-XX:-UsePerfData",
        ]
        if self._version != "2":
            command += ["--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"]
        command += [
            "-cp",
            str(HERE / "lib" / self._version / "*"),
            str(HERE / "TestNode.java"),
            str(self.folder),
        ]
        command += [f"{key}={value}" for key, value in told.items()]
        with (self.folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.PIPE, start_new_session=True
            )

    def up(self, path: str = "/") -> None:
        """Wait until the node answers ``path``. NoOpenSearch with what it printed where it does not."""
        end = time.monotonic() + UP_S
        while time.monotonic() < end:
            assert self._process
            if self._process.poll() is not None:
                break
            try:
                if (name := self._answer("/")["name"]) != self.folder.name:
                    raise NoOpenSearch(f"{self.url} is another server's: {name}")
                self._answer(path)
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise NoOpenSearch(f"{self.url} is not up: {(self.folder / 'output.log').read_text()[-2000:]}")

    def _answer(self, path: str) -> dict[str, object]:
        with urllib.request.urlopen(self.url + path, timeout=40) as answer:
            told: dict[str, object] = json.load(answer)
        return told

    def processor_s(self) -> float:
        """Seconds of processor that it has taken, of all its threads."""
        assert self._process
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End it as a power failure would: it can close nothing."""
        if self._process and self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._let_go()

    def stop(self) -> None:
        """End it."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self._let_go()

    def _let_go(self) -> None:
        if self._process and self._process.stdin:
            self._process.stdin.close()

    def __enter__(self) -> Self:
        self.start()
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Cluster:
    """Several nodes, each its own process, that find each other on loopback. A context manager."""

    def __init__(
        self, folder: Path, *, count: int = 3, version: str = "2", settings: Mapping[str, str] | None = None
    ) -> None:
        self.nodes = [Node(folder / f"n{number}", version=version) for number in range(count)]
        seeds = ",".join(f"127.0.0.1:{node.transport_port}" for node in self.nodes)
        told = {
            "discovery.type": "",
            "discovery.seed_hosts[]": seeds,
            "cluster.initial_cluster_manager_nodes[]": ",".join(node.folder.name for node in self.nodes),
            "cluster.name": f"searcher-tests-{self.nodes[0].port}",
            **(settings or {}),
        }
        for node in self.nodes:
            node._settings |= told

    @property
    def address(self) -> str:
        """The address of all nodes, to which the name of an archive is added."""
        return "http://" + ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)

    def __enter__(self) -> Self:
        for node in self.nodes:
            node.start()
        for node in self.nodes:
            node.up(f"/_cluster/health?wait_for_nodes={len(self.nodes)}&timeout=30s")
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.stop()
