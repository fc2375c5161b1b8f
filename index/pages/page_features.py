"""Features of every row in its page: its own and those of its neighbours, its stack and its topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.pages.page_style import PageStyle, detect_page_style
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.row_features import (
    RowFeatures,
    closes_mark,
    extract_row_features,
    length_bucket,
    row_feature_strings,
)
from index.pages.rows import Row
from index.pages.topic_features import extract_topic_features, topic_bigrams

_BRIEF = 26  # characters of a verse, or of a row of a table, at most
_VERSE_ENDS = ("sentence", "comma", "semicolon")
_BEFORE, _AFTER = 2, 3  # rows: the window that the neighbour features of a row depend on


@dataclass(frozen=True, slots=True)
class _Stack:
    """A run of short rows: the indexes of its first and last row (inclusive).

    ``bracket_tails`` are the indexes of its first two rows that end in a bracket.
    """

    first: int
    last: int
    bracket_tails: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """The features of every row of a page: three lists of equal length, in the order of the rows.

    ``rows`` are the classes of each row by itself, ``bigrams`` its topic bigrams (``topic_bigrams``),
    ``features`` all its feature strings for the first pass.
    """

    rows: list[RowFeatures]
    bigrams: list[set[str]]
    features: list[list[str]]


def extract_page_features(rows: Sequence[Row], known_names: NameCounts = NO_NAMES) -> PageFeatures:
    """Extract the features of every row of a page; a line that the page repeats is analysed once."""
    distinct = {row.text: row for row in rows}
    by_text = {text: extract_row_features(row, known_names) for text, row in distinct.items()}
    own_features = {text: row_feature_strings(row) for text, row in by_text.items()}
    row_features = [by_text[row.text] for row in rows]
    gaps = {row.gap for row in rows[1:]}
    indents = {row.indented for row in rows}
    bigrams = topic_bigrams(row_features)
    by_run = _brief_run_features(row_features)
    by_topic = extract_topic_features(row_features, bigrams)
    by_neighbours = _neighbour_features(row_features, detect_page_style(rows, row_features))
    by_stack: dict[int, list[str]] = {}
    stacks = _stacks(row_features)
    for place, stack in enumerate(stacks):
        above = stacks[place - 1].last if place else None
        below = stacks[place + 1].first if place + 1 < len(stacks) else None
        closings = _closing(row_features, stack.first), _closing(row_features, below or len(rows))
        texts_around = f"blocks close {closings[0]}, {closings[1]}"
        for at in range(stack.first, stack.last + 1):
            by_stack[at] = [*_stack_features(row_features, stack, at, above, below), texts_around]
    features = [
        [
            *own_features[rows[at].text],
            *_place_features(rows, row_features, at, gaps_differ=len(gaps) > 1),
            *_run_features(row_features, at),
            *by_run[at],
            *_space_features(rows, row_features, at, indents_differ=len(indents) > 1),
            *by_neighbours[at],
            *by_stack.get(at, ()),
            *by_topic[at],
        ]
        for at in range(len(rows))
    ]
    return PageFeatures(row_features, bigrams, features)


def _place_features(
    rows: Sequence[Row], row_features: Sequence[RowFeatures], at: int, *, gaps_differ: bool
) -> list[str]:
    """Whether a row is the first or last of the page, and whether blank lines surround it."""
    shape = row_features[at].shape
    features = []
    if at == 0:
        features.append(f"first on page {shape}")
        if at + 1 < len(rows):
            features.append(f"first on page, then gap {rows[1].gap}")
    if at == len(rows) - 1:
        features.append(f"last on page {shape}")
    if gaps_differ:  # blank lines between all rows, or none, mean nothing
        before = rows[at].gap
        after = at + 1 == len(rows) or rows[at + 1].gap
        features.append(f"{shape} {'gap' if before else 'tight'} before, {'gap' if after else 'tight'} after")
    return features


def _run_features(row_features: Sequence[RowFeatures], at: int) -> list[str]:
    """How like its neighbours a row that is no paragraph is: verses, tables and lists have lines alike."""
    row = row_features[at]
    around = [row_features[place] if 0 <= place < len(row_features) else None for place in (at - 1, at + 1)]
    before, after = ("none" if other is None else f"{other.shape} {other.end}" for other in around)
    features = [f"{before}, {row.shape} {row.end}, {after}", f"{before}, {row.shape} {row.length}, {after}"]
    if row.shape == "long":
        return features
    near = [*row_features[max(0, at - 2) : at], *row_features[at + 1 : at + 3]]
    as_long = sum(abs(len(other.text) - len(row.text)) <= 2 for other in near)
    begins = sum(other.start == row.start and other.end == row.end for other in near)
    brief = sum(other.shape != "long" for other in near)
    features += [
        f"{as_long} of four as long",
        f"{begins} of four alike",
        f"{brief} of four short",
        f"{as_long} as long, {brief} short",
    ]
    if around[0] is not None:
        alike = around[0].start == row.start and row.start not in ("word", "quote")
        features.append(f"starts {'as' if alike else 'not as'} before")
    return features


def _brief_run_features(row_features: Sequence[RowFeatures]) -> list[list[str]]:
    """Where each brief row stands in its run of brief ones: of a poem or a table the run is long.

    How many of the run hold digits, end as a sentence or a verse does, and are about as long as the row.
    """
    features: list[list[str]] = [[] for _ in row_features]
    run: list[int] = []
    for at, row in enumerate([*row_features, None]):
        if row is not None and len(row.text) <= _BRIEF and row.shape != "long":
            run.append(at)
            continue
        if len(run) > 1:
            size = length_bucket(len(run))
            texts = [row_features[place].text for place in run]
            digits = _share(sum(any(map(str.isdigit, text)) for text in texts), len(run))
            marks = _share(sum(row_features[place].end in _VERSE_ENDS for place in run), len(run))
            lengths = Counter(map(len, texts))
            for nth, (place, text) in enumerate(zip(run, texts, strict=True)):
                alike = sum(lengths[len(text) + more] for more in (-1, 0, 1))
                among = f"run of {size}, {digits} digits"
                stands = f"{min(nth, 3)} before, {min(len(run) - 1 - nth, 2)} behind"
                features[place] = [
                    among,
                    f"{among}, {marks} marks",
                    f"run of {size}, {stands}",
                    f"run of {size}, {_share(alike, len(run))} as long",
                    f"run of {size}, {min(nth, 3)} before, {row_features[place].byline or 'no'} byline",
                ]
        run = []
    return features


def _share(count: int, of: int) -> str:
    return "no" if not count else "all" if count == of else "most" if 2 * count >= of else "some"


def _space_features(
    rows: Sequence[Row], row_features: Sequence[RowFeatures], at: int, *, indents_differ: bool
) -> list[str]:
    """How a row and its neighbours are indented, and whether a row that is cut at a full line may go on."""
    shape = row_features[at].shape
    features = []
    if indents_differ:
        near = rows[max(0, at - 1) : at + 2]
        around = "".join("indented " if row.indented else "flush " for row in near)
        features += [f"{shape} {'indented' if rows[at].indented else 'flush'}", f"{shape} among {around}"]
    if rows[at].may_go_on:
        features += ["may go on", f"{shape} may go on"]
    if at and rows[at - 1].may_go_on:
        features += ["behind what may go on", f"{shape} behind what may go on"]
    return features


def _neighbour_features(row_features: Sequence[RowFeatures], style: PageStyle) -> list[list[str]]:
    """The features of every row that depend on its window of rows and on the page's style.

    Equal windows, as on a page that repeats its lines, are analysed once.
    """
    ids = [0] * _BEFORE + [id(row) for row in row_features] + [0] * _AFTER
    known: dict[tuple[int, ...], list[str]] = {}
    features = []
    for at, window in enumerate(zip(*(ids[step:] for step in range(_BEFORE + 1 + _AFTER)), strict=False)):
        found = known.get(window)
        if found is None:
            found = (
                _adjacent_features(row_features, at)
                + _distant_features(row_features, at)
                + style.features_at(row_features, at)
            )
            known[window] = found
        features.append(found)
    return features


def _adjacent_features(row_features: Sequence[RowFeatures], at: int) -> list[str]:
    """The classes of the rows right before and after."""
    row = row_features[at]
    previous = row_features[at - 1] if at else None
    following = row_features[at + 1] if at + 1 < len(row_features) else None
    shape = row.shape
    features = []
    for name, other in (("before", previous), ("after", following)):
        if other is None:
            features.append(f"{shape} nothing {name}")
            continue
        features.append(f"{shape} {name} {other.shape} {other.end}")
        features.append(f"{shape} {name} length {other.length}")
        if other.opening:
            features.append(f"{shape} {name} {other.opening}")
        if other.byline:
            features.append(f"{shape} {name} byline {other.byline}")
        if shape == other.shape == "short":
            shorter = "shorter" if len(row.text) < len(other.text) else "not shorter"
            features.append(f"{shorter} than {name}")
    if previous is not None and previous.closing:
        features.append(f"{shape} after closing {previous.closing}")
    if following is not None and row.left_open and following.start == "torn":
        features.append("torn after")
    if following is not None and row.left_open and closes_mark(following.text, row.left_open):
        features.append("closed after")
    if previous is not None and previous.left_open and closes_mark(row.text, previous.left_open):
        features.append("closes what is open before")
    if previous is not None and _is_torn(previous):
        features.append(f"{shape} after torn")
    return features


def _distant_features(row_features: Sequence[RowFeatures], at: int) -> list[str]:
    """The classes of the rows two before and after, and the distance of the next photo credit."""
    shape = row_features[at].shape
    features = []
    for name, place in (("before", at - 2), ("after", at + 2)):
        if 0 <= place < len(row_features):
            other = row_features[place]
            features.append(f"{shape} two {name} {other.shape} {other.opening}")
    for step, other in enumerate(row_features[at + 1 : at + 1 + _AFTER], 1):
        if other.byline == "credit":
            features.append(f"{shape} credit in {step}")
            break
    return features


def _closing(row_features: Sequence[RowFeatures], end: int) -> str:
    """How the text that ends before row ``end`` closes."""
    last = row_features[end - 1] if end else None
    return "nothing" if last is None else last.byline or last.closing or "open"


def _is_torn(row: RowFeatures) -> bool:
    """Whether a paragraph breaks off in the middle of a sentence."""
    return (
        row.shape in ("long", "sentence") and row.end in ("word", "digit", "comma", "title", "quote", "mark")
    ) or (len(row.text) > 30 and row.end in ("word", "comma"))


def _stacks(row_features: Sequence[RowFeatures]) -> list[_Stack]:
    """The page's runs of short rows, in order."""
    stacks: list[_Stack] = []
    run: list[int] = []
    for at, row in enumerate([*row_features, None]):
        if row is not None and row.shape == "short":
            run.append(at)
        elif run:
            tails = tuple(place for place in run if row_features[place].text.endswith(")"))[:2]
            stacks.append(_Stack(run[0], run[-1], tails))
            run = []
    return stacks


