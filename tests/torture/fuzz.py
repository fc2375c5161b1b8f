"""Fuzz targets: functions that take any bytes as a page, as articles, a query, a zip or an archive's file.

A target does with the bytes what the product does; it raises ``ArchiveError`` or nothing. Hypothesis calls
the targets in CI (``test_fuzz.py``), and atheris, guided by coverage:

    python -m tests.torture.fuzzing page 60      (`make fuzz`: every target for a minute)
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

import searcher
from index.errors import ArchiveError
from index.intake.decoding import decode
from index.intake.jsonl import parse_articles
from index.intake.placement import Placement
from index.intake.plan import Intake
from index.intake.source_reader import SourceReader
from index.pages import parse_page
from searcher import Archive
from searcher.language.echo import interpret
from searcher.language.parser import parse
from tests.conftest import ROOT, SEED_PAGE
from tests.torture.flips import QUERIES, files

PLACEMENT = Placement("某市日报", date(2023, 9, 21), 1)
Target = Callable[[bytes], None]


def page(raw: bytes) -> None:
    """Parse a page."""
    parse_page(decode(raw, "01.txt"), paper="某市日报", date=date(2023, 9, 21), page=1)


def articles(raw: bytes) -> None:
    """Parse JSON Lines."""
    parse_articles(decode(raw, "01.jsonl"), "01.jsonl", PLACEMENT)


def query(raw: bytes) -> None:
    """Parse and search a query."""
    typed = raw.decode("utf-8", "surrogateescape")
    understood = interpret(parse(typed))
    assert interpret(parse(understood)) == understood, "an interpreted query is interpreted as itself"
    with searcher.open(archive()) as opened:
        opened.search(typed)


def packed(raw: bytes) -> None:
    """Plan the import of a zip."""
    path = folder() / "2023-09-21.zip"
    path.write_bytes(raw)
    for batch in Intake(SourceReader(PLACEMENT)).plan([path]).batches:
        assert batch.pages or batch.refused or batch.warnings, "no source is skipped silently"


def index(raw: bytes) -> None:
    """Byte 0 chooses a file of an archive, the next two an offset; the rest overwrites the file there."""
    if len(raw) < 4:
        return
    path = folder() / "spoiled"
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(archive(), path)
    all_files = files(path, "")
    file = all_files[raw[0] % len(all_files)]
    whole = file.read_bytes()
    at = int.from_bytes(raw[1:3]) % (len(whole) + 1)
    file.write_bytes(whole[:at] + raw[3:] + whole[at + len(raw) - 3 :])
    for ask in (Archive.verify, *QUERIES.values()):
        with suppress(ArchiveError), searcher.open(path) as opened:
            ask(opened)


TARGETS: Mapping[str, Target] = {each.__name__: each for each in (page, articles, query, packed, index)}


@cache
def folder() -> Path:
    """A temporary folder, deleted at exit."""
    path = tempfile.mkdtemp(prefix="fuzz")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


@cache
def archive() -> Path:
    """An archive of the seed page; targets only read it."""
    path = folder() / "archive"
    with searcher.open(path, create=True) as made:
        made.add(ROOT / "seeds")
    return path


def seeds(target: str) -> list[bytes]:
    """Valid inputs to begin with."""
    printed = SEED_PAGE.read_text(encoding="utf-8")[:2000]
    rows = SEED_PAGE.with_name("expected_articles.jsonl").read_bytes().splitlines()[:2]
    match target:
        case "page":
            # Short lines, because they show costs per line best.
            lines = ["1\n" * 5000, "（\n一\n”\n\n1\n" * 700, "本报讯\n王明\n。\n" * 400]
            return [printed.encode(), printed.encode("gb18030"), printed.encode("utf-16")] + [
                each.encode() for each in lines
            ]
        case "articles":
            return rows
        case "query":
            typed = ("空气质量 太原", "标题：（农交会 或 “空气”） -栏目：要闻", "日期：2023-09..2023年10月")
            return [each.encode() for each in typed]
        case "packed":
            import io
            import zipfile

            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
                file.writestr("某市日报/2023-09-21/01.txt", printed)
            return [made.getvalue()]
        case _:
            return [bytes((number, 0, 9, 1, 2)) for number in range(6)]
