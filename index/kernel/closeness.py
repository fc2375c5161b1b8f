"""How close together and how early documents hold the terms of a question, from positions alone.

The more of a question stands within one window of a text, the more the text is about it. Tao and Zhai, "An
exploration of proximity measures in information retrieval", 2007, compare such measures. Terms are bigrams:
one at position p stands on the characters p and p + 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.kernel.doc_id_lists import AnyArray
from index.kernel.posting_lists import POSITION_SPACE, PostingLists
from index.kernel.sets import DocIds

# Shares are added as integers, of this many units to 1: their sum is the same in any order.
UNIT = 1 << 40
# A place is one integer, DOC_SPACE * index of the document + position: no window reaches the next document.
DOC_SPACE = 2 * POSITION_SPACE


def measure_closeness(  # noqa: PLR0917 - what is asked, then the two numbers of the formulas, by name where it is plainer
    lists: PostingLists,
    term_ids: Sequence[int],
    shares: Sequence[float],
    local_doc_ids: DocIds,
    /,
    span: int,
    fade: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how close together (``near``) and how early (``early``) each document holds the terms.

        near   the largest sum of the shares of different terms that stand within ``span`` characters
        early  the sum of share * exp(-first position / fade) over the terms that the document holds

    ``term_ids`` are distinct terms of a field with positions: some 16, since time grows with their square.
    ``shares`` are as many numbers from 0 to 1, with a sum of about 1. A term of share 0 is not read.
    ``local_doc_ids`` are intp, strictly ascending; a document may hold none of the terms. ``fade`` is in
    characters, counted from the first one of the document.
    Both results are new arrays, in the order of ``local_doc_ids``. ``near`` does not depend on the order of
    the terms; the summands of ``early`` are added in the order of ``term_ids``.
    ValueError for a share outside [0, 1], ``span`` < 2, ``fade`` <= 0 or more shares than terms or fewer;
    IndexError where damaged parts lead out of the arrays.
    """
    if len(shares) != len(term_ids) or span < 2 or not fade > 0:
        raise ValueError(f"{len(shares)} shares of {len(term_ids)} terms, a span of {span}, a fade of {fade}")
    if wrong := [share for share in shares if not 0 <= share <= 1]:
        raise ValueError(f"a share of {wrong[0]}")
    found = [
        _occurrences(lists, term_id, local_doc_ids) if share else NO_OCCURRENCES
        for term_id, share in zip(term_ids, shares, strict=True)
    ]
    return closeness_of(found, shares, len(local_doc_ids), span=span, fade=fade)


def closeness_of(
    occurrences: Sequence[tuple[DocIds, AnyArray]],
    shares: Sequence[float],
    doc_count: int,
    *,
    span: int,
    fade: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what ``measure_closeness`` does, of occurrences that were found some other way.

    Those of each term are the index of the document, less than ``doc_count``, and the position (int64), both
    ascending.
    """
    span = min(span, POSITION_SPACE)
    early = np.zeros(doc_count)
    places, changes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for (docs, positions), share in zip(occurrences, shares, strict=True):
        if not len(docs):
            continue
        is_first = np.concatenate(([True], docs[1:] != docs[:-1]))
        early[docs[is_first]] += share * np.exp(-positions[is_first] / fade)
        starts = docs * DOC_SPACE + positions
        # A term counts once in a window, by its last occurrence there: an occurrence counts in the windows
        # that end before the next occurrence and within the span.
        ends = np.minimum(np.append(starts[1:], doc_count * DOC_SPACE), starts + span - 1)
        units = np.full(len(starts), round(share * UNIT))
        places += [starts, ends]
        changes += [units, -units]
    place, change = np.concatenate(places), np.concatenate(changes)
    order = np.lexsort((change, place))  # at one place, what ends comes before what starts
    near = np.zeros(doc_count, dtype=np.int64)
    np.maximum.at(near, place[order] // DOC_SPACE, change[order].cumsum())
    return near / UNIT, early


NO_OCCURRENCES = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64))


def _occurrences(lists: PostingLists, term_id: int, local_doc_ids: DocIds) -> tuple[DocIds, AnyArray]:
    """Return of each occurrence of a term in these documents the index of the document and the position."""
    term_doc_ids = lists.local_doc_ids(term_id)
    indexes = term_doc_ids.searchsorted(local_doc_ids)
    held = np.flatnonzero(indexes < len(term_doc_ids))
    held = held[term_doc_ids[indexes[held]] == local_doc_ids[held]]
    if not len(held):
        return NO_OCCURRENCES
    positions, counts = lists._positions_at(term_id, indexes[held])  # noqa: SLF001 - of the same twin
    return held.repeat(counts), positions.astype(np.int64)
