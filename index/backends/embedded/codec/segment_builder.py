"""Build: here are documents, make a segment of them in whole arrays. The fast way in, beside ``roles``.

Terms get numbers as they are met, each occurrence becomes an integer, term first, and sorting these is all
the inversion there is; characters are numbers, and sorted as pairs (``kernel/inverting.py``).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter, pack_row
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment
from index.kernel.indexing import assign_term_ids, invert_bigrams
from index.kernel.inversion import first_occurrences
from index.kernel.packing import AnyArray

PAIR_CODING, TERM_CODING, LABEL_CODING = "positions", "freqs", "none"  # FORMAT.md: how Whoosh reads them
END = "\0"  # stands between texts, and in no text


class SegmentBuilder:
    """Collects documents and writes them as one segment.

    ``labels`` are fields of few distinct terms a document, ``terms`` fields of words, counted, and ``pairs``
    texts of which each character, with its right neighbour where there is one, is a term with a position.
    """

    def __init__(self, labels: Iterable[str], terms: Iterable[str], pairs: Iterable[str]) -> None:
        self._container = ContainerWriter()
        self._rows = DocStoreWriter(self._container)
        self._labels = {field: _Occurrences() for field in labels}
        self._terms = {field: _Occurrences() for field in terms}
        self._pairs: dict[str, list[str]] = {field: [] for field in pairs}
        self.doc_count = 0
        self.size = 0  # of what is held, in terms and characters

    def add(
        self,
        stored: Mapping[str, Any],
        labels: Mapping[str, Sequence[str]],
        terms: Mapping[str, Sequence[str]],
        pairs: Mapping[str, Sequence[str]],
    ) -> None:
        """Add a document. A field that is left out is empty; ``pairs`` are units, no pair runs across two."""
        self._rows.add(pack_row(stored))
        for field, held in self._labels.items():
            held.add(labels.get(field, ()))
        for field, held in self._terms.items():
            self.size += held.add(terms.get(field, ()))
        for field, texts in self._pairs.items():
            texts.append(END.join(pairs.get(field, ())))
            self.size += len(texts[-1])
        self.doc_count += 1

    def write(self, storage: Any, segment: ColumnarSegment) -> None:
        """Write the files of ``segment``, which is new. Nothing can be added after."""
        segment.set_doc_count(self.doc_count)
        lengths: dict[str, AnyArray] = {}
        postings = ContainerWriter()
        fields: dict[str, str] = {}
        for field in sorted((*self._labels, *self._terms, *self._pairs)):
            if field in self._pairs:
                inverted, lengths[field] = _invert_bigrams(self._pairs.pop(field))
                coding = PAIR_CODING
            elif field in self._terms:
                inverted, lengths[field] = self._terms.pop(field).invert(counted=True)
                coding = TERM_CODING
            else:
                inverted, _ = self._labels[field].invert(counted=False)
                coding = LABEL_CODING
            if len(inverted.doc_ids):
                fields[field] = coding
                writer = PostingsWriter(postings, field, self.doc_count, labels=field in self._labels)
                writer.append(inverted)
                writer.finish()
        postings.told["fields"] = fields
        for field, counts in lengths.items():
            self._rows.add_lengths(field, counts)
        self._rows.finish()
        for ext, container in ((DOCS, self._container), (TERMS, postings)):
            with segment.create_file(storage, ext) as file:  # type: ignore[no-untyped-call]
                container.write(file)


class _Occurrences:
    """Every term of every document of one field, as numbers."""

    def __init__(self) -> None:
        self._numbering: dict[str, int] = {}
        self._numbers = [np.zeros(0, dtype=np.uint32)]
        self._counts = array("I")

    def add(self, terms: Sequence[str]) -> int:
        self._numbers.append(assign_term_ids(self._numbering, terms))
        self._counts.append(len(terms))
        return len(terms)

    def invert(self, *, counted: bool) -> tuple[PostingBatch, AnyArray]:
        """The postings, and the number of terms of each document."""
        encoded = [term.encode() for term in self._numbering]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        rank = np.empty(len(order), dtype=np.uint64)
        rank[order] = np.arange(len(order), dtype=np.uint64)
        counts = np.array(self._counts, dtype=np.int64)
        doc_ids = np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
        keys = np.sort(rank[np.concatenate(self._numbers)] << np.uint64(32) | doc_ids)
        firsts = first_occurrences(keys)
        inverted = PostingBatch(
            text=b"".join(encoded[term_id] for term_id in order),
            text_lengths=np.array([len(encoded[term_id]) for term_id in order], dtype=np.int64),
            doc_freqs=np.bincount((keys[firsts] >> np.uint64(32)).astype(np.int64), minlength=len(order)),
            doc_ids=(keys[firsts] & np.uint64(0xFFFFFFFF)).astype(np.uint32),
            weights=np.diff(firsts, append=len(keys)).astype(np.uint32) if counted else None,
        )
        return inverted, counts


def _invert_bigrams(texts: list[str]) -> tuple[PostingBatch, AnyArray]:
    """The postings of the pairs of ``texts``, last characters alone, and the number of pairs of each."""
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    codes = np.frombuffer(END.join((*texts, "")).encode("utf-32-le"), dtype=np.uint32)
    pairs = invert_bigrams(codes, sizes)
    lengths = np.array(
        [sum(max(len(unit) - 1, 0) for unit in text.split(END)) for text in texts], dtype=np.int64
    )
    chars = np.stack((pairs.left, pairs.right), axis=1)
    widths = (chars > 0) + (chars >= 0x80).astype(np.int64) + (chars >= 0x800) + (chars >= 0x10000)
    inverted = PostingBatch(
        text=chars[chars > 0].astype("<u4").tobytes().decode("utf-32-le").encode(),
        text_lengths=widths.sum(axis=1),
        doc_freqs=pairs.doc_freqs,
        doc_ids=pairs.local_doc_ids,
        weights=pairs.freqs,
        positions=pairs.positions,
    )
    return inverted, lengths
