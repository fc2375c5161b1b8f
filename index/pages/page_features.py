"""Evidence: here are a page's rows, give me what can be seen of each in its place that tells its role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.pages.page_style import Customs, customs_of
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.row_features import Look, closes, look, own
from index.pages.rows import Row
from index.pages.topic_features import matters, topics

_BEFORE, _AFTER = 2, 3  # rows: what stands further off is not looked at


@dataclass(frozen=True, slots=True)
class _Stack:
    """A run of short rows: the places of its first and last and of the two that end in a bracket first."""

    first: int
    last: int
    tails: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """For every row its look, the pairs of characters that tell its matter, the features that hold of it."""

    looks: list[Look]
    matters: list[set[str]]
    features: list[list[str]]


def evidence(rows: Sequence[Row], known_names: NameCounts = NO_NAMES) -> Evidence:
    """What can be seen of a page's rows."""
    distinct = {row.text: row for row in rows}  # a page may print a line again and again
    look_of = {text: look(row, known_names) for text, row in distinct.items()}
    own_of = {text: own(seen) for text, seen in look_of.items()}
    looks = [look_of[row.text] for row in rows]
    gaps = {row.gap for row in rows[1:]}
    pairs = matters(looks)
    shared = topics(looks, pairs)
    near = _near(looks, customs_of(rows, looks))
    stacked: dict[int, list[str]] = {}
    stacks = _stacks(looks)
    for number, stack in enumerate(stacks):
        above = stacks[number - 1].last if number else None
        below = stacks[number + 1].first if number + 1 < len(stacks) else None
        close = f"blocks close {_last_words(looks, stack.first)}, {_last_words(looks, below or len(looks))}"
        for at in range(stack.first, stack.last + 1):
            stacked[at] = [*_stacked(looks, stack, at, above, below), close]
    features = [
        [
            *own_of[rows[at].text],
            *_place(rows, looks, at, gap_tells=len(gaps) > 1),
            *near[at],
            *stacked.get(at, ()),
            *shared[at],
        ]
        for at in range(len(rows))
    ]
    return Evidence(looks, pairs, features)


def _place(rows: Sequence[Row], looks: Sequence[Look], at: int, *, gap_tells: bool) -> list[str]:
    shape = looks[at].shape
    features = []
    if at == 0:
        features.append(f"first on page {shape}")
        if at + 1 < len(rows):
            features.append(f"first on page, then gap {rows[1].gap}")
    if at == len(rows) - 1:
        features.append(f"last on page {shape}")
    if gap_tells:
        before = rows[at].gap
        after = at + 1 == len(rows) or rows[at + 1].gap
        features.append(f"{shape} {'gap' if before else 'tight'} before, {'gap' if after else 'tight'} after")
    return features


def _near(looks: Sequence[Look], customs: Customs) -> list[list[str]]:
    """What the rows near each look like, and how it stands to the page's customs there.

    Rows that stand among the same rows are looked at once.
    """
    places = [0] * _BEFORE + [id(look) for look in looks] + [0] * _AFTER
    seen: dict[tuple[int, ...], list[str]] = {}
    near = []
    for at, window in enumerate(zip(*(places[step:] for step in range(_BEFORE + 1 + _AFTER)), strict=False)):
        found = seen.get(window)
        if found is None:
            found = _beside(looks, at) + _around(looks, at) + customs.seen_at(looks, at)
            seen[window] = found
        near.append(found)
    return near


def _beside(looks: Sequence[Look], at: int) -> list[str]:
    """What the rows right before and after look like."""
    shape = looks[at].shape
    features = []
    for name, step in (("before", -1), ("after", 1)):
        place = at + step
        if not 0 <= place < len(looks):
            features.append(f"{shape} nothing {name}")
            continue
        other = looks[place]
        features.append(f"{shape} {name} {other.shape} {other.end}")
        features.append(f"{shape} {name} length {other.length}")
        if other.opening:
            features.append(f"{shape} {name} {other.opening}")
        if other.byline:
            features.append(f"{shape} {name} byline {other.byline}")
        if shape == other.shape == "short":
            shorter = "shorter" if len(looks[at].text) < len(other.text) else "not shorter"
            features.append(f"{shorter} than {name}")
    if at and looks[at - 1].closing:
        features.append(f"{shape} after closing {looks[at - 1].closing}")
    if at + 1 < len(looks) and looks[at].left_open and looks[at + 1].start == "torn":
        features.append("torn after")
    if at + 1 < len(looks) and (mark := looks[at].left_open) and closes(looks[at + 1].text, mark):
        features.append("closed after")
    if at and (mark := looks[at - 1].left_open) and closes(looks[at].text, mark):
        features.append("closes what is open before")
    if at and _torn(looks[at - 1]):
        features.append(f"{shape} after torn")
    return features


def _around(looks: Sequence[Look], at: int) -> list[str]:
    """What the rows a little further off look like."""
    shape = looks[at].shape
    features = []
    for name, place in (("before", at - 2), ("after", at + 2)):
        if 0 <= place < len(looks):
            features.append(f"{shape} two {name} {looks[place].shape} {looks[place].opening}")
    for step, other in enumerate(looks[at + 1 : at + 1 + _AFTER], 1):
        if other.byline == "credit":
            features.append(f"{shape} credit in {step}")
            break
    return features


def _last_words(looks: Sequence[Look], end: int) -> str:
    """How the text that ends before row ``end`` closes."""
    last = looks[end - 1] if end else None
    return "nothing" if last is None else last.byline or last.closing or "open"


def _torn(look: Look) -> bool:
    """Whether a text line breaks off in mid-sentence."""
    return (
        look.shape in ("long", "sentence")
        and look.end in ("word", "digit", "comma", "title", "quote", "mark")
    ) or (len(look.text) > 30 and look.end in ("word", "comma"))


def _stacks(looks: Sequence[Look]) -> list[_Stack]:
    """The page's runs of short rows, in order."""
    stacks: list[_Stack] = []
    run: list[int] = []
    for at, row in enumerate([*looks, None]):
        if row is not None and row.shape == "short":
            run.append(at)
        elif run:
            tails = tuple(place for place in run if looks[place].text.endswith(")"))[:2]
            stacks.append(_Stack(run[0], run[-1], tails))
            run = []
    return stacks


def _stacked(
    looks: Sequence[Look], stack: _Stack, at: int, above: int | None, below: int | None
) -> list[str]:
    """How a row stands in its stack, and against the nearest rows of the stacks ``above`` and ``below``."""
    text = looks[at].text
    features = [f"stack {min(at - stack.first + 1, 4)} of {min(stack.last - stack.first + 1, 5)}"]
    under = looks[stack.last + 1] if stack.last + 1 < len(looks) else None
    if under is not None and under.opening:
        features.append(f"stack over {under.opening}, {min(stack.last - at, 3)} to go")
    for name, place, edge in (("above", above, stack.first), ("below", below, stack.last)):
        if place is not None:
            features.append(f"{name} {_alike(text, looks[place].text)}")
            features.append(f"{min(abs(place - edge) - 1, 12)} rows to the one {name}")
    tails = [place for place in stack.tails if place != at]
    if tails:
        features.append("bracket tail above" if tails[0] < at else "bracket tail below")
    return features


def _alike(text: str, other: str) -> str:
    """How alike two headings are made: the subheads of one text are often built alike."""
    built, also = (re.sub(r"\w+", "x", line) for line in (text, other))
    apart = abs(len(text) - len(other))
    size = "same" if apart == 0 else "near" if apart <= 2 else "other"
    return f"{'alike' if built == also else 'unlike'}, {size} length"
