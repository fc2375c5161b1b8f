"""The builder of a segment from whole arrays, faster than Whoosh's way of indexing (``whoosh/codec_roles``).

Terms get provisional ids as they are met. Each occurrence becomes one integer, the term above the document,
and sorting these integers is the inversion. Characters are integers already, and sorted as bigrams by the
kernel.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.row_frames import RowPacker
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment
from index.kernel.indexing import assign_term_ids, invert_bigrams
from index.kernel.inversion import first_occurrences
from index.kernel.packing import AnyArray

# How Whoosh's value of a posting is made again (FORMAT.md), by the kind of field.
BIGRAM_CODING, TERM_CODING, LABEL_CODING = "positions", "freqs", "none"
UNIT_END = "\0"  # separates the units of a text, and stands in none of them


class SegmentBuilder:
    """Collects documents in memory and writes them as one segment.

    ``labels`` are the fields of few distinct terms a document, which are stored by document too. ``terms``
    are the fields of words, with frequencies. ``bigrams`` are the fields of texts: each character with its
    right neighbour, where it has one, is a term with positions.

    ``doc_count`` is the number of documents so far, ``size`` what they hold: terms plus characters.
    """

    def __init__(
        self,
        labels: Iterable[str],
        terms: Iterable[str],
        bigrams: Iterable[str],
        packer: RowPacker | None = None,
    ) -> None:
        """``packer`` has the dictionary of earlier rows, which serves here too unless it is too small."""
        self._container = ContainerWriter()
        self._rows = DocStoreWriter(self._container, packer)
        self._labels = {field: _TermOccurrences() for field in labels}
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
        terms: Mapping[str, Sequence[str]],
        bigrams: Mapping[str, Sequence[str]],
    ) -> None:
        """Add the next document. A field that is left out is empty.

        ``stored`` are the values of its row. ``bigrams`` are the units of its texts, folded: no bigram
        crosses from one unit into the next.
        """
        self._rows.add(stored)
        for field, occurrences in self._labels.items():
            occurrences.add(labels.get(field, ()))
        for field, occurrences in self._terms.items():
            self.size += occurrences.add(terms.get(field, ()))
        for field, texts in self._bigrams.items():
            texts.append(UNIT_END.join(bigrams.get(field, ())))
            self.size += len(texts[-1])
        self.doc_count += 1

    def write(self, storage: Any, segment: ColumnarSegment) -> None:
        """Write the files of ``segment``, which is new, and set its document count. Call once, at the end."""
        segment.set_doc_count(self.doc_count)
        lengths: dict[str, AnyArray] = {}
        postings = ContainerWriter()
        codings: dict[str, str] = {}
        for field in sorted((*self._labels, *self._terms, *self._bigrams)):
            if field in self._bigrams:
                batch, lengths[field] = _invert_texts(self._bigrams.pop(field))
                coding = BIGRAM_CODING
            elif field in self._terms:
                batch, lengths[field] = self._terms.pop(field).invert(with_freqs=True)
                coding = TERM_CODING
            else:
                batch, _ = self._labels[field].invert(with_freqs=False)
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
            with segment.create_file(storage, ext) as file:  # type: ignore[no-untyped-call]
                container.write(file)


class _TermOccurrences:
    """The term occurrences of one field, document by document, as provisional term ids."""

    def __init__(self) -> None:
        self._id_of_term: dict[str, int] = {}
        self._provisional_ids = [np.zeros(0, dtype=np.uint32)]
        self._counts = array("I")

    def add(self, terms: Sequence[str]) -> int:
        """Add the terms of the next document; return how many."""
        self._provisional_ids.append(assign_term_ids(self._id_of_term, terms))
        self._counts.append(len(terms))
        return len(terms)

    def invert(self, *, with_freqs: bool) -> tuple[PostingBatch, AnyArray]:
        """Return the postings, and the number of terms of each document (int64)."""
        encoded = [term.encode() for term in self._id_of_term]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        term_id_of = np.empty(len(order), dtype=np.uint64)  # by provisional id
        term_id_of[order] = np.arange(len(order), dtype=np.uint64)
        counts = np.array(self._counts, dtype=np.int64)
        local_doc_ids = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        term_ids = term_id_of[np.concatenate(self._provisional_ids)]
        keys = np.sort(term_ids << np.uint64(32) | local_doc_ids)
        firsts = first_occurrences(keys)
        batch = PostingBatch(
            text=b"".join(encoded[term_id] for term_id in order),
            text_lengths=np.array([len(encoded[term_id]) for term_id in order], dtype=np.int64),
            doc_freqs=np.bincount((keys[firsts] >> np.uint64(32)).astype(np.int64), minlength=len(order)),
            local_doc_ids=(keys[firsts] & np.uint64(0xFFFFFFFF)).astype(np.uint32),
            weights=np.diff(firsts, append=len(keys)).astype(np.uint32) if with_freqs else None,
        )
        return batch, counts


def _invert_texts(texts: list[str]) -> tuple[PostingBatch, AnyArray]:
    """Return the postings of the bigrams of ``texts``, and the field length of each text (int64).

    A text is its units, joined by ``UNIT_END``. The last character of a unit is a term alone, which does not
    count in the length.
    """
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    codes = np.frombuffer(UNIT_END.join((*texts, "")).encode("utf-32-le"), dtype=np.uint32)
    bigrams = invert_bigrams(codes, sizes)
    lengths = np.array(
        [sum(max(len(unit) - 1, 0) for unit in text.split(UNIT_END)) for text in texts], dtype=np.int64
    )
    chars = np.stack((bigrams.left, bigrams.right), axis=1)
    # The bytes of each character in UTF-8; 0 for no right neighbour.
    widths = (chars > 0) + (chars >= 0x80).astype(np.int64) + (chars >= 0x800) + (chars >= 0x10000)
    batch = PostingBatch(
        text=chars[chars > 0].astype("<u4").tobytes().decode("utf-32-le").encode(),
        text_lengths=widths.sum(axis=1),
        doc_freqs=bigrams.doc_freqs,
        local_doc_ids=bigrams.local_doc_ids,
        weights=bigrams.freqs,
        positions=bigrams.positions,
    )
    return batch, lengths
