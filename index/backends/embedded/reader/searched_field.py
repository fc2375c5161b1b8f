"""A field of terms over all segments of a snapshot, with what a question reads of it: put together once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.reader.segment_view import DocIds, LocalDocIds, SegmentView, split
from index.kernel import PostingLists, count_holding_enough, holding_enough, union
from index.kernel.doc_id_lists import AnyArray

NO_DOC_IDS = np.zeros(0, dtype=np.intp)
HEADLINE = "headline_"  # before the name of a field: the field of the same terms in the headline alone


_Enough = tuple[PostingLists, list[int], list[float], float, LocalDocIds, LocalDocIds, int]


class FieldPart(NamedTuple):
    """The field in one ``segment``.

    ``headline`` is the field of the same terms in the headline, None where no headline has any or the field
    is that one. ``lengths`` are those of the field in each document.
    """

    segment: SegmentView
    postings: FieldPostings
    headline: FieldPostings | None
    lengths: AnyArray


class SearchedField:
    """A field of words or of bigrams over the segments that have it. Threads share it."""

    def __init__(self, name: str, segments: Sequence[SegmentView]) -> None:
        self.parts = [
            FieldPart(segment, postings, segment.files.field(HEADLINE + name), segment.files.lengths(name))
            for segment in segments
            if (postings := segment.files.field(name))
        ]
        self._segments = [part.segment for part in self.parts]
        # Where a segment has no text, an article may match by a name.
        self._is_everywhere = len(self.parts) == len(segments)
        self.total_length = sum(segment.total_length(name) for segment in segments)
        """The number of terms that all live documents have together."""

    def look_up(self, texts: Sequence[str]) -> list[tuple[Sequence[int], Sequence[int], int]]:
        """Look up terms: for each its id in each part, that in the headlines, and how many documents hold it.

        An id is -1 where there is none; deleted documents are not counted.
        """
        found = [_look_up(part, texts) for part in self.parts]
        if not found:
            return [((), (), 0)] * len(texts)
        term_ids, headline_ids, doc_freqs = (zip(*each, strict=True) for each in zip(*found, strict=True))
        return list(zip(term_ids, headline_ids, map(sum, doc_freqs), strict=True))

    def doc_ids(self, term_ids: Sequence[int]) -> DocIds:
        """The live documents that hold a term, of which these are the ids: global, strictly ascending."""
        found = []
        for part, term_id in zip(self.parts, term_ids, strict=True):
            if term_id >= 0:
                doc_ids = part.postings.lists.local_doc_ids(term_id)
                doc_ids = doc_ids[part.segment.live_selector(doc_ids)]
                found.append(_global(part, doc_ids))
        return _joined(found)

    def among(self, term_ids: Sequence[int], doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids`` (live, strictly ascending) that hold the term of which these are the ids."""
        return _joined(
            [
                _global(part, part.postings.lists.among(term_ids[at], local_doc_ids))
                for at, part, local_doc_ids, _ in self.split(doc_ids)
                if term_ids[at] >= 0
            ]
        )

    def holding_enough(
        self, terms: Sequence[Sequence[int]], weights: Sequence[float], least: float, others: DocIds
    ) -> DocIds:
        """The live documents whose terms' weights add up to ``least``, and to more than 0, and ``others``.

        Each of ``terms`` is its ids. Doc ids are global and ascend.
        """
        given = zip(self.parts, self._enough(terms, weights, least, others), strict=True)
        found = _joined([_global(part, holding_enough(*each)) for part, each in given])
        return found if self._is_everywhere else union([found, others])

    def count_holding_enough(
        self, terms: Sequence[Sequence[int]], weights: Sequence[float], least: float, others: DocIds
    ) -> int:
        """How many documents ``holding_enough`` would return."""
        count = sum(count_holding_enough(*given) for given in self._enough(terms, weights, least, others))
        if not self._is_everywhere:
            count += len(others) - sum(len(local_doc_ids) for _, _, local_doc_ids, _ in self.split(others))
        return count

    def _enough(
        self, terms: Sequence[Sequence[int]], weights: Sequence[float], least: float, others: DocIds
    ) -> Iterator[_Enough]:
        """Yield for each part what the kernel asks for."""
        others_of = {at: local_doc_ids for at, _, local_doc_ids, _ in self.split(others)}
        for at, part in enumerate(self.parts):
            known = [place for place, term_ids in enumerate(terms) if term_ids[at] >= 0]
            yield (
                part.postings.lists,
                [terms[place][at] for place in known],
                [weights[place] for place in known],
                least,
                others_of.get(at, NO_DOC_IDS),
                part.segment.deleted,
                part.segment.size,
            )

    def split(self, doc_ids: DocIds) -> list[tuple[int, FieldPart, LocalDocIds, slice]]:
        """Divide ``doc_ids`` (ascending) among the parts that hold any of them.

        Return the place of each such part, the part, their local doc ids and where these are in ``doc_ids``.
        """
        return [
            (at, self.parts[at], local_doc_ids, here)
            for at, local_doc_ids, here in split(doc_ids, self._segments)
        ]


def _look_up(part: FieldPart, texts: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
    """As ``SearchedField.look_up``, in one part: ids, ids in the headlines, doc freqs."""
    term_ids = part.postings.terms.known_term_ids(texts)
    doc_freqs = part.postings.lists.doc_freqs(term_ids, part.segment.deleted)
    headline_ids = part.headline.terms.known_term_ids(texts) if part.headline else [-1] * len(texts)
    return term_ids, headline_ids, doc_freqs


def _global(part: FieldPart, local_doc_ids: LocalDocIds) -> DocIds:
    return local_doc_ids + part.segment.base if part.segment.base else local_doc_ids


def _joined(found: Sequence[DocIds]) -> DocIds:
    return found[0] if len(found) == 1 else np.concatenate([NO_DOC_IDS, *found])
