"""Both kernels find how close together and how early documents hold terms, as by brute force."""

from __future__ import annotations

from importlib import import_module
from math import exp, inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.kernel.closeness import UNIT
from index.kernel.posting_lists import SAMPLE_INTERVAL
from tests.index.kernel.test_posting_lists import (
    PREFIXES,
    PositionsByTerm,
    drawn_terms,
    lists,
    parts,
    some_doc_ids,
)

FADE = 200.0


def closeness(
    prefix: str,
    given_lists: Any,
    shares: list[float],
    doc_ids: list[int],
    *,
    span: int = 40,
    fade: float = FADE,
) -> tuple[list[float], list[float]]:
    near, early = import_module(f"index.kernel.{prefix}closeness").measure_closeness(
        given_lists, list(range(len(shares))), shares, np.array(doc_ids, dtype=np.intp), span=span, fade=fade
    )
    assert near.dtype == early.dtype == np.float64
    return near.tolist(), early.tolist()


def near_and_early(
    by_term: PositionsByTerm, shares: list[float], doc_id: int, span: int
) -> tuple[float, float]:
    """What ``closeness`` finds in one document, by the definition: in each window that begins with a term."""
    held = [(term.get(doc_id, []), share) for term, share in zip(by_term, shares, strict=True)]
    # A window of ``span`` characters from ``begin`` holds bigrams up to begin + span - 2.
    near = max(
        (
            sum(
                round(share * UNIT)
                for positions, share in held
                if any(begin <= position <= begin + span - 2 for position in positions)
            )
            for positions, _ in held
            for begin in positions
        ),
        default=0,
    )
    return near / UNIT, sum(share * exp(-min(positions) / FADE) for positions, share in held if positions)


def shares_of(weights: list[int]) -> list[float]:
    return [weight / max(sum(weights), 1) for weight in weights]


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms, doc_ids=some_doc_ids, sparse=st.booleans(), data=st.data())
def test_terms_within_a_window_and_their_first_places_are_what_they_are_by_brute_force(
    prefix: str, by_term: PositionsByTerm, doc_ids: set[int], sparse: bool, data: st.DataObject
):
    if sparse:  # far apart, so that documents are written as they are, in 32 bits
        by_term = [{doc_id * 4000: at for doc_id, at in term.items()} for term in by_term]
        doc_ids = {doc_id * 4000 for doc_id in doc_ids}
    weights = data.draw(st.lists(st.integers(0, 9), min_size=len(by_term), max_size=len(by_term)))
    shares, span = shares_of(weights), data.draw(st.integers(2, 12))
    posting_lists = lists(prefix, parts(by_term, 170_000 if sparse else 41))
    near, early = closeness(prefix, posting_lists, shares, sorted(doc_ids), span=span)
    expected = [near_and_early(by_term, shares, doc_id, span) for doc_id in sorted(doc_ids)]
    assert near == [each for each, _ in expected]
    assert early == pytest.approx([each for _, each in expected], abs=1e-12)


@pytest.fixture(scope="module")
def long_lists() -> tuple[PositionsByTerm, dict[str, Any]]:
    """Terms of any frequency in many documents: blocks of gaps and samples of positions are skipped."""
    rng = np.random.default_rng(5)
    documents = 2 * SAMPLE_INTERVAL + 900
    by_term: PositionsByTerm = []
    for part in (0.95, 0.9, 0.5, 0.2, 0.05, 0.01, 0.003, 0.001):  # the rarer ones have gaps above 255
        held = np.flatnonzero(rng.random(documents) < part).tolist()
        by_term.append(
            {
                doc_id: sorted({int(at) for at in rng.integers(0, 900, int(freq))})
                for doc_id, freq in zip(held, rng.geometric(0.2, len(held)), strict=True)
            }
        )
    return by_term, parts(by_term, documents)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("seed", range(8))
def test_documents_are_found_over_many_blocks_and_samples(
    prefix: str, seed: int, long_lists: tuple[PositionsByTerm, dict[str, Any]]
):
    by_term, given_parts = long_lists
    rng = np.random.default_rng(seed)
    shares = shares_of(rng.integers(1, 99, len(by_term)).tolist())
    everywhere = {0, 2 * SAMPLE_INTERVAL + 899, *rng.integers(0, 2 * SAMPLE_INTERVAL + 900, 60).tolist()}
    doc_ids = sorted(everywhere | set(by_term[-1]) | set(list(by_term[-2])[:9]))
    near, early = closeness(prefix, lists(prefix, given_parts), shares, doc_ids)
    expected = [near_and_early(by_term, shares, doc_id, 40) for doc_id in doc_ids]
    assert near == [each for each, _ in expected]
    assert early == pytest.approx([each for _, each in expected], abs=1e-12)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_pair_stands_on_two_characters(prefix: str):
    posting_lists = lists(prefix, parts([{0: [0]}, {0: [38]}, {0: [39]}], 1))
    assert closeness(prefix, posting_lists, [0.5, 0.25, 0.25], [0])[0] == [0.75]
    assert closeness(prefix, posting_lists, [0.5, 0.25, 0.25], [0], span=41)[0] == [1.0]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_term_counts_once_in_a_window(prefix: str):
    posting_lists = lists(prefix, parts([{0: [0, 1, 2, 70]}, {0: [60]}], 1))
    assert closeness(prefix, posting_lists, [0.25, 0.75], [0])[0] == [1.0]
    assert closeness(prefix, posting_lists, [0.25, 0.75], [0], span=8)[0] == [0.75]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_window_may_be_longer_than_any_document(prefix: str):
    posting_lists = lists(prefix, parts([{0: [0], 1: [3]}, {0: [4_000_000_000]}], 2))
    near, _ = closeness(prefix, posting_lists, [0.5, 0.5], [0, 1], span=(1 << 62) + 1)
    assert near == [1.0, 0.5]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_without_terms_or_documents_nothing_is_near(prefix: str):
    posting_lists = lists(prefix, parts([{0: [0]}], 3))
    assert closeness(prefix, posting_lists, [], [0, 2]) == ([0.0, 0.0], [0.0, 0.0])
    assert closeness(prefix, posting_lists, [1.0], []) == ([], [])
    assert closeness(prefix, posting_lists, [1.0], [0, 2]) == ([1.0, 0.0], [1.0, 0.0])


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    ("shares", "span", "fade"),
    [
        ([1.5], 40, FADE),
        ([-0.1], 40, FADE),
        ([nan], 40, FADE),
        ([inf], 40, FADE),
        ([1.0], 1, FADE),
        ([1.0], 40, 0.0),
        ([1.0], 40, nan),
    ],
)
def test_a_share_a_span_or_a_fade_out_of_range_is_an_error(
    prefix: str, shares: list[float], span: int, fade: float
):
    with pytest.raises(ValueError):
        closeness(prefix, lists(prefix, parts([{0: [0]}], 1)), shares, [0], span=span, fade=fade)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_term_that_is_not_there_or_has_no_share_is_an_error(prefix: str):
    module, posting_lists = (
        import_module(f"index.kernel.{prefix}closeness"),
        lists(prefix, parts([{0: [0]}], 1)),
    )
    with pytest.raises(IndexError):
        module.measure_closeness(posting_lists, [1], [1.0], np.array([0]), span=40, fade=FADE)
    with pytest.raises(ValueError):
        module.measure_closeness(posting_lists, [0], [0.5, 0.5], np.array([0]), span=40, fade=FADE)
