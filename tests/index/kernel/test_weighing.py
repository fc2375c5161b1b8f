"""Both kernels weigh terms, and find who holds enough of them, as by brute force."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.index.kernel.test_posting_lists import (
    PREFIXES,
    PositionsByTerm,
    drawn_terms,
    lists,
    parts,
    some_doc_ids,
)

DOCUMENTS = 41
FORMULA = (0.5, 0.54, 0.002)  # headline_extra, base, per_term


def weighing(prefix: str) -> Any:
    return import_module(f"index.kernel.{prefix}weighing")


def array(values: set[int]) -> Any:
    return np.array(sorted(values), dtype=np.intp)


def weight(freq: int, in_headline: int, length: int) -> float:
    """The weight of a term whose top is 1, by the formula of weighing.py."""
    headline_extra, base, per_term = FORMULA
    tf = freq + headline_extra * in_headline
    return tf / (tf + base + per_term * length)


@pytest.mark.parametrize("prefix", PREFIXES)
@given(
    by_term=drawn_terms,
    in_headlines=drawn_terms,
    doc_ids=some_doc_ids,
    kind_and_stretch=st.tuples(
        st.sampled_from([np.uint8, np.uint16, np.uint32]), st.sampled_from([1, 1, 4000])
    ),
)
def test_terms_weigh_what_the_formula_says(
    prefix: str,
    by_term: PositionsByTerm,
    in_headlines: PositionsByTerm,
    doc_ids: set[int],
    kind_and_stretch: tuple[type, int],
):
    kind, stretch = kind_and_stretch
    # Stretched, documents are written as they are, in 32 bits, and there are many more than are asked for.
    by_term, in_headlines = (
        [{doc_id * stretch: at for doc_id, at in term.items()} for term in terms]
        for terms in (by_term, in_headlines)
    )
    asked = array({doc_id * stretch for doc_id in doc_ids})
    size = DOCUMENTS * stretch
    lengths: Any = (np.arange(size) % 200).astype(kind)
    headline_of = [at if at < len(in_headlines) else -1 for at in range(len(by_term))]
    sums = np.ones(len(asked))
    weighing(prefix).add_weights(
        lists(prefix, parts(by_term, size)),
        lists(prefix, parts(in_headlines, size)),
        [(at, headline_of[at], at + 1.0) for at in range(len(by_term))],
        FORMULA,
        lengths,
        asked,
        sums,
    )
    expected = []
    for doc_id in asked.tolist():
        expected.append(1.0)
        for at, term in enumerate(by_term):
            if doc_id in term:
                headline = in_headlines[headline_of[at]].get(doc_id, []) if headline_of[at] >= 0 else []
                expected[-1] += (at + 1.0) * weight(len(term[doc_id]), len(headline), int(lengths[doc_id]))
    assert sums.tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("prefix", PREFIXES)
@given(few=st.sets(st.integers(0, 199), max_size=4), step=st.sampled_from([1, 2, 3]))
def test_few_documents_are_sought_among_many_and_weigh_the_same(prefix: str, few: set[int], step: int):
    by_term: PositionsByTerm = [{doc_id: list(range(doc_id % 18 + 1)) for doc_id in range(0, 200, step)}]
    lengths, sums = np.full(200, 100, dtype=np.uint16), np.zeros(len(few))
    posting_lists = lists(prefix, parts(by_term, 200))
    weighing(prefix).add_weights(posting_lists, None, [(0, -1, 2.0)], FORMULA, lengths, array(few), sums)
    expected = [2 * weight(doc % 18 + 1, 0, 100) if doc % step == 0 else 0.0 for doc in sorted(few)]
    assert sums.tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("prefix", PREFIXES)
@given(
    by_term=drawn_terms,
    weights=st.lists(st.integers(0, 9), min_size=4, max_size=4),
    sought=st.tuples(st.integers(0, 20), st.sampled_from((1, 3))),
    sets=st.tuples(some_doc_ids, some_doc_ids),
)
def test_enough_is_held_where_the_weights_of_the_terms_add_up_to_it(
    prefix: str,
    by_term: PositionsByTerm,
    weights: list[int],
    sought: tuple[int, int],
    sets: tuple[set[int], set[int]],
):
    least, times = sought  # three times four terms are more than a document's mark has bits
    others, deleted = sets
    given_ = (
        *(lists(prefix, parts(by_term, DOCUMENTS)), list(range(len(by_term))) * times),
        [float(each) for each in weights[: len(by_term)]] * times,
        *(float(least), array(others), array(deleted)),
    )
    found = weighing(prefix).holding_enough(*given_, DOCUMENTS)
    sums = {
        doc: times * sum(each for each, term in zip(weights, by_term, strict=False) if doc in term)
        for doc in range(DOCUMENTS)
    }
    enough = {doc for doc, total in sums.items() if total >= least and total > 0}
    assert found.dtype == np.intp
    assert found.tolist() == sorted((enough | others) - deleted)
    assert weighing(prefix).count_holding_enough(*given_, DOCUMENTS) == len(found)


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms)
def test_a_document_beyond_those_of_the_segment_is_an_error(prefix: str, by_term: PositionsByTerm):
    posting_lists, term_ids = lists(prefix, parts(by_term, DOCUMENTS)), list(range(len(by_term)))
    highest = max(max(term) for term in by_term)
    ones, none = [1.0] * len(by_term), array(set())
    for beyond in ((ones, none, none), ([0.0] * len(by_term), array({highest}), none)):
        weights, others, deleted = beyond
        for verb in (weighing(prefix).holding_enough, weighing(prefix).count_holding_enough):
            with pytest.raises(IndexError):
                verb(posting_lists, term_ids, weights, 1.0, others, deleted, highest)


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms, asked=some_doc_ids, deleted=some_doc_ids)
def test_who_holds_a_term_is_found_among_some_and_counted_without_the_deleted(
    prefix: str, by_term: PositionsByTerm, asked: set[int], deleted: set[int]
):
    posting_lists = lists(prefix, parts(by_term, DOCUMENTS))
    for term_id, term in enumerate(by_term):
        among = posting_lists.among(term_id, array(asked))
        assert among.dtype == np.intp
        assert among.tolist() == sorted(asked & set(term))
    term_ids = [*range(len(by_term)), -1]
    assert posting_lists.doc_freqs(term_ids, array(deleted)) == [
        *(len(set(term) - deleted) for term in by_term),
        0,
    ]
    with pytest.raises(IndexError):
        posting_lists.among(len(by_term), array(asked))
    with pytest.raises(IndexError):
        posting_lists.doc_freqs([len(by_term)], array(deleted))


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_document_or_a_term_that_there_is_none_of_is_an_error(prefix: str):
    posting_lists = lists(prefix, parts([{1: [0], 5: [0]}], DOCUMENTS))
    for term_id, lengths, sums in ((1, 41, 2), (-1, 41, 2), (0, 3, 2)):
        with pytest.raises(IndexError):
            weighing(prefix).add_weights(
                *(posting_lists, None, [(term_id, -1, 1.0)], FORMULA),
                *(np.ones(lengths, dtype=np.uint16), array({1, 5}), np.zeros(sums)),
            )
    with pytest.raises(ValueError, match="3 sums of 2 documents"):
        weighing(prefix).add_weights(
            *(posting_lists, None, [], FORMULA),
            *(np.ones(41, dtype=np.uint16), array({1, 5}), np.zeros(3)),
        )


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms, asked=some_doc_ids, data=st.data())
def test_damaged_parts_lead_out_of_no_array(
    prefix: str, by_term: PositionsByTerm, asked: set[int], data: st.DataObject
):
    given_parts = parts(by_term, DOCUMENTS)
    name = data.draw(st.sampled_from([name for name, part in given_parts.items() if len(part)]))
    damaged = given_parts[name].copy()
    at = data.draw(st.integers(0, len(damaged) - 1))
    if damaged.dtype.kind == "f":
        damaged[at] = data.draw(st.floats())
    else:
        damaged[at] = data.draw(st.integers(0, int(np.iinfo(damaged.dtype).max)))
    with suppress(IndexError, ValueError, MemoryError):
        posting_lists = lists(prefix, given_parts | {name: damaged})
        term_ids = list(range(len(by_term)))
        posting_lists.doc_freqs(term_ids, array(asked))
        for term_id in term_ids:
            posting_lists.among(term_id, array(asked))
        weighing(prefix).holding_enough(
            posting_lists, term_ids, [1.0] * len(term_ids), 1.0, array(asked), array(asked), DOCUMENTS
        )
        weighing(prefix).add_weights(
            posting_lists,
            posting_lists,
            [(term_id, term_id, 1.0) for term_id in term_ids],
            FORMULA,
            np.ones(DOCUMENTS, dtype=np.uint16),
            array(asked),
            np.zeros(len(asked)),
        )
