"""Terms: here are sorted terms in one blob, term ``i`` from ``starts[i]`` to ``starts[i + 1]``; find some."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing_extensions import Buffer

Blob = NDArray[np.uint8]
Starts = NDArray[np.uint32]


def lower_bound(text: Blob, starts: Starts, term: bytes, /) -> int:
    """The number of the first term that is not less than ``term``; their count where there is none."""
    blob, at = memoryview(cast("Buffer", text)), memoryview(cast("Buffer", starts))
    return bisect_left(
        range(len(at) - 1), term, key=lambda number: blob[at[number] : at[number + 1]].tobytes()
    )


def find(text: Blob, starts: Starts, term: bytes, /) -> int | None:
    """The number of ``term``, ``None`` where it is not there."""
    number = lower_bound(text, starts, term)
    if number < len(starts) - 1 and text[starts[number] : starts[number + 1]].tobytes() == term:
        return number
    return None


def find_all(text: Blob, starts: Starts, terms: Iterable[str], /) -> list[int] | None:
    """The numbers of all ``terms``, ``None`` where one is not there."""
    numbers = []
    for term in terms:
        number = find(text, starts, term.encode())
        if number is None:
            return None
        numbers.append(number)
    return numbers


def strings(text: Blob, starts: Starts, numbers: NDArray[Any], /) -> list[str]:
    """The terms of some ``numbers``, which are UTF-8. IndexError for a number that no term has."""
    if len(numbers) and int(numbers.min()) < 0:
        raise IndexError(f"term {numbers.min()}")
    ends = zip(starts[numbers].tolist(), starts[numbers + 1].tolist(), strict=True)
    return [text[start:end].tobytes().decode() for start, end in ends]
