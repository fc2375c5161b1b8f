"""Terms: here is a field's dictionary, which number has a term, and which terms begin with these bytes?

Terms stand sorted by their bytes in one blob; term ``i`` is ``text[starts[i]:starts[i + 1]]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.container import Container
from index.kernel import decode_terms, find_term, find_terms, lower_bound
from index.kernel.term_lookup import Blob, Starts


class TermDictionary:
    """The dictionary of one field, read from the file as it is asked."""

    def __init__(self, container: Container, field: str) -> None:
        self._bytes = container.raw(f"{field}/text")
        self._starts = container.numbers(f"{field}/text_starts")
        self._count = len(self._starts) - 1
        self._parts = container.part(f"{field}/text"), container.part(f"{field}/text_starts")

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

    def between(self, first: int, end: int) -> tuple[Blob, Starts]:
        """The same as the file has them: bytes, and where in these each term starts, and the end."""
        return self._parts[0], self._parts[1][first : end + 1]

    def strings(self, numbers: NDArray[Any]) -> list[str]:
        """The terms of some ``numbers``, which are UTF-8."""
        return decode_terms(*self._parts, numbers)

    def from_(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``; ``len(self)`` where there is none."""
        return lower_bound(*self._parts, term)

    def find(self, term: bytes) -> int | None:
        """The number of ``term``, ``None`` where the field does not have it."""
        return find_term(*self._parts, term)

    def find_all(self, terms: Iterable[str]) -> list[int] | None:
        """The numbers of all ``terms``, ``None`` where the field does not have one of them."""
        return find_terms(*self._parts, terms)

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers (first, last exclusive) of the terms that begin with ``prefix``."""
        after = prefix.rstrip(b"\xff")
        end = self.from_(after[:-1] + bytes((after[-1] + 1,))) if after else self._count
        return self.from_(prefix), end

    def integers(self) -> NDArray[np.uint64]:
        """The terms as numbers, of a field whose terms have eight bytes each."""
        return np.frombuffer(self._bytes, dtype="<u8")
