"""ripgrep, for literals only: the folded text of each article is a file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from analyzers import fold
from benchmarks.engine.material import BenchQuery
from index.issue import Issue
from index.query import Literal


class Ripgrep:
    """ripgrep over a folder of folded texts; answers literals only."""

    name = "ripgrep"

    def __init__(self, folder: Path) -> None:
        if not shutil.which("rg"):
            raise ImportError("no rg on the path")
        self._folder = folder / "ripgrep"

    def index(self, issues: Iterable[Issue]) -> None:
        for issue in issues:
            place = self._folder / str(issue.key.date) / issue.key.paper
            place.mkdir(parents=True, exist_ok=True)
            for article in issue.articles:
                units = (*article.units("headline"), *article.units("body"))
                (place / f"{article.id}.txt").write_text("\n".join(map(fold, units)), encoding="utf-8")

    def page(self, query: BenchQuery) -> int | None:
        match query.query:
            case Literal(text):
                command = ["rg", "--fixed-strings", "--files-with-matches", "--no-ignore", fold(text)]
                found = subprocess.run([*command, self._folder], capture_output=True, check=False).stdout
                return found.count(b"\n")
            case _:
                return None
