"""Literal: which articles hold exactly these characters, and how often?

Every character begins one term: a pair, or itself where its unit ends. One character is all the terms it
begins; two are a term. A longer text is covered by as few pairs as can be, its rarest among them: it stands
where all of them stand in that order. Articles are first asked for all these pairs, the rarest first, so that
few positions have to be read.
"""

from __future__ import annotations

from analyzers import folded_bigrams
from index.backends.embedded.reader.segment_view import DocIds, Found, Segment
from index.backends.embedded.reader.snapshot import NOWHERE, Postings, Snapshot
from index.deadline import NEVER, Deadline


def occurrences(
    snapshot: Snapshot,
    folded: str,
    field: str,
    *,
    exclude: DocIds | None = None,
    candidates: DocIds | None = None,
    deadline: Deadline = NEVER,
) -> Postings:
    """Return the documents whose ``field`` holds the text literally, and how often; none for an empty text.

    ``exclude`` and ``candidates`` are doc ids, ascending: documents in the one, or outside the other, may be
    left out of the answer, so that their positions are not read.
    """
    if len(folded) == 1:
        return snapshot.beginning(field, folded)
    pairs = folded_bigrams(folded)
    if len(pairs) <= 1:
        return snapshot.postings(field, folded) if pairs else NOWHERE
    found = []
    for segment in snapshot.segments:
        deadline.check()
        if here := _in_segment(segment, field, pairs, exclude, candidates):
            found.append(here)
    return snapshot.join(found)


def _in_segment(
    segment: Segment, field: str, pairs: list[str], exclude: DocIds | None, candidates: DocIds | None
) -> Found | None:
    postings = segment.files.field(field)
    numbers = postings.terms.term_ids_of(pairs) if postings else None
    if postings is None or numbers is None:
        return None
    return segment.live_postings(*postings.lists.phrase(numbers, segment.base, exclude, candidates))
