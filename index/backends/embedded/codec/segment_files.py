"""Segment: which files hold a part of the index, and what of it is deleted?

Two containers, named as Whoosh's clean-up wants them: ``<segment>.docs`` and ``<segment>.terms``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import DocStore
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.shape_checks import fields_fault
from index.kernel.packing import AnyArray

DOCS, TERMS = ".docs", ".terms"


class ColumnarSegment(base.Segment):
    """What Whoosh's table of contents, which is a pickle, remembers of a segment."""

    def __init__(self, codec: base.Codec, indexname: str) -> None:
        super().__init__(indexname)  # type: ignore[no-untyped-call]
        self._codec = codec
        self._doc_count = 0
        self._deleted: set[int] = set()

    def codec(self) -> base.Codec:
        return self._codec

    def should_assemble(self) -> bool:
        return False

    def set_doc_count(self, doccount: int) -> None:
        self._doc_count = doccount

    def doc_count_all(self) -> int:
        return self._doc_count

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted


class SegmentFiles:
    """The files of a segment, opened when they are asked."""

    def __init__(self, storage: Any, segment: ColumnarSegment, *, like: SegmentFiles | None = None) -> None:
        """With ``like``, the same segment in another commit: what is open there is used here."""
        self._storage = storage
        self.segment = segment
        self._fields: dict[str, FieldPostings | None] = {}
        if like:
            like.open()
            self.docs, self.doc_store = like.docs, like.doc_store
            self.terms, self._fields = like.terms, like._fields

    def open(self) -> None:
        """Open what is not yet; FileNotFoundError, IndexCorrupt or IndexOutdated."""
        _ = self.terms
        count = self.segment.doc_count_all()
        if self.doc_store.count != count:
            raise self.docs.corrupt(
                f"is of {self.doc_store.count:,} documents, the table of contents says {count:,}"
            )
        if any(not 0 <= number < count for number in self.segment.deleted_docs()):
            raise self.docs.corrupt("has deleted documents that it does not have")

    @cached_property
    def docs(self) -> Container:
        return self._open(DOCS)

    @cached_property
    def terms(self) -> Container:
        terms = self._open(TERMS)
        if fault := fields_fault(terms):
            raise terms.corrupt(fault)
        return terms

    @cached_property
    def doc_store(self) -> DocStore:
        return DocStore(self.docs)

    def added_column(self, field: str) -> bytes | None:
        """A column Whoosh wrote beside the segment after it was made (``whoosh.sorting.add_sortable``)."""
        name = column_filename(self.segment, field)
        if not self._storage.file_exists(name):
            return None
        with self._storage.open_file(name) as file:
            return bytes(file.read())

    def field_names(self) -> list[str]:
        return list(self.terms.told.get("fields", ()))

    def field(self, name: str) -> FieldPostings | None:
        """The postings of a field, ``None`` where no document has any."""
        if name not in self._fields:
            known = name in self.terms.told.get("fields", ())
            self._fields[name] = FieldPostings(self.terms, name) if known else None
        return self._fields[name]

    def lengths(self, field: str) -> AnyArray:
        lengths = self.doc_store.lengths(field)
        return np.zeros(self.doc_store.count, dtype=np.uint8) if lengths is None else lengths

    def verify(self) -> None:
        """Compare every byte of both files with what was written."""
        self.docs.verify()
        self.terms.verify()

    def _open(self, ext: str) -> Container:
        name = self.segment.make_filename(ext)  # type: ignore[no-untyped-call]
        if not self.segment.doc_count_all() and not self._storage.file_exists(name):
            return _EMPTY[ext]  # nothing was written
        if self._storage.supports_mmap:
            return Container.open(Path(self._storage.folder) / name)
        with self._storage.open_file(name) as file:
            return Container(bytes(file.read()), name)


def column_filename(segment: ColumnarSegment, field: str) -> str:
    name: str = segment.make_filename(f".{field}.column")  # type: ignore[no-untyped-call]
    return name


def _empty(told: dict[str, Any]) -> Container:
    from io import BytesIO

    writer, file = ContainerWriter(), BytesIO()
    writer.told = told
    writer.write(file)
    return Container(file.getvalue(), "an empty segment")


_EMPTY = {DOCS: _empty({"documents": 0}), TERMS: _empty({})}
