"""Lexicon: which characters make a word? jieba's dictionary and model, and the archive's own words.

The Rust port (rjieba) is about nine times as fast and has the same dictionary; without it jieba serves.
Short texts are cut without either (``lookup``). ``tests/analyzers/test_lexicon.py`` holds all three equal on
runs of Han characters, all they are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from analyzers.folding import fold
from analyzers.lookup import LookupCutter

# Part of every fingerprint: raise it when the same text gives other tokens than before.
ANALYSIS = "1, jieba 0.42.1"
HAN = "\u4e00-\u9fd5"  # what jieba's own expressions call Han: a range for a character class
# No split of a user word is likelier: jieba's most frequent character twice makes 796,991² / 60,101,967.
USER_FREQ = 20_000
LOOKED_UP = 500  # characters; at 20 to 100 microseconds each that is half of what loading takes

_USER_WORD = re.compile(f"[{HAN}]{{2,}}")


def is_user_word(word: str) -> bool:
    """Whether an added word counts: one of two or more Han characters, as all else is cut by rule."""
    return _USER_WORD.fullmatch(fold(word)) is not None


class Cutter(Protocol):
    """What the lexicon needs of jieba: runs of Han characters, ``APART`` between two, to words."""

    def cut(self, runs: str) -> Sequence[str]: ...

    def has_word(self, word: str) -> bool: ...


class Lexicon:
    """The dictionary words are cut by: jieba's, and ``user_words`` over it.

    User words are folded as text is. Only those of two or more Han characters count: everything else is cut
    by rule, not by dictionary. Loading jieba's dictionary takes a tenth of a second, which a question does
    not wait for: the first few runs are cut by looking up their words in its file.
    """

    def __init__(
        self, user_words: Iterable[str] = (), *, load: Callable[[Sequence[str]], Cutter] | None = None
    ) -> None:
        folded = {fold(word) for word in user_words}
        self.user_words: tuple[str, ...] = tuple(sorted(filter(_USER_WORD.fullmatch, folded)))
        self._load = load or load_cutter
        self._cutter: Cutter | None = None
        self._lookup: Cutter | None = None
        self._left = 0 if load or self.user_words else LOOKED_UP  # characters that may be looked up yet

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits: texts analysed under another fingerprint may give other tokens."""
        import hashlib  # with all of OpenSSL: who only asks is not to wait for it

        told = "\n".join((ANALYSIS, *self.user_words))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def cut(self, runs: str) -> Sequence[str]:
        """Cut folded runs of Han characters, with ``APART`` between two, into words that join to ``runs``."""
        return (self._cutter or self._ready(len(runs))).cut(runs)

    def sub_words(self, word: str) -> tuple[tuple[int, str], ...]:
        """Return (offset in ``word``, sub-word) as jieba's search mode: dictionary words of 2, then 3."""
        has_word = (self._cutter or self._ready(len(word))).has_word
        return tuple(
            (start, word[start : start + size])
            for size in (2, 3)
            if len(word) > size
            for start in range(len(word) - size + 1)
            if has_word(word[start : start + size])
        )

    def _ready(self, chars: int) -> Cutter:
        """What cuts the next ``chars`` characters: the file, until loading it would have taken no longer."""
        self._left -= chars
        if self._left >= 0:
            self._lookup = self._lookup or LookupCutter()
            return self._lookup
        self._cutter = self._load(self.user_words)
        return self._cutter


def load_cutter(user_words: Sequence[str]) -> Cutter:
    """The fast cutter where rjieba is installed, else jieba's own."""
    try:
        return RustCutter(user_words)
    except ImportError:
        return PythonCutter(user_words)


class RustCutter:
    def __init__(self, user_words: Sequence[str]) -> None:
        import rjieba

        # Its import has loaded the dictionary once already; a second takes as long again, and only serves to
        # keep user words apart.
        self._jieba = rjieba.Jieba() if user_words else rjieba
        for word in user_words:
            self._jieba.add_word(word, USER_FREQ, None)

    def cut(self, runs: str) -> Sequence[str]:
        return self._jieba.cut(runs)

    def has_word(self, word: str) -> bool:
        return self._jieba.has_word(word)


class PythonCutter:
    def __init__(self, user_words: Sequence[str]) -> None:
        import logging
        from tempfile import TemporaryDirectory

        import jieba

        jieba.setLogLevel(logging.CRITICAL)
        self._jieba = jieba.Tokenizer()
        # jieba unmarshals the cache it finds where any user may have left one: here it finds none.
        with TemporaryDirectory() as empty:
            self._jieba.tmp_dir = empty
            self._jieba.initialize()
        for word in user_words:
            # jieba counts a word it had twice, the Rust port once.
            self._jieba.total -= self._jieba.FREQ.get(word, 0)
            self._jieba.add_word(word, USER_FREQ)

    def cut(self, runs: str) -> Sequence[str]:
        words: list[str] = self._jieba.lcut(runs)
        return words

    def has_word(self, word: str) -> bool:
        return bool(self._jieba.FREQ.get(word))
