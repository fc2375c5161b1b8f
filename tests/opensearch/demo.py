"""The main job on a cluster of three nodes: add the founding page, search it, lose a node, search again, copy
it out.

python -m tests.opensearch.demo
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.opensearch.nodes import Cluster, NoOpenSearch

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> None:
    """Show a command and what it prints."""
    print(f"\n$ searcher {' '.join(arguments)}", flush=True)
    subprocess.run([sys.executable, "-m", "searcher", *arguments], cwd=ROOT, check=True)


def main() -> None:
    """Show the main job."""
    os.environ |= {"SEARCHER_SHARDS": "3", "SEARCHER_REPLICAS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        try:
            with Cluster(Path(folder) / "nodes") as cluster:
                address = f"{cluster.address}/papers"
                run("--archive", address, "add", "seeds")
                run("--archive", address, "find", "农交会", "--limit", "2")
                run("--archive", address, "status")
                print("\nOne of three nodes is killed.", flush=True)
                cluster.nodes[0].kill()
                run("--archive", address, "find", "农交会", "--list")
                run("copy", address, f"{folder}/copy")
                run("--archive", f"{folder}/copy", "verify")
        except NoOpenSearch as exc:
            print(f"Skipped: {exc}")


if __name__ == "__main__":
    main()
