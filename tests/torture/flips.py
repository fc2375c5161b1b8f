"""The queries that an archive is asked when one of its files is damaged, and the files it has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from searcher import Archive

QUERIES: dict[str, Callable[[Archive], object]] = {
    "words": lambda archive: archive.search("太原 空气质量", facets=("section", "reporter", "year", "month")),
    "literal": lambda archive: archive.search("“空气质量”", facets=("page", "kind")),
    "prefix": lambda archive: archive.search("第* 或 RCEP*", sort="newest"),
    "date": lambda archive: archive.search("日期：2023 非 太原", collapse=True),
    "names": lambda archive: archive.search("记者：何*", limit=None),
    "all": lambda archive: list(archive.stream("date:0001..")),
    "show": lambda archive: archive.get("taiyuan-daily-2023-09-21-01-03"),
    "explain": lambda archive: archive.explain("太原 空气", "taiyuan-daily-2023-09-21-01-11"),
    "issues": lambda archive: (archive.issues(), archive.statistics(), archive.duplicates()),
}


def files(path: Path, kind: str) -> list[Path]:
    """The archive's files whose names end with ``kind``, sorted."""
    return sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(kind))
