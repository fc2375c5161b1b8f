"""Reading: what does Whoosh ask of a codec when it searches? Its one-by-one views of our arrays."""

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


class DocumentReader(base.PerDocumentReader):
    def __init__(self, files: SegmentFiles, segment: ColumnarSegment) -> None:
        self._files = files
        self._segment = segment
        self._count = segment.doc_count_all()
        _ = files.docs_container  # damage and absence show on opening

    def doc_count(self) -> int:
        return self._count - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self._count

    def has_deletions(self) -> bool:
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> Iterator[int]:
        return self._segment.deleted_docs()

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        in_segment = f"{fieldname}/column" in self._files.docs_container
        return in_segment or self._files.added_column(fieldname) is not None

    def column_reader(self, fieldname: str, column: Any) -> Any:
        added = self._files.added_column(fieldname)
        raw = self._files.docs_container.raw(f"{fieldname}/column") if added is None else memoryview(added)
        return column.reader(BufferFile(raw), 0, len(raw), self._count)

    def doc_field_length(self, docnum: int, fieldname: str, default: int | None = 0) -> int | None:
        if docnum > self._count:
            raise IndexError(f"document {docnum} of {self._count}")
        return self.doc_field_length_reader(fieldname, default)(docnum)

    def doc_field_length_reader(self, fieldname: str, default: int | None = 0) -> Callable[[int], int | None]:
        lengths = self._files.doc_store.lengths(fieldname)
        return lambda docnum: default if lengths is None else _rounded(lengths[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        return self._files.doc_store.total_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._files.lengths(fieldname)
        return _rounded(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        return _rounded(self._files.lengths(fieldname).max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return bool(len(self._vector(docnum, fieldname)))

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ListMatcher:
        packed = self._vector(docnum, fieldname)
        if not len(packed):
            raise KeyError(f"document {docnum} has no vector of {fieldname}")
        ids, weights, values = zip(*loads(packed, f"a vector of {fieldname}"), strict=True)
        return ListMatcher(ids, weights, values, format_)  # type: ignore[no-untyped-call]

    def _vector(self, docnum: int, fieldname: str) -> memoryview:
        starts = self._files.docs_container.part(f"{fieldname}/vector_starts")
        if not len(starts):
            return memoryview(b"")
        return self._files.docs_container.raw(f"{fieldname}/vectors")[
            int(starts[docnum]) : int(starts[docnum + 1])
        ]

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._files.doc_store.values(docnum)


class TermsReader(base.TermsReader):
    def __init__(self, files: SegmentFiles) -> None:
        self._files = files
        _ = files.terms_container

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self._files.field(term[0])
        return field is not None and field.terms.term_id_of(term[1]) is not None

    def indexed_field_names(self) -> list[str]:
        return self._files.field_names()

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        return Cursor(self, self._files.field(fieldname), fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self._files.field_names():
            yield from self.terms_from(name, b"", to_next=False)

    def terms_from(
        self, fieldname: str, prefix: bytes, *, to_next: bool = True
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the terms not less than ``prefix``, and as Whoosh has it those of the fields behind too."""
        for name in self._files.field_names():
            if (name != fieldname and not to_next) or name < fieldname:
                continue
            field = self._field(name)
            begin = field.terms.lower_bound(prefix) if name == fieldname else 0
            for number in range(begin, len(field.terms)):
                yield name, field.terms[number]

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (((name, term), self.term_info(name, term)) for name, term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return (
            ((name, term), self.term_info(name, term)) for name, term in self.terms_from(fieldname, prefix)
        )

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, number = self._find(fieldname, text)
        doc_ids, weights = field.local_doc_ids(number), field.freqs(number)
        lengths = self._files.lengths(fieldname)
        lengths = lengths[doc_ids[doc_ids < len(lengths)]]
        return TermInfo(  # type: ignore[no-untyped-call]
            weight=float(weights.sum(dtype=float)),
            df=len(doc_ids),
            minlength=_rounded(lengths.min(initial=0 if not len(lengths) else lengths.max())),
            maxlength=_rounded(lengths.max(initial=0)),
            maxweight=float(weights.max()),
            minid=int(doc_ids[0]),
            maxid=int(doc_ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        field, number = self._find(fieldname, text)
        weights = field.freqs(number)
        return PostingsMatcher(  # type: ignore[no-untyped-call]
            field.local_doc_ids(number).tolist(),
            weights.astype(float).tolist(),
            self._values(fieldname, field, number, format_),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _values(self, fieldname: str, field: FieldPostings, number: int, format_: Any) -> list[bytes]:
        """What Whoosh's format made of each posting, made again."""
        freqs = field.freqs(number).tolist()
        match self._files.terms_container.meta["fields"][fieldname]:
            case "freqs":
                return [pack_uint(int(freq)) for freq in freqs]
            case "positions":
                positions = iter(field.positions(number).tolist())
                return [format_.encode([next(positions) for _ in range(int(freq))]) for freq in freqs]
            case "values":
                return field.values(number)
            case _:
                return [b""] * len(freqs)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldPostings, int]:
        field = self._files.field(fieldname)
        number = field.terms.term_id_of(text) if field else None
        if field is None or number is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, number

    def _field(self, name: str) -> FieldPostings:
        field = self._files.field(name)
        assert field is not None, name
        return field


def _rounded(length: Any) -> int:
    """As precise as Whoosh's scorers expect a length, which is a byte of them; we keep and use it exact."""
    rounded: int = byte_to_length(length_to_byte(int(length)))
    return rounded


class PostingsMatcher(ListMatcher):
    """Whoosh's matcher of lists, which takes every scorer for one that knows the quality of a block."""

    def replace(self, minquality: float = 0) -> Any:
        return super().replace(minquality if self.supports_block_quality() else 0)  # type: ignore[no-untyped-call]


class Cursor(base.FieldCursor):
    """Walks the terms of one field; ``text`` is ``None`` behind the last."""

    def __init__(self, reader: TermsReader, field: FieldPostings | None, name: str, fieldobj: Any) -> None:
        self._reader = reader
        self._terms = field.terms if field else ()
        self._name = name
        self._fieldobj = fieldobj
        self._number = 0

    def first(self) -> str | None:
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        sought = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._number = self._terms.lower_bound(sought) if self._terms else 0
        return self.text()

    def next(self) -> str | None:
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        text: str | None = self._fieldobj.from_bytes(self._terms[self._number]) if self.is_valid() else None
        return text

    def term_info(self) -> TermInfo | None:
        return self._reader.term_info(self._name, self._terms[self._number]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._number < len(self._terms)
