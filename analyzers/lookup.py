"""Jieba's files, and a cutter for short texts that gives jieba's words without loading jieba's dictionary.

The dictionary is a file of lines, ``word freq tag``, sorted by the first character of the word. So the
words of a run are found by binary search: a query is cut in a millisecond or two, while loading all 349,046
words takes a tenth of a second. The algorithm is jieba's: the path of dictionary words with the greatest
product of frequencies; where it has several single characters in a row that are no word together, the best
tags by jieba's hidden Markov model (``jieba.__cut_DAG`` and ``jieba.finalseg``).
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from math import log
from pathlib import Path
from typing import Any, NamedTuple

TOTAL_FREQ = 60_101_967  # sum of the frequencies of jieba 0.42.1
RUN_SEPARATOR = "\n"  # between two runs that are cut in one call
FIRST_WORD = "一"  # of the dictionary's Han words, which follow all others
LOG_ZERO = -3.14e100  # jieba's logarithm of probability 0
# Tags: begin, middle and end of a word, and a single-character word; each with the tags that may precede it.
PREVIOUS_TAGS = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}


class _WordGroup(NamedTuple):
    """The words with one first character, with their frequencies; ``longest`` in characters, 0 for none."""

    freqs: dict[str, int]
    longest: int


class Model(NamedTuple):
    """Log probabilities: ``start[tag]``, ``transition[previous][tag]``, ``emission[tag][character]``."""

    start: dict[str, float]
    transition: dict[str, dict[str, float]]
    emission: dict[str, dict[str, float]]


def dictionary_path() -> Path:
    """Where jieba's dictionary is: lines ``word freq tag``, in UTF-8. ImportError where jieba is missing."""
    return _jieba_folder() / "dict.txt"


def load_model() -> Model:
    """The hidden Markov model of jieba, without importing jieba. ImportError where it is missing."""
    return Model(*(_load_table(f"prob_{name}.py") for name in ("start", "trans", "emit")))


def _jieba_folder() -> Path:
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ImportError("jieba is not installed")
    return Path(spec.origin).parent


def _load_table(name: str) -> Any:
    """The table of a module of jieba's, loaded without importing jieba."""
    spec = spec_from_file_location(f"_searcher_{name}", _jieba_folder() / "finalseg" / name)
    if spec is None or spec.loader is None:
        raise ImportError(f"jieba's {name} is missing")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.P


class LookupCutter:
    """Cuts runs of Han characters by jieba's files, which it maps and reads as needed.

    Raises OSError or ImportError where the files are missing.
    """

    def __init__(self) -> None:
        with dictionary_path().open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._begin = self._text.find(f"\n{FIRST_WORD} ".encode()) + 1
        self._groups: dict[str, _WordGroup] = {}

    def cut(self, runs: str) -> Sequence[str]:
        """Cut runs of Han characters, ``RUN_SEPARATOR`` between two, into words that join to ``runs``."""
        first, *others = map(self._cut_run, runs.split(RUN_SEPARATOR))
        return [*first, *(word for words in others for word in (RUN_SEPARATOR, *words))]

    def _cut_run(self, run: str) -> list[str]:
        words: list[str] = []
        singles = ""
        for word in self._best_path(run):
            if len(word) == 1:
                singles += word
                continue
            words += self._join_singles(singles)
            words.append(word)
            singles = ""
        return words + self._join_singles(singles)

    def has_word(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool(word) and word in self._group(word[0]).freqs

    def _best_path(self, run: str) -> Iterator[str]:
        """Yield the words of the path with the greatest product of frequencies, in order."""
        # From each offset: (logarithm of the best product, end of its first word).
        best = [(0.0, 0)] * (len(run) + 1)
        log_total = log(TOTAL_FREQ)
        for start in range(len(run) - 1, -1, -1):
            freqs, longest = self._group(run[start])
            ends = [
                e for e in range(start + 1, start + longest + 1) if run[start:e] in freqs and e <= len(run)
            ]
            best[start] = max(
                (log(freqs.get(run[start:end], 0) or 1) - log_total + best[end][0], end)
                for end in ends or [start + 1]
            )
        start = 0
        while start < len(run):
            end = best[start][1]
            yield run[start:end]
            start = end

    def _join_singles(self, singles: str) -> list[str]:
        """Cut single characters in a row, which the dictionary does not join, by the hidden Markov model."""
        if len(singles) < 2 or self.has_word(singles):
            return list(singles)
        words: list[str] = []
        begin = 0
        for at, tag in enumerate(self._viterbi_tags(singles)):
            if tag == "B":
                begin = at
            elif tag == "E":
                words.append(singles[begin : at + 1])
            elif tag == "S":
                words.append(singles[at])
        return words

    def _viterbi_tags(self, singles: str) -> str:
        """The most probable tags, one per character.

        Viterbi, "Error Bounds for Convolutional Codes", 1967.
        """
        start, transition, emission = self._model
        first = singles[0]
        best = {tag: (start[tag] + emission[tag].get(first, LOG_ZERO), tag) for tag in PREVIOUS_TAGS}
        for char in singles[1:]:
            reached = {}
            for tag, previous_tags in PREVIOUS_TAGS.items():
                emitted = emission[tag].get(char, LOG_ZERO)
                score, previous = max(
                    (best[before][0] + transition[before].get(tag, LOG_ZERO) + emitted, before)
                    for before in previous_tags
                )
                reached[tag] = score, best[previous][1] + tag
            best = reached
        return max((best[tag][0], tag, best[tag][1]) for tag in "ES")[2]

    def _group(self, char: str) -> _WordGroup:
        if char not in self._groups:
            self._groups[char] = self._read_group(char)
        return self._groups[char]

    def _read_group(self, char: str) -> _WordGroup:
        key = char.encode()
        begin = self._line_offset(key, after=False)
        end = self._line_offset(key, after=True)
        freqs = {}
        for line in self._text[begin:end].decode().splitlines():
            word, freq, *_ = line.split(" ")
            freqs[word] = int(freq)
        return _WordGroup(freqs, max(map(len, freqs), default=0))

    def _line_offset(self, key: bytes, *, after: bool) -> int:
        """The byte offset of the first line that begins with ``key`` or, ``after``, with a greater key."""
        low, high = self._begin, len(self._text)
        while low < high:
            middle = self._text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            head = self._text[middle : middle + len(key)]
            if head > key if after else head >= key:
                high = middle
            else:
                low = (self._text.find(b"\n", middle) + 1) or high
        return low

    @cached_property
    def _model(self) -> Model:
        return load_model()
