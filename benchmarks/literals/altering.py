"""Other prints of the same text: marks of one class, variants, invisible characters, composed and decomposed.

What is the same to a reader is written down here once more, and not taken from the folding that is tested:
where the two differ, ``fold`` of an altered string is another one, which the benchmark counts.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from typing import Literal

# Of each class any member may stand for another.
MARK_CLASSES = (
    "·•・‧∙⋅･．.",
    "-－‐‑‒–—―−~～〜",
    ":：∶",
    "×✕✖",
    "\"＂“”「」『』‘’'〝〞",
)
# Print of traditional and old papers and radicals of PDF layers, beside today's character. The pairs stand
# for their kinds; the compatibility characters of Unicode are added below.
HAN_VARIANTS = (
    "著着 瞭了 甚什 祇只 锺钟 馀余 靑青 淸清 尙尚 鄕乡 槪概 隣邻 畧略 閙闹 鉄铁 砲炮 鎗枪 寳宝 囯国 姉姊 "
    "國国 會会 發发 體体 學学 經经 濟济 長长 車车 門门 開开 關关 電电 為为 爲为 來来 時时 這这 說说 対对 "
    "⻓长 ⻋车 ⺠民 ⼈人 ⼀一 ⽇日 ⽉月 ⾏行 ⽅方 ⼯工"
)
# Some of every kind of Default_Ignorable_Code_Point, and the object replacement character.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2061\u2064"
    "\u2066\u206f\u3164\ufe00\ufe0e\ufe0f\ufeff\uffa0\ufffc\U0001d173\U000e0001\U000e0100\U000e01ef"
)
SHARE = 0.5  # of the characters that have other prints get one
FORMS: tuple[Literal["NFC"], Literal["NFD"]] = ("NFC", "NFD")


def _other_prints() -> dict[str, str]:
    """For each character those that may stand in its place, as one string."""
    prints: dict[str, set[str]] = defaultdict(set)
    for members in MARK_CLASSES:
        for member in members:
            prints[member].update(members)
    for variant, today in map(tuple, HAN_VARIANTS.split()):
        prints[today].add(variant)
        prints[variant].add(today)
    # Full and half width, circled and small digits, ligatures, compatibility ideographs: of one character.
    for code in (*range(0xA0, 0xD800), *range(0xF900, 0x10000), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1 and not plain.isspace():
            prints[plain].add(chr(code))
            prints[chr(code)].add(plain)
    for letter in (*"abcdefghijklmnopqrstuvwxyz", *"αβγδεζηθικλμνοπρτυφχψω"):
        for one in (letter, letter.upper()):
            prints[one].update((letter, letter.upper()))
    return {char: "".join(sorted(others - {char})) for char, others in prints.items()}


OTHER_PRINTS = _other_prints()


def alter(rng: random.Random, text: str) -> str:
    """``text`` as another might print it: the same to a reader, hardly ever the same characters."""
    chars = []
    for char in text:
        others = OTHER_PRINTS.get(char)
        chars.append(rng.choice(others) if others and rng.random() < SHARE else char)
    printed = (
        unicodedata.normalize(rng.choice(FORMS), "".join(chars)) if rng.random() < SHARE else "".join(chars)
    )
    for _ in range(rng.randint(0, 2)):
        at = rng.randint(0, len(printed))
        printed = printed[:at] + rng.choice(INVISIBLE) + printed[at:]
    return printed
