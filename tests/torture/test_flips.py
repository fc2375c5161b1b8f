"""A byte changed anywhere in an archive: verify finds it, and what a question raises is a typed error."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

import searcher
from index.backends.embedded.disk.archive_folder import check
from index.errors import ArchiveError
from tests.conftest import ROOT
from tests.strategies import article
from tests.torture import rounds
from tests.torture.flips import QUESTIONS, files

KINDS = ("archive.json", ".toc", ".docs", ".terms")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding page and another issue, in two segments, and one article of a third deleted."""
    path = tmp_path_factory.mktemp("flips") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add(ROOT / "seeds")
        archive.add_articles(article(n, day="2023-10-01", headline=f"第{n}篇") for n in range(1, 41))
        archive.add_articles([article(1, day="2023-10-01", headline="第一篇")])
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_found_and_leads_to_no_traceback(whole: Path, tmp_path: Path, kind: str):
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    chance = Random(f"5 {kind}")
    for number in range(rounds(40, 2000)):
        file = chance.choice(files(path, kind))
        raw = file.read_bytes()
        at = chance.randrange(len(raw))
        changed = bytearray(raw)
        changed[at] ^= chance.randrange(1, 256)
        file.write_bytes(changed)
        place = f"{number}: byte {at} of {file.name}: {raw[at]} to {changed[at]}"
        assert_found(path, place, file)
        assert_typed(path, place)
        file.write_bytes(raw)
    with searcher.open(path) as archive:
        assert archive.verify() == []


def test_a_changed_bit_or_a_digit_anywhere_in_the_mark_is_found(whole: Path, tmp_path: Path):
    mark = tmp_path / "archive.json"
    raw = (whole / mark.name).read_bytes()
    for at in range(len(raw)):
        for to in {*(raw[at] ^ 1 << bit for bit in range(8)), *b"0123456789"} - {raw[at]}:
            mark.write_bytes(raw[:at] + bytes((to,)) + raw[at + 1 :])
            with pytest.raises(ArchiveError, match=tmp_path.name):
                check(tmp_path)


def assert_found(path: Path, place: str, file: Path) -> None:
    try:
        with searcher.open(path) as archive:
            told = archive.verify()
    except ArchiveError as error:
        assert str(path) in str(error), place
    else:
        assert told, place
        assert file.name in str(told[0]), place


def assert_typed(path: Path, place: str) -> None:
    for name, ask in QUESTIONS.items():
        try:
            with searcher.open(path) as archive:
                ask(archive)
        except ArchiveError:
            pass
        except Exception as error:
            raise AssertionError(f"{place}: {name} raised {error!r}") from error


def test_the_whole_archive_answers_every_question(whole: Path):
    with searcher.open(whole) as archive:
        for ask in QUESTIONS.values():
            ask(archive)
