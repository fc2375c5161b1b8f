"""Compact codings of small integers that numpy decodes in whole arrays.

Frequencies are mostly 1 or 2: two of them share a byte. The doc ids of a frequent term lie close together:
the gaps between them are bytes, and one cumulative sum gives the doc ids back. Gaps are the classic coding of
posting lists: Witten, Moffat and Bell, "Managing Gigabytes", 1999.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

AnyArray = NDArray[Any]
ESCAPE = 255  # in gap bytes: add 255, and go on with the next byte


def pack_nibbles(values: AnyArray) -> AnyArray:
    """Pack values below 16 two to a byte, the first in the lower half; uint8, the last byte padded with 0."""
    padded = np.zeros(len(values) + len(values) % 2, dtype=np.uint8)
    padded[: len(values)] = values
    packed: AnyArray = padded[0::2] | padded[1::2] << 4
    return packed


def unpack_nibbles(packed: AnyArray, start: int, end: int) -> AnyArray:
    """Return the values [start, end) of what ``pack_nibbles`` packed: a new array of uint8."""
    needed = packed[start // 2 : (end + 1) // 2]
    values = np.empty(2 * len(needed), dtype=np.uint8)
    np.bitwise_and(needed, 15, out=values[0::2])
    np.right_shift(needed, 4, out=values[1::2])
    first = start % 2
    return values[first : first + end - start]


def gap_sizes(gaps: AnyArray) -> AnyArray:
    """Return how many bytes ``pack_gaps`` takes for each gap; same shape and dtype."""
    return gaps // ESCAPE + 1


def pack_gaps(gaps: AnyArray) -> AnyArray:
    """Pack gaps, which are not negative, to uint8: as many bytes of ``ESCAPE`` as fit, then the rest."""
    packed = np.full(int(gap_sizes(gaps).sum()), ESCAPE, dtype=np.uint8)
    packed[np.cumsum(gap_sizes(gaps)) - 1] = gaps % ESCAPE
    return packed


def unpack_gaps(packed: AnyArray, count: int) -> AnyArray:
    """Return the ``count`` ascending values of one list of packed gaps, the first gap counted from 0.

    A new array of intp. IndexError where the bytes hold more or fewer gaps than ``count``.
    """
    ends_gap = packed != ESCAPE
    if np.count_nonzero(ends_gap) != count:
        raise IndexError(f"{np.count_nonzero(ends_gap)} gaps of {count} values")
    values: AnyArray = np.cumsum(packed, dtype=np.intp)[ends_gap]
    return values


def unpack_gap_lists(packed: AnyArray, counts: AnyArray, starts: AnyArray) -> AnyArray:
    """Return the values of many lists of packed gaps, one list after the other, as ``unpack_gaps`` does.

    List ``i`` has ``counts[i]`` values, and its bytes begin at ``starts[i]``; ``starts`` ascend.
    """
    ends_gap = packed != ESCAPE
    gaps_before = np.concatenate(([0], np.cumsum(ends_gap)))  # of each byte
    if (np.diff(gaps_before[starts], append=gaps_before[-1]) != counts).any():
        raise IndexError("a list of more or fewer gaps than values")
    sums = np.concatenate(([0], np.cumsum(packed, dtype=np.intp)))
    values: AnyArray = sums[1:][ends_gap] - np.repeat(sums[starts], counts)
    return values
