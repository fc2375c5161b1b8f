"""The kernel's modules do what they say, and their twins in Cython do the same."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import kernel
from index.kernel import COMPILED, inversion

AnyArray = np.ndarray[Any, Any]
LAYERS = ["", "_"] if COMPILED else [""]


@pytest.fixture(params=LAYERS, ids=lambda mark: "compiled" if mark else "numpy", scope="module")
def module(request: pytest.FixtureRequest) -> Callable[[str], ModuleType]:
    """Import a module of the kernel by its name: once the one in numpy, once its twin in Cython."""
    return lambda name: import_module(f"index.kernel.{request.param}{name}")


def test_no_function_of_the_kernel_has_the_name_of_a_module():
    """Whoever imports such a module puts it in the function's place."""
    modules = {module.name for module in iter_modules(kernel.__path__)}

    assert not modules & set(kernel.__all__)


# Sets close together, far apart and evenly spaced: both merging and galloping are used.
ids = st.one_of(
    st.sets(st.integers(0, 40), max_size=40),
    st.sets(st.integers(0, 1 << 40), max_size=12),
    st.builds(
        lambda start, step, count: set(range(start, start + step * count, step)), *[st.integers(1, 300)] * 3
    ),
)


def array(values: set[int]) -> AnyArray:
    return np.array(sorted(values), dtype=np.intp)


@given(sets=st.lists(ids, min_size=1, max_size=5))
def test_an_intersection_is_what_is_in_all(module: Callable[[str], ModuleType], sets: list[set[int]]):
    found = module("sets").intersection(list(map(array, sets)))
    assert found.dtype == np.intp
    assert found.tolist() == sorted(set.intersection(*sets))


@given(sets=st.lists(ids, max_size=7))
def test_a_union_is_what_is_in_any(module: Callable[[str], ModuleType], sets: list[set[int]]):
    found = module("sets").union(list(map(array, sets)))
    assert found.dtype == np.intp
    assert found.tolist() == sorted(set().union(*sets))


@given(some=ids, others=ids)
def test_a_difference_is_what_is_not_in_the_others(
    module: Callable[[str], ModuleType], some: set[int], others: set[int]
):
    assert module("sets").difference(array(some), array(others)).tolist() == sorted(some - others)
    assert module("sets").is_in(array(some), array(others)).tolist() == [n in others for n in sorted(some)]


@given(keys=st.lists(st.integers(-4, 4).map(float) | st.floats(-9, 9), max_size=60), count=st.integers(0, 70))
def test_the_largest_are_found_with_all_that_tie(
    module: Callable[[str], ModuleType], keys: list[float], count: int
):
    last = sorted(keys, reverse=True)[:count][-1:] or [np.inf]
    found = module("scoring").top_k_with_ties(np.array(keys), count)
    assert found.tolist() == [place for place, key in enumerate(keys) if key >= last[0]]
    doc_ids = np.arange(len(keys)) * 3
    best, is_tied = module("scoring").best(doc_ids, np.array(keys), count)
    assert best == sorted(
        [(place * 3, keys[place]) for place in found.tolist()], key=lambda pair: pair[1], reverse=True
    )
    assert is_tied == (len({key for _, key in best}) < len(best))


@given(
    codes=st.lists(st.integers(0, 9), min_size=1, max_size=30),
    at=st.lists(st.integers(0, 29), max_size=30),
    size=st.integers(10, 400),
    kind=st.sampled_from([np.uint8, np.uint16, np.uint32]),
)
def test_every_code_but_0_is_counted(
    module: Callable[[str], ModuleType], codes: list[int], at: list[int], size: int, kind: type
):
    places = [place for place in at if place < len(codes)]
    held, counts = module("scoring").count_codes(
        np.array(codes, dtype=kind), np.array(places, dtype=np.intp), size
    )
    read = [codes[place] for place in places]
    assert dict(zip(held, counts, strict=True)) == {code: read.count(code) for code in set(read) - {0}}
    assert held == sorted(held)


@pytest.mark.parametrize(("codes", "at"), [([1, 2], 2), ([1, 7], 1)])
def test_a_code_or_a_doc_id_out_of_range_is_an_error(
    module: Callable[[str], ModuleType], codes: list[int], at: int
):
    with pytest.raises(IndexError):
        module("scoring").count_codes(np.array(codes, dtype=np.uint8), np.array([at]), 3)


