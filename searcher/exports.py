"""Every article that a query finds, written as JSON Lines, as a table, or by its id."""

from __future__ import annotations

import codecs
import csv
import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from index.article import ARTICLE_KEYS
from index.errors import BackendUnavailable, FileExists
from index.messages import reason, tr
from searcher.render.control_characters import clean, escaped

if TYPE_CHECKING:
    from index.article import Article
    from searcher.results import Stream

Form: TypeAlias = Literal["jsonl", "csv", "xlsx", "ids"]
"""``jsonl``: articles whole, as ``add`` reads them; ``csv``: a table; ``ids``: their ids; one a line.

``xlsx``: the table as a workbook, whose cells are texts.
"""

_FIRST_COLUMNS = ("id", "date", "paper", "edition", "page", "page_name", "kind")
_NO_COLUMNS = (
    "subheads",
    "paragraphs",
    "printed",
    "confidence",
    "doubts",
    "source",
)  # too long, or not of the print
CSV_COLUMNS = _FIRST_COLUMNS + tuple(key for key in ARTICLE_KEYS if key not in _FIRST_COLUMNS + _NO_COLUMNS)
TIER = "tier"  # the last column: how the article matches
TABLE_COLUMNS = (*CSV_COLUMNS, TIER)
# A spreadsheet looks past what takes no room, and takes the full-width marks too.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[-=+@＝＋－＠]|[\t\r\n]")


def write_jsonl(stream: Stream, file: IO[bytes]) -> None:
    """Write the articles whole, one a line, as ``add`` reads them."""
    from index.intake.jsonl import format_articles

    for article in stream:
        file.write(escaped(format_articles([article])))


def write_csv(
    stream: Stream,
    file: IO[bytes],
    columns: Sequence[str] = TABLE_COLUMNS,
    derived: Mapping[str, Callable[[Article], str]] = MappingProxyType({}),
    *,
    bom: bool = False,
) -> None:
    """Write a header and a row for each article, in UTF-8; with ``bom`` so that Excel takes it for UTF-8.

    ``columns`` are keys of an article, ``tier``, or keys of ``derived``, which makes cells of an article.
    """
    if bom:
        file.write(codecs.BOM_UTF8)
    table = csv.writer(codecs.getwriter("utf-8")(file), lineterminator="\n")
    table.writerow(columns)
    table.writerows(map(csv_cell, row) for row in _rows(stream, columns, derived))


def write_xlsx(
    stream: Stream,
    file: IO[bytes],
    columns: Sequence[str] = TABLE_COLUMNS,
    derived: Mapping[str, Callable[[Article], str]] = MappingProxyType({}),
) -> None:
    """Write the table of ``write_csv`` as a workbook; UnsupportedByBackend where it cannot be one."""
    from searcher.workbook import write_sheet

    rows = ([clean(_text(value)) for value in row] for row in _rows(stream, columns, derived))
    write_sheet(file, columns, rows, len(stream))


def _rows(
    stream: Stream, columns: Sequence[str], derived: Mapping[str, Callable[[Article], str]]
) -> Iterator[list[object]]:
    articles = iter(stream) if derived else stream.heads()
    for article, tier in zip(articles, stream.tiers, strict=True):
        row = article.to_dict() | {TIER: tier} | {name: make(article) for name, make in derived.items()}
        yield [row[column] for column in columns]


def write_ids(stream: Stream, file: IO[bytes]) -> None:
    """Write the ids, one a line; no article is read."""
    for article_id in stream.ids:
        file.write(f"{clean(article_id)}\n".encode())


def export(find: Callable[[], Stream], path: Path, form: Form, *, overwrite: bool) -> int:
    """Write what ``find`` finds to the file ``path``, whole or not at all; return how many articles.

    FileExists where a file is in the way, before anything is sought, and BackendUnavailable where the system
    cannot write it.
    """
    try:
        with whole_file(path, overwrite=overwrite) as file:
            stream = find()
            WRITERS[form](stream, file)
    except FileExistsError:
        raise FileExists(
            tr("{path} exists already; name another file, or replace it with overwrite=True", path=path)
        ) from None
    except OSError as exc:
        raise BackendUnavailable(
            tr(
                "{path}: {strerror}; nothing was exported. See that the folder is there, that you "
                "may write in it, and that the disk has room",
                path=path,
                strerror=reason(exc),
            )
        ) from exc
    return len(stream)


WRITERS: Mapping[Form, Callable[[Stream, IO[bytes]], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "ids": write_ids,
}


def form_of(path: Path) -> Form:
    """The form that the ending of ``path`` names, ``.csv``, ``.xlsx`` or ``.ids``; else ``jsonl``."""
    ending = path.suffix.lower().removeprefix(".")
    return next((form for form in WRITERS if form == ending), "jsonl")


def csv_cell(value: object) -> str:
    """Return ``value`` as a cell: names joined, and nothing a spreadsheet would take for a formula."""
    cell = _text(value)
    return clean("'" + cell if _FORMULA.match(cell) else cell)


def _text(value: object) -> str:
    return "" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """Yield a file that is at ``path`` when the block ends, whole and on the disk, and nowhere when it fails.

    FileExistsError where something is there already, also where it came meanwhile, unless ``overwrite``; any
    OSError names ``path``. A link is followed; a pipe or a device is written as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:  # IsADirectoryError for a folder
            yield file
        return
    if not overwrite and os.path.lexists(path):
        raise _exists(path)
    place = path.resolve()
    unfinished = place.with_name(f".searcher-{os.urandom(8).hex()}")
    try:
        file = unfinished.open("xb")
    except OSError as exc:  # the caller knows nothing of the unfinished file
        raise OSError(exc.errno, exc.strerror, str(path)) from exc
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _put(unfinished, place, path, overwrite=overwrite)
    finally:
        unfinished.unlink(missing_ok=True)


def _put(unfinished: Path, place: Path, path: Path, *, overwrite: bool) -> None:
    """Give the file its name, so that the name outlasts a power failure too."""
    if overwrite:
        unfinished.replace(place)
    else:
        try:
            os.link(unfinished, place)  # never replaces a file that came meanwhile, as a rename would
        except FileExistsError:
            raise _exists(path) from None
        except OSError:  # a file system without links
            if os.path.lexists(place):
                raise _exists(path) from None
            unfinished.rename(place)
    with suppress(OSError):  # not every system can force a folder
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _exists(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, tr("exists already"), str(path))
