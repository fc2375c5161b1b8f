"""A file whose checksums are right may still say what cannot be: a program did it, not a disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import searcher
from index.backends.embedded.codec import consistency
from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from tests.conftest import ROOT

AnyArray = Any


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("checking") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add(ROOT / "seeds")
    return path / "segments"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "segments")
    return tmp_path / "segments"


def change(folder: Path, ext: str, part: str, turn: Callable[[AnyArray], AnyArray]) -> None:
    """Write a file anew, checksums and all, with one of its parts turned into another."""
    (file,) = folder.glob(f"*.{ext}")
    old, new = Container(file.read_bytes(), file.name), ContainerWriter()
    new.meta = old.meta
    for name in old.names():
        held = old.part(name).copy()
        new.append(name, turn(held) if name == part else held, checked=old._table[name][4])
    with file.open("wb") as out:
        new.write(out)


def faults_in(folder: Path) -> str:
    storage = ArchiveStorage(str(folder))  # type: ignore[no-untyped-call]
    (segment,) = manifest.read(storage).segments
    return "\n".join(map(str, consistency.segment_faults(SegmentFiles(storage, segment))))


def swapped(values: AnyArray) -> AnyArray:
    """Two neighbours that differ change places."""
    at = int(np.flatnonzero(np.diff(values.astype(np.int64)))[0])
    values[[at, at + 1]] = values[[at + 1, at]]
    return values


def raised(values: AnyArray) -> AnyArray:
    values[len(values) // 2] += 1
    return values


def test_a_whole_segment_has_no_faults(folder: Path):
    assert faults_in(folder) == ""
    change(folder, "terms", "", lambda same: same)
    assert faults_in(folder) == ""


@pytest.mark.parametrize(
    ("part", "turn", "wrong"),
    [
        ("words/text", swapped, "terms out of order in its field words"),
        ("bigrams/gaps", lambda gaps: gaps + 14, "documents that are not there in its field bigrams"),
        ("words/gaps", lambda gaps: gaps * 0, "postings out of order in its field words"),
        ("words/freqs", raised, "lengths that are not those of its postings in its field words"),
        (
            "bigrams/positions",
            lambda positions: positions[::-1],
            "positions out of order in its field bigrams",
        ),
        ("section/label", swapped, "labels that are not its postings in its field section"),
        ("page/label", lambda label: label * 0, "labels that are not its postings in its field page"),
        ("reprint/labels", raised, "labels that are not its postings in its field reprint"),
        ("id/starts", lambda starts: starts * 2, "contradict each other|without postings"),
    ],
)
def test_postings_that_contradict_each_other_are_reported(
    folder: Path, part: str, turn: Callable[[AnyArray], AnyArray], wrong: str
):
    change(folder, "terms", part, turn)
    assert re.search(wrong, faults_in(folder)), faults_in(folder)
    assert "searcher repair" in faults_in(folder)


@pytest.mark.parametrize("turn", [lambda lengths: lengths[:-1], raised])
def test_lengths_that_are_not_those_of_the_postings_are_reported(
    folder: Path, turn: Callable[[AnyArray], AnyArray]
):
    change(folder, "docs", "bigrams/lengths", turn)
    assert "lengths" in faults_in(folder)


def test_a_segment_of_another_number_of_documents_is_reported(folder: Path):
    storage = ArchiveStorage(str(folder))  # type: ignore[no-untyped-call]
    (segment,) = manifest.read(storage).segments
    segment.set_doc_count(segment.doc_count_all() + 1)
    segment.delete_document(99)
    found = "\n".join(map(str, consistency.segment_faults(SegmentFiles(storage, segment))))
    assert "of 14 documents, the table of contents says 15" in found
    assert "deleted documents that it does not have" in found
