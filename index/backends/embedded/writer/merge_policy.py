"""Tiers: which segments are merged when a commit adds some?

The smallest are, once they are together half as large as the next: so an article is merged about as often as
the archive doubles. How much may be merged is bounded by how much was added and not yet paid for: nobody who
adds an issue waits for the archive, and whoever fills one leaves few segments.
"""

from __future__ import annotations

from collections.abc import Sequence

MAX_DOCUMENTS = 1 << 16  # a segment's doc ids have 16 bits
PER_ADDED = (
    8  # documents merged for one that is added: merging is about ten times as fast as cutting and inverting
)
ALWAYS = 2000  # merged in a fifth of a second


def to_merge(sizes: Sequence[int], unpaid: int, *, every: bool = False) -> list[int]:
    """Return which of segments of ``sizes`` documents to make one of, by number; none where none pays.

    With ``every``, as many as the bound allows.
    """
    bound = min(MAX_DOCUMENTS, unpaid + ALWAYS)
    chosen: list[int] = []
    best: list[int] = []
    total = 0
    for number in sorted(range(len(sizes)), key=lambda number: (sizes[number], number)):
        if total + sizes[number] > bound:
            break
        if total and (every or sizes[number] <= 2 * total):
            best = [*chosen, number]
        chosen.append(number)
        total += sizes[number]
    return sorted(best)
