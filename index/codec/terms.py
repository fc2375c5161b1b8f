"""Terms: here is a field's dictionary, which number has a term, and which terms begin with these bytes?

Terms stand sorted by their bytes in one blob; term ``i`` is ``text[starts[i]:starts[i + 1]]``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.codec.caching import remembering
from index.codec.container import Container

REMEMBERED = 1 << 14  # look-ups of a field: people ask for the same words again


class Terms:
    """The dictionary of one field, read from the file as it is asked."""

    def __init__(self, container: Container, field: str) -> None:
        self._bytes = container.raw(f"{field}/text")
        self._starts = container.numbers(f"{field}/text_starts")
        self._count = len(self._starts) - 1
        self._found = remembering(self._find, REMEMBERED)
        self._ranged = remembering(self._range, REMEMBERED)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.all(0, self._count))

    def all(self, first: int, end: int) -> list[bytes]:
        """The terms ``first`` to ``end`` (exclusive)."""
        starts = self._starts[first : end + 1].tolist()
        begin = starts[0]
        text = self._bytes[begin : starts[-1]].tobytes()
        return [text[a - begin : b - begin] for a, b in pairwise(starts)]

    def from_(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``; ``len(self)`` where there is none."""
        return bisect_left(range(self._count), term, key=self.__getitem__)

    def find(self, term: bytes) -> int | None:
        """The number of ``term``, ``None`` where the field does not have it."""
        return self._found(term)

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers (first, last exclusive) of the terms that begin with ``prefix``."""
        return self._ranged(prefix)

    def _find(self, term: bytes) -> int | None:
        number = self.from_(term)
        return number if number < self._count and self[number] == term else None

    def _range(self, prefix: bytes) -> tuple[int, int]:
        after = prefix.rstrip(b"\xff")
        end = self.from_(after[:-1] + bytes((after[-1] + 1,))) if after else self._count
        return self.from_(prefix), end

    def integers(self) -> NDArray[np.uint64]:
        """The terms as numbers, of a field whose terms have eight bytes each."""
        return np.frombuffer(self._bytes, dtype="<u8")
