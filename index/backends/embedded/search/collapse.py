"""Collapsing: here are articles, which of them are one story printed several times?"""

from __future__ import annotations

import numpy as np

from index.backends.embedded.reader.snapshot import DocIds, Snapshot

FIELD = "reprint"


def stories(snapshot: Snapshot, doc_ids: DocIds) -> DocIds:
    """Return a number for each of ``doc_ids`` (ascending), the same for those that are one story.

    Two are one story when they share a key, or each is one story with a third of ``doc_ids``. The number is
    that of a story's first article, by its place in ``doc_ids``.
    """
    keys, owners = _keys(snapshot, doc_ids)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    same = np.flatnonzero(keys[1:] == keys[:-1])
    one, other = owners[same], owners[same + 1]
    story = np.arange(len(doc_ids), dtype=np.intp)
    while True:  # the smallest number runs along the shared keys until none changes
        least = np.minimum(story[one], story[other])
        before = story.copy()
        np.minimum.at(story, one, least)
        np.minimum.at(story, other, least)
        story = story[story]
        if np.array_equal(story, before):
            return story


def _keys(snapshot: Snapshot, doc_ids: DocIds) -> tuple[np.ndarray, DocIds]:
    """Every key of every article, and the place of its article in ``doc_ids``."""
    keys, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.intp)]
    place = 0
    for segment, numbers in snapshot.split(doc_ids):
        field = segment.files.field(FIELD)
        if field is not None:
            keys.append(field.terms.as_uint64()[field.labels(numbers)])
            owners.append(np.repeat(np.arange(place, place + len(numbers)), field.label_counts(numbers)))
        place += len(numbers)
    return np.concatenate(keys), np.concatenate(owners)
