"""Which articles are one story printed several times: those that share keys, directly or by others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def story_numbers(
    keys: NDArray[np.uint64], article_indexes: NDArray[np.intp], article_count: int
) -> NDArray[np.intp]:
    """A number for each article: equal where two are one story. It is the smallest index of its articles.

    ``keys`` are reprint keys (``index/reprints.py``), each with the index of its article.
    Stories are the connected components of the graph in which two articles are linked when they share a key.

    The smallest number is propagated along the links, with pointer jumping, until none changes, as in
    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm", 1982.
    """
    order = np.argsort(keys, kind="stable")
    keys, article_indexes = keys[order], article_indexes[order]
    shared = np.flatnonzero(keys[1:] == keys[:-1])
    one, other = article_indexes[shared], article_indexes[shared + 1]
    story = np.arange(article_count, dtype=np.intp)
    while True:
        least = np.minimum(story[one], story[other])
        before = story.copy()
        np.minimum.at(story, one, least)
        np.minimum.at(story, other, least)
        story = story[story]
        if np.array_equal(story, before):
            return story
