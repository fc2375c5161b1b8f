"""Wrong contents with correct checksums: every query is answered, or refused with an ArchiveError."""

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
from whoosh.index import TOC

import searcher
from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.whoosh.field_types import schema
from index.errors import ArchiveError, IndexCorrupt
from searcher import Archive
from searcher.results import Results
from tests.strategies import article
from tests.torture import rounds
from tests.torture.flips import QUERIES

MANY = 1 << 40  # more than the memory of any machine


Part = tuple[np.ndarray, bool]
Craft = Callable[[dict[str, Any], dict[str, Part]], object]


def rewrite(path: Path, craft: Craft) -> None:
    """Let ``craft`` change a container's metadata and parts, and write these with correct checksums."""
    container = Container(path.read_bytes(), str(path))
    meta = container.meta
    parts = {
        name: (container.part(name).copy(), bool(container._table[name][4])) for name in container.names()
    }
    craft(meta, parts)
    writer = ContainerWriter()
    writer.meta = meta
    for name, (array, checked) in parts.items():
        writer.append(name, array, checked=checked)
    with path.open("wb") as file:
        writer.write(file)


def answers(archive: Archive) -> list[object]:
    """The answer to each query, or that it was refused; any error but an ArchiveError is raised."""
    found: list[object] = []
    for name, query in QUERIES.items():
        try:
            answer = query(archive)
        except ArchiveError as exc:
            assert str(archive.path) in str(exc), name
            answer = "refused"
        if isinstance(answer, Results):
            answer = answer.total, answer.facets, [hit.article for hit in answer]
        found.append((name, answer if name != "issues" else str(answer)[:30]))
    return found


def find_damages(path: Path) -> list[IndexCorrupt]:
    try:
        with searcher.open(path) as archive:
            return archive.verify(deep=True)
    except IndexCorrupt as exc:
        return [exc]


def change_and_repair(path: Path) -> None:
    """Copy, change and repair an archive: each succeeds or is refused, and a repaired archive is whole."""
    changes: list[Callable[[Archive], object]] = [
        lambda archive: archive.backup(path.parent / "copy"),
        lambda archive: archive.add_articles([article(1, day="2024-01-01", headline="新一篇")]),
        lambda archive: archive._backend.write([]),
    ]
    for change in changes:
        with suppress(ArchiveError), searcher.open(path) as archive:
            change(archive)
    searcher.repair(path)
    if damages := find_damages(path):
        assert all("searcher reindex" in str(each) for each in damages)
        with searcher.open(path) as archive:
            archive.reindex()
        assert find_damages(path) == []


def assert_found_or_harmless(whole: Path, path: Path, craft: Craft, file: str, what: str) -> None:
    shutil.copytree(whole, path)
    rewrite(path / "segments" / file, craft)
    try:
        crafted_answers = []
        with suppress(IndexCorrupt), searcher.open(path) as archive:
            crafted_answers = answers(archive)
        if not find_damages(path):
            with searcher.open(whole) as archive:
                assert crafted_answers == answers(archive), "a change that verify does not find is harmless"
        change_and_repair(path)
    except Exception as exc:
        raise AssertionError(f"{file} {what}: {exc!r}") from exc
    finally:
        shutil.rmtree(path.parent)


def segment_files(path: Path, ext: str) -> list[Path]:
    return sorted((path / "segments").glob(f"*{ext}"), key=lambda file: -file.stat().st_size)


def variants(array: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
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


META_VALUES = [
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
        for what, other in [("missing", None), *variants(array)]:
            if other is None or other.tobytes() != array.tobytes():
                yield f"{name} {what}", partial(set_part, name, other)
    for key in container.meta:
        for value in META_VALUES:
            yield f"{key}: {value!r}", partial(set_meta, key, value)


def set_part(name: str, array: np.ndarray | None, _: dict[str, Any], parts: dict[str, Part]) -> None:
    is_checked = parts.pop(name)[1]
    if array is not None:
        parts[name] = array, is_checked


def set_meta(key: str, value: object, meta: dict[str, Any], _: dict[str, Part]) -> None:
    meta[key] = value


@pytest.mark.parametrize("ext", [".docs", ".terms"])
def test_a_wrong_part_with_a_correct_checksum_is_found_or_harmless(whole: Path, tmp_path: Path, ext: str):
    (file, *_) = segment_files(whole, ext)
    every = list(crafts(Container(file.read_bytes(), "whole")))
    for what, craft in Random(f"3 {ext}").sample(every, rounds(8, len(every))):
        assert_found_or_harmless(whole, tmp_path / "one" / "archive", craft, file.name, what)


OUTSIDE = ("../../outside", "/tmp/outside", "a/b", "..", "", "a\0b", "A B", "x" * 300, "文")


def rewrite_manifest(path: Path, change: Callable[[ColumnarSegment], object]) -> None:
    """Let ``change`` change the first segment of the newest commit, and write the manifest with its seal."""
    storage = _storage(path)
    toc = manifest.read(storage)
    change(toc.segments[0])
    (path / "segments" / manifest.filename(toc.generation)).unlink()
    TOC(schema(), toc.segments, toc.generation).write(storage, manifest.INDEX_NAME)  # type: ignore[no-untyped-call]


def _storage(path: Path) -> ArchiveStorage:
    return ArchiveStorage(str(path / "segments"))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("attribute", ["segid", "indexname", "name"])
def test_a_segment_whose_name_leads_out_of_the_folder_is_refused(
    whole: Path, tmp_path: Path, name: str, attribute: str
):
    path = tmp_path / "deep" / "archive"
    shutil.copytree(whole, path)
    name_on_disk = manifest.read(_storage(path)).segments[0].segment_id()
    for ext in (".docs", ".terms"):
        (tmp_path / "deep" / f"outside{ext}").write_bytes(
            (path / "segments" / f"{name_on_disk}{ext}").read_bytes()
        )
    rewrite_manifest(path, lambda segment: setattr(segment, attribute, name))
    before = sorted(tmp_path.rglob("*"))
    if attribute == "name":  # older versions of Whoosh read it, ours does not
        assert find_damages(path) == []
        return
    with pytest.raises(IndexCorrupt, match="no segment"):
        searcher.open(path)
    assert sorted(tmp_path.rglob("*")) == before
    searcher.repair(path)
    assert find_damages(path) == []


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
def test_a_segment_with_a_wrong_count_is_refused(
    whole: Path, tmp_path: Path, change: Callable[[ColumnarSegment], object]
):
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    rewrite_manifest(path, change)
    assert find_damages(path)
    searcher.repair(path)
    assert find_damages(path) == []
