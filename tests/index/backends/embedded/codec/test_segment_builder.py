"""A segment built of whole arrays holds what was put in, and Whoosh's way in makes the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex

from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.backends.embedded.whoosh.field_types import BigramsFieldType, LabelFieldType, TermsFieldType
from tests.index.backends.embedded.codec.documents import (
    CHARACTERS,
    Document,
    built,
    document_lists,
    in_memory,
)


def by_whoosh(drawn: list[Document], storage: RamStorage) -> SegmentFiles:
    schema = fields.Schema(
        label=LabelFieldType(), words=TermsFieldType(), pairs=BigramsFieldType(), stored=fields.STORED()
    )
    index = FileIndex.create(storage, schema)  # type: ignore[no-untyped-call]
    writer = index.writer(codec=ColumnarCodec())
    for document in drawn:
        writer.add_document(
            label=document.labels, words=document.terms, pairs=document.pairs, **document.stored
        )
    writer.commit()
    (segment,) = index._segments()
    return SegmentFiles(storage, segment)


def postings(field: FieldPostings | None) -> Iterator[tuple[str, int, float]]:
    """Yield (term, document, frequency) of a field."""
    for number, term in enumerate(field.terms if field else ()):
        assert field
        assert field.doc_freq(number) == len(field.local_doc_ids(number))
        for doc_id, freq in zip(
            field.local_doc_ids(number).tolist(), field.freqs(number).tolist(), strict=True
        ):
            yield term.decode(), doc_id, freq


def pair_positions(document: Document) -> Iterator[tuple[str, int]]:
    """Yield (term, position) by the letter of FORMAT.md."""
    start = 0
    for unit in document.pairs:
        for at in range(len(unit)):
            yield unit[at : at + 2], start + at
        start += len(unit) + 1


@given(drawn=document_lists)
def test_every_term_is_posted_with_its_documents_and_frequencies(drawn: list[Document]):
    files = built(drawn, in_memory())
    assert files.doc_store.count == len(drawn)
    assert [files.doc_store.values(n) for n in range(len(drawn))] == [d.stored for d in drawn]
    assert sorted(postings(files.field("words"))) == sorted(
        (term, n, freq) for n, d in enumerate(drawn) for term, freq in Counter(d.terms).items()
    )
    assert sorted(postings(files.field("pairs"))) == sorted(
        (term, n, freq)
        for n, d in enumerate(drawn)
        for term, freq in Counter(term for term, _ in pair_positions(d)).items()
    )
    assert files.lengths("words").tolist() == [len(d.terms) for d in drawn]
    assert files.lengths("pairs").tolist() == [sum(max(len(u) - 1, 0) for u in d.pairs) for d in drawn]


@given(drawn=document_lists)
def test_positions_are_those_of_each_document_in_turn(drawn: list[Document]):
    pairs = built(drawn, in_memory()).field("pairs")
    for number, term in enumerate(pairs.terms if pairs else ()):
        assert pairs
        assert pairs.positions(number).tolist() == [
            position
            for doc_id in pairs.local_doc_ids(number).tolist()
            for each, position in pair_positions(drawn[doc_id])
            if each == term.decode()
        ]


@given(drawn=document_lists)
def test_labels_are_read_by_document(drawn: list[Document]):
    field = built(drawn, in_memory()).field("label")
    for doc_ids in ([], [0], list(range(len(drawn)))):
        counted = Counter(label for doc_id in doc_ids for label in drawn[doc_id].labels)
        if field:
            numbers = field.labels(np.array(doc_ids, dtype=np.intp)).tolist()
            assert Counter(field.terms[number].decode() for number in numbers) == counted


@given(drawn=document_lists)
def test_whooshs_way_in_makes_the_same_segment(drawn: list[Document]):
    ours, theirs = built(drawn, in_memory()), by_whoosh(drawn, in_memory())
    assert ours.terms_container.meta == theirs.terms_container.meta
    for mine, other in (
        (ours.terms_container, theirs.terms_container),
        (ours.docs_container, theirs.docs_container),
    ):
        assert sorted(mine.names()) == sorted(other.names())
        for name in mine.names():
            assert mine.part(name).tolist() == other.part(name).tolist(), name


def test_frequencies_beyond_a_byte_and_positions_beyond_sixteen_bits_are_kept(tmp_path: Path):
    files = built(
        [
            Document({}, [], ["的"] * 70_000 + ["太原"] * 255, ["的" * 70_000]),
            Document({}, [], ["的"] * 254, []),
        ],
        FileStorage(str(tmp_path)),  # type: ignore[no-untyped-call]
    )
    assert sorted(postings(files.field("words"))) == [("太原", 0, 255), ("的", 0, 70_000), ("的", 1, 254)]
    pairs = files.field("pairs")
    assert pairs
    assert pairs.positions(0, 2).tolist() == [69_999, *range(69_999)]
    files.verify()


@given(
    held=st.lists(st.text(CHARACTERS, min_size=1, max_size=3), unique=True, min_size=1, max_size=200),
    data=st.data(),
)
def test_terms_are_found_and_ranges_of_prefixes_are_exact(held: list[str], data: st.DataObject):
    field = built([Document({}, [], held, [])], in_memory()).field("words")
    assert field
    in_order = sorted(term.encode() for term in held)
    assert list(field.terms) == in_order
    sought = data.draw(st.text(CHARACTERS, max_size=3)).encode()
    assert field.terms.term_id_of(sought) == (in_order.index(sought) if sought in in_order else None)
    first, end = field.terms.prefix_range(sought)
    assert in_order[first:end] == [term for term in in_order if term.startswith(sought)]