def _stack_features(
    row_features: Sequence[RowFeatures], stack: _Stack, at: int, above: int | None, below: int | None
) -> list[str]:
    """Compare a row with its stack and with the nearest row of the stacks ``above`` and ``below``."""
    text = row_features[at].text
    features = [f"stack {min(at - stack.first + 1, 4)} of {min(stack.last - stack.first + 1, 5)}"]
    under = row_features[stack.last + 1] if stack.last + 1 < len(row_features) else None
    if under is not None and under.opening:
        features.append(f"stack over {under.opening}, {min(stack.last - at, 3)} to go")
    for name, place, edge in (("above", above, stack.first), ("below", below, stack.last)):
        if place is not None:
            features.append(f"{name} {_form_likeness(text, row_features[place].text)}")
            features.append(f"{min(abs(place - edge) - 1, 12)} rows to the one {name}")
    tails = [place for place in stack.bracket_tails if place != at]
    if tails:
        features.append("bracket tail above" if tails[0] < at else "bracket tail below")
    return features


def _form_likeness(text: str, other: str) -> str:
    """Whether two headings have the same form and length, as the subheads of one article often do."""
    form, other_form = (re.sub(r"\w+", "x", line) for line in (text, other))
    difference = abs(len(text) - len(other))
    size = "same" if difference == 0 else "near" if difference <= 2 else "other"
    return f"{'alike' if form == other_form else 'unlike'}, {size} length"
