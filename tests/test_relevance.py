"""How good are the first ten answers? `make relevance` measures it all; here is a floor under a small set."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import searcher
from tests.conftest import ROOT, SHARED

DOCS, NAME = "relevance/xquad_zh_docs.jsonl", "xquad_zh"
FLOOR = 0.93  # nDCG@10; 0.948 when this was written


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} with the judged questions is not there")
def test_the_first_ten_answers_are_as_good_as_they_were(tmp_path: Path):
    relevance = runpy.run_path(str(ROOT / "benchmarks" / "relevance.py"))
    with searcher.open(tmp_path / "archive", create=True) as archive:
        assert not archive.add_articles(relevance["articles"](SHARED / DOCS)).refused
        figures = relevance["score"](archive, SHARED, NAME, DOCS, short=False)
    assert figures["queries"] > 1000
    assert figures["ndcg@10"] >= FLOOR