@given(terms=st.sets(st.text(max_size=3), min_size=1), sought=st.text(max_size=3))
def test_terms_are_found_by_their_bytes(module: Callable[[str], ModuleType], terms: set[str], sought: str):
    packed = sorted(term.encode() for term in terms)
    text = np.frombuffer(b"".join(packed), dtype=np.uint8)
    starts = np.cumsum([0, *map(len, packed)]).astype(np.uint32)
    at = sum(term < sought.encode() for term in packed)
    assert module("term_lookup").lower_bound(text, starts, sought.encode()) == at
    assert module("term_lookup").find_term(text, starts, sought.encode()) == (at if sought in terms else None)
    some = sorted(terms, reverse=True)[:3]
    assert module("term_lookup").find_terms(text, starts, some) == [
        packed.index(term.encode()) for term in some
    ]
    assert (module("term_lookup").find_terms(text, starts, [*some, sought]) is None) == (sought not in terms)
    assert module("term_lookup").find_known_terms(text, starts, [*some, sought, "\ud800"]) == [
        *(packed.index(term.encode()) for term in some),
        at if sought in terms else -1,
        -1,
    ]
    for prefix in (sought.encode(), packed[0][:2], b"\xff", b""):
        first, end = module("term_lookup").prefix_range(text, starts, prefix)
        assert packed[first:end] == [term for term in packed if term.startswith(prefix)]
    label = np.arange(len(packed), -1, -1, dtype=np.min_scalar_type(len(packed)))
    documents = range(len(packed))
    assert module("term_lookup").decode_labels(text, starts, label, documents) == [
        term.decode() for term in packed[::-1]
    ]
    for wrong in (len(packed), len(label), -1):  # the document without a term, and what is none
        with pytest.raises(IndexError):
            module("term_lookup").decode_labels(text, starts, label, [wrong])
    with pytest.raises(IndexError):
        module("term_lookup").decode_labels(text, starts, label + 1, [0])


@given(dictionaries=st.lists(st.sets(st.text(min_size=1, max_size=3)), min_size=1, max_size=4))
def test_merged_terms_are_those_of_all_once_and_in_order(
    module: Callable[[str], ModuleType], dictionaries: list[set[str]]
):
    held = [sorted(term.encode() for term in terms) for terms in dictionaries]
    packed = [
        (
            np.frombuffer(b"before" + b"".join(terms), dtype=np.uint8),
            np.cumsum([6, *map(len, terms)]).astype(np.uint32),
        )
        for terms in held
    ]
    text, lengths, ranks = module("term_merging").merge_terms(packed)
    ends = np.cumsum(lengths).tolist()
    merged = [text[end - length : end].tobytes() for end, length in zip(ends, lengths.tolist(), strict=True)]
    assert merged == sorted(set().union(*held))
    assert [[merged[rank] for rank in each.tolist()] for each in ranks] == held


@given(
    sources=st.lists(
        st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 99))), min_size=1, max_size=4
    ),
    kind=st.sampled_from([np.uint8, np.uint32, np.float64]),
)
def test_values_are_put_together_by_rank_and_then_by_source(
    module: Callable[[str], ModuleType], sources: list[dict[int, list[int]]], kind: type
):
    expected = [value for rank in range(10) for source in sources for value in source.get(rank, ())]
    packed: list[Any] = [
        (
            np.array([value for values in source.values() for value in values], dtype=kind),
            np.array(list(map(len, source.values())), dtype=np.int64),
            np.array(list(source), dtype=np.uint32),
        )
        for source in sources
    ]
    assert module("term_merging").interleave(packed, 10).tolist() == expected
    packed.append((np.zeros(2, dtype=kind), np.array([1]), np.array([3], dtype=np.uint32)))
    with pytest.raises(IndexError):
        module("term_merging").interleave(packed, 10)


@pytest.mark.parametrize("counts", [[-1, 3], [1 << 62] * 4 + [2], [(1 << 63) - 1, 1], [3, 0], [1], [2]])
def test_counts_that_are_not_those_of_the_values_are_an_error(
    module: Callable[[str], ModuleType], counts: list[int]
):
    ranks = np.arange(2, dtype=np.uint32)
    with pytest.raises(IndexError):
        module("term_merging").interleave([(np.zeros(2), np.array(counts, dtype=np.int64), ranks)], 9)


@given(
    terms=st.sets(st.text(min_size=1, max_size=3), min_size=1),
    wrong=st.integers(0, 40) | st.integers((1 << 32) - 40, (1 << 32) - 1),
    data=st.data(),
)
def test_starts_of_terms_may_be_any_numbers_and_nothing_beyond_the_text_is_read(
    module: Callable[[str], ModuleType], terms: set[str], wrong: int, data: st.DataObject
):
    packed = sorted(term.encode() for term in terms)
    text = np.frombuffer(b"".join(packed), dtype=np.uint8).copy()
    starts = np.cumsum([0, *map(len, packed)]).astype(np.uint32)
    starts[data.draw(st.integers(0, len(packed)))] = wrong
    with suppress(IndexError):
        assert 0 <= module("term_lookup").lower_bound(text, starts, packed[0]) <= len(packed)
    with suppress(IndexError, UnicodeDecodeError):
        label = np.arange(len(packed), dtype=np.uint16) + np.uint16(1)
        assert all(
            term.encode() in text.tobytes()
            for term in module("term_lookup").decode_labels(text, starts, label, range(len(packed)))
        )
    with suppress(IndexError):
        merged, lengths, (ranks,) = module("term_merging").merge_terms([(text, starts)])
        assert lengths.sum() == len(merged)
        assert len(ranks) == len(packed)


