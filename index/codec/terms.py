"""Terms: here is a field's dictionary, which number has a term, and which terms begin with these bytes?

Terms stand sorted by their bytes in one blob; term ``i`` is ``text[starts[i]:starts[i + 1]]``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from index.codec.container import Container

SAMPLED = 64  # every so many terms one is kept in memory: most steps of a search are among these


class Terms:
    """The dictionary of one field, read from the file as it is asked."""

    def __init__(self, container: Container, field: str) -> None:
        self._text = container.raw(f"{field}/text")
        self._starts = container.numbers(f"{field}/text_starts")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._starts[number] : self._starts[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    def from_(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``; ``len(self)`` where there is none."""
        block = bisect_left(self._sample, term)
        low = max(block - 1, 0) * SAMPLED
        high = min(block * SAMPLED, len(self))
        return bisect_left(range(len(self)), term, low, high, key=self.__getitem__)

    def find(self, term: bytes) -> int | None:
        """The number of ``term``, ``None`` where the field does not have it."""
        number = self.from_(term)
        return number if number < len(self) and self[number] == term else None

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The numbers (first, last exclusive) of the terms that begin with ``prefix``."""
        after = prefix.rstrip(b"\xff")
        end = self.from_(after[:-1] + bytes((after[-1] + 1,))) if after else len(self)
        return self.from_(prefix), end

    @cached_property
    def _sample(self) -> list[bytes]:
        return [self[number] for number in range(0, len(self), SAMPLED)]
