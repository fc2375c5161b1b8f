"""A segment: its two files, and which of its documents are deleted.

Both files are containers, with names that Whoosh's clean-up knows: ``<segment>.docs`` holds what belongs to
documents, ``<segment>.terms`` what belongs to terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import DocStore
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.shape_checks import fields_fault
from index.kernel.packing import AnyArray
from index.messages import tr

DOCS, TERMS = ".docs", ".terms"  # the extensions of a segment's files
_NAME_CHARACTERS, _NAME_LENGTH = "0123456789abcdefghijklmnopqrstuvwxyz", 16  # as Whoosh names its segments


class Codec(Protocol):
    """What a segment keeps of the codec that made it: an object without state, which Whoosh asks."""


class ColumnarSegment:
    """What Whoosh's table of contents keeps of a segment: document count and deleted local doc ids.

    The table is a pickle of these objects: class, module and attributes must keep their names. It has the
    methods of ``whoosh.codec.base.Segment`` and is not derived from it, so that reading does not load Whoosh.
    """

    def __init__(self, codec: Codec, indexname: str, segid: str | None = None) -> None:
        """``segid`` is the name of an existing segment; without it, a name that no other segment has."""
        self.indexname = indexname
        self.segid = segid or _new_name()
        self._codec = codec
        self._doc_count = 0
        self._deleted: set[int] = set()

    def __repr__(self) -> str:
        return f"<ColumnarSegment {self.segment_id()}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ColumnarSegment) and self.segment_id() == other.segment_id()

    def __hash__(self) -> int:
        return hash(self.segment_id())

    def codec(self) -> Codec:
        """Return the codec that the segment was made by."""
        return self._codec

    def index_name(self) -> str:
        """Return Whoosh's name of the index."""
        return self.indexname

    def segment_id(self) -> str:
        """Return the beginning of the names of its files."""
        return f"{self.indexname}_{self.segid}"

    def is_compound(self) -> bool:
        """Tell Whoosh that the files of the segment are not packed into one."""
        return False

    def should_assemble(self) -> bool:
        """Tell Whoosh not to pack the files of a segment into one, which readers would have to copy."""
        return False

    def make_filename(self, ext: str) -> str:
        """Return the name of the file with an extension."""
        return f"{self.segment_id()}{ext}"

    def list_files(self, storage: Any) -> list[str]:
        """Return the names of the files that the segment has in a storage."""
        return [name for name in storage.list() if name.startswith(f"{self.segment_id()}.")]

    def create_file(self, storage: Any, ext: str, **options: Any) -> Any:
        """Create a file of the segment in a storage, and return it."""
        return storage.create_file(self.make_filename(ext), **options)

    def open_file(self, storage: Any, ext: str, **options: Any) -> Any:
        """Open a file of the segment in a storage."""
        return storage.open_file(self.make_filename(ext), **options)

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents, deleted ones among them."""
        self._doc_count = doccount

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones among them."""
        return self._doc_count

    def doc_count(self) -> int:
        """Return the number of live documents."""
        return self._doc_count - len(self._deleted)

    def has_deletions(self) -> bool:
        """Return whether any document is deleted."""
        return bool(self._deleted)

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Yield the local doc ids of deleted documents, ascending."""
        return iter(sorted(self._deleted))

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete the document with this local doc id, or with ``delete`` false undo that."""
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Return whether the document with this local doc id is deleted."""
        return docnum in self._deleted


def _new_name() -> str:
    from secrets import choice

    return "".join(choice(_NAME_CHARACTERS) for _ in range(_NAME_LENGTH))


class SegmentFolder:
    """A folder of segments, for reading: what ``SegmentFiles`` calls of Whoosh's storages."""

    supports_mmap = True

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def file_exists(self, name: str) -> bool:
        """Return whether the folder has a file of this name."""
        return (Path(self.folder) / name).exists()

    def open_file(self, name: str) -> Any:
        """Open a file for reading, in binary; FileNotFoundError where there is none."""
        return (Path(self.folder) / name).open("rb")


