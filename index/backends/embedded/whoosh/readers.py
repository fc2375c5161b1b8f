"""The readers of the codec as Whoosh calls them: documents, terms and postings one by one, over our arrays.

Whoosh's ``docnum`` is a local doc id, its ``text`` a term as bytes, its ``weight`` a frequency. Methods have
the contracts of ``whoosh.codec.base``; their docstrings say what is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from whoosh.codec import base
from whoosh.filedb.structfile import BufferFile
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint
from whoosh.util.numeric import byte_to_length, length_to_byte

from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_files import ColumnarSegment, SegmentFiles
from index.backends.embedded.codec.unpickler import loads
from index.messages import tr


class DocumentReader(base.PerDocumentReader):
    """Reads the documents of a segment: deletions, columns, field lengths, vectors and stored values."""

    def __init__(self, files: SegmentFiles, segment: ColumnarSegment) -> None:
        self._files = files
        self._segment = segment
        self._count = segment.doc_count_all()
        _ = files.docs_container  # opened now, so that a damaged or missing file is an error here

    def doc_count(self) -> int:
        """Return the number of live documents."""
        return self._count - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones among them."""
        return self._count

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the local doc ids of deleted documents, ascending."""
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        """Tell Whoosh that the codec stores sortable columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Return whether a field has a column, in the segment or in a file that was added later."""
        in_segment = f"{fieldname}/column" in self._files.docs_container
        return in_segment or self._files.added_column(fieldname) is not None

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Return Whoosh's reader of a column; a column that was added later replaces the segment's."""
        added = self._files.added_column(fieldname)
        raw = self._files.docs_container.raw(f"{fieldname}/column") if added is None else memoryview(added)
        return column.reader(BufferFile(raw), 0, len(raw), self._count)

    def doc_field_length(self, docnum: int, fieldname: str, default: int | None = 0) -> int | None:
        """Return the length of a field in a document, rounded; IndexError for a docnum that is too large."""
        if docnum > self._count:
            raise IndexError(f"document {docnum} of {self._count}")
        return self.doc_field_length_reader(fieldname, default)(docnum)

    def doc_field_length_reader(self, fieldname: str, default: int | None = 0) -> Callable[[int], int | None]:
        """Return a function from a local doc id to the rounded length, ``default`` where that is 0."""
        lengths = self._files.doc_store.lengths(fieldname)
        return lambda docnum: default if lengths is None else _rounded(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return the sum of the lengths of a field, exact."""
        return self._files.doc_store.total_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        """Return the smallest length of a field, rounded."""
        lengths = self._files.lengths(fieldname)
        return _rounded(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """Return the largest length of a field, rounded."""
        return _rounded(self._files.lengths(fieldname).max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Return whether a document has a vector of a field."""
        return bool(len(self._vector(docnum, fieldname)))

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ListMatcher:
        """Return a matcher over the vector of a document; KeyError where it has none."""
        packed = self._vector(docnum, fieldname)
        if not len(packed):
            raise KeyError(f"document {docnum} has no vector of {fieldname}")
        terms, weights, values = zip(
            *loads(packed, tr("a vector of {fieldname}", fieldname=fieldname)), strict=True
        )
        return ListMatcher(terms, weights, values, format_)  # type: ignore[no-untyped-call]

    def _vector(self, docnum: int, fieldname: str) -> memoryview:
        starts = self._files.docs_container.part(f"{fieldname}/vector_starts")
        if not len(starts):
            return memoryview(b"")
        vectors = self._files.docs_container.raw(f"{fieldname}/vectors")
        return vectors[int(starts[docnum]) : int(starts[docnum + 1])]

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored values of a document by field."""
        return self._files.doc_store.values(docnum)


class TermsReader(base.TermsReader):
    """Reads the dictionaries and postings of a segment."""

    def __init__(self, files: SegmentFiles) -> None:
        self._files = files
        _ = files.terms_container  # opened now, so that a damaged or missing file is an error here

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._files.field(term[0])
        return field is not None and field.terms.term_id_of(term[1]) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have postings."""
        return self._files.field_names()

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """Return a cursor over the terms of a field."""
        return Cursor(self, self._files.field(fieldname), fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield (field, term) of all fields, in order."""
        for name in self._files.field_names():
            yield from self.terms_from(name, b"", to_next=False)

    def terms_from(
        self, fieldname: str, prefix: bytes, *, to_next: bool = True
    ) -> Iterator[tuple[str, bytes]]:
        """Yield (field, term) from ``prefix`` on; with ``to_next``, as Whoosh does, of later fields too."""
        for name in self._files.field_names():
            if (name != fieldname and not to_next) or name < fieldname:
                continue
            field = self._field(name)
            first = field.terms.lower_bound(prefix) if name == fieldname else 0
            for term_id in range(first, len(field.terms)):
                yield name, field.terms[term_id]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field, term), statistics) of all fields, in order."""
        return (((name, term), self.term_info(name, term)) for name, term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield ((field, term), statistics) of the terms of ``terms_from``."""
        return (
            ((name, term), self.term_info(name, term)) for name, term in self.terms_from(fieldname, prefix)
        )

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term, computed from its postings; TermNotFound where there is none."""
        field, term_id = self._find(fieldname, text)
        local_doc_ids, weights = field.local_doc_ids(term_id), field.freqs(term_id)
        lengths = self._files.lengths(fieldname)
        lengths = lengths[local_doc_ids[local_doc_ids < len(lengths)]]
        return TermInfo(  # type: ignore[no-untyped-call]
            weight=float(weights.sum(dtype=float)),
            df=len(local_doc_ids),
            minlength=_rounded(lengths.min(initial=0 if not len(lengths) else lengths.max())),
            maxlength=_rounded(lengths.max(initial=0)),
            maxweight=float(weights.max()),
            minid=int(local_doc_ids[0]),
            maxid=int(local_doc_ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the sum of the frequencies of a term; 0 where there is none."""
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return the number of documents that hold a term, deleted ones among them."""
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """Return a matcher over the postings of a term; TermNotFound where there is none."""
        field, term_id = self._find(fieldname, text)
        weights = field.freqs(term_id)
        return PostingsMatcher(  # type: ignore[no-untyped-call]
            field.local_doc_ids(term_id).tolist(),
            weights.astype(float).tolist(),
            self._values(fieldname, field, term_id, format_),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _values(self, fieldname: str, field: FieldPostings, term_id: int, format_: Any) -> list[bytes]:
        """Return Whoosh's value of each posting of a term, made again from the arrays (FORMAT.md)."""
        freqs = field.freqs(term_id).tolist()
        match self._files.terms_container.meta["fields"][fieldname]:
            case "freqs":
                return [pack_uint(int(freq)) for freq in freqs]
            case "positions":
                positions = iter(field.positions(term_id).tolist())
                return [format_.encode([next(positions) for _ in range(int(freq))]) for freq in freqs]
            case "values":
                return field.values(term_id)
            case _:
                return [b""] * len(freqs)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        """Return the field and the id of a term; TermNotFound where there is none."""
        field = self._files.field(fieldname)
        term_id = field.terms.term_id_of(text) if field else None
        if field is None or term_id is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, term_id

    def _field(self, name: str) -> FieldPostings:
        field = self._files.field(name)
        assert field is not None, name
        return field


def _rounded(length: Any) -> int:
    """Round a length to the 256 values that Whoosh's scorers expect; we store and use it exact."""
    rounded: int = byte_to_length(length_to_byte(int(length)))
    return rounded


class PostingsMatcher(ListMatcher):
    """A list matcher that skips by quality only where its scorer supports that; Whoosh's does so always."""

    def replace(self, minquality: float = 0) -> Any:
        """Return the matcher to go on with, given the quality that a document must exceed."""
        return super().replace(minquality if self.supports_block_quality() else 0)  # type: ignore[no-untyped-call]


class Cursor(base.FieldCursor):
    """A cursor over the terms of one field; ``text`` is ``None`` after the last."""

    def __init__(self, reader: TermsReader, field: FieldPostings | None, name: str, fieldobj: Any) -> None:
        self._reader = reader
        self._terms = field.terms if field else ()
        self._name = name
        self._fieldobj = fieldobj
        self._term_id = 0

    def first(self) -> str | None:
        """Move to the first term and return it."""
        self._term_id = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Move to the first term that is not less than ``string`` and return it."""
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._term_id = self._terms.lower_bound(term) if self._terms else 0
        return self.text()

    def next(self) -> str | None:
        """Move to the next term and return it."""
        self._term_id += 1
        return self.text()

    def text(self) -> str | None:
        """Return the current term as the field's value."""
        text: str | None = self._fieldobj.from_bytes(self._terms[self._term_id]) if self.is_valid() else None
        return text

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the current term."""
        return self._reader.term_info(self._name, self._terms[self._term_id]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Return whether there is a current term."""
        return self._term_id < len(self._terms)
