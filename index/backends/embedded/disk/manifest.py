"""Contents: which segments make a commit? Whoosh's table of contents says so, when it may be believed.

The table is a pickle without a checksum. Ours stands behind it (``storage`` writes it), where Whoosh does not
read; a table that ends with its pickle was written before there was one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, clean_files

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment
from index.backends.embedded.disk.storage import ArchiveStorage, seal_is_whole
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.backends.embedded.whoosh.field_types import schema
from index.errors import IndexCorrupt

NAME = "MAIN"  # Whoosh's, of the only index in its folder
LOOKS = 20  # a commit that ends while the folder is listed may hide the old table and the new one
_PICKLE_ENDS = b"."
_SEGMENT = re.compile(r"[0-9a-z]{1,64}")  # Whoosh's names: sixteen of these


def generation(storage: ArchiveStorage) -> int:
    """The number of the newest commit; -1 where there is none."""
    return int(TOC._latest_generation(storage, NAME))  # type: ignore[no-untyped-call] # noqa: SLF001


def filename(generation: int) -> str:
    return str(TOC._filename(NAME, generation))  # type: ignore[no-untyped-call] # noqa: SLF001


def read(storage: ArchiveStorage) -> TOC:
    """The newest commit: IndexCorrupt where it cannot be believed, FileNotFoundError where it is swept."""
    number = generation(storage)
    for _ in range(LOOKS):
        if number >= 0:
            break
        number = generation(storage)
    path = Path(storage.folder) / filename(number)
    if number < 0:
        raise IndexCorrupt(f"{storage.folder} holds no table of contents; {CURE}")
    raw = path.read_bytes()
    if not (raw.endswith(_PICKLE_ENDS) if (sealed := seal_is_whole(raw)) is None else sealed):
        raise IndexCorrupt(f"{path} is damaged; {CURE}")
    try:
        # With the schema at hand, Whoosh does not unpickle the one in the archive.
        toc: TOC = TOC.read(storage, NAME, number, schema=schema())  # type: ignore[no-untyped-call]
    except (FileNotFoundError, IndexCorrupt):
        raise
    except Exception as exc:  # whatever bytes there are: Whoosh names no errors it is limited to
        raise IndexCorrupt(f"{path} cannot be read: {exc or type(exc).__name__}; {CURE}") from exc
    toc.segments = _checked(toc.segments, path)
    return toc


def _checked(told: Any, path: Path) -> list[ColumnarSegment]:
    """Segments made of what the table says: IndexCorrupt unless each is one, with a name of its own.

    They are made anew, so that nothing else a pickle may have put into an object is ever asked; and a name
    becomes a path, so it is one that Whoosh gives.
    """
    segments: list[ColumnarSegment] = []
    for each in told if isinstance(told, list) else [None]:
        held = vars(each) if isinstance(each, ColumnarSegment) else {}
        match held.get("indexname"), held.get("segid"), held.get("_doc_count"), held.get("_deleted"):
            case str(index), str(name), int(count), set() as deleted if (
                index == NAME
                and _SEGMENT.fullmatch(name)
                and count >= 0
                and all(type(number) is int and 0 <= number < count for number in deleted)
            ):
                segment = ColumnarSegment(ColumnarCodec(), NAME)
                segment.segid = name
                segment.set_doc_count(count)
                for number in deleted:
                    segment.delete_document(number)
                segments.append(segment)
            case _:
                raise IndexCorrupt(f"{path} names what is no segment; {CURE}")
    if len({segment.segid for segment in segments}) < len(segments):
        raise IndexCorrupt(f"{path} names a segment twice; {CURE}")
    return segments


def create(storage: ArchiveStorage) -> None:
    """Write the table of an archive that holds nothing yet."""
    TOC.create(storage, schema(), NAME)  # type: ignore[no-untyped-call]


def is_of_archive(file: str) -> bool:
    """Whether a file of this name lies in an archive that holds something."""
    return file.endswith((DOCS, TERMS)) or bool(re.fullmatch(rf"_{NAME}_[1-9]\d*\.toc", file))


def write(storage: ArchiveStorage, segments: Sequence[ColumnarSegment]) -> None:
    """Make a commit of ``segments``, whose files are there, and sweep what is of no commit.

    Only who holds the lock may.
    """
    number = generation(storage) + 1
    TOC(schema(), list(segments), number).write(storage, NAME)  # type: ignore[no-untyped-call]
    clean_files(storage, NAME, number, segments)


def sweep(storage: ArchiveStorage, toc: TOC) -> None:
    """Delete what was never finished, and what ``toc``, the newest, does not name.

    What cannot be deleted now is left for the next time. Only who holds the lock may.
    """
    storage.sweep()
    clean_files(storage, NAME, toc.generation, toc.segments)


def index(storage: ArchiveStorage) -> FileIndex:
    """Whoosh's index over ``storage``, the contents of which have been read."""
    return FileIndex(storage, schema(), NAME)  # type: ignore[no-untyped-call]
