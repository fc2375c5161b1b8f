"""The analyzer, which turns texts and queries into terms, and its tokens.

Words are cut from the word form of a text: runs of Han characters by the lexicon, everything else by regular
expressions. Letters and digits make one word (``pm2.5``, ``f-16``), and its parts are sub-words at the same
position. Terms are the folded words. There are no stop words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from typing import NamedTuple

from analyzers.folding import fold, word_form, word_form_offsets
from analyzers.lexicon import HAN, Lexicon
from analyzers.lookup import RUN_SEPARATOR
from analyzers.vocabulary import PlainVocabulary, Vocabulary

# Han characters that jieba does not cut; each is a word by itself.
_RARE_HAN = "\u3005-\u3007\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA_MARKS = "\u3099\u309a"  # what NFKD leaves of a kana's voicing; ``\w`` has them not
_LETTER = rf"[^\W{HAN}{_RARE_HAN}]"
_LETTERS = rf"{_LETTER}+(?:[{_KANA_MARKS}]+{_LETTER}*)*"
# Strings, which ``re`` compiles and caches at their first use: a query of Han characters needs the first.
_HAN_RUN = f"[{HAN}]+"
_OTHER = rf"[{_RARE_HAN}]|{_LETTERS}(?:[.\-']{_LETTERS})*"
_NOT_HAN = f"[^{HAN}]+"
_HAN_GAP = f"(?<=[{HAN}]) +(?=[{HAN}])"
# What a character is to a word that is no Han word: ``_vocabulary.pyx`` has the names.
_KINDS = rf"([{_RARE_HAN}])|({_LETTER})|([{_KANA_MARKS}])|([.\-'])|"
_PART = rf"(?:[^\W\d]|[{_KANA_MARKS}])+|\d+"

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
        self._term_cache = _TermCache(self._forms)

    def tokens(self, text: str) -> list[Token]:
        """Return words and sub-words, ascending by position; a word precedes its sub-words."""
        form, offsets = word_form(text), word_form_offsets(text)
        gaps = {at for gap in re.finditer(_HAN_GAP, form) for at in range(*gap.span())}
        origins = [origin for at, origin in enumerate(offsets) if at not in gaps]
        tokens = []
        position = 0
        for start, words in self._runs(form):
            at = start
            for word in words:
                for offset, part in ((0, word), *_sub_words(self.lexicon, word)):
                    first = at + offset
                    last = first + len(part) - 1
                    tokens.append(Token(fold(part), position, origins[first], origins[last] + 1))
                at += len(word)
                position += 1
        return tokens

    def terms(self, text: str) -> list[str]:
        """Return the texts of ``tokens``, repeated ones too, in another order; faster than ``tokens``.

        ``vocabulary`` gives their numbers, which is faster again.
        """
        form = _without_han_gaps(word_form(text))
        words = chain(self.lexicon.cut(re.sub(_NOT_HAN, RUN_SEPARATOR, form)), re.findall(_OTHER, form))
        return list(chain.from_iterable(map(self._term_cache.__getitem__, words)))

    def vocabulary(self) -> Vocabulary:
        """A new vocabulary, empty; the dictionary is loaded now."""
        cutter = self.lexicon.load()
        with suppress(ImportError):
            from analyzers._cutting import CompiledCutter
            from analyzers._vocabulary import CompiledVocabulary

            if isinstance(cutter, CompiledCutter):
                return CompiledVocabulary(cutter, word_form, fold, _char_kind, self._forms)
        return PlainVocabulary(self.terms)

    def query_terms(self, text: str) -> list[str]:
        """Return the words of ``text`` in order, without sub-words: a query means the whole word."""
        form = word_form(text)
        if _han_run().fullmatch(form):  # as most questions are
            return list(map(fold, self.lexicon.cut(form)))
        return [fold(word) for _, words in self._runs(form) for word in words]

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word and its sub-words, in word form."""
        return (word, *(part for _, part in _sub_words(self.lexicon, word)))

    def _runs(self, form: str) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the start of each run of word characters, and its words, which join to the run.

        Starts are offsets into ``form`` without its gaps between Han characters.
        """
        form = _without_han_gaps(form)
        at = 0
        for run in re.finditer(_HAN_RUN, form):
            yield from _other_words(form, at, run.start())
            yield run.start(), self.lexicon.cut(run[0])
            at = run.end()
        yield from _other_words(form, at, len(form))


@cache
def _han_run() -> re.Pattern[str]:
    return re.compile(_HAN_RUN)


def _other_words(form: str, start: int, end: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the start of each word between two runs of Han characters, and the word."""
    if start < end:
        for word in re.compile(_OTHER).finditer(form, start, end):
            yield word.start(), (word[0],)


def _without_han_gaps(form: str) -> str:
    """The word form without white space between Han characters: in print it spaces letters, not words."""
    return re.sub(_HAN_GAP, "", form) if " " in form else form


class _TermCache(dict[str, tuple[str, ...]]):
    """A word and its sub-words, folded, by word form: an archive repeats the same words."""

    def __init__(self, forms: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self._forms = forms

    def __missing__(self, word: str) -> tuple[str, ...]:
        if word == RUN_SEPARATOR:  # not from the cache, which another thread may clear at any time
            return ()
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()  # the frequent words are soon cached again
        found = self[word] = tuple(map(fold, self._forms(word)))
        return found


def _char_kind(char: str) -> int:
    """Return which group of ``_KINDS`` matches a character, counted from 1; 5 for none."""
    matched = re.match(_KINDS, char)
    return matched.lastindex or 5 if matched else 5


def _sub_words(lexicon: Lexicon, word: str) -> tuple[tuple[int, str], ...]:
    """Return (offset in ``word``, sub-word); those of pm2.5 are its runs of letters and digits: pm, 2, 5."""
    if re.fullmatch(_HAN_RUN, word):
        return lexicon.sub_words(word)
    if word.isalpha() or word.isdecimal():
        return ()
    return tuple((part.start(), part[0]) for part in re.finditer(_PART, word) if part[0] != word)
