"""The width of a text on a terminal, and where its lines may break.

A Chinese character takes two cells, a Latin one takes one. ``width`` is in cells everywhere; ``None`` means
that the output is no terminal: lines are then left whole, so that ``grep`` finds what it looks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from rich.cells import cell_len
from rich.text import Span, Text

from searcher.render.control_characters import one_line

Lines = list[Text]

_NO_START = frozenset("，。、；：？！,.;:?!…—～·%％‰）)》〉」』】〕］]｝}”’")  # never first on a line
_NO_END = frozenset("（(《〈「『【〔［[｛{“‘")  # never last on a line

_LEAST_LAST = 24  # cells that a last column needs


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
    return list(iter_wrap(text, width, indent=indent, first=first))


def iter_wrap(text: Text, width: int | None, *, indent: int = 0, first: Text | None = None) -> Iterator[Text]:
    """Yield the lines of ``wrap``; a line is measured and laid out when it is asked for."""
    offsets = iter(()) if width is None else _breaks(text.plain, max(width - indent, 2))
    lead = pad(first or Text(), indent)
    for part in _cut(text, offsets):
        line = Text.assemble(lead, part)  # with + the style of the first would be that of all
        line.rstrip()
        yield line
        lead = Text(" " * indent)


def flow(items: Iterable[Text], width: int | None, *, indent: int = 0, gap: str = "  ") -> Lines:
    """Return ``items`` side by side, ``gap`` between them, as many on a line as fit."""
    lines: Lines = []
    row: list[Text] = []  # what stands on the last line, which is put together once
    used = 0
    for item in items:
        size = item.cell_len
        if row and (width is None or used + cell_len(gap) + size <= width):
            row.append(item)
            used += cell_len(gap) + size
        else:
            lines += _joined(row, gap)
            *above, last = wrap(item, width, indent=indent)
            lines += above
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
    return list(iter_columns(rows, width, right=right))


def iter_columns(
    rows: Sequence[Sequence[Text]], width: int | None, *, right: Iterable[int] = ()
) -> Iterator[Text]:
    """Yield the lines of ``columns``; a row is laid out when it is asked for."""
    right = set(right)
    last = len(rows[0]) - 1 if rows else 0
    # The last column needs no width of its own, unless it stands to the right: its texts may be long.
    measured = range(last + 1 if last in right else last)
    widest = [max(row[place].cell_len for row in rows) for place in measured]
    for row in rows:
        cells = [
            pad(cell, size, right=place in right)
            for place, (cell, size) in enumerate(zip(row, widest, strict=False))
        ]
        end = cells.pop() if last in right else row[last]
        head = Text.assemble(*(part for cell in cells for part in (cell, "  ")))
        yield from iter_wrap(end, width, indent=head.cell_len, first=head)


def table(rows: Sequence[Sequence[Text]], width: int | None, *, right: Sequence[int] = ()) -> Lines:
    """The rows in columns; where these leave no room for the last, it stands below the others."""
    if not rows:
        return []
    fixed = sum(max(row[at].cell_len for row in rows) + 2 for at in range(len(rows[0]) - 1))
    if width is None or fixed + _LEAST_LAST <= width:
        return columns(rows, width, right=right)
    lines: Lines = []
    for row in rows:
        facts = Text("  ").join([cell for cell in row[:-1] if cell.plain])
        lines += wrap(facts, width)
        lines += wrap(row[-1], width, indent=4) if row[-1].plain else []
    return lines


def pad(text: Text, width: int, *, right: bool = False) -> Text:
    """Return ``text`` filled up to ``width`` cells."""
    space = Text(" " * max(0, width - text.cell_len))
    return Text.assemble(*((space, text) if right else (text, space)))


def _cut(text: Text, offsets: Iterable[int]) -> Iterator[Text]:
    """Yield the parts of ``text`` between the ascending ``offsets``, each with its own styles.

    Unlike ``Text.divide`` it needs no offset before it is there, and copies each character once.
    """
    plain, spans = text.plain, sorted(enumerate(text.spans), key=lambda each: each[1].start)
    start = begun = 0
    open_spans: list[tuple[int, Span]] = []  # those that reach into the part, with their order
    for end in chain(offsets, (len(plain),)):
        while begun < len(spans) and spans[begun][1].start < end:
            open_spans.append(spans[begun])
            begun += 1
        inside = [
            Span(max(a - start, 0), min(b, end) - start, style) for _, (a, b, style) in sorted(open_spans)
        ]
        yield Text(plain[start:end], style=text.style, spans=inside)
        open_spans = [each for each in open_spans if each[1].end > end]
        start = end


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield the offsets at which new lines begin."""
    start = used = 0
    allowed = 0  # the last offset after start where a line may break
    before, size_before = "", 0
    for at, char in enumerate(text):
        size = _cells_of(char)
        if at > start and _may_break(before, char, is_wide=size == 2 or size_before == 2):
            allowed = at
        before, size_before = char, size
        if used + size > width and not char.isspace() and at > start:
            start = allowed if allowed > start else at
            yield start
            used = cell_len(text[start:at])
        used += size


def _may_break(before: str, after: str, *, is_wide: bool) -> bool:
    if after in _NO_START or before in _NO_END or after.isspace():
        return False
    return is_wide or before.isspace()


@lru_cache(maxsize=16384)
def _cells_of(char: str) -> int:
    """As ``cell_len`` of one character, which costs as much as of a text."""
    return cell_len(char)
