"""Other layouts of a page: as local papers, OCR and old exports print the same words.

A layout takes the rows of a page and their right states, and returns the lines that it prints, each with the
index of its row: without blank lines, cut at a width, with paragraphs that are indented, or with a blank
between all characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from index.pages.rows import Row, read_rows
from training.damage import Page

INDENT = "　　"
NO_LINE_START = "，。、；：？！”’）》〉」』】"
_INDENTED_ROLES = ("first", "body")
_LATER_PART = {
    "first": "joined",
    "body": "joined",
    "headline": "more",
    "merged": "more",
}  # of a row cut in two

PrintedLines = list[tuple[str, int]]  # a line, "" for a blank one, and the index of its row
Layout = Callable[[Sequence[Row], Sequence[str]], PrintedLines]


def text_of(lines: PrintedLines) -> str:
    """The text of the page."""
    return "\n".join(line for line, _ in lines)


def without_blank_lines(rows: Sequence[Row], _: Sequence[str]) -> PrintedLines:
    """The page without its blank lines."""
    return [(row.text, at) for at, row in enumerate(rows)]


def indented(rows: Sequence[Row], states: Sequence[str]) -> PrintedLines:
    """The same, with paragraphs indented by two characters."""
    return [(_indent(state) + row.text, at) for at, (row, state) in enumerate(zip(rows, states, strict=True))]


def letter_spaced(rows: Sequence[Row], _: Sequence[str]) -> PrintedLines:
    """The page with a blank between all characters."""
    lines: PrintedLines = []
    for at, row in enumerate(rows):
        lines += [("", at)] * row.gap
        lines.append((" ".join(row.text), at))
    return lines


def cut_at(width: int, *, indent: bool = False, hang: bool = False) -> Layout:
    """The layout without blank lines in lines of ``width`` characters.

    With ``indent`` paragraphs are indented by two characters within the width; with ``hang`` no line begins
    with a mark that belongs to the word before it, so lines differ in width.
    """

    def layout(rows: Sequence[Row], states: Sequence[str]) -> PrintedLines:
        lines: PrintedLines = []
        for at, (row, state) in enumerate(zip(rows, states, strict=True)):
            text = (_indent(state) if indent else "") + row.text
            while text.strip():
                end = width
                while hang and end < min(width + 2, len(text)) and text[end] in NO_LINE_START:
                    end += 1
                if line := text[:end].rstrip():
                    lines.append((line, at))
                text = text[end:].lstrip()
        return lines

    return layout


def _indent(state: str) -> str:
    return INDENT if state.removeprefix("headless ") in _INDENTED_ROLES else ""


def draw_layout(rng: Random) -> Layout:
    """Draw a layout of local papers: without blank lines, indented, or cut at a column's width."""
    kind = rng.choice(("bare", "indented", "cut", "cut", "cut, indented"))
    if kind == "bare":
        return without_blank_lines
    if kind == "indented":
        return indented
    return cut_at(rng.randint(12, 30), indent=kind == "cut, indented", hang=rng.random() < 0.5)


def lay_out(page: Page, layout: Layout) -> Page:
    """The page read back from its layout, with the right states: a row has that of the row it begins in."""
    rows, states = page
    lines = layout(rows, states)
    found = read_rows(text_of(lines))
    row_of = dict(enumerate((at for _, at in lines), 1))
    laid_out: list[str] = []
    before = -1
    for row in found:
        at = row_of[row.parts[0][0]]
        mode, _, role = states[at].rpartition(" ")
        if at == before:  # the row is cut where its paragraph goes on
            role = _LATER_PART.get(role, role)
        laid_out.append(f"{mode} {role}".strip())
        before = row_of[row.parts[-1][0]]
    return found, laid_out
