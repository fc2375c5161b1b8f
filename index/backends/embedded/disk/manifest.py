"""The manifest: which segments make a commit, as Whoosh's table of contents names them.

The table of contents is a pickle without a checksum; ``storage`` appends one where Whoosh does not read. A
table that ends with its pickle was written before there was a checksum. What the pickle holds is checked
before use. The table is read here without Whoosh, which writes it (``whoosh_commits``).
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment, SegmentFolder
from index.backends.embedded.codec.unpickler import load
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.errors import IndexCorrupt
from index.messages import tr

INDEX_NAME = "MAIN"  # Whoosh's name for the only index in a folder
# A commit that ends while the folder is listed may hide both the old table and the new one: list it again.
LISTINGS = 20
_PICKLE_END = b"."
_FILENAME = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_SEGMENT_NAME = re.compile(r"[0-9a-z]{1,64}")  # Whoosh gives sixteen of these characters
# A table begins with three sizes in bytes, the number below, its version and the three numbers of Whoosh's
# own; then a pickle of the schema, which is not read, the generation, an unused number and a pickle of the
# segments. Single bytes and lengths are varints, the others big-endian int32.
_SIZES = (4, 8, 4)
_BYTE_ORDER = -12345
_VERSION = -111
_INT = struct.Struct(">i")
# The trailer of a table of contents: the crc-32 of all before it, 4 bytes little-endian, and these bytes.
_TRAILER_END = b" crc-32\n"
_CRC = struct.Struct("<I")


class Manifest(NamedTuple):
    """A commit: its number, and its segments."""

    generation: int
    segments: list[ColumnarSegment]


def generation(storage: SegmentFolder) -> int:
    """Return the number of the newest commit; -1 where there is none."""
    try:
        names = os.listdir(storage.folder)  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return -1
    return max((int(found[1]) for found in map(_FILENAME.fullmatch, names) if found), default=-1)


def filename(generation: int) -> str:
    """Return the name of the table of contents of a commit."""
    return f"_{INDEX_NAME}_{generation}.toc"


def read(storage: SegmentFolder) -> Manifest:
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
        raise IndexCorrupt(
            tr("{folder} holds no table of contents; {cure}", folder=storage.folder, cure=tr(CURE))
        )
    raw = path.read_bytes()
    if not (raw.endswith(_PICKLE_END) if (matches := trailer_matches(raw)) is None else matches):
        raise IndexCorrupt(tr("{path} is damaged; {cure}", path=path, cure=tr(CURE)))
    try:
        unpickled = _read_segments(BytesIO(raw), newest, str(path))
    except (ValueError, EOFError, OverflowError, struct.error) as exc:
        raise IndexCorrupt(
            tr(
                "{path} cannot be read: {exc}; {cure}",
                path=path,
                exc=exc or type(exc).__name__,
                cure=tr(CURE),
            )
        ) from exc
    return Manifest(newest, _checked_segments(unpickled, path))


def _read_segments(table: BytesIO, generation: int, place: str) -> Any:
    """Return the segments of a table as they are unpickled.

    IndexCorrupt, ValueError, EOFError, OverflowError or struct.error where the bytes are damaged.
    """
    if tuple(_varint(table) for _ in _SIZES) != _SIZES or _int(table) != _BYTE_ORDER:
        raise ValueError(tr("it was made on another kind of machine"))
    if (version := _int(table)) != _VERSION:
        raise ValueError(tr("its version is {version}, not {version_2}", version=version, version_2=_VERSION))
    for _ in range(3):
        _varint(table)
    table.seek(_varint(table), os.SEEK_CUR)
    if _int(table) != generation:
        raise ValueError(tr("it is of another commit"))
    _int(table)
    segments = load(table, place)
    if (rest := table.read()) and rest != toc_trailer(table.getvalue()[: -len(rest)]):
        raise ValueError(tr("it is damaged at its end"))
    return segments


def _varint(table: BytesIO) -> int:
    """Seven bits a byte, the lowest first; the highest bit says that another byte follows."""
    value = shift = 0
    while byte := table.read(1):
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
        shift += 7
    raise EOFError(tr("it is cut short"))


def _int(table: BytesIO) -> int:
    value: int = _INT.unpack(table.read(_INT.size))[0]
    return value


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
                segment = ColumnarSegment(ColumnarCodec(), INDEX_NAME, name)
                segment.set_doc_count(doc_count)
                for local_doc_id in deleted:
                    segment.delete_document(local_doc_id)
                segments.append(segment)
            case _:
                raise IndexCorrupt(tr("{path} names what is no segment; {cure}", path=path, cure=tr(CURE)))
    if len({segment.segid for segment in segments}) < len(segments):
        raise IndexCorrupt(tr("{path} names a segment twice; {cure}", path=path, cure=tr(CURE)))
    return segments


def is_commit_file(file: str) -> bool:
    """Return whether a file of this name belongs to a commit that was not the first, empty one."""
    return file.endswith((DOCS, TERMS)) or bool(re.fullmatch(rf"_{INDEX_NAME}_[1-9]\d*\.toc", file))


def toc_trailer(raw: bytes) -> bytes:
    """Return the trailer of a table of contents, given the bytes before it: their checksum."""
    return _CRC.pack(zlib.crc32(raw)) + _TRAILER_END


def trailer_matches(raw: bytes) -> bool | None:
    """Return whether a table of contents agrees with the checksum in its trailer; ``None`` without one."""
    if not raw.endswith(_TRAILER_END):
        return None
    crc_start = len(raw) - len(_TRAILER_END) - _CRC.size
    return crc_start >= 0 and _CRC.unpack_from(raw, crc_start)[0] == zlib.crc32(raw[:crc_start])
