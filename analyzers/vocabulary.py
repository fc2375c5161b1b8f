"""The vocabulary of a segment: the terms of its texts, each with a number, met while texts are analysed.

Indexing asks for the numbers of a text's terms and never for the terms themselves, which are the same few
words again and again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import Protocol


class Vocabulary(Protocol):
    """What both twins do. A vocabulary is used by one thread."""

    @property
    def terms(self) -> list[str]:
        """The terms so far, each once: the one with term id ``i`` is the ``i``-th."""

    def term_ids(self, units: Iterable[str], /) -> bytes:
        """Return the term ids of all terms of ``units``, repeated ones too, in any order within a unit.

        uint32, of the machine's byte order. The terms are those of ``Analyzer.terms``.
        """


class PlainVocabulary:
    """A vocabulary in plain Python, where the faster ``_vocabulary.pyx`` is not compiled.

    ``analyze`` returns the terms of a unit.
    """

    def __init__(self, analyze: Callable[[str], Iterable[str]], /) -> None:
        self._analyze = analyze
        self._id_of_term: dict[str, int] = {}

    @property
    def terms(self) -> list[str]:
        """As ``Vocabulary.terms``."""
        return list(self._id_of_term)

    def term_ids(self, units: Iterable[str], /) -> bytes:
        """As ``Vocabulary.term_ids``."""
        ids = self._id_of_term
        return array(
            "I", [ids.setdefault(term, len(ids)) for unit in units for term in self._analyze(unit)]
        ).tobytes()
