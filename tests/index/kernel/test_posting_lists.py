"""Both kernels find in the lists of a field what was written there, and read nothing beyond its parts."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.kernel import COMPILED
from index.kernel.posting_lists import PARTS, SAMPLE_INTERVAL, cover

AnyArray = np.ndarray[Any, Any]
# For each term id: the local doc ids of its documents, and its positions in each.
PositionsByTerm = list[dict[int, list[int]]]

PREFIXES = ["", "_"] if COMPILED else [""]
positions = st.sets(st.integers(0, 9) | st.integers(65_530, 65_545), min_size=1, max_size=18).map(sorted)
drawn_terms = st.lists(st.dictionaries(st.integers(0, 30), positions, min_size=1), min_size=1, max_size=4)
some_doc_ids = st.sets(st.integers(0, 40))


def parts(by_term: PositionsByTerm, documents: int) -> dict[str, AnyArray]:
    """The parts of a field with these postings, as they come back from a file."""
    postings = [(doc_id, at) for term in by_term for doc_id, at in sorted(term.items())]
    writer, file = ContainerWriter(), BytesIO()
    field = PostingsWriter(writer, "f", documents)
    names = [b"%04d" % term_id for term_id in range(len(by_term))]
    field.append(
        PostingBatch(
            text=b"".join(names),
            text_lengths=np.array([len(name) for name in names]),
            doc_freqs=np.array([len(term) for term in by_term]),
            local_doc_ids=np.array([doc_id for doc_id, _ in postings]),
            weights=np.array([len(at) for _, at in postings]),
            positions=np.array([position for _, at in postings for position in at]),
        )
    )
    field.finish()
    writer.write(file)
    container = Container(file.getvalue(), "a test")
    return {name: container.part(f"f/{name}") for name in PARTS}


def lists(prefix: str, given_parts: Mapping[str, AnyArray]) -> Any:
    return import_module(f"index.kernel.{prefix}posting_lists").PostingLists(given_parts)


def phrase(by_term: PositionsByTerm, terms: list[int]) -> dict[int, int]:
    """What ``PostingLists.phrase`` returns, by brute force: local doc ids, and the count in each."""
    found = {}
    starts = cover([len(by_term[term]) for term in terms])
    for doc_id in set.intersection(*(set(by_term[terms[start]]) for start in starts)):
        begins = [{at - start for at in by_term[terms[start]][doc_id]} for start in starts]
        found[doc_id] = len(set.intersection(*begins))
    return {doc_id: count for doc_id, count in sorted(found.items()) if count}


@given(freqs=st.lists(st.integers(1, 9), min_size=1, max_size=12))
def test_a_cover_has_every_character_and_the_rarest_pair_first(freqs: list[int]):
    starts = cover(freqs)
    assert {at for start in starts for at in (start, start + 1)} == set(range(len(freqs) + 1))
    assert freqs[starts[0]] == min(freqs)
    assert len(starts) <= len(freqs) // 2 + 2


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms, sparse=st.booleans(), data=st.data())
def test_a_phrase_is_found_where_its_terms_stand_in_their_order(
    prefix: str, by_term: PositionsByTerm, sparse: bool, data: st.DataObject
):
    if sparse:  # far apart, so that documents are written as they are, in 32 bits
        by_term = [{doc_id * 4000: at for doc_id, at in term.items()} for term in by_term]
    posting_lists = lists(prefix, parts(by_term, 130_000 if sparse else 31))
    for term_id, term in enumerate(by_term):
        assert posting_lists.local_doc_ids(term_id).tolist() == sorted(term)
    terms = data.draw(st.lists(st.integers(0, len(by_term) - 1), min_size=1, max_size=4))
    base = data.draw(st.integers(0, 3))
    exclude, candidates = (data.draw(st.none() | some_doc_ids.map(sorted)) for _ in range(2))
    kept = {
        doc_id: count
        for doc_id, count in phrase(by_term, terms).items()
        if (exclude is None or doc_id + base not in exclude)
        and (candidates is None or doc_id + base in candidates)
    }
    sets = [None if each is None else np.array(each, dtype=np.intp) for each in (exclude, candidates)]
    doc_ids, counts = posting_lists.phrase(terms, base, *sets)
    assert dict(zip(doc_ids.tolist(), counts.tolist(), strict=True)) == kept


@pytest.mark.parametrize("prefix", PREFIXES)
@given(by_term=drawn_terms, data=st.data())
def test_each_occurrence_of_a_phrase_is_found_in_the_documents_that_are_given(
    prefix: str, by_term: PositionsByTerm, data: st.DataObject
):
    posting_lists = lists(prefix, parts(by_term, 31))
    terms = data.draw(st.lists(st.integers(0, len(by_term) - 1), min_size=1, max_size=4))
    given_ids = sorted(data.draw(some_doc_ids))
    starts = cover([len(by_term[term]) for term in terms])
    expected = [
        (doc_id, at)
        for doc_id in given_ids
        for at in sorted(
            set.intersection(*({p - s for p in by_term[terms[s]].get(doc_id, ())} for s in starts))
        )
    ]
    doc_ids, begins = posting_lists.occurrences(terms, np.array(given_ids, dtype=np.intp))
    assert list(zip(doc_ids.tolist(), begins.tolist(), strict=True)) == expected
    assert doc_ids.dtype == begins.dtype == np.intp


@pytest.mark.parametrize("prefix", PREFIXES)
def test_positions_are_found_over_many_samples(prefix: str):
    rng = np.random.default_rng(3)
    documents = 3 * SAMPLE_INTERVAL
    most_docs = np.flatnonzero(rng.random(documents) < 0.9).tolist()
    by_term = [
        {doc_id: list(range(1 + doc_id % 20)) for doc_id in range(documents)},
        {doc_id: [doc_id % 7 + 1] for doc_id in most_docs},
        {doc_id: [2, 5, 40] for doc_id in most_docs[::400]},
    ]
    posting_lists = lists(prefix, parts(by_term, documents))
    for terms in ([0, 1, 2], [0, 1, 0, 2, 0], [1, 0], [0]):
        doc_ids, counts = posting_lists.phrase(terms, 0, None, None)
        assert dict(zip(doc_ids.tolist(), counts.tolist(), strict=True)) == phrase(by_term, terms)
        all_docs = np.arange(documents, dtype=np.intp)
        assert np.bincount(posting_lists.occurrences(terms, all_docs)[0]).sum() == counts.sum()


def extreme(kind: np.dtype[Any]) -> st.SearchStrategy[Any]:
    """Values of a dtype: small ones, and large ones whose sums pass the largest integer."""
    if kind.kind == "f":
        return st.sampled_from([np.nan, np.inf, -np.inf, -1.0, 0.0, 2.0**62, 2.0**63, 1e300]) | st.floats()
    top = int(np.iinfo(kind).max)
    return st.integers(0, min(top, 65_535)) | st.builds(
        lambda bits, less: max((1 << bits) - 1 - less, 0),
        st.integers(1, kind.itemsize * 8),
        st.integers(0, 40),
    )


def alone(given_parts: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
    """Each in memory of its own, so that a sanitizer (`make test-bounds`) sees what leads out of one."""
    return {name: part.copy() for name, part in given_parts.items()}


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("name", PARTS)
@given(by_term=drawn_terms, sparse=st.booleans(), data=st.data())
def test_parts_that_contradict_each_other_are_an_error_and_never_read_beyond(
    prefix: str, name: str, by_term: PositionsByTerm, sparse: bool, data: st.DataObject
):
    """A crafted file may have any values and right checksums. (Wrong ones that are possible are no error.)"""
    if sparse:
        by_term = [{doc_id * 4000: at for doc_id, at in term.items()} for term in by_term]
    damaged = alone(parts(by_term, 130_000 if sparse else 31))
    if data.draw(st.booleans()):
        damaged[name] = damaged[name][: data.draw(st.integers(0, len(damaged[name])))].copy()
    elif len(damaged[name]):
        at = data.draw(st.integers(0, len(damaged[name]) - 1))
        damaged[name][at] = data.draw(extreme(damaged[name].dtype))
    most_postings = len(damaged["docs"]) + len(damaged["gaps"])  # a document takes a number or a gap
    terms = list(range(len(by_term)))
    with suppress(IndexError):
        posting_lists = lists(prefix, damaged)
        for term in terms:
            with suppress(IndexError):
                assert len(posting_lists.local_doc_ids(term)) <= most_postings
            with suppress(IndexError):
                assert len(posting_lists.all_local_doc_ids(term, len(by_term))) <= most_postings
            with suppress(IndexError):
                posting_lists.occurrences([term, *terms], np.arange(3, dtype=np.intp))
                doc_ids, counts = posting_lists.phrase([term, *terms], 0, None, None)
                assert len(doc_ids) == len(counts) <= most_postings
                assert counts.sum() <= len(damaged["positions"])
        asked = np.array(sorted(data.draw(some_doc_ids)), dtype=np.intp) * (4000 if sparse else 1)
        shares = [1 / len(terms)] * len(terms)
        with suppress(IndexError):
            near, early = import_module(f"index.kernel.{prefix}closeness").measure_closeness(
                posting_lists, terms, shares, asked, span=40, fade=200.0
            )
            assert len(near) == len(early) == len(asked)


# Posting 0 of a term that stands 18 times in it: the frequencies are 18 and 2, the positions 20.
OVERFLOWS = [
    ("position_samples", 1 << 63),
    ("position_samples", (1 << 63) - 1),
    ("position_samples", (1 << 63) - 18),
    ("position_samples", (1 << 64) - 1),
    ("position_samples", 3),
    ("large", np.nan),
    ("large", np.inf),
    ("large", -1.0),
    ("large", 21.0),
    ("large", 2.0**62),
    ("large", 2.0**63),
    ("large", 1e300),
]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(("name", "number"), OVERFLOWS)
def test_positions_whose_end_passes_the_largest_integer_are_an_error(prefix: str, name: str, number: float):
    by_term: PositionsByTerm = [{0: list(range(18)), 1: [4, 5]}]
    whole = alone(parts(by_term, 31))
    assert [each.tolist() for each in lists(prefix, whole).phrase([0], 0, None, None)] == [[0, 1], [18, 2]]
    whole[name][0] = number
    with pytest.raises(IndexError):
        lists(prefix, whole).phrase([0], 0, None, None)
    closeness = import_module(f"index.kernel.{prefix}closeness").measure_closeness
    with pytest.raises(IndexError):
        closeness(lists(prefix, whole), [0], [1.0], np.array([0, 1]), span=40, fade=200.0)
