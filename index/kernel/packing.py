"""Coding: here are numbers, how do they take few bytes and still come back in whole arrays?

Frequencies are mostly 1 or 2: two to a byte. Documents of a frequent term lie close together: the gaps
between them are bytes, added up again in one pass.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

AnyArray = NDArray[Any]
ESCAPE = 255  # in gaps: as many, and go on with the next byte


def pack_nibbles(small: AnyArray) -> AnyArray:
    """Two of the numbers below 16 to a byte, the first in the lower half; an odd one out gets its own."""
    padded = np.zeros(len(small) + len(small) % 2, dtype=np.uint8)
    padded[: len(small)] = small
    packed: AnyArray = padded[0::2] | padded[1::2] << 4
    return packed


def unpack_nibbles(packed: AnyArray, start: int, stop: int) -> AnyArray:
    """The numbers from ``start`` to ``stop``."""
    some = packed[start // 2 : (stop + 1) // 2]
    small = np.empty(2 * len(some), dtype=np.uint8)
    np.bitwise_and(some, 15, out=small[0::2])
    np.right_shift(some, 4, out=small[1::2])
    first = start % 2
    return small[first : first + stop - start]


def gap_sizes(values: AnyArray) -> AnyArray:
    """How many bytes each gap takes."""
    return values // ESCAPE + 1


def pack_gaps(values: AnyArray) -> AnyArray:
    """Gaps as bytes: each is the sum of some escapes and one byte below them."""
    packed = np.full(int(gap_sizes(values).sum()), ESCAPE, dtype=np.uint8)
    packed[np.cumsum(gap_sizes(values)) - 1] = values % ESCAPE
    return packed


def unpack_gaps(packed: AnyArray, count: int) -> AnyArray:
    """The ``count`` numbers whose gaps, the first from 0, are packed; IndexError unless there are so many."""
    held = packed != ESCAPE
    if np.count_nonzero(held) != count:
        raise IndexError(f"{np.count_nonzero(held)} gaps of {count} numbers")
    unpacked: AnyArray = np.cumsum(packed, dtype=np.intp)[held]
    return unpacked


def unpack_many_gaps(packed: AnyArray, counts: AnyArray, starts: AnyArray) -> AnyArray:
    """The same for many lists, of ``counts`` numbers each, the bytes of which begin at ``starts``."""
    held = packed != ESCAPE
    behind = np.concatenate(([0], np.cumsum(held)))  # how many numbers the first bytes lead to
    if (np.diff(behind[starts], append=behind[-1]) != counts).any():
        raise IndexError("a list of more or fewer gaps than numbers")
    sums = np.concatenate(([0], np.cumsum(packed, dtype=np.intp)))
    unpacked: AnyArray = sums[1:][held] - np.repeat(sums[starts], counts)
    return unpacked
