"""Control characters, which must never reach a terminal, are shown as symbols."""

from __future__ import annotations

import re
from functools import cache


# What a terminal obeys instead of showing it: C0, DEL, C1, the marks that turn the reading direction around;
# and the halves of characters that stand for undecodable bytes in a command line.
@cache
def _controls() -> dict[int, str]:
    return (
        {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
        | {0x7F: "\u2421"}
        | dict.fromkeys(
            (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)),
            "\ufffd",
        )
    )


_BREAKS = {ord(char): " " for char in "\n\t\u2028\u2029"}


def clean(text: str) -> str:
    """Return ``text`` with each control character but line feed and tab as a symbol, as long as before."""
    return text.translate(_controls())


def one_line(text: str) -> str:
    """Return ``clean(text)`` with line feeds and tabs as spaces, as long as before: spans still hold."""
    return clean(text).translate(_BREAKS)


# JSON escapes C0 by itself.
_BARE_IN_JSON = "[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"


def escaped(json: str) -> bytes:
    """Return ``json`` in UTF-8 with every control character written as its escape: the same values."""
    return re.sub(_BARE_IN_JSON, lambda found: f"\\u{ord(found[0]):04x}", json).encode()
