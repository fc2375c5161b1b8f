"""Cells: how wide is a text on a terminal, and where may its lines break?

A Chinese character takes two cells, a Latin one takes one. ``width`` is in cells everywhere; ``None`` means
that the output is no terminal: lines are then left whole, so that ``grep`` finds what it looks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from searcher.render.controls import one_line

Lines = list[Text]

_NO_START = frozenset("，。、；：？！,.;:?!…—～·%％‰）)》〉」』】〕］]｝}”’")  # never first on a line
_NO_END = frozenset("（(《〈「『【〔［[｛{“‘")  # never last on a line


def marked(text: str, spans: Iterable[tuple[int, int]], style: str, *, base: str = "") -> Text:
    """Return ``text`` on one line in style ``base``, its ``spans`` (start, end exclusive) in ``style``."""
    line = Text(one_line(text), style=base)
    for start, end in spans:
        line.stylize(style, start, end)
    return line


def wrap(text: Text, width: int | None, *, indent: int = 0, first: Text | None = None) -> Lines:
    """Return ``text`` in lines of at most ``width`` cells, behind ``indent`` spaces or, first, ``first``.

    Chinese breaks between any two characters but before a closing or after an opening mark; Latin words
    stay whole where they fit.
    """
    offsets = [] if width is None else list(_breaks(text.plain, max(width - indent, 2)))
    lead = pad(first or Text(), indent)
    lines = []
    for part in text.divide(offsets):
        line = Text.assemble(lead, part)  # with + the style of the first would be that of all
        line.rstrip()
        lines.append(line)
        lead = Text(" " * indent)
    return lines


def flow(items: Iterable[Text], width: int | None, *, indent: int = 0, gap: str = "  ") -> Lines:
    """Return ``items`` side by side, ``gap`` between them, as many on a line as fit."""
    lines: Lines = []
    row: list[Text] = []  # joined once it is full: a line that grew by ``+`` would be copied for every item
    used = 0
    for item in items:
        cells = item.cell_len
        if row and (width is None or used + len(gap) + cells <= width):
            row.append(item)
            used += len(gap) + cells
            continue
        lines += _joined(row, gap)
        *full, last = wrap(item, width, indent=indent)
        lines += full
        row, used = [last], last.cell_len
    return lines + _joined(row, gap)


def _joined(row: Sequence[Text], gap: str) -> Lines:
    line = Text(gap).join(row)
    line.rstrip()
    return [line] if row else []


def columns(rows: Sequence[Sequence[Text]], width: int | None, *, right: Iterable[int] = ()) -> Lines:
    """Return ``rows`` with their columns aligned, two spaces between them; those in ``right`` to the right.

    The last column takes what is left of ``width`` and goes on below itself.
    """
    widest = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    right = set(right)
    lines: Lines = []
    for row in rows:
        head = Text()
        for place, cell in enumerate(row[:-1]):
            head += pad(cell, widest[place], right=place in right) + Text("  ")
        last = pad(row[-1], widest[-1], right=True) if len(row) - 1 in right else row[-1]
        lines += wrap(last, width, indent=head.cell_len, first=head)
    return lines


def pad(text: Text, width: int, *, right: bool = False) -> Text:
    """Return ``text`` filled up to ``width`` cells."""
    space = Text(" " * max(0, width - text.cell_len))
    return Text.assemble(*((space, text) if right else (text, space)))


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield the offsets at which new lines begin."""
    start = used = 0
    allowed = 0  # the last offset after start where a line may break
    for at, char in enumerate(text):
        size = cell_len(char)
        if at > start and _may_break(text[at - 1], char):
            allowed = at
        if used + size > width and not char.isspace() and at > start:
            start = allowed if allowed > start else at
            yield start
            used = cell_len(text[start:at])
        used += size


def _may_break(before: str, after: str) -> bool:
    if after in _NO_START or before in _NO_END or after.isspace():
        return False
    return before.isspace() or cell_len(before) == 2 or cell_len(after) == 2