class SegmentFiles:
    """The files of a segment, each opened when it is first needed.

    ``segment`` says which documents are deleted. Opening raises FileNotFoundError, IndexCorrupt or
    IndexOutdated.
    """

    def __init__(self, storage: Any, segment: ColumnarSegment, *, shared: SegmentFiles | None = None) -> None:
        """``shared`` is the same segment in another commit: its open files are used here too."""
        self._storage = storage
        self.segment = segment
        self._fields: dict[str, FieldPostings | None] = {}
        if shared:
            shared.open()
            self.docs_container, self.doc_store = shared.docs_container, shared.doc_store
            self.terms_container, self._fields = shared.terms_container, shared._fields

    def open(self) -> None:
        """Open both files, and compare their document count and deletions with the table of contents."""
        _ = self.terms_container
        doc_count = self.segment.doc_count_all()
        if self.doc_store.count != doc_count:
            raise self.docs_container.corrupt(
                tr(
                    "is of {count:,} documents, the table of contents says {doc_count:,}",
                    count=self.doc_store.count,
                    doc_count=doc_count,
                )
            )
        if any(not 0 <= local_doc_id < doc_count for local_doc_id in self.segment.deleted_docs()):
            raise self.docs_container.corrupt(tr("has deleted documents that it does not have"))

    @cached_property
    def docs_container(self) -> Container:
        """The container ``<segment>.docs``: rows and field lengths."""
        return self._open(DOCS)

    @cached_property
    def terms_container(self) -> Container:
        """The container ``<segment>.terms``: dictionaries and postings."""
        container = self._open(TERMS)
        if fault := fields_fault(container):
            raise container.corrupt(fault)
        return container

    @cached_property
    def doc_store(self) -> DocStore:
        """The rows and field lengths, read from ``docs_container``."""
        return DocStore(self.docs_container)

    def added_column(self, field: str) -> bytes | None:
        """Return a column that Whoosh wrote later, beside the segment; ``None`` where there is none.

        ``whoosh.sorting.add_sortable`` does so.
        """
        name = column_filename(self.segment, field)
        if not self._storage.file_exists(name):
            return None
        with self._storage.open_file(name) as file:
            return bytes(file.read())

    def field_names(self) -> list[str]:
        """Return the names of the fields that have postings, sorted."""
        return list(self.terms_container.meta.get("fields", ()))

    def field(self, name: str) -> FieldPostings | None:
        """Return the postings of a field; ``None`` where no document has any."""
        if name not in self._fields:
            is_known = name in self.terms_container.meta.get("fields", ())
            self._fields[name] = FieldPostings(self.terms_container, name) if is_known else None
        return self._fields[name]

    def lengths(self, field: str) -> AnyArray:
        """Return the length of a field in each document: unsigned, 0 where it is empty; do not modify."""
        lengths = self.doc_store.lengths(field)
        return np.zeros(self.doc_store.count, dtype=np.uint8) if lengths is None else lengths

    def verify(self) -> None:
        """Compare every byte of both files with its checksums; IndexCorrupt where one differs."""
        self.docs_container.verify()
        self.terms_container.verify()

    def _open(self, ext: str) -> Container:
        name = self.segment.make_filename(ext)
        if not self.segment.doc_count_all() and not self._storage.file_exists(name):
            return _EMPTY[ext]  # Whoosh makes a segment without documents and writes no file for it
        if self._storage.supports_mmap:
            return Container.open(Path(self._storage.folder) / name)
        with self._storage.open_file(name) as file:
            return Container(bytes(file.read()), name)


def column_filename(segment: ColumnarSegment, field: str) -> str:
    """Return the name of the file where Whoosh writes a column that is added to a segment later."""
    return segment.make_filename(f".{field}.column")


def _empty_container(meta: dict[str, Any]) -> Container:
    from io import BytesIO

    writer, file = ContainerWriter(), BytesIO()
    writer.meta = meta
    writer.write(file)
    return Container(file.getvalue(), tr("an empty segment"))


_EMPTY = {DOCS: _empty_container({"documents": 0}), TERMS: _empty_container({})}
