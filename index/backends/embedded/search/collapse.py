"""The articles that are one story printed several times, found by the reprint keys they share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.stories import story_numbers

REPRINT_FIELD = "reprint"


def story_ids(snapshot: Snapshot, doc_ids: DocIds) -> NDArray[np.intp]:
    """A number for each of ``doc_ids`` (ascending), equal for one story: as ``story_numbers``."""
    return story_numbers(*_reprint_keys(snapshot, doc_ids), len(doc_ids))


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
