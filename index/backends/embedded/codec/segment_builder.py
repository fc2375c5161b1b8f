"""The builder of a segment from whole arrays, faster than Whoosh's way of indexing (``whoosh/codec_roles``).

Terms are given by the ids that a vocabulary gave them as they were met; characters are integers already. The
kernel inverts both, once the terms are in the order of the dictionary.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from analyzers import Vocabulary
from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.row_frames import RowPacker
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment
from index.indexed_text import UNIT_END
from index.kernel.indexing import invert_bigrams, invert_terms
from index.kernel.packing import AnyArray

# How Whoosh's value of a posting is made again (FORMAT.md), by the kind of field.
BIGRAM_CODING, TERM_CODING, LABEL_CODING = "positions", "freqs", "none"
KEY_CHARS = 3  # of 21 bits, in a key of 64


class SegmentBuilder:
    """Collects documents in memory and writes them as one segment.

    ``labels`` are the fields of few distinct terms a document, which are stored by document too. ``terms``
    are the fields of words, with frequencies; ``vocabulary`` has the words. ``bigrams`` are the fields of
    texts: each character with its right neighbour, where it has one, is a term with positions.

    ``doc_count`` is the number of documents so far, ``size`` what they hold: terms plus characters.
    """

    def __init__(
        self,
        labels: Iterable[str],
        terms: Iterable[str],
        bigrams: Iterable[str],
        vocabulary: Vocabulary,
        packer: RowPacker | None = None,
    ) -> None:
        """``packer`` has the dictionary of earlier rows, which serves here too unless it is too small."""
        self._container = ContainerWriter()
        self._rows = DocStoreWriter(self._container, packer)
        self._vocabulary = vocabulary
        self._labels = {field: _Labels() for field in labels}
        self._terms = {field: _TermOccurrences() for field in terms}
        self._bigrams: dict[str, list[str]] = {field: [] for field in bigrams}
        self.doc_count = 0
        self.size = 0

    @property
    def packer(self) -> RowPacker:
        """What the rows are packed with; final once the segment is written."""
        return self._rows.packer

    def add(
        self,
        stored: Mapping[str, Any],
        labels: Mapping[str, Sequence[str]],
        terms: Mapping[str, bytes],
        bigrams: Mapping[str, str],
    ) -> None:
        """Add the next document. A field that is left out is empty.

        ``stored`` are the values of its row. ``terms`` are term ids of the vocabulary, uint32. ``bigrams``
        are the units of its texts, folded, ``UNIT_END`` between two: no bigram crosses from one unit into
        the next.
        """
        self._rows.add(stored)
        for field, occurrences in self._labels.items():
            occurrences.add(labels.get(field, ()))
        for field, term_occurrences in self._terms.items():
            self.size += term_occurrences.add(terms.get(field, b""))
        for field, texts in self._bigrams.items():
            texts.append(bigrams.get(field, ""))
            self.size += len(texts[-1])
        self.doc_count += 1

    def write(self, storage: Any, segment: ColumnarSegment) -> None:
        """Write the files of ``segment``, which is new, and set its document count. Call once, at the end."""
        segment.set_doc_count(self.doc_count)
        lengths: dict[str, AnyArray] = {}
        postings = ContainerWriter()
        codings: dict[str, str] = {}
        words = _sorted_terms(self._vocabulary.terms)
        for field in sorted((*self._labels, *self._terms, *self._bigrams)):
            if field in self._bigrams:
                batch, lengths[field] = _invert_texts(self._bigrams.pop(field))
                coding = BIGRAM_CODING
            elif field in self._terms:
                batch, lengths[field] = self._terms.pop(field).invert(words)
                coding = TERM_CODING
            else:
                batch = self._labels[field].invert()
                coding = LABEL_CODING
            if len(batch.local_doc_ids):
                codings[field] = coding
                writer = PostingsWriter(postings, field, self.doc_count, labels=field in self._labels)
                writer.append(batch)
                writer.finish()
        postings.meta["fields"] = codings
        for field, field_lengths in lengths.items():
            self._rows.add_lengths(field, field_lengths)
        self._rows.finish()
        for ext, container in ((DOCS, self._container), (TERMS, postings)):
            with segment.create_file(storage, ext) as file:
                container.write(file)


class _SortedTerms(NamedTuple):
    """Terms in the order of their bytes, which is that of their characters.

    ``byte_lengths`` (int64) are those in UTF-8. ``ranks[i]`` (uint32) is the place of the term with id ``i``.
    """

    terms: list[str]
    byte_lengths: AnyArray
    ranks: AnyArray


def _sorted_terms(terms: list[str]) -> _SortedTerms:
    sizes = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
    codes = np.frombuffer("".join(terms).encode("utf-32-le"), dtype=np.uint32)
    starts = np.cumsum(sizes) - sizes
    # The first characters are sorted as numbers, which leaves little to do for the sort of strings: it is
    # fast where most is in order.
    presorted = np.lexsort((_key(codes, starts, sizes, KEY_CHARS), _key(codes, starts, sizes, 0)))
    order = np.array(sorted(presorted.tolist(), key=terms.__getitem__), dtype=np.intp)
    in_order = [terms[term_id] for term_id in order.tolist()]
    ranks = np.empty(len(order), dtype=np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    bytes_before = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(_utf8_widths(codes))))
    byte_lengths = bytes_before[starts + sizes] - bytes_before[starts]
    return _SortedTerms(in_order, byte_lengths[order], ranks)


def _key(codes: AnyArray, starts: AnyArray, sizes: AnyArray, first: int) -> AnyArray:
    """Return ``KEY_CHARS`` characters of each term, from the one at ``first``, as one uint64; 0 for none."""
    key = np.zeros(len(starts), dtype=np.uint64)
    for at in range(first, first + KEY_CHARS):
        key <<= np.uint64(21)
        has = np.flatnonzero(sizes > at)
        key[has] |= codes[starts[has] + at]
    return key


def _utf8_widths(codes: AnyArray) -> AnyArray:
    """Return how many bytes each character has in UTF-8 (int64)."""
    return 1 + (codes >= 0x80).astype(np.int64) + (codes >= 0x800) + (codes >= 0x10000)


class _TermOccurrences:
    """The term occurrences of one field, document by document, as term ids."""

    def __init__(self) -> None:
        self._term_ids: list[bytes] = []
        self._counts = array("q")

    def add(self, term_ids: bytes) -> int:
        """Add the term ids of the next document, uint32; return how many."""
        count = len(term_ids) // 4
        self._term_ids.append(term_ids)
        self._counts.append(count)
        return count

    def invert(self, terms: _SortedTerms) -> tuple[PostingBatch, AnyArray]:
        """Return the postings, and the number of terms of each document (int64)."""
        term_ids = np.frombuffer(b"".join(self._term_ids), dtype=np.uint32)
        counts = np.array(self._counts, dtype=np.int64)
        postings = invert_terms(terms.ranks[term_ids], counts, len(terms.ranks))
        present = np.flatnonzero(postings.doc_freqs)
        batch = PostingBatch(
            text="".join([terms.terms[rank] for rank in present.tolist()]).encode(),
            text_lengths=terms.byte_lengths[present],
            doc_freqs=postings.doc_freqs[present],
            local_doc_ids=postings.local_doc_ids,
            weights=postings.freqs,
        )
        return batch, counts


class _Labels:
    """The labels of one field, document by document."""

    def __init__(self) -> None:
        self._id_of_label: dict[str, int] = {}
        self._occurrences = _TermOccurrences()

    def add(self, labels: Sequence[str]) -> None:
        """Add the labels of the next document."""
        ids = self._id_of_label
        self._occurrences.add(array("I", [ids.setdefault(label, len(ids)) for label in labels]).tobytes())

    def invert(self) -> PostingBatch:
        """Return the postings."""
        batch, _ = self._occurrences.invert(_sorted_terms(list(self._id_of_label)))
        return batch._replace(weights=None)


def _invert_texts(texts: list[str]) -> tuple[PostingBatch, AnyArray]:
    """Return the postings of the bigrams of ``texts``, and the field length of each text (int64).

    A text is its units, joined by ``UNIT_END``. The last character of a unit is a term alone, which does not
    count in the length.
    """
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    codes = np.frombuffer(UNIT_END.join((*texts, "")).encode("utf-32-le"), dtype=np.uint32)
    bigrams = invert_bigrams(codes, sizes)
    pairs_before = np.zeros(len(codes) + 1, dtype=np.int64)  # of each character
    np.cumsum((codes > 0) & (np.append(codes[1:], 0) > 0), out=pairs_before[1:])
    ends = np.cumsum(sizes)
    lengths = pairs_before[ends] - pairs_before[ends - sizes]
    chars = np.stack((bigrams.left, bigrams.right), axis=1)
    batch = PostingBatch(
        text=chars[chars > 0].astype("<u4").tobytes().decode("utf-32-le").encode(),
        text_lengths=np.where(chars, _utf8_widths(chars), 0).sum(axis=1),
        doc_freqs=bigrams.doc_freqs,
        local_doc_ids=bigrams.local_doc_ids,
        weights=bigrams.freqs,
        positions=bigrams.positions,
    )
    return batch, lengths
