"""Hashing: here is a text, which small numbers does it share with a text that is nearly the same?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

POWER = 1_000_003  # of a shingle's polynomial
MIX = 0xBF58476D1CE4E5B9  # splitmix64's


def minhash(codes: NDArray[np.uint32], size: int, factors: Hashes, /) -> Hashes:
    """The smallest hash, of 32 bits, of all shingles of ``size`` characters under each of ``factors``.

    ``codes`` are code points, at least ``size`` of them.
    """
    count = len(codes) - size + 1
    if count < 1:
        raise ValueError(f"{len(codes)} characters have no shingle of {size}")
    shingles = np.zeros(count, dtype=np.uint64)
    for at, power in enumerate(np.uint64(POWER) ** np.arange(size, dtype=np.uint64)):
        shingles += codes[at : at + count].astype(np.uint64) * power
    shingles ^= shingles >> np.uint64(29)
    shingles *= np.uint64(MIX)
    shingles ^= shingles >> np.uint64(32)
    smallest: Hashes = ((shingles * factors[:, np.newaxis]) >> np.uint64(32)).min(axis=1)
    return smallest
