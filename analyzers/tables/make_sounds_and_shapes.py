"""The script that writes ``readings.tsv`` and ``lookalikes.tsv``, from Unihan.

Fetch Debian's package ``unicode-data`` as ``make.py`` says, then run

    python -m analyzers.tables.make_sounds_and_shapes UNICODE/usr/share/unicode [LIST]

LIST is a file of known look-alikes, groups of characters split by tabs whose first looks like each of the
others. Nothing is taken from it: how many of its pairs the new table holds is printed, so that the weights
below can be judged by what others wrote down. README.md says what the tables hold.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from analyzers.folding import fold
from analyzers.tables.make import NAME_LEVEL, unihan, write

MOST_LOOKALIKES = 10  # of a character, the nearest; those whose nearest it is come on top, see _both
LEAST = 0.4  # of two characters that look alike
# Shares of a likeness: of 324 mixtures one of the best for the pairs of a list by other hands (README.md).
CANGJIE, CORNERS, PHONETIC, STROKES = 0.53, 0.13, 0.27, 0.07
OTHER_ORDER = 0.9
UNLIKE_STROKES = 4  # so many strokes more are too many to be mistaken by their number
MAX_GROUP = 400  # characters with one feature in common: a feature that more share tells nothing


class Shape(NamedTuple):
    """What Unihan says of how a character looks.

    ``cangjie`` are the parts in the order of writing, a letter each; ``corners`` are the four-corner code's
    digits, the kinds of stroke in the corners; ``phonetics`` number the components that give the sound.
    """

    cangjie: str
    corners: str
    phonetics: frozenset[str]
    strokes: int


def main() -> None:
    """Write both tables. The first argument is the folder of Unicode's files."""
    folder = Path(sys.argv[1])
    levels = {
        char: int(value.partition(":")[2].split()[0])
        for code, _, value in unihan(folder / "Unihan_OtherMappings.txt.bz2", "kTGH")
        if fold(char := chr(code)) == char  # of others the index has the folded form
    }
    write("readings", reading_rows(folder, set(levels)))
    standard = {char for char, number in levels.items() if number <= NAME_LEVEL}
    rows = lookalike_rows(shapes(folder, standard))
    write("lookalikes", rows)
    if len(sys.argv) > 2:
        _compare(dict(rows), Path(sys.argv[2]), standard)


def reading_rows(folder: Path, standard: set[str]) -> list[tuple[str, str]]:
    """Return (syllable without tone, the characters that are read so, by code point).

    ü is written v. Readings are those of the dictionary of the standard characters.
    """
    chars: dict[str, set[str]] = defaultdict(set)
    for code, _, value in unihan(folder / "Unihan_Readings.txt.bz2", "kTGHZ2013", "kMandarin"):
        if chr(code) in standard:
            for reading in re.split(r"[\s,]+", re.sub(r"[\d.,]+:", "", value)):
                chars[_without_tone(reading)].add(chr(code))
    # 嗯 is read n, ng and en; what has no vowel would only be taken for initials.
    with_vowel = (syllable for syllable in chars if re.search("[aeiouv]", syllable))
    return [(syllable, "".join(sorted(chars[syllable]))) for syllable in with_vowel]


def _without_tone(reading: str) -> str:
    decomposed = unicodedata.normalize("NFD", reading).replace("u\u0308", "v").replace("e\u0302", "e")
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def shapes(folder: Path, standard: set[str]) -> dict[str, Shape]:
    """The shapes of ``standard``, as far as they are known."""
    found: dict[str, dict[str, str]] = {char: {} for char in standard}
    files = {
        "Unihan_DictionaryLikeData.txt.bz2": ("kCangjie", "kFourCornerCode", "kPhonetic"),
        "Unihan_IRGSources.txt.bz2": ("kTotalStrokes",),
    }
    for name, fields in files.items():
        for code, field, value in unihan(folder / name, *fields):
            if chr(code) in found:
                found[chr(code)][field] = value
    return {
        char: Shape(
            of.get("kCangjie", ""),
            of.get("kFourCornerCode", "").split(" ")[0].replace(".", ""),
            frozenset(part.strip("*xA") for part in of.get("kPhonetic", "").split()),
            int(of.get("kTotalStrokes", "0").split(" ")[0]),
        )
        for char, of in found.items()
    }


def lookalike_rows(of: Mapping[str, Shape]) -> list[tuple[str, str]]:
    """Return (character, those that look like it, the nearest first)."""
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one, two in sorted(_pairs_with_a_feature_in_common(of)):
        likeness = _likeness(of[one], of[two])
        if likeness >= LEAST:
            near[one].append((-likeness, two))
            near[two].append((-likeness, one))
    nearest = {char: sorted(others)[:MOST_LOOKALIKES] for char, others in near.items()}
    return [(char, "".join(other for _, other in others)) for char, others in _both(nearest).items()]


def _both(nearest: Mapping[str, list[tuple[float, str]]]) -> dict[str, list[tuple[float, str]]]:
    """Let each character look like those that look like it: who typed one may have meant the other."""
    both: dict[str, set[tuple[float, str]]] = defaultdict(set)
    for char, others in nearest.items():
        for likeness, other in others:
            both[char].add((likeness, other))
            both[other].add((likeness, char))
    return {char: sorted(others) for char, others in both.items()}


def _pairs_with_a_feature_in_common(of: Mapping[str, Shape]) -> set[tuple[str, str]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for char in sorted(of):
        shape = of[char]
        for kind, code in (("cangjie", shape.cangjie), ("corners", shape.corners[:4])):
            # All but one part of both is the same, or one has a part more.
            for key in {code, *(code[:at] + code[at + 1 :] for at in range(len(code)))}:
                groups[kind, key].append(char)
        for phonetic in shape.phonetics:
            groups["phonetic", phonetic].append(char)
    return {
        pair
        for (_, key), chars in groups.items()
        if key and len(chars) <= MAX_GROUP
        for pair in combinations(chars, 2)
    }


def _likeness(one: Shape, two: Shape) -> float:
    """How alike two characters look: 0 to 1."""
    corners = sum(a == b for a, b in zip(one.corners[:4], two.corners[:4], strict=False)) / 4
    return (
        CANGJIE * _ratio(*sorted((one.cangjie, two.cangjie)))
        + CORNERS * corners
        + PHONETIC * bool(one.phonetics & two.phonetics)
        + STROKES * max(0.0, 1 - abs(one.strokes - two.strokes) / UNLIKE_STROKES)
    )


@cache
def _ratio(one: str, two: str) -> float:
    """How much of two codes is the same in one order; the same parts in another (未 末) are nearly that."""
    if sorted(one) == sorted(two):
        return 1.0 if one == two else OTHER_ORDER
    return SequenceMatcher(None, one, two, autojunk=False).ratio() if one and two else 0.0


def _compare(lookalikes: Mapping[str, str], file: Path, standard: set[str]) -> None:
    listed = {
        (first, other)
        for line in file.read_text(encoding="utf-8").splitlines()
        for first, *others in [line.split("\t")]
        for other in others
        if first != other and {first, other} <= standard
    }
    held = sum(other in lookalikes.get(first, "") for first, other in listed)
    pairs = sum(map(len, lookalikes.values()))
    sys.stdout.write(f"{held:,} of {len(listed):,} pairs of {file.name}, in {pairs:,} of ours\n")


if __name__ == "__main__":
    main()
