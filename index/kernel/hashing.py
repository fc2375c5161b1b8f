"""MinHash signatures of texts, by which reprints of an article are found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

POLYNOMIAL_BASE = 1_000_003  # a shingle is hashed as a polynomial of its code points, modulo 2**64
MIX_FACTOR = 0xBF58476D1CE4E5B9  # of the finaliser of splitmix64 (Steele, Lea and Flood, 2014)


def minhash(codes: NDArray[np.uint32], size: int, factors: Hashes, /) -> Hashes:
    """Return the MinHash signature of a text: for each factor the smallest hash of all its shingles.

    ``codes`` are the code points of the text, at least ``size`` of them, else ValueError; a shingle is
    ``size`` neighbouring characters. ``factors`` are uint64. The signature is as long as ``factors``
    and holds values below 2**32.

    Broder, "On the resemblance and containment of documents", 1997. The hash functions are multiply-shift:
    Dietzfelbinger et al., "A reliable randomized algorithm for the closest-pair problem", 1997.
    """
    count = len(codes) - size + 1
    if count < 1:
        raise ValueError(f"{len(codes)} characters have no shingle of {size}")
    hashes = np.zeros(count, dtype=np.uint64)
    for offset, power in enumerate(np.uint64(POLYNOMIAL_BASE) ** np.arange(size, dtype=np.uint64)):
        hashes += codes[offset : offset + count].astype(np.uint64) * power
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(MIX_FACTOR)
    hashes ^= hashes >> np.uint64(32)
    smallest: Hashes = ((hashes * factors[:, np.newaxis]) >> np.uint64(32)).min(axis=1)
    return smallest
