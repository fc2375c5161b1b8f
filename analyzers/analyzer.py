"""Words: here is a text, which words does it hold, and where?

Runs of Han characters are cut by the lexicon; everything else by ourselves: letters and digits stand whole
(``pm2.5``, ``f-16``), and their parts stand at the same position. No word is dropped, however common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from analyzers.folding import fold_offsets, fold_spaced
from analyzers.lexicon import HAN, Lexicon
from analyzers.lookup import APART

_RARE = "\u3005-\u3007\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # a word each
_LETTERS = rf"[^\W{HAN}{_RARE}]+"
# Compiled when they are asked for, and kept by ``re``: a question has no use for them.
_OTHER = rf"[{_RARE}]|{_LETTERS}(?:[.\-']{_LETTERS})*"
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|{_OTHER}")
_NOT_HAN = f"[^{HAN}]+"
_HAN_WORD = re.compile(f"[{HAN}]+")
_PART = re.compile(r"[^\W\d]+|\d+")


# As jieba cuts them; a run with one of these is asked, not looked up, and its answer does not repeat it.
INTERROGATIVES = frozenset(
    (
        *("谁", "什么", "干什么", "何时", "何地", "何处", "何人", "何种", "哪", "哪个"),
        *("哪些", "哪里", "哪儿", "哪种", "哪位", "哪家", "哪年", "哪天", "几", "几个"),
        *("多少", "多久", "多大", "多长", "多远", "多高", "怎么", "怎样", "怎么样", "如何"),
        *("为何", "为什么", "是否", "吗", "呢"),
    )
)


REMEMBERED = 1 << 17  # words with their parts, some 30 MB: names and numbers have no end


class Token(NamedTuple):
    """A word of a text.

    ``position`` is the ordinal of the word; a sub-word has its word's. ``start`` and ``end`` are character
    offsets into the text as given, end exclusive.
    """

    text: str
    position: int
    start: int
    end: int


class Analyzer:
    """Cuts texts by one lexicon. Texts and queries go through the same code, so a text finds itself."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self._with_parts = _WithParts(self.lexicon)

    def tokens(self, text: str) -> list[Token]:
        """Return words and sub-words with positions and offsets, in order of position."""
        offsets = fold_offsets(text, spaced=True)
        tokens = []
        position = 0
        for start, words in self._runs(fold_spaced(text)):
            at = start
            for word in words:
                for offset, part in ((0, word), *_parts(self.lexicon, word)):
                    first = at + offset
                    tokens.append(Token(part, position, offsets[first], offsets[first + len(part) - 1] + 1))
                at += len(word)
                position += 1
        return tokens

    def terms(self, text: str) -> list[str]:
        """Return the texts of ``tokens`` in another order, without the cost of their places."""
        return self.terms_folded(text)[0]

    def terms_folded(self, text: str) -> tuple[list[str], str]:
        """Return ``terms(text)`` and ``fold(text)``, folded once: what is indexed of a text."""
        spaced = fold_spaced(text)
        words = chain(self.lexicon.cut(re.sub(_NOT_HAN, APART, spaced)), re.findall(_OTHER, spaced))
        return list(chain.from_iterable(map(self._with_parts.__getitem__, words))), spaced.replace(" ", "")

    def query_terms(self, text: str) -> list[str]:
        """Return the words of ``text`` without their sub-words: a question is cut precisely."""
        return self.query_terms_folded(text)[0]

    def query_terms_folded(self, text: str) -> tuple[list[str], str]:
        """Return ``query_terms(text)`` and ``fold(text)``, folded once."""
        spaced = fold_spaced(text)
        return [word for _, words in self._runs(spaced) for word in words], spaced.replace(" ", "")

    def _runs(self, folded: str) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield where in ``folded`` each run starts, and its words, which join to the run."""
        for run in _RUN.finditer(folded):
            yield run.start(), self.lexicon.cut(run[0]) if run.lastgroup == "han" else (run[0],)


class _WithParts(dict[str, tuple[str, ...]]):
    """A word and its sub-words, remembered: an archive is the same words again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> tuple[str, ...]:
        if word == APART:  # not remembered: another thread may clear what is
            return ()
        if len(self) >= REMEMBERED:
            self.clear()  # the frequent ones are soon there again
        found = self[word] = (word, *(part for _, part in _parts(self._lexicon, word)))
        return found


def _parts(lexicon: Lexicon, word: str) -> tuple[tuple[int, str], ...]:
    """The sub-words of a word; of a compound the runs of letters and of digits: pm and 2 and 5 in pm2.5."""
    if _HAN_WORD.fullmatch(word):
        return lexicon.sub_words(word)
    if word.isalpha() or word.isdecimal():
        return ()
    return tuple((part.start(), part[0]) for part in _PART.finditer(word) if part[0] != word)
