"""Files with right checksums that say what no archive says: every question answers or refuses."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import searcher
from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.errors import ArchiveError, IndexCorrupt
from searcher import Archive
from searcher.results import Results
from tests.conftest import ROOT
from tests.strategies import article
from tests.torture import rounds
from tests.torture.flips import QUESTIONS

MANY = 1 << 40  # more than any machine has room for


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two segments, one article of which is deleted."""
    path = tmp_path_factory.mktemp("crafted") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add(ROOT / "seeds")
        archive.add_articles(article(n, day="2023-10-01", headline=f"第{n}篇") for n in range(1, 41))
        archive.add_articles([article(1, day="2023-10-01", headline="第一篇")])
    return path


Part = tuple[np.ndarray, bool]
Craft = Callable[[dict[str, Any], dict[str, Part]], object]


def rewrite(path: Path, craft: Craft) -> None:
    """Let ``craft`` change what a container tells and its parts, and write these with right checksums."""
    container = Container(path.read_bytes(), str(path))
    told = container.meta
    parts = {
        name: (container.part(name).copy(), bool(container._table[name][4])) for name in container.names()
    }
    craft(told, parts)
    writer = ContainerWriter()
    writer.meta = told
    for name, (array, checked) in parts.items():
        writer.append(name, array, checked=checked)
    with path.open("wb") as file:
        writer.write(file)


def answers(archive: Archive) -> list[object]:
    """What each question is answered, or that it is refused; anything but an ArchiveError is raised."""
    answered: list[object] = []
    for name, question in QUESTIONS.items():
        try:
            answer = question(archive)
        except ArchiveError as exc:
            assert str(archive.path) in str(exc), name
            answer = "refused"
        if isinstance(answer, Results):
            answer = answer.total, answer.facets, [hit.article for hit in answer]
        answered.append((name, answer if name != "issues" else str(answer)[:30]))
    return answered


def verified(path: Path) -> list[IndexCorrupt]:
    try:
        with searcher.open(path) as archive:
            return archive.verify(deep=True)
    except IndexCorrupt as exc:
        return [exc]


def changes(path: Path) -> None:
    """Copy it, write to it, repair it: each does it or refuses, and what is repaired is whole."""
    changing: list[Callable[[Archive], object]] = [
        lambda archive: archive.backup(path.parent / "copy"),
        lambda archive: archive.add_articles([article(1, day="2024-01-01", headline="新一篇")]),
        lambda archive: archive._backend.write([]),
    ]
    for change in changing:
        with suppress(ArchiveError), searcher.open(path) as archive:
            change(archive)
    searcher.repair(path)
    if damages := verified(path):
        assert all("searcher reindex" in str(each) for each in damages)
        with searcher.open(path) as archive:
            archive.reindex()
        assert verified(path) == []


def assert_found_or_harmless(whole: Path, path: Path, craft: Craft, file: str, what: str) -> None:
    shutil.copytree(whole, path)
    rewrite(path / "segments" / file, craft)
    try:
        answered = []
        with suppress(IndexCorrupt), searcher.open(path) as archive:
            answered = answers(archive)
        if not verified(path):
            with searcher.open(whole) as archive:
                assert answered == answers(archive), "what is not found is harmless"
        changes(path)
    except Exception as exc:
        raise AssertionError(f"{file} {what}: {exc!r}") from exc
    finally:
        shutil.rmtree(path.parent)


def segment_files(path: Path, ext: str) -> list[Path]:
    return sorted((path / "segments").glob(f"*{ext}"), key=lambda file: -file.stat().st_size)


