"""A byte changed anywhere in an archive is found by verify, and queries raise only typed errors."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

import searcher
from index.backends.embedded.disk.archive_folder import check
from index.errors import ArchiveError
from tests.torture import rounds
from tests.torture.flips import QUERIES, files

KINDS = ("archive.json", ".toc", ".docs", ".terms")


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_byte_is_found_and_raises_only_typed_errors(whole: Path, tmp_path: Path, kind: str):
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    generator = Random(f"5 {kind}")
    for number in range(rounds(40, 2000)):
        file = generator.choice(files(path, kind))
        raw = file.read_bytes()
        at = generator.randrange(len(raw))
        changed = bytearray(raw)
        changed[at] ^= generator.randrange(1, 256)
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
            damages = archive.verify()
    except ArchiveError as error:
        assert str(path) in str(error), place
    else:
        assert damages, place
        assert file.name in str(damages[0]), place


def assert_typed(path: Path, place: str) -> None:
    for name, ask in QUERIES.items():
        try:
            with searcher.open(path) as archive:
                ask(archive)
        except ArchiveError:
            pass
        except Exception as error:
            raise AssertionError(f"{place}: {name} raised {error!r}") from error


def test_the_whole_archive_answers_every_query(whole: Path):
    with searcher.open(whole) as archive:
        for ask in QUERIES.values():
            ask(archive)
