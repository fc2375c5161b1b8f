"""What a file is by its first bytes, whatever its name says.

A file of another kind under the name of a page is refused by what it is, so that its reader need not guess
what the decoder stumbled over.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from index.messages import mark, tr

_SAMPLE_BYTES = 1 << 16
_EXPORT = mark("export its text")
_AS_TEXT = mark("save it as text")
_UNPACK = mark("unpack it")
_OCR = mark("have its text read by OCR")


class FileKind(NamedTuple):
    """``name`` with its article (``a PDF``), the ``suffix`` of such files, the ``cure`` if not read.

    Both texts are translated where they are said.
    """

    name: str
    suffix: str
    cure: str


_KINDS = (
    (b"%PDF", FileKind(mark("a PDF"), ".pdf", _EXPORT)),
    (
        b"\xd0\xcf\x11\xe0",
        FileKind(mark("a document of an old Word"), ".doc", mark("save it as .docx or as text")),
    ),
    (b"{\\rtf", FileKind(mark("a document in RTF"), ".rtf", _AS_TEXT)),
    (b"\x1f\x8b", FileKind(mark("a gzip file"), ".gz", mark("give it a name that ends in .gz"))),
    (b"BZh", FileKind(mark("a bzip2 file"), ".bz2", _UNPACK)),
    (b"\xfd7zXZ\0", FileKind(mark("an xz file"), ".xz", _UNPACK)),
    (b"(\xb5/\xfd", FileKind(mark("a zstd file"), ".zst", _UNPACK)),
    (b"Rar!\x1a\x07", FileKind(mark("a RAR archive"), ".rar", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", FileKind(mark("a 7z archive"), ".7z", _UNPACK)),
    (b"\x89PNG", FileKind(mark("a picture"), ".png", _OCR)),
    (b"\xff\xd8\xff", FileKind(mark("a picture"), ".jpg", _OCR)),
    (b"GIF8", FileKind(mark("a picture"), ".gif", _OCR)),
    (b"II*\0", FileKind(mark("a picture"), ".tif", _OCR)),
    (b"MM\0*", FileKind(mark("a picture"), ".tif", _OCR)),
    (b"\x7fELF", FileKind(mark("a program"), "", "")),
    (b"MZ", FileKind(mark("a program"), ".exe", "")),
    (b"SQLite format 3\0", FileKind(mark("a database"), ".sqlite", _EXPORT)),
)
# UTF-32 begins as UTF-16 does: it is asked for first.
_UTF32 = FileKind(mark("text in UTF-32"), ".txt", mark("save it as UTF-8"))
_ZIP = FileKind(mark("a zip"), ".zip", _UNPACK)
# What a zip is, by the name of a member, which stands in it as it is.
_IN_ZIPS = (
    (b"word/document.xml", FileKind(mark("a Word document"), ".docx", _AS_TEXT)),
    (b"xl/workbook.xml", FileKind(mark("an Excel table"), ".xlsx", _AS_TEXT)),
    (b"ppt/presentation.xml", FileKind(mark("a PowerPoint file"), ".pptx", _AS_TEXT)),
    (b"mimetypeapplication/epub", FileKind(mark("an EPUB"), ".epub", _EXPORT)),
    (b"mimetypeapplication/vnd.oasis", FileKind(mark("an OpenDocument file"), ".odt", _AS_TEXT)),
    (b"OFD.xml", FileKind(mark("an OFD"), ".ofd", _EXPORT)),
)
_HTML_KIND = FileKind("HTML", ".html", _AS_TEXT)
_XML_KIND = FileKind("XML", ".xml", _AS_TEXT)
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
        return FileKind(mark("a tar archive"), ".tar", _UNPACK)
    bare = raw[:_SAMPLE_BYTES].removeprefix(codecs.BOM_UTF8)
    if _HTML.match(bare):
        return _HTML_KIND
    return _XML_KIND if _XML.match(bare) else None


def what_is(raw: bytes) -> str | None:
    """What the bytes are, with its article (``a PDF``) and translated, None where they may be text."""
    kind = kind_of(raw)
    return tr(kind.name) if kind else None