def other_kinds(array: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    yield "empty", array[:0]
    yield "one", array[:1]
    yield "half", array[: len(array) // 2]
    yield "longer", np.concatenate((array, array[-1:]))
    yield "zeros", np.zeros_like(array)
    yield (
        "huge",
        np.full_like(
            array, np.finfo(array.dtype).max if array.dtype.kind == "f" else np.iinfo(array.dtype).max
        ),
    )
    yield "backwards", array[::-1].copy()
    for kind in ("u1", "<u2", "<u4", "<u8", "<f8"):
        if np.dtype(kind) != array.dtype:
            yield f"as {kind}", array.astype(kind)


TOLD = [
    None,
    True,
    -1,
    3,
    MANY,
    2.5,
    "text",
    [],
    [1],
    {},
    {"words": 3},
    {"a/../../b": "freqs"},
    {"id": "none"},
    float("nan"),
]


def crafts(container: Container) -> Iterator[tuple[str, Craft]]:
    for name in container.names():
        array = container.part(name)
        for what, other in [("missing", None), *other_kinds(array)]:
            if other is None or other.tobytes() != array.tobytes():
                yield f"{name} {what}", partial(put, name, other)
    for key in container.meta:
        for value in TOLD:
            yield f"{key}: {value!r}", partial(tell, key, value)


def put(name: str, array: np.ndarray | None, _: dict[str, Any], parts: dict[str, Part]) -> None:
    held = parts.pop(name)
    if array is not None:
        parts[name] = array, held[1]


def tell(key: str, value: object, told: dict[str, Any], _: dict[str, Part]) -> None:
    told[key] = value


@pytest.mark.parametrize("ext", [".docs", ".terms"])
def test_a_part_that_is_whole_and_wrong_is_found_or_harmless(whole: Path, tmp_path: Path, ext: str):
    (file, *_) = segment_files(whole, ext)
    every = list(crafts(Container(file.read_bytes(), "whole")))
    for what, craft in Random(f"3 {ext}").sample(every, rounds(20, len(every))):
        assert_found_or_harmless(whole, tmp_path / "one" / "archive", craft, file.name, what)


OUTSIDE = ("../../outside", "/tmp/outside", "a/b", "..", "", "a\0b", "A B", "x" * 300, "文")


def write_contents(path: Path, change: Callable[[ColumnarSegment], object]) -> None:
    """Write the newest table of contents anew, with its seal, after ``change`` of its first segment."""
    storage = _storage(path)
    toc = manifest.read(storage)
    change(toc.segments[0])
    (path / "segments" / manifest.filename(toc.generation)).unlink()
    toc.write(storage, manifest.INDEX_NAME)  # type: ignore[no-untyped-call]


def _storage(path: Path) -> ArchiveStorage:
    return ArchiveStorage(str(path / "segments"))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("attribute", ["segid", "indexname", "name"])
def test_a_segment_of_a_name_that_leads_elsewhere_is_refused(
    whole: Path, tmp_path: Path, name: str, attribute: str
):
    path = tmp_path / "deep" / "archive"
    shutil.copytree(whole, path)
    held = manifest.read(_storage(path)).segments[0].segment_id()
    for ext in (".docs", ".terms"):
        (tmp_path / "deep" / f"outside{ext}").write_bytes((path / "segments" / f"{held}{ext}").read_bytes())
    write_contents(path, lambda segment: setattr(segment, attribute, name))
    before = sorted(tmp_path.rglob("*"))
    if attribute == "name":  # which Whoosh of old asked for, and we do not
        assert verified(path) == []
        return
    with pytest.raises(IndexCorrupt, match="no segment"):
        searcher.open(path)
    assert sorted(tmp_path.rglob("*")) == before
    searcher.repair(path)
    assert verified(path) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda segment: segment.set_doc_count(-1),
        lambda segment: segment.set_doc_count("many"),
        lambda segment: segment.set_doc_count(MANY),
        lambda segment: segment.delete_document(MANY),
        lambda segment: segment.delete_document("first"),
        lambda segment: setattr(segment, "_deleted", None),
        lambda segment: segment.__dict__.clear(),
    ],
)
def test_a_segment_that_is_counted_otherwise_is_refused(
    whole: Path, tmp_path: Path, change: Callable[[ColumnarSegment], object]
):
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    write_contents(path, change)
    assert verified(path)
    searcher.repair(path)
    assert verified(path) == []
