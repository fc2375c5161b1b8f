"""Examples: do the READMEs show what the command really prints? As a script it writes the output anew.

A console block behind ``<!-- run -->`` holds lines that begin with ``$`` and what they print. All blocks of
a document run in order, in one folder that holds ``seeds``; standard error stands with the output.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = {ROOT / "README.md": "en", ROOT / "README.zh-CN.md": "zh"}
"""The guides with examples, and the language that the command speaks in each."""
_BLOCK = re.compile(r"(?<=<!-- run -->\n```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def run(text: str, folder: Path, language: str) -> str:
    """Return ``text`` with every example's output as it is now, in ``language``."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHER_ARCHIVE"}
    # What the reader of an example has saved or marked is the reader's.
    environment |= {name: str(folder) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "80"}
    environment |= {"SEARCHER_LANG": language}

    def block(match: re.Match[str]) -> str:
        lines = []
        for line in match[0].splitlines():
            if line.startswith("$ "):
                done = subprocess.run(
                    ["sh", "-c", line[2:]],
                    cwd=folder,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                    check=False,
                )
                lines += [line, *done.stdout.splitlines()]
        return "".join(f"{line}\n" for line in lines)

    return _BLOCK.sub(block, text)


def main() -> None:
    """Write each document again."""
    for document, language in DOCUMENTS.items():
        with TemporaryDirectory() as folder:
            document.write_text(run(document.read_text("utf-8"), Path(folder), language), encoding="utf-8")


if __name__ == "__main__":
    main()
