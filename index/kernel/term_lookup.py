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
        range(len(at) - 1),
        term,
        key=lambda assign_term_ids: blob[at[assign_term_ids] : at[assign_term_ids + 1]].tobytes(),
    )


def find_term(text: Blob, starts: Starts, term: bytes, /) -> int | None:
    """The number of ``term``, ``None`` where it is not there."""
    assign_term_ids = lower_bound(text, starts, term)
    if (
        assign_term_ids < len(starts) - 1
        and text[starts[assign_term_ids] : starts[assign_term_ids + 1]].tobytes() == term
    ):
        return assign_term_ids
    return None


def find_terms(text: Blob, starts: Starts, terms: Iterable[str], /) -> list[int] | None:
    """The numbers of all ``terms``, ``None`` where one is not there."""
    numbers = []
    for term in terms:
        assign_term_ids = find_term(text, starts, term.encode())
        if assign_term_ids is None:
            return None
        numbers.append(assign_term_ids)
    return numbers


def decode_terms(text: Blob, starts: Starts, numbers: NDArray[Any], /) -> list[str]:
    """The terms of some ``numbers``, which are UTF-8. IndexError for a number that no term has."""
    if len(numbers) and int(numbers.min()) < 0:
        raise IndexError(f"term {numbers.min()}")
    ends = zip(starts[numbers].tolist(), starts[numbers + 1].tolist(), strict=True)
    return [text[start:end].tobytes().decode() for start, end in ends]
