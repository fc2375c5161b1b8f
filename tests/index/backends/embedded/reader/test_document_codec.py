"""A row that another program wrote hides no other row: it is decoded as far as it can be, and reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

import searcher
from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import DocStore, DocStoreWriter
from index.backends.embedded.reader import document_codec
from index.errors import ArticleNotFound, IndexCorrupt
from index.issue import IssueKey
from searcher import Archive
from tests.strategies import article

BAD = "2023-10-01-01-02"
DAY = date(2023, 10, 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add_articles(article(n, day="2023-10-01", headline=f"第{n}篇") for n in range(1, 5))
        archive.add_articles(article(n, day="2023-10-02", headline=f"第{n}篇") for n in range(1, 5))
    return path


def rewrite_row(path: Path, change: Callable[[Any], bytes | None]) -> None:
    """Replace each stored row by what ``change`` returns for it, if anything, with correct checksums."""
    for file in (path / "segments").glob("*.docs"):
        old = Container(file.read_bytes(), file.name)
        doc_store = DocStore(old)
        rows = []
        for local_doc_id in range(doc_store.count):
            values = doc_store.values(local_doc_id)
            changed = change(document_codec._loaded(values))
            rows.append(values if changed is None else {document_codec.WHOLE: changed})
        new = ContainerWriter()
        writer = DocStoreWriter(new)
        for row in rows:
            writer.add(row)
        for name in doc_store.fields_with_lengths():
            lengths = doc_store.lengths(name)
            assert lengths is not None
            writer.add_lengths(name, lengths)
        writer.finish()
        with file.open("wb") as out:
            new.write(out)


def with_article(**fields: object) -> Callable[[Any], bytes | None]:
    """Change fields of the article ``BAD``; ``...`` removes one."""

    def change(row: Any) -> bytes | None:
        if not isinstance(row, dict) or row["id"] != BAD:
            return None
        row |= fields
        return orjson.dumps({name: value for name, value in row.items() if value is not ...})

    return change


SPOILED_FIELDS: list[dict[str, object]] = [
    {"date": "2023-10-01T10:00:00"},
    {"date": "soon"},
    {"date": 20231001},
    {"date": ...},
    {"paragraphs": "一整段"},
    {"paragraphs": [1, "二"]},
    {"paragraphs": None},
    {"kind": "poem"},
    {"kind": ["news"]},
    {"id": ""},
    {"id": ...},
    {"id": 5},
    {"confidence": "x"},
    {"confidence": 7},
    {"page": "one/two"},
    {"page": 0},
    {"page": ...},
    {"paper": None},
    {"headline": ["第", "二"]},
    {"headline": "有\0空"},
    {"reporters": {"a": 1}},
]
SPOILED_ROWS = [b"", b"{", b"null", b"3", b'"text"', b"[]", b"[[]]", b"{}", b"\xff"]


def spoil(whole: Path, tmp_path: Path, change: Callable[[Any], bytes | None]) -> Path:
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    rewrite_row(path, change)
    return path


@pytest.mark.parametrize("fields", SPOILED_FIELDS, ids=str)
def test_a_spoiled_article_is_decoded_as_far_as_it_can_be(
    whole: Path, tmp_path: Path, fields: dict[str, object]
):
    path = spoil(whole, tmp_path, with_article(**fields))
    with searcher.open(path) as archive:
        assert archive.search("日期：2023", limit=None).total == 8
        assert len(archive.articles(IssueKey(DAY, archive.issues()[0].key.paper))) == 4
        decoded = archive.get(BAD)
        assert (decoded.id, decoded.date, decoded.page) == (BAD, DAY, 1)
        assert decoded.kind in ("news", "brief", "photo")
        assert_reported_and_droppable(archive)


@pytest.mark.parametrize("raw", SPOILED_ROWS, ids=repr)
def test_a_row_that_is_no_article_hides_no_other_row(whole: Path, tmp_path: Path, raw: bytes):
    def change(row: Any) -> bytes | None:
        return (raw or b" ") if isinstance(row, dict) and row["id"] == BAD else None

    path = spoil(whole, tmp_path, change)
    with searcher.open(path) as archive:
        assert archive.search("日期：2023-10-02", limit=None).total == 4
        assert archive.get("2023-10-01-01-01").id == "2023-10-01-01-01"
        assert len(archive.issues()) == 2
        if raw != b"{}":  # its labels hold all that an article requires
            with pytest.raises(IndexCorrupt, match=BAD):
                archive.get(BAD)
        assert_reported_and_droppable(archive)


def test_a_record_that_cannot_be_decoded_is_listed_by_its_labels(whole: Path, tmp_path: Path):
    def change(row: Any) -> bytes | None:
        return b'["soon"]' if isinstance(row, list) and row[0] == "2023-10-01" else None

    path = spoil(whole, tmp_path, change)
    with searcher.open(path) as archive:
        records = {record.key.date: record.articles for record in archive.issues()}
        assert records == {DAY: 4, date(2023, 10, 2): 4}
        assert any(DAY.isoformat() in str(damage) for damage in archive.verify())
        archive.drop(DAY)
        assert archive.verify(deep=True) == []


def test_repair_puts_an_issue_aside_whose_article_has_changed(whole: Path, tmp_path: Path):
    path = spoil(whole, tmp_path, with_article(headline=["第", "二"]))
    repaired = searcher.repair(path)
    assert [lost.key.date for lost in repaired.lost] == [DAY]
    assert repaired.aside
    assert list(repaired.aside.glob("*.docs"))
    (lines,) = repaired.aside.glob("*.jsonl")
    assert len(lines.read_bytes().splitlines()) == 4
    with searcher.open(path) as archive:
        assert archive.verify(deep=True) == []
        assert [record.key.date for record in archive.issues()] == [date(2023, 10, 2)]
        with pytest.raises(ArticleNotFound):
            archive.get(BAD)


def test_repair_rewrites_an_issue_whose_articles_are_decoded_as_they_were(whole: Path, tmp_path: Path):
    path = spoil(whole, tmp_path, with_article(kind="poem", date="2023-10-01T10:00:00"))
    repaired = searcher.repair(path)
    assert DAY in [key.date for key in repaired.rescued]
    assert repaired.lost == ()
    assert repaired.aside
    with searcher.open(path) as archive:
        assert archive.verify(deep=True) == []
        assert archive.search("日期：2023", limit=None).total == 8


def assert_reported_and_droppable(archive: Archive) -> None:
    (damage,) = archive.verify()
    assert BAD in str(damage)
    assert damage.issues[0].startswith("2023-10-01/")
    archive.drop(DAY)
    assert archive.verify(deep=True) == []
