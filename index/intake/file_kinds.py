"""What a file is by its first bytes, whatever its name says.

A file of another kind under the name of a page is refused by what it is, so that its reader need not guess
what the decoder stumbled over.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_SAMPLE_BYTES = 1 << 16
_EXPORT = "export its text"
_OCR = "have its text read by OCR"


class FileKind(NamedTuple):
    """``name`` with its article (``a PDF``), the ``suffix`` of such files, the ``cure`` if not read."""

    name: str
    suffix: str
    cure: str


_KINDS = (
    (b"%PDF", FileKind("a PDF", ".pdf", _EXPORT)),
    (b"\xd0\xcf\x11\xe0", FileKind("a document of an old Word", ".doc", "save it as .docx or as text")),
    (b"{\\rtf", FileKind("a document in RTF", ".rtf", "save it as text")),
    (b"\x1f\x8b", FileKind("a gzip file", ".gz", "give it a name that ends in .gz")),
    (b"BZh", FileKind("a bzip2 file", ".bz2", "unpack it")),
    (b"\xfd7zXZ\0", FileKind("an xz file", ".xz", "unpack it")),
    (b"(\xb5/\xfd", FileKind("a zstd file", ".zst", "unpack it")),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", ".rar", "unpack it")),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7z archive", ".7z", "unpack it")),
    (b"\x89PNG", FileKind("a picture", ".png", _OCR)),
    (b"\xff\xd8\xff", FileKind("a picture", ".jpg", _OCR)),
    (b"GIF8", FileKind("a picture", ".gif", _OCR)),
    (b"II*\0", FileKind("a picture", ".tif", _OCR)),
    (b"MM\0*", FileKind("a picture", ".tif", _OCR)),
    (b"\x7fELF", FileKind("a program", "", "")),
    (b"MZ", FileKind("a program", ".exe", "")),
    (b"SQLite format 3\0", FileKind("a database", ".sqlite", _EXPORT)),
)
# UTF-32 begins as UTF-16 does: it is asked for first.
_UTF32 = FileKind("text in UTF-32", ".txt", "save it as UTF-8")
_ZIP = FileKind("a zip", ".zip", "unpack it")
# What a zip is, by the name of a member, which stands in it as it is.
_IN_ZIPS = (
    (b"word/document.xml", FileKind("a Word document", ".docx", "save it as text")),
    (b"xl/workbook.xml", FileKind("an Excel table", ".xlsx", "save it as text")),
    (b"ppt/presentation.xml", FileKind("a PowerPoint file", ".pptx", "save it as text")),
    (b"mimetypeapplication/epub", FileKind("an EPUB", ".epub", _EXPORT)),
    (b"mimetypeapplication/vnd.oasis", FileKind("an OpenDocument file", ".odt", "save it as text")),
    (b"OFD.xml", FileKind("an OFD", ".ofd", _EXPORT)),
)
_HTML_KIND = FileKind("HTML", ".html", "save it as text")
_XML_KIND = FileKind("XML", ".xml", "save it as text")
# Atomic, so that a row of comments is passed over in one way only.
_HTML = re.compile(
    rb"\s*(?><\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|meta|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\s")
_MZ_HEADER_BYTES = 64  # text may begin with the letters MZ; a program has a header behind them


def kind_of(raw: bytes) -> FileKind | None:
    """The kind of file that the bytes are, None where they may be text."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return _UTF32
    if raw.startswith(b"PK\x03\x04"):
        ends = raw[:_SAMPLE_BYTES] + raw[-_SAMPLE_BYTES:]  # the names of all members stand at the end
        return next((kind for name, kind in _IN_ZIPS if name in ends), _ZIP)
    for beginning, kind in _KINDS:
        if raw.startswith(beginning) and (beginning != b"MZ" or b"\0" in raw[:_MZ_HEADER_BYTES]):
            return kind
    if raw[257:262] == b"ustar":
        return FileKind("a tar archive", ".tar", "unpack it")
    bare = raw[:_SAMPLE_BYTES].removeprefix(codecs.BOM_UTF8)
    if _HTML.match(bare):
        return _HTML_KIND
    return _XML_KIND if _XML.match(bare) else None


def what_is(raw: bytes) -> str | None:
    """What the bytes are, with its article (``a PDF``), None where they may be text."""
    kind = kind_of(raw)
    return kind.name if kind else None
