"""Merging: here are postings of several segments, term by term; put them together, term by term."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.kernel.term_lookup import Blob, Starts

AnyArray = NDArray[Any]
Ranks = NDArray[np.uint32]


def merge_terms(dictionaries: Sequence[tuple[Blob, Starts]], /) -> tuple[Blob, AnyArray, list[Ranks]]:
    """The terms of all ``dictionaries``, each once and in order: their bytes, their lengths, and the ranks.

    Term ``i`` of a dictionary, whose terms ascend, is ``text[starts[i]:starts[i + 1]]``; its rank is its
    number among the terms of all.
    """
    held = []
    for text, starts in dictionaries:
        begin = int(starts[0])
        blob = text[begin : int(starts[-1])].tobytes()
        held.append([blob[start - begin : end - begin] for start, end in pairwise(starts.tolist())])
    union = sorted(set().union(*held))
    rank = {term: term_id for term_id, term in enumerate(union)}
    return (
        np.frombuffer(b"".join(union), dtype=np.uint8),
        np.array([len(term) for term in union], dtype=np.int64),
        [np.array([rank[term] for term in terms], dtype=np.uint32) for terms in held],
    )


def interleave(sources: Sequence[tuple[AnyArray, AnyArray, Ranks]], count: int, /) -> AnyArray:
    """The values of ``sources``, of one dtype, by rank, of one rank in the order of sources.

    A source is its values, how many of them (int64) each of its terms has, and the rank of each term, which
    is below ``count``.
    """
    if any(int(ranks.max(initial=0)) >= max(count, 1) for _, _, ranks in sources):
        raise IndexError(f"a rank of {count}")
    if any((counts < 0).any() or (counts > len(values)).any() for values, counts, _ in sources):
        raise IndexError("a term with fewer values than none or more than all")  # before as many are made
    if any(len(counts) != len(ranks) for _, counts, ranks in sources):
        raise IndexError("counts of other terms than ranks")
    ranks = np.concatenate([np.repeat(ranks, counts) for _, counts, ranks in sources])
    joined: AnyArray = np.concatenate([values for values, _, _ in sources])
    if len(ranks) != len(joined):
        raise IndexError(f"{len(joined)} values of terms that have {len(ranks)}")
    return joined[np.argsort(ranks.astype(np.min_scalar_type(max(count, 256))), kind="stable")]
