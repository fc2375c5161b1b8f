"""Look-up in a term dictionary: terms in the order of their bytes, joined in one blob.

Term ``i`` is ``text[starts[i]:starts[i + 1]]``; ``text`` is uint8, and ``starts``, uint32 and one longer than
there are terms, ends with the end of the last term. A *term id* is the index of a term in this order.
Damaged ``starts`` raise IndexError or find nothing; bytes outside ``text`` are never read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typing_extensions import Buffer

Blob = NDArray[np.uint8]
Starts = NDArray[np.uint32]


def lower_bound(text: Blob, starts: Starts, term: bytes, /) -> int:
    """Return the id of the first term that is not less than ``term``; the term count where there is none."""
    blob, bounds = memoryview(cast("Buffer", text)), memoryview(cast("Buffer", starts))
    return bisect_left(
        range(len(bounds) - 1),
        term,
        key=lambda term_id: blob[bounds[term_id] : bounds[term_id + 1]].tobytes(),
    )


def prefix_range(text: Blob, starts: Starts, prefix: bytes, /) -> tuple[int, int]:
    """Return the ids of the terms that begin with ``prefix``: the first, and the end, exclusive."""
    first = lower_bound(text, starts, prefix)
    # They end before the least string above all that begin with the prefix: its last byte plus one.
    stem = prefix.rstrip(b"\xff")
    end = lower_bound(text, starts, stem[:-1] + bytes((stem[-1] + 1,))) if stem else len(starts) - 1
    return first, end


def find_term(text: Blob, starts: Starts, term: bytes, /) -> int | None:
    """Return the id of ``term``; ``None`` where the dictionary does not have it."""
    term_id = lower_bound(text, starts, term)
    if term_id < len(starts) - 1 and text[starts[term_id] : starts[term_id + 1]].tobytes() == term:
        return term_id
    return None


def find_terms(text: Blob, starts: Starts, terms: Iterable[str], /) -> list[int] | None:
    """Return the ids of all ``terms`` in their order; ``None`` where the dictionary lacks one of them."""
    term_ids = []
    for term in terms:
        term_id = find_term(text, starts, term.encode())
        if term_id is None:
            return None
        term_ids.append(term_id)
    return term_ids


def find_known_terms(text: Blob, starts: Starts, terms: Iterable[str], /) -> list[int]:
    """Return the ids of ``terms`` in their order; -1 for a term that the dictionary does not have."""
    # Half of a surrogate pair gets bytes of its own, which no term has.
    found = (find_term(text, starts, term.encode("utf-8", "surrogatepass")) for term in terms)
    return [-1 if term_id is None else term_id for term_id in found]


def decode_labels(
    text: Blob, starts: Starts, label: NDArray[Any], local_doc_ids: Sequence[int], /
) -> list[str]:
    """Return the term of each of some documents, in their order, decoded from UTF-8.

    ``label`` has for each document of the segment the id of its term plus 1, 0 for none, unsigned of 8, 16 or
    32 bits. IndexError for a document without a term, or that there is none of; UnicodeDecodeError for a term
    that is not UTF-8.
    """
    terms = []
    for local_doc_id in local_doc_ids:
        term_id = int(label[local_doc_id]) - 1 if local_doc_id >= 0 else -1
        if not 0 <= term_id < len(starts) - 1:
            raise IndexError(f"term {term_id} of document {local_doc_id}")
        terms.append(text[starts[term_id] : starts[term_id + 1]].tobytes().decode())
    return terms
