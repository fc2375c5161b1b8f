"""The lexicon, which cuts runs of Han characters into words: jieba's dictionary and an archive's user words.

The cutters give jieba's words: the path through the dictionary's words with the greatest product of
frequencies, and by a hidden Markov model the words that it lacks. Short texts are cut by ``LookupCutter``,
which loads nothing, longer ones by the first of these that there is: ``_cutting.pyx``, compiled; jieba's port
to Rust (rjieba), about nine times as fast as jieba; jieba itself. tests/analyzers/test_lexicon.py compares
them on runs of Han characters. rjieba alone is not equal: in a newspaper one run in 360,000 is cut otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from analyzers.folding import word_form
from analyzers.lookup import LookupCutter, dictionary_path, load_model

# Part of every analyzer fingerprint: raise it when the same text gives other tokens than before.
ANALYSIS = "3, jieba 0.42.1"
HAN = "\u4e00-\u9fd5"  # the Han characters of jieba's own expressions, as a range of a character class
# Frequency of a user word: greater than that of any split of it, of which the greatest is 796,991² /
# 60,101,967, jieba's most frequent character twice.
USER_FREQ = 20_000
LOOKUP_BUDGET = 500  # characters; at 20 to 100 microseconds each this takes half the time of loading jieba

_USER_WORD = f"[{HAN}]{{2,}}"


def is_user_word(word: str) -> bool:
    """Whether a user word has an effect: it needs two or more Han characters, as all else is cut by rule."""
    return _is_cut(_user_form(word))


def _is_cut(form: str) -> bool:
    return re.fullmatch(_USER_WORD, form) is not None


def _user_form(word: str) -> str:
    return word_form(word).replace(" ", "")


class Cutter(Protocol):
    """The part of jieba that the lexicon uses."""

    def cut(self, runs: str) -> Sequence[str]:
        """Cut runs of Han characters, ``RUN_SEPARATOR`` between two, into words that join to ``runs``."""

    def has_word(self, word: str) -> bool:
        """Whether the dictionary or the user words hold the word."""


class Lexicon:
    """Cuts by jieba's dictionary and by ``user_words``, which take precedence.

    User words have the form that words are cut from. Only those of two or more Han characters count
    (``is_user_word``); everything else is cut by rule. Loading jieba's dictionary takes a tenth of
    a second, too long for a query: the first ``LOOKUP_BUDGET`` characters are cut by looking their words up
    in its file. With user words, or with ``load``, as in tests, the dictionary is loaded at the first cut.
    """

    def __init__(
        self, user_words: Iterable[str] = (), *, load: Callable[[Sequence[str]], Cutter] | None = None
    ) -> None:
        forms = set(map(_user_form, user_words))
        self.user_words: tuple[str, ...] = tuple(sorted(filter(_is_cut, forms)))
        self._load = load or load_cutter
        self._cutter: Cutter | None = None
        self._lookup: Cutter | None = None
        self._lookup_left = 0 if load or self.user_words else LOOKUP_BUDGET  # characters

    @property
    def fingerprint(self) -> str:
        """The analyzer fingerprint, sixteen hex digits: where it differs, a text may give other tokens."""
        import hashlib  # loads OpenSSL, which a query does not need

        identity = "\n".join((ANALYSIS, *self.user_words))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    def cut(self, runs: str) -> Sequence[str]:
        """Cut runs of Han characters into words that join to ``runs``.

        Between two runs there is a ``RUN_SEPARATOR``, which becomes a word of its own.
        """
        return (self._cutter or self._cutter_for(len(runs))).cut(runs)

    def sub_words(self, word: str) -> tuple[tuple[int, str], ...]:
        """Return (offset in ``word``, sub-word), as jieba's search mode: dictionary words of 2, then of 3."""
        has_word = (self._cutter or self._cutter_for(len(word))).has_word
        return tuple(
            (start, word[start : start + size])
            for size in (2, 3)
            if len(word) > size
            for start in range(len(word) - size + 1)
            if has_word(word[start : start + size])
        )

    def load(self) -> Cutter:
        """The cutter with the whole dictionary, which is loaded the first time."""
        self._cutter = self._cutter or self._load(self.user_words)
        return self._cutter

    def _cutter_for(self, chars: int) -> Cutter:
        """The cutter of the next ``chars`` characters: look-up while the budget lasts, then a loaded one."""
        self._lookup_left -= chars
        if self._lookup_left >= 0:
            self._lookup = self._lookup or LookupCutter()
            return self._lookup
        return self.load()


def load_cutter(user_words: Sequence[str]) -> Cutter:
    """Load the fastest cutter that is installed, with ``user_words``, which have word form."""
    for load in (compiled_cutter, RustCutter):
        try:
            return load(user_words)
        except ImportError:
            continue
    return PythonCutter(user_words)


def compiled_cutter(user_words: Sequence[str]) -> Cutter:
    """The twin of ``LookupCutter`` with the whole dictionary. ImportError where nothing is compiled."""
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError("to be as if nothing was compiled")
    from analyzers._cutting import CompiledCutter

    return CompiledCutter(dictionary_path().read_bytes(), load_model(), user_words, USER_FREQ)


class RustCutter:
    """jieba's Rust port. Raises ImportError where it is not installed."""

    def __init__(self, user_words: Sequence[str]) -> None:
        import rjieba

        # The import has loaded the dictionary once. A second instance takes as long again; only user words,
        # which are the archive's own, need it.
        self._jieba = rjieba.Jieba() if user_words else rjieba
        for word in user_words:
            self._jieba.add_word(word, USER_FREQ, None)

    def cut(self, runs: str) -> Sequence[str]:
        """As ``Cutter.cut``."""
        return self._jieba.cut(runs)

    def has_word(self, word: str) -> bool:
        """As ``Cutter.has_word``."""
        return self._jieba.has_word(word)


class PythonCutter:
    """jieba itself, silent and without its cache file."""

    def __init__(self, user_words: Sequence[str]) -> None:
        import logging
        from tempfile import TemporaryDirectory

        import jieba

        jieba.setLogLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        # jieba unmarshals a cache from a folder that every user can write to: an empty folder has none.
        with TemporaryDirectory() as empty:
            self._jieba.tmp_dir = empty
            self._jieba.initialize()
        for word in user_words:
            # jieba counts a word that it had already twice, the Rust port once.
            self._jieba.total -= self._jieba.FREQ.get(word, 0)
            self._jieba.add_word(word, USER_FREQ)

    def cut(self, runs: str) -> Sequence[str]:
        """As ``Cutter.cut``."""
        words: list[str] = self._jieba.lcut(runs)
        return words

    def has_word(self, word: str) -> bool:
        """As ``Cutter.has_word``."""
        return bool(self._jieba.FREQ.get(word))
