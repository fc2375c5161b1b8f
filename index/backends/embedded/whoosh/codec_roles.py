"""The codec as Whoosh calls it: it hands out the readers and writers of a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.backends.embedded.codec.segment_files import ColumnarSegment, SegmentFiles, column_filename

if TYPE_CHECKING:
    from index.backends.embedded.whoosh.readers import DocumentReader, TermsReader
    from index.backends.embedded.whoosh.writers import DocumentWriter, FieldWriter


class ColumnarCodec:
    """The codec of an archive's segments. It has no state, because Whoosh pickles it into an archive.

    It is not derived from ``whoosh.codec.base.Codec``, and each method loads what it makes, so that reading
    a table of contents loads none of it.
    """

    length_stats = True  # Whoosh is to report field lengths

    def per_document_writer(self, storage: Any, segment: ColumnarSegment) -> DocumentWriter:
        """Return the writer of a new segment's documents."""
        from index.backends.embedded.whoosh.writers import DocumentWriter

        return DocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: ColumnarSegment) -> FieldWriter:
        """Return the writer of a new segment's postings."""
        from index.backends.embedded.whoosh.writers import FieldWriter

        return FieldWriter(storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:
        """Not supported: Whoosh asks for it only where postings are written apart from their field."""
        raise NotImplementedError("postings are written field by field: field_writer")

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """Not supported: Whoosh asks for it only where postings are read apart from their field."""
        raise NotImplementedError("postings are read term by term: terms_reader(…).matcher")

    def terms_reader(self, storage: Any, segment: ColumnarSegment) -> TermsReader:
        """Return the reader of a segment's postings."""
        from index.backends.embedded.whoosh.readers import TermsReader

        return TermsReader(SegmentFiles(storage, segment))

    def per_document_reader(self, storage: Any, segment: ColumnarSegment) -> DocumentReader:
        """Return the reader of a segment's documents."""
        from index.backends.embedded.whoosh.readers import DocumentReader

        return DocumentReader(SegmentFiles(storage, segment), segment)

    def column_filename(self, segment: ColumnarSegment, fieldname: str) -> str:
        """Return the name of the file where Whoosh writes a column that is added to a segment later."""
        return column_filename(segment, fieldname)

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        """Return a segment without documents, with a name of its own."""
        del storage
        return ColumnarSegment(self, indexname)

    def automata(self, storage: Any, segment: ColumnarSegment) -> Any:
        """Return what finds terms that are spelt alike: Whoosh's own."""
        from whoosh.codec.base import Automata

        del storage, segment
        return Automata()