characters = st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("中国人民")


@given(
    texts=st.lists(st.lists(st.text(characters, max_size=9), max_size=3), min_size=1, max_size=5),
    narrow=st.sampled_from([inversion.NARROW, 0]),  # as if a text were too long for sixteen bits
)
def test_bigrams_are_inverted_with_their_positions(
    module: Callable[[str], ModuleType], texts: list[list[str]], narrow: int
):
    joined = ["\0".join((*units, "")) or "\0" for units in texts]
    expected: dict[tuple[str, str], dict[int, list[int]]] = {}
    for doc_id, text in enumerate(joined):
        for at, (left, right) in enumerate(pairwise(text)):
            if left != "\0":
                expected.setdefault((left, right), {}).setdefault(doc_id, []).append(at)
    codes = np.frombuffer("".join(joined).encode("utf-32-le"), dtype=np.uint32)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inversion, "NARROW", narrow)
        found = module("inversion").invert_bigrams(codes, np.array(list(map(len, joined)), dtype=np.int64))
    assert list(zip(map(chr, found.left), map(chr, found.right), strict=True)) == sorted(expected)
    in_order = [expected[pair] for pair in sorted(expected)]
    assert found.doc_freqs.tolist() == list(map(len, in_order))
    assert found.local_doc_ids.tolist() == [doc_id for held in in_order for doc_id in held]
    assert found.freqs.tolist() == [len(at) for held in in_order for at in held.values()]
    assert found.positions.tolist() == [each for held in in_order for at in held.values() for each in at]


@pytest.mark.parametrize(
    "sizes",
    [[1 << 62] * 4 + [3], [(1 << 63) - 1, 4], [-1, 4], [4], [1, 1], [(1 << 63) - 1, (1 << 63) - 1, 5]],
)
def test_texts_that_are_not_as_long_as_they_say_are_an_error(
    module: Callable[[str], ModuleType], sizes: list[int]
):
    """The sums of some pass the largest integer and come out right."""
    with pytest.raises(ValueError, match="characters"):
        module("inversion").invert_bigrams(
            np.array([20, 30, 0], dtype=np.uint32), np.array(sizes, dtype=np.int64)
        )


@given(documents=st.lists(st.lists(st.integers(0, 9)), max_size=9))
def test_terms_are_inverted_with_their_frequencies(
    module: Callable[[str], ModuleType], documents: list[list[int]]
):
    term_ids = np.array([each for held in documents for each in held], dtype=np.uint32)
    sizes = np.array(list(map(len, documents)), dtype=np.int64)
    found = module("inversion").invert_terms(term_ids, sizes, 11)
    expected = [[doc_id for doc_id, held in enumerate(documents) if term in held] for term in range(11)]
    assert found.doc_freqs.tolist() == list(map(len, expected))
    assert found.local_doc_ids.tolist() == [doc_id for held in expected for doc_id in held]
    assert found.freqs.tolist() == [
        documents[doc_id].count(term) for term, held in enumerate(expected) for doc_id in held
    ]
    if len(term_ids):
        with pytest.raises(IndexError, match="term id"):
            module("inversion").invert_terms(term_ids, sizes, int(term_ids.max()))


@pytest.mark.parametrize(
    "sizes",
    [[1 << 62] * 4 + [3], [(1 << 63) - 1, 4], [-1, 4], [4], [1, 1], [(1 << 63) - 1, (1 << 63) - 1, 5]],
)
def test_documents_that_have_not_as_many_terms_as_they_say_are_an_error(
    module: Callable[[str], ModuleType], sizes: list[int]
):
    with pytest.raises(ValueError, match="terms"):
        module("inversion").invert_terms(np.zeros(3, dtype=np.uint32), np.array(sizes, dtype=np.int64), 1)


@given(text=st.text(min_size=5, max_size=40))
def test_twins_hash_alike(text: str):
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    factors = np.random.default_rng(3).integers(1, 1 << 63, 4, dtype=np.uint64)
    first, *others = (
        import_module(f"index.kernel.{layer}hashing").minhash(codes, 5, factors) for layer in LAYERS
    )
    assert all(other.tolist() == first.tolist() for other in others)
    assert first.max() < 1 << 32
    with pytest.raises(ValueError, match="no shingle of"):
        import_module(f"index.kernel.{LAYERS[-1]}hashing").minhash(codes[:4], 5, factors)
