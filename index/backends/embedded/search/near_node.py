"""The node of texts near each other. How far apart they stand is known from the positions of pairs.

Where sentences and paragraphs end, no position says: then the stored text of each candidate is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers import folded_bigrams
from analyzers.proximity import are_near
from index.article import SCOPES
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.backends.embedded.reader.searched_field import HEADLINE
from index.backends.embedded.reader.segment_view import LocalDocIds, SegmentView, split
from index.backends.embedded.reader.snapshot import DocIds
from index.backends.embedded.search.nodes import Node, OrNode, SearchContext, matching_all
from index.backends.embedded.search.text_nodes import LiteralNode
from index.kernel.closeness import DOC_SPACE
from index.query import Gap, Literal, Query, near_texts
from index.run_plan import standing_text

BIGRAMS = "bigrams"
Places = NDArray[np.int64]
"""Of occurrences, two rows: where each begins and where it ends, end exclusive.

A place is one integer, DOC_SPACE * local doc id + position: no gap reaches the next document.
"""
_NO_PLACES = np.zeros((2, 0), dtype=np.int64)


class NearNode(Node):
    """Matches the documents that hold one text of each part, each two neighbours within their gap.

    Each text is scored as a literal.
    """

    def __init__(self, context: SearchContext, parts: Sequence[Query], gaps: Sequence[Gap]) -> None:
        super().__init__(context)
        texts = list(map(near_texts, parts))
        self._scope = texts[0][0].scope
        self._texts = [list(dict.fromkeys(map(standing_text, part))) for part in texts]
        self._gaps = gaps
        self._in_print: dict[int, bool] = {}  # whether the text of a document that was read holds them so
        literals = [
            [LiteralNode(context, Literal(text, self._scope)) for text in part] for part in self._texts
        ]
        self._parts = [part[0] if len(part) == 1 else OrNode(context, part) for part in literals]

    def filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.filter``: of other documents neither positions nor texts are read."""
        for part in sorted(self._parts, key=lambda part: part.cost()):
            doc_ids = part.filter(doc_ids)
        return self._near(doc_ids)

    def cost(self) -> int:
        """As ``Node.cost``."""
        return min(part.cost() for part in self._parts)

    def scoring_leaves(self) -> Iterator[Node]:
        """As ``Node.scoring_leaves``."""
        for part in self._parts:
            yield from part.scoring_leaves()

    def _compute_doc_ids(self) -> DocIds:
        return self._near(matching_all(self._parts))

    def _near(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids``, which hold a text of each part, where they are near each other."""
        distances = [gap for gap in self._gaps if isinstance(gap, int)]
        if not len(doc_ids):
            return doc_ids
        if len(distances) < len(self._gaps):
            return self._near_in_print(doc_ids)
        segments = self._context.snapshot.segments
        found = [doc_ids[:0]]
        for at, local_doc_ids, here in split(doc_ids, segments):
            self._context.deadline.check()
            matching = _near_by_positions(
                segments[at], self._texts, distances, local_doc_ids, self._scope or ""
            )
            found.append(doc_ids[here][np.isin(local_doc_ids, matching)])
        return np.concatenate(found)

    def _near_in_print(self, doc_ids: DocIds) -> DocIds:
        check = self._context.deadline.check
        scopes = [self._scope] if self._scope else SCOPES
        for doc_id in doc_ids.tolist():
            if doc_id not in self._in_print:
                check()
                article = self._context.snapshot.article(doc_id)
                self._in_print[doc_id] = any(
                    are_near(article.units(scope), self._texts, self._gaps, check) for scope in scopes
                )
        return doc_ids[[self._in_print[doc_id] for doc_id in doc_ids.tolist()]]


def _near_by_positions(
    segment: SegmentView,
    parts: Sequence[Sequence[str]],
    gaps: Sequence[int],
    local_doc_ids: LocalDocIds,
    scope: str,
) -> LocalDocIds:
    """Those of ``local_doc_ids`` with texts of all parts near each other, in the headline or in the body.

    A text has the same position in the field of headlines as in that of whole texts.
    """
    found = []
    headline = [_places(segment, HEADLINE + BIGRAMS, texts, local_doc_ids) for texts in parts]
    if scope != "body":
        found.append(_chained(headline, gaps))
    if scope != "headline":
        whole = [_places(segment, BIGRAMS, texts, local_doc_ids) for texts in parts]
        body = [
            places[:, ~np.isin(places[0], above[0])] for places, above in zip(whole, headline, strict=True)
        ]
        found.append(_chained(body, gaps))
    return np.concatenate(found)


def _chained(parts: Sequence[Places], gaps: Sequence[int]) -> LocalDocIds:
    """The local doc ids with a chain of places, one of each part, each within its gap of the one before."""
    reached = parts[0]
    for places, gap in zip(parts[1:], gaps, strict=True):
        reached = places[:, _are_within(places, reached, gap)]
    return np.unique(reached[0] // DOC_SPACE).astype(np.intp)


def _are_within(places: Places, others: Places, gap: int) -> NDArray[np.bool_]:
    """Say of each of ``places`` whether one of ``others`` ends, or begins, at most ``gap`` from it."""
    starts, ends = places
    # One that is never near stands at each end.
    other_ends = np.concatenate(([-DOC_SPACE], np.sort(others[1])))
    other_starts = np.append(np.sort(others[0]), np.iinfo(np.int64).max)
    before = other_ends[other_ends.searchsorted(starts, side="right") - 1]
    behind = other_starts[other_starts.searchsorted(ends)]
    within: NDArray[np.bool_] = (starts - before <= gap) | (behind - ends <= gap)
    return within


def _places(segment: SegmentView, field: str, texts: Sequence[str], local_doc_ids: LocalDocIds) -> Places:
    """Where any of ``texts`` stands in some documents, in one field."""
    found = [_NO_PLACES]
    postings = segment.files.field(field)
    if postings is None:
        return _NO_PLACES
    for text in texts:
        for term_ids in _phrases(postings.terms, text):
            docs, begins = postings.lists.occurrences(term_ids, local_doc_ids)
            starts = docs.astype(np.int64) * DOC_SPACE + begins
            found.append(np.stack((starts, starts + len(text))))
    return np.concatenate(found, axis=1)


def _phrases(terms: TermDictionary, text: str) -> Iterator[list[int]]:
    """The ids of the terms that make up a text; of a single character each term that begins with it."""
    if len(text) == 1:
        for term_id in range(*terms.prefix_range(text.encode())):
            yield [term_id]
    elif text and (term_ids := terms.term_ids_of(folded_bigrams(text))) is not None:
        yield term_ids
