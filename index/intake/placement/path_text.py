"""A path as text that can be read: in characters, folders divided by ``/``, names without their endings."""

from __future__ import annotations

import os
import re

from index.intake.decoding import decodes

_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_INNER_ENDING = re.compile(
    r"\.(?:txt|jsonl?|html?|xml|alto|hocr|mets|page|ocr|pdf|utf-?8|gbk|gb18030)$", re.IGNORECASE
)
_FOLDER_ENDING = re.compile(r"\.(?:zip|gz|txt|jsonl|html?|xml|pdf)$", re.IGNORECASE)


def readable(path: str) -> str:
    """The path with its folders divided by ``/``, in characters.

    Names whose bytes are no UTF-8, as of a Chinese Windows, are read as they were written there.
    """
    if not path.isascii():
        try:
            raw = os.fsencode(path)
        except UnicodeEncodeError:  # half a character, which no file system has
            raw = b""
        if not decodes(raw, "utf-8") and decodes(raw, "gb18030"):
            path = raw.decode("gb18030")
    return path.replace("\\", "/") if "\\" in path else path


def stem_of(name: str) -> str:
    """A file's name without its endings: 01 of 01.txt.gz."""
    stem = _ENDING.sub("", name)
    while (shorter := _INNER_ENDING.sub("", stem)) != stem:
        stem = shorter
    return stem or name


def folders_of(parent: str) -> tuple[str, ...]:
    """The names of the folders, from the root on; of a zip, the name without its ending."""
    parts = [part for part in parent.split("/") if part.strip()]
    return tuple(_FOLDER_ENDING.sub("", part) if "." in part else part for part in parts)
