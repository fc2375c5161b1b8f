"""Fuzz: here are any bytes where a page, articles, a question, a zip or an archive's file should be.

A target takes bytes and does with them what the product does; it raises ``ArchiveError`` or nothing.
Hypothesis calls the targets in CI (``test_fuzz.py``), atheris with an eye on which lines were reached:

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
from index.pages import parse_page
from searcher import Archive
from searcher.language.echo import interpret
from searcher.language.parser import parse
from tests.conftest import ROOT, SEED_PAGE
from tests.torture.flips import QUESTIONS, files

PLACE = Placement("某市日报", date(2023, 9, 21), 1)
Target = Callable[[bytes], None]


def page(raw: bytes) -> None:
    parse_page(decode(raw, "01.txt"), paper="某市日报", date=date(2023, 9, 21), page=1)


def articles(raw: bytes) -> None:
    parse_articles(decode(raw, "01.jsonl"), "01.jsonl", PLACE)


def query(raw: bytes) -> None:
    typed = raw.decode("utf-8", "surrogateescape")
    understood = interpret(parse(typed))
    assert interpret(parse(understood)) == understood, "what was understood is understood the same"
    with searcher.open(archive()) as opened:
        opened.search(typed)


def packed(raw: bytes) -> None:
    path = folder() / "2023-09-21.zip"
    path.write_bytes(raw)
    for incoming in Intake(PLACE).plan([path]).batches:
        assert incoming.pages or incoming.refused or incoming.warnings, "nothing passes silently"


def index(raw: bytes) -> None:
    """The first byte says which file; the two after it where; what follows replaces what is there."""
    if len(raw) < 4:
        return
    path = folder() / "spoilt"
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(archive(), path)
    found = files(path, "")
    file = found[raw[0] % len(found)]
    whole = file.read_bytes()
    at = int.from_bytes(raw[1:3]) % (len(whole) + 1)
    file.write_bytes(whole[:at] + raw[3:] + whole[at + len(raw) - 3 :])
    for ask in (Archive.verify, *QUESTIONS.values()):
        with suppress(ArchiveError), searcher.open(path) as opened:
            ask(opened)


TARGETS: Mapping[str, Target] = {each.__name__: each for each in (page, articles, query, packed, index)}


@cache
def folder() -> Path:
    path = tempfile.mkdtemp(prefix="fuzz")
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return Path(path)


@cache
def archive() -> Path:
    path = folder() / "archive"
    with searcher.open(path, create=True) as made:
        made.add(ROOT / "seeds")
    return path


def seeds(target: str) -> list[bytes]:
    """Good inputs to begin with."""
    printed = SEED_PAGE.read_text(encoding="utf-8")[:2000]
    rows = SEED_PAGE.with_name("expected_articles.jsonl").read_bytes().splitlines()[:2]
    match target:
        case "page":
            # Whatever a line costs is paid most often where the lines are shortest.
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
