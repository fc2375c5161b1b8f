"""The lines of an article in the order printed, each with its role, and how ``Article.printed`` keeps them.

An article's fields hold its texts by what they are, not in their order, and not all that is printed with it:
a second label, a byline at its foot, the head of the page. ``Article.printed`` keeps the order and these
texts. Each entry is one of

    ROLE            the next text of that role in the article's own fields
    ROLE COUNT      the next COUNT of them, as in ``body 12``
    ROLE: TEXT      a line that no field holds alone, as one of a headline of two lines

so a text is kept once, and a field that is corrected is corrected in print too. Texts that no entry names
follow at the end, entries without a text say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

HEADING_ROLES = ("label", "kicker", "merged", "headline", "deck")
TEXT_ROLES = ("subhead", "body", "byline", "credit")
PAGE_ROLE = "masthead"
"""Of a line that is the page's: its head, its credits, a label without an article."""
ROLES = (*HEADING_ROLES, *TEXT_ROLES, PAGE_ROLE)

_FIELDS = {"deck": "subhead", "byline": "body", "credit": "body"}  # the field that holds a role's texts
_PARTS = {"merged": ("kicker", "headline")}
_COUNTED = re.compile(rf"(?P<role>{'|'.join(ROLES)})(?: (?P<count>\d{{1,6}}))?")
_ROLE_AND_TEXT = ": "


class PrintedLine(NamedTuple):
    """A paragraph or another printed line, whole; ``role`` is one of the roles of this module."""

    role: str
    text: str


def pack_lines(lines: Sequence[PrintedLine], fields: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The entries of ``lines``, in the order printed; ``unpack_lines(…, fields)`` gives them back.

    ``fields`` are the texts of the article's own fields by role: label, kicker, headline, subhead (decks
    first) and body, which has the bylines that stand in the text. Empty where the lines are kicker, headline,
    subheads and body, in this order.
    """
    if lines == list(unpack_lines((), fields)):
        return ()
    left = {role: list(texts) for role, texts in fields.items()}
    entries: list[str] = []
    for line in lines:
        texts = left.get(_FIELDS.get(line.role, line.role), [])
        if texts and texts[0] == line.text:
            del texts[0]
            entries.append(line.role)
        else:
            entries.append(f"{line.role}{_ROLE_AND_TEXT}{line.text}")
    return tuple(_counted(entries))


def unpack_lines(entries: Sequence[str], fields: Mapping[str, Sequence[str]]) -> Iterator[PrintedLine]:
    """Yield the lines of an article with these entries and fields (``pack_lines``).

    Without entries: its kicker, headline, subheads and body.
    """
    left = {role: list(texts) for role, texts in fields.items()}
    told = {"label"}  # roles whose lines stand in entries: an article may have its section from another
    for entry in entries:
        counted = _COUNTED.fullmatch(entry)
        if counted is None:
            role, mark, text = entry.partition(_ROLE_AND_TEXT)
            told.update(_PARTS.get(role, (role,)))
            yield PrintedLine(role, text) if mark and role in ROLES else PrintedLine(PAGE_ROLE, entry)
            continue
        role, count = counted["role"], int(counted["count"] or 1)
        texts = left.get(_FIELDS.get(role, role), [])
        yield from (PrintedLine(role, text) for text in texts[:count])
        del texts[:count]
    for role, texts in left.items():
        if role not in told or role in TEXT_ROLES:
            yield from (PrintedLine(role, text) for text in texts)


def _counted(entries: Iterable[str]) -> Iterator[str]:
    for entry, run in groupby(entries):
        count = len(list(run))
        if _COUNTED.fullmatch(entry):
            yield entry if count == 1 else f"{entry} {count}"
        else:
            yield from (entry for _ in range(count))
