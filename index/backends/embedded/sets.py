"""Sets: here are doc ids, ascending; which are in both, which in any?

Few are looked up one by one, many through an array as long as the archive: a rare question does not pay for
the archive's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.intp]
Mask = NDArray[np.bool_]
FEW = 16  # so many times fewer are looked up one by one


def is_in(doc_ids: NDArray[Any], among: NDArray[Any], size: int) -> Mask:
    """Say which of ``doc_ids`` are in ``among``; both ascending and less than ``size``."""
    if not len(among):
        return np.zeros(len(doc_ids), dtype=bool)
    if len(doc_ids) * FEW < size:
        at = among.searchsorted(doc_ids)
        at[at == len(among)] = 0
        found: Mask = among[at] == doc_ids
        return found
    mask = np.zeros(size, dtype=bool)
    mask[among] = True
    held: Mask = mask[doc_ids]
    return held


def places_in(doc_ids: Ids, among: Ids, size: int) -> Ids:
    """Where each of ``doc_ids``, all of which are ``among``, stands there; both ascending."""
    if len(doc_ids) == len(among):
        return np.arange(len(among))
    if len(doc_ids) * FEW < len(among):
        return among.searchsorted(doc_ids)
    return is_in(among, doc_ids, size).nonzero()[0]


def union(sets: Sequence[Ids], size: int) -> Ids:
    """The doc ids of any of ``sets``, ascending."""
    sets = [each for each in sets if len(each)]
    if len(sets) <= 1:
        return sets[0] if sets else np.zeros(0, dtype=np.intp)
    if sum(map(len, sets)) * FEW < size:
        joined = np.sort(np.concatenate(sets))
        return joined[np.concatenate(([True], joined[1:] != joined[:-1]))]
    mask = np.zeros(size, dtype=bool)
    for each in sets:
        mask[each] = True
    return np.flatnonzero(mask)


class Places:
    """Where each of some doc ids stands among them: asked again and again with other sets."""

    def __init__(self, doc_ids: Ids, size: int, asked: int) -> None:
        """``asked`` is how many doc ids will be asked for altogether."""
        self._doc_ids = doc_ids
        self._places: NDArray[np.int32] | None = None
        if max(asked, size // FEW) < FEW * len(doc_ids):
            self._places = np.full(size, -1, dtype=np.int32)
            self._places[doc_ids] = np.arange(len(doc_ids), dtype=np.int32)

    def of(self, others: Ids) -> tuple[NDArray[Any] | slice, NDArray[Any] | slice]:
        """Indexes of those of ``others`` (ascending) that are among the doc ids, and of these there."""
        if others is self._doc_ids:
            return slice(None), slice(None)
        if self._places is not None:
            places = self._places[others]
            at = (places >= 0).nonzero()[0]
            if len(at) < len(others):
                return at, places[at]
            # Most sets are held whole by what they made match, and some are just that.
            return slice(None), slice(None) if len(others) == len(self._doc_ids) else places
        if not len(others):
            return slice(0), np.zeros(0, dtype=np.intp)
        at = others.searchsorted(self._doc_ids)
        at[at == len(others)] = 0
        held = (others[at] == self._doc_ids).nonzero()[0]
        return at[held], held
