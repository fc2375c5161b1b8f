"""An error asks whether the archive's files are whole only where damage can have raised it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import searcher
from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.doc_store import unpack_values
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.reader.facet_column import FacetColumn
from index.errors import ArticleNotFound, IndexCorrupt
from index.kernel import PostingLists
from index.query import Words
from searcher import Archive
from tests.conftest import ROOT

DAMAGE = IndexCorrupt("a file is damaged")


class Asked:
    """Says that the archive is damaged, and counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[IndexCorrupt]:
        self.times += 1
        return [DAMAGE]


def no_progress(done: int, total: int) -> None:
    raise ValueError(f"the caller's own fault at {done} of {total}")


def decode_term() -> None:
    unpack_values(b"\x01\x00b" + bytes(8) + b"\xff")


def find_in_lists() -> None:
    parts = dict.fromkeys(
        (*("docs", "gaps", "freqs", "large_at", "large", "positions", "far_at", "far", "position_samples"),),
        np.zeros(0, dtype=np.uint32),
    )
    parts |= dict.fromkeys(("dense", "gap_starts", "dense_starts"), np.zeros(0, dtype=np.uint32))
    PostingLists(parts | {"starts": np.zeros(1, dtype=np.uint32)}).local_doc_ids(7)


@pytest.mark.parametrize("read", [decode_term, find_in_lists])
def test_an_error_raised_where_bytes_are_read_asks_whether_they_are_whole(
    tmp_path: Path, read: Callable[[], None]
):
    asked = Asked()
    with pytest.raises(IndexCorrupt, match="a file is damaged"), translate_errors(tmp_path, asked):
        read()
    assert asked.times == 1


@pytest.mark.parametrize(
    "fail",
    [
        "\udcff".encode,
        lambda: np.zeros(3)[7],
        lambda: no_progress(1, 2),
        lambda: {"a": 1}["missing"],
        lambda: np.zeros(3, dtype=np.int8).fill(10**30),
        lambda: TermDictionary(None, "words"),  # type: ignore[arg-type]
        lambda: FacetColumn("year", None),  # type: ignore[arg-type]
        lambda: Container(3, "no buffer"),  # type: ignore[arg-type]
    ],
)
def test_any_other_error_is_raised_as_it_is_and_asks_nothing(tmp_path: Path, fail: Callable[[], object]):
    asked = Asked()
    with pytest.raises(Exception) as raised, translate_errors(tmp_path, asked):
        fail()
    assert not isinstance(raised.value, IndexCorrupt)
    assert asked.times == 0


class FaultyRanking(searcher.BM25):
    """A caller's own, with a fault in it."""

    def idf(self, doc_freq: int, doc_count: int) -> float:
        raise ValueError(f"the caller's own fault over {doc_freq} of {doc_count}")


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """An archive with a wrong byte in a part that only `verify` reads whole."""
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(ROOT / "seeds")
    (file,) = (tmp_path / "archive" / "segments").glob("*.terms")
    raw = bytearray(file.read_bytes())
    container = Container(bytes(raw), "whole")
    part = container.part("bigrams/positions")
    at = bytes(raw).find(part.tobytes())
    raw[at + 2] ^= 1
    file.write_bytes(raw)
    return tmp_path / "archive"


def test_a_fault_of_the_callers_is_never_called_damage_even_where_there_is_some(damaged: Path):
    with searcher.open(damaged) as archive:
        assert archive.verify()
        archive.ranking = FaultyRanking()
        with pytest.raises(ValueError, match="own fault"):
            archive.search(Words("农交会"))


def test_an_id_that_is_half_a_character_is_of_no_article(damaged: Path):
    with Archive(damaged) as archive:
        with pytest.raises(ArticleNotFound):
            archive.get("\udcff")
        with pytest.raises(ArticleNotFound):
            archive.explain("农交会", "\ud800")
