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
        key=lambda term_id: blob[at[term_id] : at[term_id + 1]].tobytes(),
    )


def find_term(text: Blob, starts: Starts, term: bytes, /) -> int | None:
    """The number of ``term``, ``None`` where it is not there."""
    term_id = lower_bound(text, starts, term)
    if term_id < len(starts) - 1 and text[starts[term_id] : starts[term_id + 1]].tobytes() == term:
        return term_id
    return None


def find_terms(text: Blob, starts: Starts, terms: Iterable[str], /) -> list[int] | None:
    """The term_ids of all ``terms``, ``None`` where one is not there."""
    term_ids = []
    for term in terms:
        term_id = find_term(text, starts, term.encode())
        if term_id is None:
            return None
        term_ids.append(term_id)
    return term_ids


def decode_terms(text: Blob, starts: Starts, term_ids: NDArray[Any], /) -> list[str]:
    """The terms of some ``term_ids``, which are UTF-8. IndexError for a number that no term has."""
    if len(term_ids) and int(term_ids.min()) < 0:
        raise IndexError(f"term {term_ids.min()}")
    ends = zip(starts[term_ids].tolist(), starts[term_ids + 1].tolist(), strict=True)
    return [text[start:end].tobytes().decode() for start, end in ends]
