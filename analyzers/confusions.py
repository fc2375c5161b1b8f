"""Characters that are taken for one another: read alike, nearly alike, or drawn alike; and pinyin.

The tables are ``tables/readings.tsv`` and ``tables/lookalikes.tsv``; they are read when something was not
found and not before. Characters are folded ones. Tones count nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Literal

Likeness = Literal["sound", "near", "shape"]
"""How a character is like another: read the same, read nearly the same (zh z, n l, an ang …), or drawn so."""

# How often each is the way that a wrong character is like the right one. Sounds are mistaken more often than
# shapes, by hand too: Liu et al., "Visually and phonologically similar characters in incorrect Chinese
# words", 2011.
_SHARES: Mapping[Likeness, float] = {"sound": 0.5, "shape": 0.4, "near": 0.1}
MAX_SYLLABLES = 8  # of a word that is typed in pinyin
MAX_CUTS = 8  # ways to cut letters into syllables, those with the fewest
SOUNDS_APART = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
ENDS_APART = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_TABLES = Path(__file__).with_name("tables")
_INITIAL = re.compile("zh|ch|sh|[b-df-hj-np-tw-z]|")


@cache
def readings() -> Mapping[str, str]:
    """The characters of each syllable, which is without tone and writes ü as v."""
    return _rows("readings")


@cache
def lookalikes() -> Mapping[str, str]:
    """The characters that look like each character, the nearest first."""
    return _rows("lookalikes")


@cache
def all_chars() -> str:
    """All characters of which the reading is known; one with several readings stands there several times."""
    return "".join(readings().values())


def alternatives(char: str) -> dict[str, Likeness]:
    """Return the characters that may have been meant by ``char``, each with how the two are alike.

    Of several ways it is the likeliest. Empty for a character that neither table has.
    """
    sets = _alike(char)
    found: dict[str, Likeness] = {}
    for likeness in sorted(sets, key=lambda each: -_SHARES[each]):
        for other in sorted(sets[likeness]):
            found.setdefault(other, likeness)
    return found


def likelihood(typed: str, meant: str) -> float:
    """How likely it is that ``typed`` was written where ``meant`` was meant, if it is wrong at all: 0 to 1.

    Ways to be wrong have the shares in ``_SHARES``, and all characters that are alike in one way are equally
    likely: the noisy channel of Kernighan, Church and Gale, "A spelling correction program based on a noisy
    channel model", 1990.
    """
    return sum(_SHARES[way] / len(chars) for way, chars in _alike(meant).items() if typed in chars)


@lru_cache(maxsize=4096)
def _alike(char: str) -> dict[Likeness, frozenset[str]]:
    """The characters that are like ``char``, by the way in which they are."""
    own = [syllable for syllable, chars in readings().items() if char in chars]
    near = {other for syllable in own for other in _near(syllable)} - set(own)
    return {
        "sound": frozenset("".join(map(readings().__getitem__, own))) - {char},
        "shape": frozenset(lookalikes().get(char, "")),
        "near": frozenset("".join(map(readings().__getitem__, near))) - {char},
    }


def _near(syllable: str) -> list[str]:
    """The syllables that many speakers do not tell from this one, without it."""
    initial = _INITIAL.match(syllable)
    assert initial, "it matches nothing, too"
    first, rest = initial[0], syllable[initial.end() :]
    firsts = {first, *_other(first, SOUNDS_APART)}
    end = next((end for pair in ENDS_APART for end in pair if rest.endswith(end)), "")
    stem = rest.removesuffix(end)
    rests = {rest, *(stem + other for other in _other(end, ENDS_APART))}
    sounds = {one + two for one, two in product(firsts, rests)} - {syllable}
    return sorted(sounds & readings().keys())


def _other(sound: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for one, two in pairs:
        if sound == one:
            yield two
        elif sound == two:
            yield one


def spelt(letters: str) -> list[tuple[str, ...]]:
    """Return the characters at each place of what ``letters`` of pinyin may mean, for each way to read them.

    Letters that are syllables throughout (``taiyuan``, ``xian``: also xi'an) are read as such, others as the
    initials of two or more (``kqzl``). Empty for what is neither, or longer than ``MAX_SYLLABLES``.
    """
    if not re.fullmatch("[a-z]+", letters):
        return []
    cuts = [cut for cut in _cuts(letters) if 2 <= len(cut) <= MAX_SYLLABLES]
    if cuts:
        fewest = sorted(cuts, key=len)[:MAX_CUTS]
        return [tuple(readings()[syllable] for syllable in cut) for cut in fewest]
    if not 2 <= len(letters) <= MAX_SYLLABLES:
        return []
    of_initials = _by_initial()
    places = tuple(of_initials.get(letter, "") for letter in letters)
    return [places] if all(places) else []


@cache
def _by_initial() -> Mapping[str, str]:
    """The characters of all syllables that begin with a letter."""
    found: dict[str, set[str]] = {}
    for syllable, chars in readings().items():
        found.setdefault(syllable[0], set()).update(chars)
    return {letter: "".join(sorted(chars)) for letter, chars in found.items()}


def _cuts(letters: str) -> list[tuple[str, ...]]:
    """All ways to cut ``letters`` into syllables, at most ``MAX_SYLLABLES`` each."""
    cuts: dict[int, list[tuple[str, ...]]] = {0: [()]}
    longest = max(map(len, readings()))
    for end in range(1, len(letters) + 1):
        cuts[end] = [
            (*before, letters[start:end])
            for start in range(max(0, end - longest), end)
            if letters[start:end] in readings()
            for before in cuts[start]
            if len(before) < MAX_SYLLABLES
        ]
    return cuts[len(letters)]


def _rows(name: str) -> dict[str, str]:
    table = (_TABLES / f"{name}.tsv").read_text(encoding="utf-8")
    return {key: chars for key, chars in (row.split("\t") for row in table.splitlines())}  # noqa: C416
