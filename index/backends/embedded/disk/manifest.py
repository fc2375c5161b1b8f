"""The manifest: which segments make a commit, as Whoosh's table of contents names them.

The table of contents is a pickle without a checksum. ``storage`` appends a checksum where Whoosh does not
read; a table that ends with its pickle was written before there was one. What the pickle holds is checked
before use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment
from index.backends.embedded.disk.storage import ArchiveStorage, trailer_matches
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.backends.embedded.whoosh.field_types import schema
from index.errors import IndexCorrupt

INDEX_NAME = "MAIN"  # Whoosh's name for the only index in a folder
# A commit that ends while the folder is listed may hide both the old table and the new one: list it again.
LISTINGS = 20
_PICKLE_END = b"."
_SEGMENT_NAME = re.compile(r"[0-9a-z]{1,64}")  # Whoosh gives sixteen of these characters


def generation(storage: ArchiveStorage) -> int:
    """Return the number of the newest commit; -1 where there is none."""
    return int(TOC._latest_generation(storage, INDEX_NAME))  # type: ignore[no-untyped-call] # noqa: SLF001


def filename(generation: int) -> str:
    """Return the name of the table of contents of a commit."""
    return str(TOC._filename(INDEX_NAME, generation))  # type: ignore[no-untyped-call] # noqa: SLF001


def read(storage: ArchiveStorage) -> TOC:
    """Return the newest commit: its segments, checked, and its generation.

    IndexCorrupt where its table is damaged or there is none. FileNotFoundError where another commit has swept
    it meanwhile: read again.
    """
    newest = generation(storage)
    for _ in range(LISTINGS):
        if newest >= 0:
            break
        newest = generation(storage)
    path = Path(storage.folder) / filename(newest)
    if newest < 0:
        raise IndexCorrupt(f"{storage.folder} holds no table of contents; {CURE}")
    raw = path.read_bytes()
    if not (raw.endswith(_PICKLE_END) if (matches := trailer_matches(raw)) is None else matches):
        raise IndexCorrupt(f"{path} is damaged; {CURE}")
    try:
        # Given a schema, Whoosh does not unpickle the one in the archive.
        toc: TOC = TOC.read(storage, INDEX_NAME, newest, schema=schema())  # type: ignore[no-untyped-call]
    except (FileNotFoundError, IndexCorrupt):
        raise
    except Exception as exc:  # Whoosh does not limit the errors that damaged bytes may raise
        raise IndexCorrupt(f"{path} cannot be read: {exc or type(exc).__name__}; {CURE}") from exc
    toc.segments = _checked_segments(toc.segments, path)
    return toc


def _checked_segments(unpickled: Any, path: Path) -> list[ColumnarSegment]:
    """Return new segments with the values of unpickled ones; IndexCorrupt unless all are sound.

    New objects, so that nothing else that a pickle may have put into one is ever used. A segment's name
    becomes part of a path, so only names that Whoosh may give are accepted, each once.
    """
    segments: list[ColumnarSegment] = []
    for each in unpickled if isinstance(unpickled, list) else [None]:
        values = vars(each) if isinstance(each, ColumnarSegment) else {}
        match values.get("indexname"), values.get("segid"), values.get("_doc_count"), values.get("_deleted"):
            case str(index_name), str(name), int(doc_count), set() as deleted if (
                index_name == INDEX_NAME
                and _SEGMENT_NAME.fullmatch(name)
                and doc_count >= 0
                and all(
                    type(local_doc_id) is int and 0 <= local_doc_id < doc_count for local_doc_id in deleted
                )
            ):
                segment = ColumnarSegment(ColumnarCodec(), INDEX_NAME)
                segment.segid = name
                segment.set_doc_count(doc_count)
                for local_doc_id in deleted:
                    segment.delete_document(local_doc_id)
                segments.append(segment)
            case _:
                raise IndexCorrupt(f"{path} names what is no segment; {CURE}")
    if len({segment.segid for segment in segments}) < len(segments):
        raise IndexCorrupt(f"{path} names a segment twice; {CURE}")
    return segments


def create(storage: ArchiveStorage) -> None:
    """Write the table of contents of an archive without segments, generation 0."""
    TOC.create(storage, schema(), INDEX_NAME)  # type: ignore[no-untyped-call]


def is_commit_file(file: str) -> bool:
    """Return whether a file of this name belongs to a commit that was not the first, empty one."""
    return file.endswith((DOCS, TERMS)) or bool(re.fullmatch(rf"_{INDEX_NAME}_[1-9]\d*\.toc", file))


def write(storage: ArchiveStorage, segments: Sequence[ColumnarSegment]) -> None:
    """Commit ``segments``, whose files are on disk, and delete the files of older commits.

    The caller holds the write lock.
    """
    next_generation = generation(storage) + 1
    TOC(schema(), list(segments), next_generation).write(storage, INDEX_NAME)  # type: ignore[no-untyped-call]
    clean_files(storage, INDEX_NAME, next_generation, segments)


def sweep(storage: ArchiveStorage, toc: TOC) -> None:
    """Delete unfinished files, and segments and tables that ``toc``, the newest commit, does not name.

    Files that cannot be deleted now are left for the next sweep. The caller holds the write lock.
    """
    storage.sweep()
    clean_files(storage, INDEX_NAME, toc.generation, toc.segments)


def index(storage: ArchiveStorage) -> FileIndex:
    """Return Whoosh's index over ``storage``, whose newest commit ``read`` has checked."""
    return FileIndex(storage, schema(), INDEX_NAME)  # type: ignore[no-untyped-call]
