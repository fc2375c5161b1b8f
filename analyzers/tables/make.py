"""The script that writes the tables of this folder, from files of Unicode and OpenCC and ``variant_review``.

Fetch Debian's package ``unicode-data`` 15.0.0-1 (``apt-get download unicode-data``, unpacked with ``dpkg-deb
-x unicode-data_15.0.0-1_all.deb UNICODE``) and the sdist of OpenCC 1.4.2 (``pip download --no-deps
--no-binary :all: opencc==1.4.2``, unpacked with tar), then run, where jieba is installed,

    python -m analyzers.tables.make UNICODE/usr/share/unicode opencc-1.4.2/data/dictionary

README.md says what each table holds.
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path

from analyzers.tables.variant_review import ADDED, LEFT_OUT

TABLES = Path(__file__).parent
NAME_LEVEL = 6500  # 通用规范汉字表 numbers what is for names, places and terms after this
# A row is applied after cutting where jieba's dictionary loses more than this by it: the frequencies of
# words, such as 著名, whose folded form (着名) it has as a rarer word or not at all, summed. Rarer words
# with a variant are quotations of classics; the next character (妳) loses 24.
KEPT_FREQ = 100

# The bytes of GBK that stood for U+E815 to U+E864, in order.
GBK_PRIVATE = [bytes((0xFE, low)) for low in range(0x50, 0xA1) if low != 0x7F]
# Fourteen of them Python's codec still maps to private use, as GB 18030-2000 did. Today's characters: six had
# a code already in GB 18030-2000 (appendix E), eight got one in Unicode 4.1 (GB 18030-2005, appendix D).
GB18030_SINCE = dict(
    zip(
        "\ue816\ue817\ue818\ue831\ue83b\ue855\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
        "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
        strict=True,
    )
)
GBK_SPACE = ("\ue5e5", "\u3000")  # bytes A3A0, where GBK's row of full-width ASCII has its space


def main() -> None:
    """Write every table. The arguments are the two folders."""
    unicode_folder, opencc = map(Path, sys.argv[1:])
    traditional = traditional_rows(opencc)
    write("traditional", traditional)
    write("radicals", radical_rows(unicode_folder))
    write("gbk_private", gbk_private_rows())
    write("ignorable", ignorable_rows(unicode_folder))
    write("variants", Variants(unicode_folder, opencc, dict(traditional)).rows())


def write(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Write a table of this folder, sorted."""
    text = "".join("\t".join(row) + "\n" for row in sorted(rows))
    (TABLES / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")


def traditional_rows(opencc: Path) -> list[tuple[str, str]]:
    """Return (traditional, the first of OpenCC's simplified candidates); what stays as it is is left out."""
    return [
        (traditional, first)
        for traditional, (first, *_) in _candidates(opencc / "TSCharacters.txt")
        if len(traditional) == len(first) == 1 and traditional != first
    ]


def radical_rows(unicode_folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (radical, the ideograph that it is), of the block CJK Radicals Supplement."""
    for first, last, value in _property(unicode_folder / "EquivalentUnifiedIdeograph.txt"):
        for code in range(max(first, 0x2E80), min(last, 0x2EFF) + 1):
            yield chr(code), chr(int(value, 16))


def gbk_private_rows() -> Iterator[tuple[str, str]]:
    """Yield (private-use character, the character that GBK's bytes for it stand for today)."""
    for code, pair in enumerate(GBK_PRIVATE, 0xE815):
        today = pair.decode("gb18030")
        yield chr(code), GB18030_SINCE.get(today, today)
    yield GBK_SPACE


def ignorable_rows(unicode_folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (first, last inclusive), code points as five hex digits, of each range of ignorable ones."""
    end = start = -1
    for first, last, value in sorted(_property(unicode_folder / "DerivedCoreProperties.txt")):
        if value != "Default_Ignorable_Code_Point":
            continue
        if first != end + 1:
            if start >= 0:
                yield f"{start:05X}", f"{end:05X}"
            start = first
        end = last
    yield f"{start:05X}", f"{end:05X}"


class Variants:
    """The rows of ``variants.tsv``.

    A pair of variants that a source gives is first folded by NFKD and the traditional table. It becomes a
    row where exactly one of the two is standard (通用规范汉字表, Unihan's kTGH) and not for names alone, and
    where all sources give the other one the same standard character. ``variant_review`` adds and leaves
    out.
    """

    def __init__(self, unicode_folder: Path, opencc: Path, traditional: dict[str, str]) -> None:
        self._traditional = traditional
        self._standard = {
            chr(code): int(value.partition(":")[2].split()[0])
            for code, _, value in unihan(unicode_folder / "Unihan_OtherMappings.txt.bz2", "kTGH")
        }
        self._sources: dict[tuple[str, str], set[str]] = defaultdict(set)
        for char, other, source in _pairs(unicode_folder, opencc):
            variant, target = self._fold(char), self._fold(other)
            if len(variant) == len(target) == 1 and variant != target:
                self._sources[variant, target].add(source)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return (variant, standard character, sources, ``kept`` or nothing)."""
        targets = self._by_review()
        left_out = {char for chars in LEFT_OUT.values() for char in chars} | targets.keys()
        found: dict[str, set[str]] = defaultdict(set)
        for variant, target in self._sources:
            level = self._standard.get(target, sys.maxsize)
            if variant not in self._standard and variant not in left_out and level <= NAME_LEVEL:
                found[variant].add(target)
        for variant, several in found.items():
            if len(several) == 1:
                targets[variant] = several.pop()
        # A variant of a variant, where nothing says more of it.
        for variant, middle in list(self._sources):
            known = {variant in self._standard, variant in left_out, variant in found, variant in targets}
            if not any(known) and middle not in self._standard and middle in targets:
                self._sources[variant, targets[middle]] |= self._sources[variant, middle]
                found.setdefault(variant, set())
                targets[variant] = targets[middle]
        lost = _lost_freqs(targets)
        return [
            (
                variant,
                target,
                ",".join(sorted(self._sources[variant, target])),
                "kept" if lost[variant] > KEPT_FREQ else "",
            )
            for variant, target in targets.items()
        ]

    def _by_review(self) -> dict[str, str]:
        targets: dict[str, str] = {}
        for source, groups in ADDED.items():
            for group in groups.split():
                target = group[0]
                for variant in group[1:]:
                    same = self._fold(variant) == variant and self._fold(target) == target
                    if not same or target not in self._standard or variant in targets:
                        raise ValueError(
                            f"variant_review.py, {source}: {variant} to {target} is no row of its own"
                        )
                    if variant in self._standard and source != "reviewed":
                        raise ValueError(f"variant_review.py, {source}: {variant} is standard")
                    self._sources[variant, target].add(source)
                    targets[variant] = target
        return targets

    def _fold(self, char: str) -> str:
        while (folded := self._step(char)) != char:
            char = folded
        return char

    def _step(self, char: str) -> str:
        return self._traditional.get(char) or unicodedata.normalize("NFKD", char)


def _pairs(unicode_folder: Path, opencc: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (character, another that is the same, source), both ways."""
    fields = "kZVariant", "kSemanticVariant"
    for code, field, value in unihan(unicode_folder / "Unihan_Variants.txt.bz2", *fields):
        for other in value.split():
            pair = chr(code), chr(_code_point(other.partition("<")[0]))
            # Beyond the first planes' blocks, kSemanticVariant has what no newspaper prints.
            if field == "kZVariant" or max(pair) < "\U00010000":
                yield from ((one, two, field) for one, two in permutations(pair))
    for name in ("TWVariants", "HKVariants", "JPShinjitaiCharacters", "TSCharacters", "STCharacters"):
        for char, candidates in _candidates(opencc / f"{name}.txt"):
            # What TSCharacters gives one traditional character are variants of each other: 钟 锺, 余 馀.
            others = candidates if name == "TSCharacters" else (char, *candidates)
            first = others[0]
            for other in others[1:]:
                yield from ((one, two, name) for one, two in permutations((first, other)))
    for line in _lines(opencc / "staging" / "Allographs.txt"):
        yield from ((one, two, "Allographs") for one, two in permutations(line, 2))


def _candidates(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (character, what it is converted to, the usual first) of a dictionary of OpenCC."""
    for line in _lines(file):
        char, _, candidates = line.partition("\t")
        yield char, tuple(candidates.split(" "))


def unihan(file: Path, *fields: str) -> Iterator[tuple[int, str, str]]:
    """Yield (code point, field, value) of a compressed file of Unihan."""
    for line in bz2.decompress(file.read_bytes()).decode().splitlines():
        code, field, value = (*line.split("\t"), "", "")[:3]
        if field in fields and code.startswith("U+"):
            yield _code_point(code), field, value


def _code_point(text: str) -> int:
    """The number of a code point as Unihan writes it: U+4E00."""
    return int(text.removeprefix("U+"), base=16)


def _property(file: Path) -> Iterator[tuple[int, int, str]]:
    """Yield (first, last inclusive, value) of a property file of Unicode."""
    for line in _lines(file):
        codes, value = (field.strip() for field in line.partition("#")[0].split(";")[:2])
        first, _, last = codes.partition("..")
        yield int(first, 16), int(last or first, 16), value


def _lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _lost_freqs(targets: Mapping[str, str]) -> Counter[str]:
    """Variant -> summed frequency of jieba's words that hold it and are rarer or none when it is folded."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed; run: pip install jieba==0.42.1")
    lines = (line.split(" ") for line in _lines(Path(spec.origin).with_name("dict.txt")))
    freqs = {word: int(freq) for word, freq, _ in lines}
    lost: Counter[str] = Counter()
    for word, freq in freqs.items():
        for variant in targets.keys() & set(word) if len(word) > 1 else ():
            if freqs.get(word.replace(variant, targets[variant]), 0) < freq:
                lost[variant] += freq
    return lost


if __name__ == "__main__":
    main()
