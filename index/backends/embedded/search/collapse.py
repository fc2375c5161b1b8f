"""The articles that are one story printed several times, found by the reprint keys they share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.reader.snapshot import DocIds, Snapshot

REPRINT_FIELD = "reprint"


def story_ids(snapshot: Snapshot, doc_ids: DocIds) -> NDArray[np.intp]:
    """A number for each of ``doc_ids`` (ascending): equal where two articles are one story.

    Stories are the connected components of the graph in which two articles are linked when they share a
    reprint key (``index/reprints.py``). A story's number is the smallest index into ``doc_ids`` of its
    articles.

    The smallest number is propagated along the links, with pointer jumping, until none changes, as in
    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm", 1982.
    """
    keys, article_indexes = _reprint_keys(snapshot, doc_ids)
    order = np.argsort(keys, kind="stable")
    keys, article_indexes = keys[order], article_indexes[order]
    shared = np.flatnonzero(keys[1:] == keys[:-1])
    one, other = article_indexes[shared], article_indexes[shared + 1]
    story = np.arange(len(doc_ids), dtype=np.intp)
    while True:
        least = np.minimum(story[one], story[other])
        before = story.copy()
        np.minimum.at(story, one, least)
        np.minimum.at(story, other, least)
        story = story[story]
        if np.array_equal(story, before):
            return story


def _reprint_keys(snapshot: Snapshot, doc_ids: DocIds) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Every reprint key of every article, and for each key the index of its article in ``doc_ids``."""
    keys, article_indexes = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.intp)]
    first = 0
    for segment, local_doc_ids in snapshot.split_by_segment(doc_ids):
        field = segment.files.field(REPRINT_FIELD)
        end = first + len(local_doc_ids)
        if field is not None:
            keys.append(field.terms.as_uint64()[field.labels(local_doc_ids)])
            article_indexes.append(np.repeat(np.arange(first, end), field.label_counts(local_doc_ids)))
        first = end
    return np.concatenate(keys), np.concatenate(article_indexes)
