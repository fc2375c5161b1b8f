"""The analyzer, which turns texts and queries into terms, and its tokens.

Runs of Han characters are cut by the lexicon, everything else by regular expressions: letters and digits
make one word (``pm2.5``, ``f-16``), and its parts are sub-words at the same position. There are no stop
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from analyzers.folding import fold_offsets, fold_spaced
from analyzers.lexicon import HAN, Lexicon
from analyzers.lookup import RUN_SEPARATOR

# Han characters that jieba does not cut; each is a word by itself.
_RARE_HAN = "\u3005-\u3007\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTERS = rf"[^\W{HAN}{_RARE_HAN}]+"
# Strings, which ``re`` compiles and caches at their first use: a query does not need them.
_OTHER = rf"[{_RARE_HAN}]|{_LETTERS}(?:[.\-']{_LETTERS})*"
_RUN = re.compile(rf"(?P<han>[{HAN}]+)|{_OTHER}")
_NOT_HAN = f"[^{HAN}]+"
_HAN_WORD = re.compile(f"[{HAN}]+")
_PART = re.compile(r"[^\W\d]+|\d+")

# Interrogative words, as jieba cuts them. A query with one is a question, and an answer rarely repeats the
# word.
INTERROGATIVES = frozenset(
    (
        *("谁", "什么", "干什么", "何时", "何地", "何处", "何人", "何种", "哪", "哪个"),
        *("哪些", "哪里", "哪儿", "哪种", "哪位", "哪家", "哪年", "哪天", "几", "几个"),
        *("多少", "多久", "多大", "多长", "多远", "多高", "怎么", "怎样", "怎么样", "如何"),
        *("为何", "为什么", "是否", "吗", "呢"),
    )
)


MAX_CACHED_WORDS = 1 << 17  # with their sub-words some 30 MB; an archive's names and numbers are unbounded


class Token(NamedTuple):
    """A word or sub-word of a text.

    ``position`` is the ordinal of the word, from 0; a sub-word has the position of its word. ``start`` and
    ``end`` are character offsets into the text as given, end exclusive. ``text`` is folded.
    """

    text: str
    position: int
    start: int
    end: int


class Analyzer:
    """Cuts texts and queries into terms by one lexicon, with the same code, so that a text finds itself."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()
        self._term_cache = _TermCache(self.lexicon)

    def tokens(self, text: str) -> list[Token]:
        """Return words and sub-words, ascending by position; a word precedes its sub-words."""
        offsets = fold_offsets(text, spaced=True)
        tokens = []
        position = 0
        for start, words in self._runs(fold_spaced(text)):
            at = start
            for word in words:
                for offset, part in ((0, word), *_sub_words(self.lexicon, word)):
                    first = at + offset
                    tokens.append(Token(part, position, offsets[first], offsets[first + len(part) - 1] + 1))
                at += len(word)
                position += 1
        return tokens

    def terms(self, text: str) -> list[str]:
        """Return the texts of ``tokens``, repeated ones too, in another order; faster than ``tokens``."""
        return self.terms_folded(text)[0]

    def terms_folded(self, text: str) -> tuple[list[str], str]:
        """Return ``terms(text)`` and ``fold(text)``, which indexing needs both, by folding once."""
        spaced = fold_spaced(text)
        words = chain(self.lexicon.cut(re.sub(_NOT_HAN, RUN_SEPARATOR, spaced)), re.findall(_OTHER, spaced))
        return list(chain.from_iterable(map(self._term_cache.__getitem__, words))), spaced.replace(" ", "")

    def query_terms(self, text: str) -> list[str]:
        """Return the words of ``text`` in order, without sub-words: a query means the whole word."""
        return self.query_terms_folded(text)[0]

    def query_terms_folded(self, text: str) -> tuple[list[str], str]:
        """Return ``query_terms(text)`` and ``fold(text)`` by folding once."""
        spaced = fold_spaced(text)
        return [word for _, words in self._runs(spaced) for word in words], spaced.replace(" ", "")

    def _runs(self, folded: str) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the start offset of each run of word characters, and its words, which join to the run."""
        for run in _RUN.finditer(folded):
            yield run.start(), self.lexicon.cut(run[0]) if run.lastgroup == "han" else (run[0],)


class _TermCache(dict[str, tuple[str, ...]]):
    """A word and its sub-words, by word: an archive repeats the same words."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> tuple[str, ...]:
        if word == RUN_SEPARATOR:  # not from the cache, which another thread may clear at any time
            return ()
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()  # the frequent words are soon cached again
        found = self[word] = (word, *(part for _, part in _sub_words(self._lexicon, word)))
        return found


def _sub_words(lexicon: Lexicon, word: str) -> tuple[tuple[int, str], ...]:
    """Return (offset in ``word``, sub-word); those of pm2.5 are its runs of letters and digits: pm, 2, 5."""
    if _HAN_WORD.fullmatch(word):
        return lexicon.sub_words(word)
    if word.isalpha() or word.isdecimal():
        return ()
    return tuple((part.start(), part[0]) for part in _PART.finditer(word) if part[0] != word)
