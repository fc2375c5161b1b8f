"""Features of the topic: which words a row shares with the paragraphs and the headings above and below it.

Texts are compared by their weighted character bigrams (similarity.py), without the bigrams that occur all
over the page: two texts about one topic share some, a headline and its own text share many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from index.pages.row_features import RowFeatures
from index.pages.similarity import bigram_set, overlap

# The bounds and steps of the buckets in the feature strings: changed ones need new weights.
_OVERLAPS = (0.0, 0.08, 0.16, 0.25, 0.35, 0.5)
_OVERLAP_BUCKETS = (*(f"{bound:.2f}" for bound in _OVERLAPS), "more")
_FAR_STEP = 0.03
_LEAD_LENGTH = 240  # characters of a row that are compared: a paragraph names its topic first
_COMMON_SHARE = 0.3  # a bigram in more of the paragraphs belongs to the page and separates no articles
FAR_PREFIXES = ("text far ", "shared far ", "headings ")  # of the features that look beyond _REACH
_REACH = 3  # paragraphs on each side that a heading is compared with
_FAR_REACH = 8  # paragraphs on each side within which an article repeats its words
_STACKS = 5  # stacks of headings above: the headline of a text is above its subheads


def topic_bigrams(rows: Sequence[RowFeatures]) -> list[set[str]]:
    """The bigrams of every row, in order, without those common to the page's paragraphs."""
    bigrams = [bigram_set(row.text[:_LEAD_LENGTH]) for row in rows]
    texts = [at for at, row in enumerate(rows) if row.shape == "long"]
    text_freqs = Counter(bigram for at in texts for bigram in bigrams[at])
    limit = max(3, _COMMON_SHARE * len(texts))
    common = {bigram for bigram, text_freq in text_freqs.items() if text_freq > limit}
    return [own - common for own in bigrams]


def extract_topic_features(rows: Sequence[RowFeatures], bigrams: Sequence[set[str]]) -> list[list[str]]:
    """Return the topic features of every row, in order; ``bigrams`` are its topic bigrams."""
    texts = [at for at, row in enumerate(rows) if row.shape == "long"]
    headings_below = _next_headings(rows)
    features: list[list[str]] = []
    last_stack: set[str] = set()  # the bigrams of the last stack of headings
    in_stack = False
    passed = 0  # paragraphs above the row
    stacks: list[set[str]] = []  # the bigrams of every stack of headings above the row
    above, far_above = set[str](), set[str]()
    below, far_below = _union(bigrams, texts[:_REACH]), _union(bigrams, texts[:_FAR_REACH])
    for at, row in enumerate(rows):
        own = bigrams[at]
        lead = bigrams[texts[passed]] if passed < len(texts) else set()
        found = [f"{row.shape} text goes on {_overlap_bucket(overlap(above, below))}"]
        if row.shape == "short" and len(own) > 1:
            high, low = overlap(own, above), overlap(own, below)
            found += [
                f"shared with lead {_overlap_bucket(overlap(own, lead))}",
                f"shared above {_overlap_bucket(high)}",
                f"shared below {_overlap_bucket(low)}",
                f"pulled {_pull_bucket(low - high)}",
            ]
        if row.shape == "short" and texts:
            far = f"text far goes on {_far_bucket(overlap(far_above, far_below))}"
            found += [
                far,
                f"{far}, shared with lead {_overlap_bucket(overlap(own, lead))}",
                f"shared far up {_overlap_bucket(overlap(own, far_above))}",
                f"headings up go on {_overlap_bucket(_max_overlap(stacks[-_STACKS:], below))}",
                f"headings further up go on {_overlap_bucket(_max_overlap(stacks[-_STACKS:-1], below))}",
            ]
        if last_stack:
            found.append(f"{row.shape} heading goes on {_overlap_bucket(overlap(last_stack, below))}")
        if row.shape == "long":
            if passed:
                previous_text = bigrams[texts[passed - 1]]
                found += _pull([bigrams[place] for place in headings_below[at]], own, previous_text)
            passed += 1
            above = _union(bigrams, texts[max(0, passed - _REACH) : passed])
            far_above = _union(bigrams, texts[max(0, passed - _FAR_REACH) : passed])
            below = _union(bigrams, texts[passed : passed + _REACH])
            far_below = _union(bigrams, texts[passed : passed + _FAR_REACH])
        features.append(found)
        if row.shape == "short":
            if in_stack:
                last_stack |= own
            else:
                last_stack = set(own)
                stacks.append(last_stack)
        in_stack = row.shape == "short"
    return features


def _union(bigrams: Sequence[set[str]], places: Sequence[int]) -> set[str]:
    return set().union(*(bigrams[at] for at in places))


def _max_overlap(stacks: Sequence[set[str]], text: set[str]) -> float:
    return max((overlap(stack, text) for stack in stacks), default=0.0)


def _next_headings(rows: Sequence[RowFeatures]) -> list[list[int]]:
    """For every row the indexes of the next short row below it and of the short rows within two of that."""
    found: list[list[int]] = []
    nearest: list[int] = []
    for at in range(len(rows) - 1, -1, -1):
        found.append(nearest)
        if rows[at].shape == "short":
            nearest = [at, *(place for place in nearest if place <= at + 2)]
    return found[::-1]


def _pull(headings: Sequence[set[str]], text: set[str], previous_text: set[str]) -> list[str]:
    """Whether the next headings share more with this paragraph or with the one before it."""
    if not headings:
        return []
    pulls = [overlap(heading, text) - overlap(heading, previous_text) for heading in headings]
    return [
        f"pulled from below {_pull_bucket(max(pulls, key=abs))}",
        f"pulled from below, first {_pull_bucket(pulls[0])}",
    ]


def _overlap_bucket(value: float) -> str:
    return _OVERLAP_BUCKETS[bisect_left(_OVERLAPS, value)]


def _far_bucket(value: float) -> str:
    return f"{int(value / _FAR_STEP) * _FAR_STEP:.2f}" if value < 0.3 else "more"


def _pull_bucket(pull: float) -> str:
    side = "down" if pull > 0 else "up"
    return "none" if abs(pull) < 0.05 else f"{side} {'strong' if abs(pull) > 0.25 else 'some'}"
