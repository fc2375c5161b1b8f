"""Exports: every article that a question finds, as JSON Lines, as a table, or by its id."""

from __future__ import annotations

import codecs
import csv
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from searcher.render.controls import clean, escaped

if TYPE_CHECKING:
    from searcher.results import Stream

CSV_COLUMNS = (
    "id",
    "date",
    "paper",
    "page",
    "kind",
    "section",
    "group",
    "kicker",
    "headline",
    "reporters",
    "contributors",
    "photographers",
)
# A spreadsheet looks past what takes no room, and takes the full-width marks too.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠]|[\t\r\n]")


def write_jsonl(stream: Stream, file: IO[bytes]) -> None:
    """Write the articles whole, one a line, as ``add`` reads them."""
    from index.jsonl import format_articles

    for article in stream:
        file.write(escaped(format_articles([article])))


def write_csv(stream: Stream, file: IO[bytes]) -> None:
    """Write a header and a row for each article, in UTF-8."""
    table = csv.writer(codecs.getwriter("utf-8")(file), lineterminator="\n")
    table.writerow(CSV_COLUMNS)
    for article in stream:
        row = article.to_dict()
        table.writerow([csv_cell(row[column]) for column in CSV_COLUMNS])


def write_ids(stream: Stream, file: IO[bytes]) -> None:
    """Write the ids, one a line; no article is read."""
    for article_id in stream.ids:
        file.write(f"{clean(article_id)}\n".encode())


WRITERS: Mapping[str, Callable[[Stream, IO[bytes]], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "ids": write_ids,
}


def csv_cell(value: object) -> str:
    """Return ``value`` as a cell: names joined, and nothing a spreadsheet would take for a formula."""
    cell = "" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)
    return clean("'" + cell if _FORMULA.match(cell) else cell)


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """Yield a file that is at ``path`` when the block ends, whole and on the disk, and nowhere when it fails.

    FileExistsError where one is there already, unless ``overwrite``. A pipe or a device is written as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    if path.exists() and not overwrite:
        raise FileExistsError(
            17, "exists already; choose another name, or say that it is to be replaced", str(path)
        )
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
