"""What terms add to the scores of documents, straight from their postings, and which documents hold enough.

The weight of a term in a document is a share of the term's ``top``:

    top * tf / (tf + base + per_term * length)        where tf = freq + headline_extra * headline freq

``freq`` counts the term in the whole text and ``headline freq`` in the headline, which is a part of it. BM25
and its kin are of this form: Robertson et al., "Okapi at TREC-3", 1994.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.kernel.doc_id_lists import AnyArray
from index.kernel.posting_lists import PostingLists
from index.kernel.sets import DocIds, is_in

Floats = NDArray[np.float64]


class Formula(NamedTuple):
    """The numbers of the formula that are the same for all terms of a field; each at least 0."""

    headline_extra: float
    base: float
    per_term: float


class WeighedTerm(NamedTuple):
    """A term of one segment: its term id, its id in the headline's field or -1, and its greatest weight."""

    term_id: int
    headline_id: int
    top: float


def add_weights(  # noqa: PLR0917 - in the order of the formula
    lists: PostingLists,
    headline_lists: PostingLists | None,
    terms: Iterable[tuple[int, int, float]],
    formula: tuple[float, float, float],
    lengths: AnyArray,
    local_doc_ids: DocIds,
    sums: Floats,
    /,
) -> None:
    """Add to ``sums`` what ``terms`` (as ``WeighedTerm``) weigh in each of ``local_doc_ids``.

    ``lengths`` are those of all documents of the segment, unsigned of 8, 16 or 32 bits. ``local_doc_ids``
    are intp, strictly ascending; ``sums`` is as long. Weights are added in the order of ``terms``, so that
    sums are reproducible. Without ``headline_lists`` no occurrence counts for more.
    IndexError for a document or a term that there is none of, and where damaged parts lead out of an array.
    """
    headline_extra, base, per_term = formula
    if len(sums) != len(local_doc_ids):
        raise ValueError(f"{len(sums)} sums of {len(local_doc_ids)} documents")
    for term_id, headline_id, top in terms:
        doc_ids = lists.local_doc_ids(term_id)
        held = is_in(local_doc_ids, doc_ids)
        found = local_doc_ids[held]
        freqs = lists._freqs_of(term_id)[is_in(doc_ids, found)]  # noqa: SLF001 - of the same twin
        if headline_lists is not None and headline_id >= 0:
            in_headline = headline_lists.local_doc_ids(headline_id)
            extra = headline_lists._freqs_of(headline_id)[is_in(in_headline, found)]  # noqa: SLF001
            freqs[is_in(found, in_headline)] += headline_extra * extra
        if len(found) and not 0 <= int(found[0]) <= int(found[-1]) < len(lengths):
            raise IndexError(f"documents {found[0]} to {found[-1]} of {len(lengths)}")
        sums[held] += top * freqs / (freqs + base + per_term * lengths[found])


def holding_enough(  # noqa: PLR0917 - what is weighed, then what is wanted
    lists: PostingLists,
    term_ids: Sequence[int],
    weights: Sequence[float],
    least: float,
    others: DocIds,
    deleted: DocIds,
    size: int,
    /,
) -> DocIds:
    """Return the local doc ids whose terms' weights add up to ``least``, and to more than 0, and ``others``.

    A new array, ascending, without those in ``deleted``. There are as many ``weights`` as ``term_ids``; they
    are added in their order. The segment has ``size`` documents: IndexError for a doc id beyond, of a term
    that is read.
    """
    sums, enough = np.zeros(size), np.zeros(size, dtype=bool)
    for term_id, weight in zip(term_ids, weights, strict=True):
        sums[_checked(lists.local_doc_ids(term_id), size)] += weight
    enough[(sums >= least) & (sums > 0)] = True
    enough[_checked(others, size)] = True
    enough[_checked(deleted, size)] = False
    found: DocIds = enough.nonzero()[0]
    return found


def count_holding_enough(  # noqa: PLR0917 - as above
    lists: PostingLists,
    term_ids: Sequence[int],
    weights: Sequence[float],
    least: float,
    others: DocIds,
    deleted: DocIds,
    size: int,
    /,
) -> int:
    """Return how many doc ids ``holding_enough`` would return."""
    return len(holding_enough(lists, term_ids, weights, least, others, deleted, size))


def _checked(doc_ids: DocIds, size: int) -> DocIds:
    if len(doc_ids) and not 0 <= int(doc_ids.min()) <= int(doc_ids.max()) < size:
        raise IndexError(f"documents {doc_ids.min()} to {doc_ids.max()} of {size}")
    return doc_ids
