"""Damage: here is a page that was read well, give me one as layout and scanning would leave it.

Headings slip behind their text, kickers run into headlines, columns break
paragraphs, headlines take two lines, blank lines come between all lines or none.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from index.pages.grammar import HEADING_ROLES, TEXT_ROLES
from index.pages.lines import Row, fold

Page = tuple[list[Row], list[str]]

# Rates seen on rmrb2020_damaged and the seed.
SLIP, MERGE, BREAK, TWO_LINES, BARE_PAGE = 0.06, 0.4, 0.12, 0.1, 0.2


def damage(page: Page, chance: Random) -> Page:
    """The page damaged by chance; its states stay right."""
    rows, states = page
    blocks = _articles(list(zip(rows, states, strict=True)))
    done: list[tuple[Row, str]] = []
    for block in blocks:
        done += _slip(_merge(block, chance), chance)
    gap = chance.random() > BARE_PAGE
    spaced = [(replace(row, gap=gap), state) for row, state in done]
    return _unzip([line for row, state in spaced for line in _tear(row, state, chance)])


def _unzip(lines: list[tuple[Row, str]]) -> Page:
    return [row for row, _ in lines], [state for _, state in lines]


def _articles(lines: list[tuple[Row, str]]) -> list[list[tuple[Row, str]]]:
    blocks: list[list[tuple[Row, str]]] = []
    before = ""
    for row, state in lines:
        led = state in HEADING_ROLES
        opens = (led and before not in HEADING_ROLES) or (state == "headless first" and before != "label")
        if opens or state == "masthead" or not blocks:
            blocks.append([])
        blocks[-1].append((row, state))
        before = state
    return blocks


def _merge(block: list[tuple[Row, str]], chance: Random) -> list[tuple[Row, str]]:
    roles = [state for _, state in block]
    if roles[:2] != ["kicker", "headline"] or chance.random() > MERGE:
        return block
    text = f"{block[0][0].text} {block[1][0].text}"
    return [(replace(block[0][0], text=text, folded=fold(text)), "merged"), *block[2:]]


def _slip(block: list[tuple[Row, str]], chance: Random) -> list[tuple[Row, str]]:
    head = [(row, state) for row, state in block if state in HEADING_ROLES]
    text = block[len(head) :]
    plain = head and text and text[0][1] == "first" and all(state in TEXT_ROLES for _, state in text)
    if not plain or chance.random() > SLIP:
        return block
    return [(row, f"headless {state}") for row, state in text] + [
        (row, f"trailing {state}") for row, state in head
    ]


def _tear(row: Row, state: str, chance: Random) -> list[tuple[Row, str]]:
    size = len(row.text)
    mode = "headless " if state.startswith("headless") else ""
    if state.removeprefix("headless ") in ("first", "body") and size > 80 and chance.random() < BREAK:
        at = chance.randrange(36, size - 20)
        if row.text[at - 1].isalpha() and row.text[at].isalpha():
            return [(_part(row, 0, at, row.gap), state), (_part(row, at, size, row.gap), f"{mode}joined")]
    lead = "trailing " if state.startswith("trailing") else ""
    if (
        state.removeprefix("trailing ") == "headline"
        and row.gap
        and size >= 12
        and chance.random() < TWO_LINES
    ):
        at = size // 2 + chance.randrange(-2, 3)
        return [(_part(row, 0, at, row.gap), state), (_part(row, at, size, gap=False), f"{lead}more")]
    return [(row, state)]


def _part(row: Row, start: int, end: int, gap: bool) -> Row:
    text = row.text[start:end].strip()
    return Row(((row.parts[0][0], text),), text, fold(text), gap)
