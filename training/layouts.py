"""Other layouts of a page: as local papers, OCR and old exports print the same words.

Each takes the rows of a page and their right states, and returns its text: without blank lines, cut at a
width, with paragraphs that are indented, or with a blank between all characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from index.pages.rows import Row

INDENT = "　　"
NO_LINE_START = "，。、；：？！”’）》〉」』】"
_INDENTED_ROLES = ("first", "body")


def without_blank_lines(rows: Sequence[Row], _: Sequence[str]) -> str:
    """The page without its blank lines."""
    return "\n".join(row.text for row in rows)


def indented(rows: Sequence[Row], states: Sequence[str]) -> str:
    """The same, with paragraphs indented by two characters."""
    return "\n".join(_indent(state) + row.text for row, state in zip(rows, states, strict=True))


def letter_spaced(rows: Sequence[Row], _: Sequence[str]) -> str:
    """The page with a blank between all characters."""
    return "".join(f"\n{chr(10) * row.gap}{' '.join(row.text)}" for row in rows)


def wrapped(
    rows: Sequence[Row], states: Sequence[str], width: int, *, indent: bool = False, hang: bool = False
) -> str:
    """The page without blank lines and cut at ``width`` characters.

    With ``indent`` paragraphs are indented by two characters within the width; with ``hang`` no line begins
    with a mark that belongs to the word before it, so lines differ in width.
    """
    lines: list[str] = []
    for row, state in zip(rows, states, strict=True):
        text = (_indent(state) if indent else "") + row.text
        while text:
            end = width
            while hang and text[end : end + 1] in NO_LINE_START and end < min(width + 2, len(text)):
                end += 1
            lines.append(text[:end].rstrip())
            text = text[end:].lstrip()
    return "\n".join(line for line in lines if line)


def _indent(state: str) -> str:
    return INDENT if state.removeprefix("headless ") in _INDENTED_ROLES else ""


def draw_layout(rng: Random) -> Callable[[Sequence[Row], Sequence[str]], str]:
    """Draw a layout of local papers: without blank lines, indented, or cut at a column's width."""
    kind = rng.choice(("bare", "indented", "wrapped", "wrapped", "wrapped, indented", "wrapped, indented"))
    if kind == "bare":
        return without_blank_lines
    if kind == "indented":
        return indented
    width, hang = rng.randint(12, 30), rng.random() < 0.5
    return lambda rows, states: wrapped(rows, states, width, indent=kind != "wrapped", hang=hang)
