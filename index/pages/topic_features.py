"""Topics: here are a page's rows, give me what each shares with the text around it.

Compared are pairs of neighbouring characters by their weight, without those that stand all over the page: two
texts on one matter share some, a headline and its text share many.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from index.pages.row_features import Look
from index.pages.similarity import pairs_of, share

_SHARES = (0.0, 0.08, 0.16, 0.25, 0.35, 0.5)
_STEPS = (*(f"{bound:.2f}" for bound in _SHARES), "more")
_FAR_STEP = 0.03
_TOPIC = 240  # characters of a paragraph compared with its neighbours: its topic stands in front
_COMMON = 0.3  # pairs in more of the paragraphs are the page's and tell no articles apart
FAR = ("text far ", "shared far ", "headings ")  # what the features begin with that look there
_REACH = 3  # paragraphs on each side that a heading is compared with
_FAR = 8  # paragraphs on each side where the words of one article come again
_STACKS = 5  # of headings: the headline of a text stands above its subheads


def matters(looks: Sequence[Look]) -> list[set[str]]:
    """For every row the pairs that tell what it is about."""
    pairs = [pairs_of(look.text[:_TOPIC]) for look in looks]
    texts = [at for at, look in enumerate(looks) if look.shape == "long"]
    spread = Counter(pair for at in texts for pair in pairs[at])
    common = {pair for pair, count in spread.items() if count > max(3, _COMMON * len(texts))}
    return [own - common for own in pairs]


def topics(looks: Sequence[Look], pairs: Sequence[set[str]]) -> list[list[str]]:
    """For every row, which has such ``pairs``, what it shares with the paragraphs and headings near it."""
    texts = [at for at, look in enumerate(looks) if look.shape == "long"]
    lower = _next_headings(looks)
    features: list[list[str]] = []
    upper: set[str] = set()  # the pairs of the headings last passed
    passing = False
    passed = 0
    stacks: list[set[str]] = []  # the pairs of the headings passed, stack by stack
    above, far_above = set[str](), set[str]()
    beneath, far_beneath = _joined(pairs, texts[:_REACH]), _joined(pairs, texts[:_FAR])
    for at, look in enumerate(looks):
        own = pairs[at]
        lead = pairs[texts[passed]] if passed < len(texts) else set()
        found = [f"{look.shape} text goes on {_share_step(share(above, beneath))}"]
        if look.shape == "short" and len(own) > 1:
            high, low = share(own, above), share(own, beneath)
            found += [
                f"shared with lead {_share_step(share(own, lead))}",
                f"shared above {_share_step(high)}",
                f"shared below {_share_step(low)}",
                f"pulled {_pull_step(low - high)}",
            ]
        if look.shape == "short" and texts:
            far = f"text far goes on {_far_step(share(far_above, far_beneath))}"
            found += [
                far,
                f"{far}, shared with lead {_share_step(share(own, lead))}",
                f"shared far up {_share_step(share(own, far_above))}",
                f"headings up go on {_share_step(_most_shared(stacks[-_STACKS:], beneath))}",
                f"headings further up go on {_share_step(_most_shared(stacks[-_STACKS:-1], beneath))}",
            ]
        if upper:
            found.append(f"{look.shape} heading goes on {_share_step(share(upper, beneath))}")
        if look.shape == "long":
            if passed:
                before = pairs[texts[passed - 1]]
                found += _pull([pairs[place] for place in lower[at]], own, before)
            passed += 1
            above = _joined(pairs, texts[max(0, passed - _REACH) : passed])
            far_above = _joined(pairs, texts[max(0, passed - _FAR) : passed])
            beneath = _joined(pairs, texts[passed : passed + _REACH])
            far_beneath = _joined(pairs, texts[passed : passed + _FAR])
        features.append(found)
        if look.shape == "short":
            if passing:
                upper |= own
            else:
                upper = set(own)
                stacks.append(upper)
        passing = look.shape == "short"
    return features


def _joined(pairs: Sequence[set[str]], places: Sequence[int]) -> set[str]:
    return set().union(*(pairs[place] for place in places))


def _most_shared(stacks: Sequence[set[str]], text: set[str]) -> float:
    return max((share(stack, text) for stack in stacks), default=0.0)


def _next_headings(looks: Sequence[Look]) -> list[list[int]]:
    """For every row the places of the next short row below it and of those within two rows of that."""
    found: list[list[int]] = []
    nearest: list[int] = []
    for at in range(len(looks) - 1, -1, -1):
        found.append(nearest)
        if looks[at].shape == "short":
            nearest = [at, *(place for place in nearest if place <= at + 2)]
    return found[::-1]


def _pull(heads: Sequence[set[str]], own: set[str], before: set[str]) -> list[str]:
    """Whether the next headings speak of this paragraph or of the one before it."""
    if not heads:
        return []
    pulls = [share(head, own) - share(head, before) for head in heads]
    return [
        f"pulled from below {_pull_step(max(pulls, key=abs))}",
        f"pulled from below, first {_pull_step(pulls[0])}",
    ]


def _share_step(part: float) -> str:
    return _STEPS[bisect_left(_SHARES, part)]


def _far_step(part: float) -> str:
    return f"{int(part / _FAR_STEP) * _FAR_STEP:.2f}" if part < 0.3 else "more"


def _pull_step(pull: float) -> str:
    side = "down" if pull > 0 else "up"
    return "none" if abs(pull) < 0.05 else f"{side} {'strong' if abs(pull) > 0.25 else 'some'}"
