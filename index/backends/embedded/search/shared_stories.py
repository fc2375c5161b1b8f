"""The stories that two issues both print, counted from columns: no article is read."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.collapse import story_ids
from index.issue import issue_key
from index.messages import tr
from index.reports import SharedStories


def shared_stories(snapshot: Snapshot) -> list[SharedStories]:
    """Return each pair of issues that share a story, the smaller key first, and how many they share."""
    doc_ids = snapshot.article_mask.nonzero()[0]
    names, issues = _issues(snapshot, doc_ids)
    articles = np.bincount(issues, minlength=len(names)).tolist()
    keys = [issue_key(name) for name in names]
    # Each story once in each issue that prints it, those of one story side by side.
    stories, issues = np.divmod(
        np.unique(story_ids(snapshot, doc_ids) * max(len(names), 1) + issues), max(len(names), 1)
    )
    bounds = np.concatenate(([0], (stories[1:] != stories[:-1]).nonzero()[0] + 1, [len(stories)]))
    is_shared = np.diff(bounds) > 1
    shared: Counter[tuple[int, int]] = Counter()
    for first, end in zip(bounds[:-1][is_shared].tolist(), bounds[1:][is_shared].tolist(), strict=True):
        shared.update(combinations(sorted(issues[first:end].tolist(), key=keys.__getitem__), 2))
    return [
        SharedStories(keys[one], keys[other], count, min(articles[one], articles[other]))
        for (one, other), count in shared.items()
    ]


def _issues(snapshot: Snapshot, doc_ids: DocIds) -> tuple[list[str], NDArray[np.intp]]:
    """The names of all issues, and the index among them of the issue of each of ``doc_ids``, ascending."""
    index_of: dict[str, int] = {}
    issues = [np.zeros(0, dtype=np.intp)]
    for segment, local_doc_ids in snapshot.split_by_segment(doc_ids):
        field = segment.files.field("issue")
        if field is None or field.label is None:
            raise segment.files.terms_container.corrupt(tr("does not say which issue each article is of"))
        of_term = [index_of.setdefault(term.decode(), len(index_of)) for term in field.terms]
        issues.append(np.array(of_term, dtype=np.intp)[field.label[local_doc_ids].astype(np.intp) - 1])
    return list(index_of), np.concatenate(issues)
