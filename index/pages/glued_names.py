"""Names that are printed without anything between them, parted by surnames and by what the archive knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.marks import DOTS
from index.pages.person_names import NO_NAMES, NameCounts, is_name, surname_rank

_DOT = re.compile(f"[{DOTS}]")
_AND = re.compile("[和与及暨]")
_PLACE_END = re.compile(r"[省市县区镇乡村旗局厅处院校会社司厂所站园馆队委办部系室]$")
_RARE = 250  # ranks of surnames from here on part no names of two characters: 范徐丽泰, 马合木提
_MAX_GLUED = 24  # characters: the names of one run


def names_of_run(
    text: str, *, signed: bool, glued: bool, known_names: NameCounts = NO_NAMES
) -> list[str] | None:
    """The names that a run of characters consists of, in order; None where it has anything else.

    A run that can be one name is one, unless it parts into names with common surnames (王强李丽). Other runs
    are parted at 和 and 与, then by surnames, if they may be ``glued``.
    """
    whole = is_name(text, signed=signed, known_names=known_names)
    if not glued or len(text) > _MAX_GLUED:
        return [text] if whole else None
    if whole and (len(text) < 4 or _DOT.search(text) or known_names.supports(text)):
        return [text]
    if not whole and _PLACE_END.search(text):
        return None
    for joined in _conjoined(text, known_names):
        return joined
    parted = split_names(text, known_names)
    if len(parted) > 1 and (not whole or _two_names(parted, known_names)):
        names = all(is_name(name, signed=True, known_names=known_names) for name in parted)
        return parted if names else None  # 高级张三
    return [text] if whole else None


def _conjoined(text: str, known_names: NameCounts) -> Iterator[list[str]]:
    """Yield the names on both sides of an 和 that is in none of them."""
    for found in _AND.finditer(text, 2, max(2, len(text) - 2)):
        sides = text[: found.start()], text[found.end() :]
        if all(is_name(side, signed=False, known_names=known_names) for side in sides):
            yield list(sides)


def _two_names(parted: list[str], known_names: NameCounts) -> bool:
    """Whether a run that could be one name is rather several."""
    ranks = [surname_rank(name) for name in parted]
    return all(known_names.supports(name) for name in parted) or all(
        rank is not None and rank < _RARE for rank in ranks
    )


def split_names(text: str, known_names: NameCounts = NO_NAMES) -> list[str]:
    """Part names that are printed without anything between them, as in a letter-spaced byline.

    Each name is a surname and one or two characters. Of all ways to part them so, the one with the most
    names that the archive knows is taken, of these the one with the commonest surnames, and of two such the
    one with fewer names. A text that cannot be parted so, or has a dot, is one name.
    """
    if _DOT.search(text):
        return [text]
    # Of the first characters: (minus the names that are known, sum of ranks, names).
    best: list[tuple[int, int, list[str]] | None] = [(0, 0, [])]
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - 4), end - 1):
            way, name = best[start], text[start:end]
            rank = surname_rank(name)
            if way is not None and rank is not None:
                known = known_names.supports(name)
                ways.append((way[0] - known, way[1] + (0 if known else rank), [*way[2], name]))
        best.append(min(ways, key=lambda way: (way[0], way[1], len(way[2])), default=None))
    whole = best[-1]
    return whole[2] if whole else [text]
