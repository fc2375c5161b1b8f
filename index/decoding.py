"""Decoding: here are a file's bytes, which text do they mean?

UTF-8, UTF-16, GB18030 and Big5, detected file by file: an archive's pages come from many decades of software.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from index.errors import IssueFormatError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CURE = "save it as UTF-8 and add it again"


def read_text(path: Path) -> str:
    r"""Return the file's text, its lines ending in ``\n``; IssueFormatError names file and fault."""
    try:
        raw = path.read_bytes()
    except IsADirectoryError:
        raise IssueFormatError(str(path), "is a folder, not a page") from None
    except OSError as exc:
        raise IssueFormatError(str(path), f"cannot be read: {exc.strerror}") from exc
    text = decode(raw, str(path))
    if not text.strip():
        raise IssueFormatError(str(path), "holds no text; was the page exported in full?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(raw: bytes, place: str) -> str:
    """Return the text of ``raw``; ``place`` names it in the ``IssueFormatError`` for what is no text."""
    encoding = _encoding(raw)
    if encoding is None:
        raise IssueFormatError(place, f"is not text in UTF-8, UTF-16, GB18030 or Big5 (binary?); {_CURE}")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as exc:
        raise IssueFormatError(place, f"is not {encoding} from byte {exc.start} on; {_CURE}") from None
    if "\0" in text:
        raise IssueFormatError(place, f"holds NUL characters: it is binary or damaged; {_CURE}")
    return text


def _encoding(raw: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # ASCII with NUL bytes is valid UTF-8 as well; only line ends and spaces tell UTF-16 without its mark.
        return _utf16(raw) if b"\0" in raw else "utf-8"
    return _utf16(raw) or _legacy(raw)


def _utf16(raw: bytes) -> str | None:
    little, big = raw[::2].count(b"\n") + raw[::2].count(b" "), raw[1::2].count(b"\n") + raw[1::2].count(b" ")
    if len(raw) % 2 or b"\0" not in raw or little == big:
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _legacy(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=["gb18030", "big5", "utf_8"]).best()
    if best is None:
        return None
    # A page cut off inside a character is damaged UTF-8, not another encoding.
    return "utf-8" if best.encoding == "utf_8" else best.encoding
