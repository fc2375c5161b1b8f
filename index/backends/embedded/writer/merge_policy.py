"""The merge policy: which segments a commit merges, so that segments stay few and a commit stays quick.

The policy is tiered. The smallest segments are merged once they are together half as large as the next one,
so an article is merged about as often as the archive doubles. A budget bounds the work: each document that is
added pays for merging a few others, and what is not spent is left for the next commit. So no commit pays for
the size of the whole archive, and a writer that fills an archive leaves few segments.
"""

from __future__ import annotations

from collections.abc import Sequence

MAX_SEGMENT_DOCS = 1 << 16  # a doc id within a segment has 16 bits
# Documents merged for each one that is added: merging is about ten times as fast as analysing and inverting.
BUDGET_PER_ADDED_DOC = 8
FREE_BUDGET = 2000  # documents that any commit may merge: a fifth of a second


def choose_segments(doc_counts: Sequence[int], budget: int, *, merge_all: bool = False) -> list[int]:
    """The segments to merge into one, as indexes into ``doc_counts``, ascending; none where none pays.

    ``doc_counts`` are the live documents of each segment. The merged segment has at most ``budget`` and
    ``FREE_BUDGET`` documents together, and at most ``MAX_SEGMENT_DOCS``. With ``merge_all`` as many segments
    as these bounds allow are chosen, whatever their sizes.
    """
    most = min(MAX_SEGMENT_DOCS, budget + FREE_BUDGET)
    chosen: list[int] = []
    best: list[int] = []
    total = 0
    for at in sorted(range(len(doc_counts)), key=lambda at: (doc_counts[at], at)):
        if total + doc_counts[at] > most:
            break
        if total and (merge_all or doc_counts[at] <= 2 * total):
            best = [*chosen, at]
        chosen.append(at)
        total += doc_counts[at]
    return sorted(best)
