"""Roles: what does Whoosh call a codec? It writes documents and postings here; ``reading`` reads them.

This path takes any schema, one posting at a time; ``build`` writes the same files from whole arrays.
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
from index.backends.embedded.codec.doc_store import DocStoreWriter, pack_row
from index.backends.embedded.codec.postings import PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.segment_files import (
    DOCS,
    TERMS,
    ColumnarSegment,
    SegmentFiles,
    column_filename,
)
from index.backends.embedded.whoosh.readers import DocumentReader, TermsReader


class ColumnarCodec(base.Codec):
    """Stateless: Whoosh pickles it into its table of contents."""

    def per_document_writer(self, storage: Any, segment: ColumnarSegment) -> DocumentWriter:
        return DocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: ColumnarSegment) -> FieldWriter:
        return FieldWriter(storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        raise NotImplementedError("postings are written field by field: field_writer")

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        raise NotImplementedError("postings are read term by term: terms_reader(…).matcher")

    def terms_reader(self, storage: Any, segment: ColumnarSegment) -> TermsReader:
        return TermsReader(SegmentFiles(storage, segment))

    def per_document_reader(self, storage: Any, segment: ColumnarSegment) -> DocumentReader:
        return DocumentReader(SegmentFiles(storage, segment), segment)

    def column_filename(self, segment: ColumnarSegment, fieldname: str) -> str:
        """Where Whoosh writes a column that is added to a segment after it was made."""
        return column_filename(segment, fieldname)

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        del storage
        return ColumnarSegment(self, indexname)


class DocumentWriter(base.PerDocumentWriter):
    """Takes documents field by field; a document counts when it is finished, and leaves no trace before."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:
        self._storage = storage
        self._segment = segment
        self._container = ContainerWriter()
        self._rows = DocStoreWriter(self._container)
        self._count = 0
        self._lengths: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._columns: dict[str, tuple[Any, StructFile]] = {}
        self._vectors: defaultdict[str, dict[int, bytes]] = defaultdict(dict)
        self._begin()
        self.is_closed = False

    def _begin(self) -> None:
        self._row: dict[str, Any] = {}
        self._row_lengths: dict[str, int] = {}
        self._row_columns: list[tuple[str, Any, Any]] = []
        self._row_vectors: dict[str, bytes] = {}
        self._in_document = False

    def start_doc(self, docnum: int) -> None:
        if self._in_document or docnum != self._count:
            raise ValueError(f"document {docnum} begun where {self._count} was to be finished or begun")
        self._in_document = True

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        del fieldobj
        if value is not None:
            self._row[fieldname] = value
        if length:
            self._row_lengths[fieldname] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        self._row_columns.append((fieldname, columnobj, value))

    def add_vector_items(
        self, fieldname: str, fieldobj: Any, items: Iterable[tuple[str, float, bytes]]
    ) -> None:
        del fieldobj
        if listed := list(items):
            self._row_vectors[fieldname] = pickle.dumps(listed, 4)

    def finish_doc(self) -> None:
        self._rows.add(pack_row(self._row))
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
        self._begin()

    def cancel_doc(self) -> None:
        self._begin()

    def close(self) -> None:
        if self._in_document:
            self.finish_doc()
        self.is_closed = True
        if not self._count:
            return
        for field, by_doc in self._lengths.items():
            lengths = np.zeros(self._count, dtype=np.int64)
            lengths[list(by_doc)] = list(by_doc.values())
            self._rows.add_lengths(field, lengths)
        for field, (writer, file) in self._columns.items():
            writer.finish(self._count)
            self._container.append(f"{field}/column", _bytes(file.file.getvalue()))  # type: ignore[attr-defined]
        for field, vectors in self._vectors.items():
            ends = np.cumsum([0, *(len(vectors.get(doc_id, b"")) for doc_id in range(self._count))])
            self._container.append(f"{field}/vectors", _bytes(b"".join(vectors.values())))
            self._container.append(f"{field}/vector_starts", ends.astype(np.uint64), checked=True)
        self._rows.finish()
        with self._segment.create_file(self._storage, DOCS) as file:  # type: ignore[no-untyped-call]
            self._container.write(file)


class FieldWriter(base.FieldWriter):
    """Takes postings sorted by field, term and document."""

    def __init__(self, storage: Any, segment: ColumnarSegment) -> None:
        self._storage = storage
        self._segment = segment
        self._container = ContainerWriter()
        self._container.meta["fields"] = {}
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._field = fieldname
        self._field_type = fieldobj
        self._terms: list[bytes] = []
        self._doc_freqs: list[int] = []
        self._doc_ids = array("I")
        self._weights = array("d")
        self._values: list[bytes] = []

    def start_term(self, text: bytes) -> None:
        self._terms.append(text)
        self._doc_freqs.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        del length  # the documents have it
        self._doc_ids.append(docnum)
        self._weights.append(weight)
        self._values.append(vbytes)
        self._doc_freqs[-1] += 1

    def finish_term(self) -> None:
        pass

    def finish_field(self) -> None:
        if not self._terms:
            return
        doc_ids, weights = np.array(self._doc_ids), np.array(self._weights)
        coding, positions = _coding(self._field_type.format, weights, self._values)
        writer = PostingsWriter(
            self._container,
            self._field,
            max(self._segment.doc_count_all(), int(doc_ids.max()) + 1),
            labels=getattr(self._field_type, "labels", False),
        )
        writer.append(
            PostingBatch(
                text=b"".join(self._terms),
                text_lengths=np.array([len(term) for term in self._terms]),
                doc_freqs=np.array(self._doc_freqs),
                local_doc_ids=doc_ids,
                weights=None if coding == "none" and (weights == 1).all() else weights,
                positions=positions,
                values=self._values if coding == "values" else None,
            )
        )
        writer.finish()
        self._container.meta["fields"][self._field] = coding

    def close(self) -> None:
        self.is_closed = True
        if self._segment.doc_count_all() or self._container.meta["fields"]:
            with self._segment.create_file(self._storage, TERMS) as file:  # type: ignore[no-untyped-call]
                self._container.write(file)


def _coding(format_: Any, weights: Any, values: list[bytes]) -> tuple[str, Any]:
    """How a field's values are kept (told in FORMAT.md), and its positions where these say all.

    Only what comes back byte by byte is kept in arrays; everything else as it was given.
    """
    if not any(values):
        return "none", None
    if type(format_) is formats.Frequency:
        counted = all(value == pack_uint(int(weight)) for value, weight in zip(values, weights, strict=True))
        return ("freqs" if counted else "values"), None
    if type(format_) is formats.Positions:
        positions: list[int] = []
        for value, weight in zip(values, weights, strict=True):
            try:
                decoded = format_.decode_positions(value)
            except (pickle.UnpicklingError, EOFError, ValueError, TypeError, LookupError, struct.error):
                return "values", None  # not of this format's making
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
