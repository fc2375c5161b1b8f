"""The postings of a literal: the documents whose text holds exactly these characters, and how often.

Each character of a text begins one term of a bigram field: the pair with the next character, or itself alone
at the end of a unit. So the postings of one character are those of the prefix, and those of two characters
are one term's. A longer literal is a phrase of pairs. It is checked with as few of them as cover all its
characters, the rarest among them, and positions are read only in documents that hold all these pairs, found
rarest first.
"""

from __future__ import annotations

from analyzers import folded_bigrams
from index.backends.embedded.reader.segment_view import DocIds, SegmentPostings, SegmentView
from index.backends.embedded.reader.snapshot import NO_POSTINGS, Postings, Snapshot
from index.deadline import NEVER, Deadline


def phrase_postings(
    snapshot: Snapshot,
    folded: str,
    field: str,
    *,
    exclude: DocIds | None = None,
    candidates: DocIds | None = None,
    deadline: Deadline = NEVER,
) -> Postings:
    """The live postings of the literal ``folded`` in a bigram field; empty for an empty text.

    Doc ids in ``exclude`` and doc ids outside ``candidates`` (both global, ascending) may be left out, so
    that their positions are not read. SearchTimeout when the deadline is over.
    """
    if len(folded) == 1:
        return snapshot.prefix_postings(field, folded)
    pairs = folded_bigrams(folded)
    if len(pairs) <= 1:
        return snapshot.postings(field, folded) if pairs else NO_POSTINGS
    found = []
    for segment in snapshot.segments:
        deadline.check()
        if postings := _phrase_postings(segment, field, pairs, exclude, candidates):
            found.append(postings)
    return snapshot.concatenate_postings(found)


def _phrase_postings(
    segment: SegmentView, field: str, pairs: list[str], exclude: DocIds | None, candidates: DocIds | None
) -> SegmentPostings | None:
    postings = segment.files.field(field)
    term_ids = postings.terms.term_ids_of(pairs) if postings else None
    if postings is None or term_ids is None:
        return None
    return segment.live_postings(*postings.lists.phrase(term_ids, segment.base, exclude, candidates))
