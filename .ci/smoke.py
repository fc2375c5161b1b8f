"""Smoke: is the searcher that is installed here whole? It adds a folder of pages and finds what they say.

    python .ci/smoke.py seeds compiled      (in the environment it is installed in; or: seeds numpy)

It needs Python and what searcher itself needs: of the checkout this file and the pages, none of the tools.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory


def main(pages: str, kernel: str) -> None:
    script = shutil.which("searcher", path=sysconfig.get_path("scripts"))
    assert script, f"no searcher in {sysconfig.get_path('scripts')}"
    folder = Path(pages).resolve()
    # Nothing of the caller's chooses another archive, another kernel or other modules.
    environment = {
        name: told for name, told in os.environ.items() if not name.startswith(("SEARCHER_", "PYTHON"))
    }
    with TemporaryDirectory() as place:

        def run(*command: str) -> str:
            told = environment | {"PYTHONUTF8": "1"}
            done = subprocess.run(
                command, cwd=place, env=told, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, f"{command} ends with {done.returncode}: {done.stderr}"
            return done.stdout

        where = "import index.kernel as kernel; print(kernel.COMPILED, kernel.__file__)"
        compiled, _, loaded = run(sys.executable, "-c", where).strip().partition(" ")
        assert Path(loaded).is_relative_to(Path(sys.prefix).resolve()), f"{loaded} is not of {sys.prefix}"
        assert compiled == str(kernel == "compiled"), f"the kernel is compiled: {compiled}"
        version = run(script, "--version").strip()
        run(script, "--archive", "archive", "add", str(folder))
        found = json.loads(run(script, "--archive", "archive", "find", "“农交会”", "--json"))
        assert found["total"] == len(found["hits"]) > 0, found
        article = run(script, "--archive", "archive", "show", found["hits"][0]["id"])
        assert "农交会" in article, article
        run(script, "--archive", "archive", "verify")
    print(f"{version}, {kernel}, Python {sys.version.split()[0]}: {found['total']} found")


if __name__ == "__main__":
    main(*sys.argv[1:])
