from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.ranking import BM25

counts = st.integers(1, 10**6)


def weight(ranking: BM25, freq: int, length: int, mean_length: float) -> float:
    """A term's weight before idf, by the formula of ``Ranking``."""
    half = ranking.half_freq(mean_length)
    return ranking.max_weight * freq / (freq + half.base + half.per_term * length)


def test_with_the_power_1_it_is_lucenes_formula():
    ranking = BM25(k1=1.2, b=0.75, idf_power=1)
    assert ranking.idf(3, 10) == pytest.approx(math.log(1 + (10 - 3 + 0.5) / 3.5))
    assert weight(ranking, 2, 50, 100.0) == pytest.approx(2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 0.5)))


@given(doc_freq=counts, doc_count=counts)
def test_a_term_never_counts_against_an_article(doc_freq: int, doc_count: int):
    assert BM25().idf(min(doc_freq, doc_count), doc_count) > 0


@given(freq=st.integers(1, 10**4), length=st.integers(1, 10**5))
def test_more_occurrences_weigh_more_and_a_longer_text_less(freq: int, length: int):
    once, twice = weight(BM25(), freq, length, 500.0), weight(BM25(), 2 * freq, length, 500.0)
    assert 0 < once < twice < BM25().k1 + 1
    assert once > weight(BM25(), freq, 2 * length, 500.0)


def test_a_rarer_term_weighs_more():
    weights = [BM25().idf(doc_freq, 1000) for doc_freq in (1, 10, 100, 1000)]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    "wrong", [{"k1": -1}, {"b": 1.1}, {"b": -0.1}, {"headline_boost": 0.5}, {"idf_power": 0}]
)
def test_a_constant_out_of_its_range_is_refused(wrong: Any):
    with pytest.raises(ValueError, match="BM25 needs"):
        BM25(**wrong)
