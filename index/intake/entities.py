"""HTML entities in the text of a page: pages saved from the web hold ``&nbsp;`` and ``&middot;``."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from html.entities import html5

from index.messages import listed, tr_n

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NOT_IN_A_LINE = ("Cc", "Cs", "Cn", "Zl", "Zp")  # control characters, what is none, and ends of lines
_MAX_NAMED = 8  # kinds of entities that a warning names


def decode_entities(text: str) -> tuple[str, Counter[str]]:
    """Return ``text`` with each entity as the character it stands for, and how often each entity stood there.

    An entity is a name of HTML 5 or the number of a character, with its semicolon: ``AT&T;`` is none. It is
    decoded once: ``&amp;nbsp;`` becomes ``&nbsp;``. Lines keep their numbers: what stands for a control
    character or for the end of a line is left.
    """
    found: Counter[str] = Counter()

    def char_of(entity: re.Match[str]) -> str:
        chars = _chars_of(entity[0])
        if chars is None:
            return entity[0]
        found[entity[0]] += 1
        return chars

    return (_ENTITY.sub(char_of, text) if "&" in text else text), found


def entity_warnings(name: str, found: Counter[str]) -> list[str]:
    """What to say of the entities ``found`` in the file ``name``; nothing where there are none."""
    if not found:
        return []
    named = [f"{entity} ({count:,})" for entity, count in found.most_common(_MAX_NAMED)]
    if rest := len(found) - len(named):
        named.append(tr_n("{count:,} other kind", "{count:,} other kinds", rest))
    return [
        tr_n(
            "{name}: {count:,} HTML entity read as what they stand for: {named}",
            "{name}: {count:,} HTML entities read as what they stand for: {named}",
            found.total(),
            name=name,
            named=listed(named),
        )
    ]


def _chars_of(entity: str) -> str | None:
    """The characters that an entity stands for; None where it is none, or stands for nothing printed."""
    if entity[1] != "#" and entity[1:] not in html5:
        return None
    chars = unescape(entity)  # a number of Windows-1252 too, as browsers have it: &#150; is a dash
    if not chars or chars == "\ufffd" or any(map(_is_not_in_a_line, chars)):
        return None
    return chars


def _is_not_in_a_line(char: str) -> bool:
    return unicodedata.category(char) in _NOT_IN_A_LINE
