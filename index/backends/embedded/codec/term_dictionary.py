"""The term dictionary of a field: terms in the order of their bytes, found by term and by prefix.

Terms stand joined in one blob; term ``i`` is ``text[starts[i]:starts[i + 1]]``, and ``i`` is its *term id*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.container import Container
from index.kernel import find_known_terms, find_term, find_terms, lower_bound, prefix_range
from index.kernel.term_lookup import Blob, Starts


class TermDictionary:
    """The dictionary of one field, read in place from the container: a sequence of terms, as bytes."""

    def __init__(self, container: Container, field: str) -> None:
        self._bytes = container.raw(f"{field}/text")
        self._starts = container.scalar_view(f"{field}/text_starts")
        self._count = len(self._starts) - 1
        self.arrays = container.part(f"{field}/text"), container.part(f"{field}/text_starts")
        """The terms, one after the other, and where each starts: views of the file, for the kernel."""

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, term_id: int) -> bytes:
        return self._bytes[self._starts[term_id] : self._starts[term_id + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.terms(0, self._count))

    def terms(self, first: int, end: int) -> list[bytes]:
        """Return the terms of the ids [first, end)."""
        starts = self._starts[first : end + 1].tolist()
        begin = starts[0]
        text = self._bytes[begin : starts[-1]].tobytes()
        return [text[a - begin : b - begin] for a, b in pairwise(starts)]

    def raw_slice(self, first: int, end: int) -> tuple[Blob, Starts]:
        """Return the terms [first, end) as the kernel merges them: (text, starts), views of the file.

        ``starts`` point into the whole ``text`` and end with the end of the last term.
        """
        return self.arrays[0], self.arrays[1][first : end + 1]

    def lower_bound(self, term: bytes) -> int:
        """Return the id of the first term not less than ``term``; ``len(self)`` where there is none."""
        return lower_bound(*self.arrays, term)

    def term_id_of(self, term: bytes) -> int | None:
        """Return the id of ``term``; ``None`` where the field does not have it."""
        return find_term(*self.arrays, term)

    def term_ids_of(self, terms: Iterable[str]) -> list[int] | None:
        """Return the ids of all ``terms`` in their order; ``None`` where the field lacks one of them."""
        return find_terms(*self.arrays, terms)

    def known_term_ids(self, terms: Iterable[str]) -> list[int]:
        """Return the ids of ``terms`` in their order; -1 for a term that the field does not have."""
        return find_known_terms(*self.arrays, terms)

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return the term ids (first, end exclusive) of the terms that begin with ``prefix``."""
        return prefix_range(*self.arrays, prefix)

    def as_uint64(self) -> NDArray[np.uint64]:
        """Return the terms of a field whose terms have eight bytes each as integers, a view of the file."""
        return np.frombuffer(self._bytes, dtype="<u8")
