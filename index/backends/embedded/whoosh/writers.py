"""The writers of the codec as Whoosh calls them: any schema, one document and one posting at a time.

``SegmentBuilder`` writes the same files from whole arrays. Methods have the contracts of
``whoosh.codec.base``; their docstrings say what is ours.
"""

from __future__ import annotations

import pickle
import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.filedb.structfile import StructFile
from whoosh.system import pack_uint

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.segment_files import (
    DOCS,
    TERMS,
    ColumnarSegment,
)


class DocumentWriter(base.PerDocumentWriter):
    """Writes documents, field by field; one that is cancelled leaves nothing behind."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:
        self._storage = storage
        self._segment = segment
        self._container = ContainerWriter()
        self._rows = DocStoreWriter(self._container)
        self._count = 0
        self._lengths: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._columns: dict[str, tuple[Any, StructFile]] = {}
        self._vectors: defaultdict[str, dict[int, bytes]] = defaultdict(dict)
        self._begin_document()
        self.is_closed = False

    def _begin_document(self) -> None:
        self._row: dict[str, Any] = {}
        self._row_lengths: dict[str, int] = {}
        self._row_columns: list[tuple[str, Any, Any]] = []
        self._row_vectors: dict[str, bytes] = {}
        self._in_document = False

    def start_doc(self, docnum: int) -> None:
        """Begin the next document; ValueError for another docnum, or while one is unfinished."""
        if self._in_document or docnum != self._count:
            raise ValueError(f"document {docnum} begun where {self._count} was to be finished or begun")
        self._in_document = True

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Set the stored value of a field, unless it is ``None``, and its length in terms."""
        del fieldobj
        if value is not None:
            self._row[fieldname] = value
        if length:
            self._row_lengths[fieldname] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Set the value of a sortable column."""
        self._row_columns.append((fieldname, columnobj, value))

    def add_vector_items(
        self, fieldname: str, fieldobj: Any, items: Iterable[tuple[str, float, bytes]]
    ) -> None:
        """Set the vector of a field: (term, weight, value of the format) of each term."""
        del fieldobj
        if listed := list(items):
            self._row_vectors[fieldname] = pickle.dumps(listed, 4)

    def finish_doc(self) -> None:
        """Add the document."""
        self._rows.add(self._row)
        for field, length in self._row_lengths.items():
            self._lengths[field][self._count] = length
        for field, column, value in self._row_columns:
            if field not in self._columns:
                file = StructFile(BytesIO())
                self._columns[field] = column.writer(file), file
            self._columns[field][0].add(self._count, value)
        for field, vector in self._row_vectors.items():
            self._vectors[field][self._count] = vector
        self._count += 1
        self._begin_document()

    def cancel_doc(self) -> None:
        """Drop the document that was begun."""
        self._begin_document()

    def close(self) -> None:
        """Finish an open document and write the file; a segment without documents has no file."""
        if self._in_document:
            self.finish_doc()
        self.is_closed = True
        if not self._count:
            return
        for field, length_of in self._lengths.items():
            lengths = np.zeros(self._count, dtype=np.int64)
            lengths[list(length_of)] = list(length_of.values())
            self._rows.add_lengths(field, lengths)
        for field, (writer, file) in self._columns.items():
            writer.finish(self._count)
            self._container.append(f"{field}/column", _bytes(file.file.getvalue()))  # type: ignore[attr-defined]
        for field, vectors in self._vectors.items():
            ends = np.cumsum([0, *(len(vectors.get(docnum, b"")) for docnum in range(self._count))])
            self._container.append(f"{field}/vectors", _bytes(b"".join(vectors.values())))
            self._container.append(f"{field}/vector_starts", ends.astype(np.uint64), checked=True)
        self._rows.finish()
        with self._segment.create_file(self._storage, DOCS) as file:
            self._container.write(file)


class FieldWriter(base.FieldWriter):
    """Writes postings, which come sorted by field, term and document."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:
        self._storage = storage
        self._segment = segment
        self._container = ContainerWriter()
        self._container.meta["fields"] = {}
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin the next field."""
        self._field = fieldname
        self._field_type = fieldobj
        self._terms: list[bytes] = []
        self._doc_freqs: list[int] = []
        self._local_doc_ids = array("I")
        self._weights = array("d")
        self._values: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        """Begin the next term of the field."""
        self._terms.append(text)
        self._doc_freqs.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add the next posting of the term."""
        del length  # DocumentWriter gets it too
        self._local_doc_ids.append(docnum)
        self._weights.append(weight)
        self._values.append(vbytes)
        self._doc_freqs[-1] += 1

    def finish_term(self) -> None:
        """Nothing to do: terms are written with their field."""

    def finish_field(self) -> None:
        """Write the field, unless it has no terms."""
        if not self._terms:
            return
        local_doc_ids, weights = np.array(self._local_doc_ids), np.array(self._weights)
        coding, positions = _coding(self._field_type.format, weights, self._values)
        writer = PostingsWriter(
            self._container,
            self._field,
            max(self._segment.doc_count_all(), int(local_doc_ids.max()) + 1),
            labels=getattr(self._field_type, "labels", False),
        )
        writer.append(
            PostingBatch(
                text=b"".join(self._terms),
                text_lengths=np.array([len(term) for term in self._terms]),
                doc_freqs=np.array(self._doc_freqs),
                local_doc_ids=local_doc_ids,
                weights=None if coding == "none" and (weights == 1).all() else weights,
                positions=positions,
                values=self._values if coding == "values" else None,
            )
        )
        writer.finish()
        self._container.meta["fields"][self._field] = coding

    def close(self) -> None:
        """Write the file; none for a segment without documents and postings."""
        self.is_closed = True
        if self._segment.doc_count_all() or self._container.meta["fields"]:
            with self._segment.create_file(self._storage, TERMS) as file:
                self._container.write(file)


def _coding(format_: Any, weights: Any, values: list[bytes]) -> tuple[str, Any]:
    """Return the coding of a field's values (FORMAT.md), and for "positions" the positions, uint32.

    Values that can be made again from the arrays, byte for byte, are not stored; others are, as they are.
    """
    if not any(values):
        return "none", None
    if type(format_) is formats.Frequency:
        are_freqs = all(
            value == pack_uint(int(weight)) for value, weight in zip(values, weights, strict=True)
        )
        return ("freqs" if are_freqs else "values"), None
    if type(format_) is formats.Positions:
        positions: list[int] = []
        for value, weight in zip(values, weights, strict=True):
            try:
                decoded = format_.decode_positions(value)
            except (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError, struct.error):
                return "values", None  # this format did not make it
            plain = len(decoded) == weight and all(
                type(each) is int and 0 <= each < 2**32 for each in decoded
            )
            if not plain or sorted(decoded) != decoded or format_.encode(decoded) != value:
                return "values", None
            positions += decoded
        return "positions", np.array(positions, dtype=np.uint32)
    return "values", None


def _bytes(data: bytes) -> Any:
    return np.frombuffer(data, dtype=np.uint8)
