"""Merging of the term dictionaries and the postings of several segments, in the order of terms."""

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
    """Merge sorted dictionaries to one that has each term once.

    Term ``i`` of a dictionary is ``text[starts[i]:starts[i + 1]]``; terms ascend by their bytes, and
    ``starts[0]`` need not be 0. Return the merged terms, one after the other (uint8), the length of each in
    bytes (int64), and for each dictionary the ranks of its terms (uint32): their indexes among the merged
    terms. Damaged ``starts`` raise IndexError or give other terms; bytes outside ``text`` are never read.
    """
    terms_of = []
    for text, starts in dictionaries:
        begin = int(starts[0])
        blob = text[begin : int(starts[-1])].tobytes()
        terms_of.append([blob[start - begin : end - begin] for start, end in pairwise(starts.tolist())])
    merged = sorted(set().union(*terms_of))
    rank = {term: index for index, term in enumerate(merged)}
    return (
        np.frombuffer(b"".join(merged), dtype=np.uint8),
        np.array([len(term) for term in merged], dtype=np.int64),
        [np.array([rank[term] for term in terms], dtype=np.uint32) for terms in terms_of],
    )


def interleave(sources: Sequence[tuple[AnyArray, AnyArray, Ranks]], rank_count: int, /) -> AnyArray:
    """Put the values of several sources in the order of ranks; those of one rank in the order of sources.

    A source is its values, how many values each of its terms has (int64), and the rank of each term, below
    ``rank_count``. The values of all sources have one dtype, that of the new array that is returned.
    IndexError where ranks, counts and values do not agree.
    """
    if any(int(ranks.max(initial=0)) >= max(rank_count, 1) for _, _, ranks in sources):
        raise IndexError(f"a rank of {rank_count}")
    # Checked before the ranks are repeated: a damaged count might ask for more memory than there is.
    if any((counts < 0).any() or (counts > len(values)).any() for values, counts, _ in sources):
        raise IndexError("a term with fewer values than none or more than all")
    if any(len(counts) != len(ranks) for _, counts, ranks in sources):
        raise IndexError("counts of other terms than ranks")
    ranks = np.concatenate([np.repeat(ranks, counts) for _, counts, ranks in sources])
    joined: AnyArray = np.concatenate([values for values, _, _ in sources])
    if len(ranks) != len(joined):
        raise IndexError(f"{len(joined)} values of terms that have {len(ranks)}")
    return joined[np.argsort(ranks.astype(np.min_scalar_type(max(rank_count, 256))), kind="stable")]
