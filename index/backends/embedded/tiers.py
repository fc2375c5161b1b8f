"""Tiers: which segments are merged when a commit adds some?

The smallest are, once they are together as large as the next: so an article is merged as often as the archive
doubles. What one commit may merge is bounded by what it adds: nobody who adds an issue waits for the archive.
"""

from __future__ import annotations

from collections.abc import Sequence

MAX_DOCUMENTS = 1 << 16  # a segment's doc ids have 16 bits
PER_ADDED = 8  # merging is about ten times as fast as cutting and inverting
ALWAYS = 2000  # merged in a fifth of a second


def to_merge(sizes: Sequence[int], added: int) -> list[int]:
    """Return which of segments of ``sizes`` documents to make one of, by number; none where none pays."""
    bound = min(MAX_DOCUMENTS, PER_ADDED * added + ALWAYS)
    chosen: list[int] = []
    best: list[int] = []
    total = 0
    for number in sorted(range(len(sizes)), key=lambda number: (sizes[number], number)):
        if total + sizes[number] > bound:
            break
        if sizes[number] <= total:
            best = [*chosen, number]
        chosen.append(number)
        total += sizes[number]
    return sorted(best)
