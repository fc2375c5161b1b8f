from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.grammar import (
    ATTRIBUTES,
    BOUNDARY_TARGET,
    STATES,
    SUCCESSORS,
    Tagger,
    is_boundary,
    read_weights,
)

START_STATES = ("label", "kicker", "merged", "headline", "headless first", "masthead")
WEIGHTS = {
    "bold": {"headline": 2.0, "kicker": 1.0},
    "plain": {"first": 1.0, "body": 1.2, "joined": 0.4},
    "small": {"byline": 1.5, "masthead": 1.0},
    "after headline": {"more": 0.5, "first": 0.3},
    "after body": {"headline": 0.2, "byline": 0.4},
}
pages = st.lists(
    st.lists(st.sampled_from(("bold", "plain", "small", "unheard of")), max_size=2, unique=True), max_size=5
)


def _score(rows: list[list[str]], states: tuple[str, ...]) -> float:
    """The score of a sequence of states, by the definition."""
    emissions = sum(
        WEIGHTS.get(feature, {}).get(attribute, 0.0)
        for features, state in zip(rows, states, strict=True)
        for feature in features
        for attribute in ATTRIBUTES[state]
    )
    return emissions + sum(WEIGHTS.get(f"after {one}", {}).get(two, 0.0) for one, two in pairwise(states))


def _is_allowed(states: tuple[str, ...]) -> bool:
    return (not states or states[0] in START_STATES) and all(
        two in SUCCESSORS[one] for one, two in pairwise(states)
    )


def test_an_empty_page_has_no_states():
    assert Tagger(WEIGHTS).tag([]).states == []


@given(
    st.lists(st.lists(st.sampled_from(sorted(WEIGHTS)[2:]), max_size=2, unique=True), min_size=1, max_size=3)
)
def test_the_decoded_sequence_has_the_greatest_score_of_all_allowed_ones(rows: list[list[str]]):
    found = tuple(Tagger(WEIGHTS).tag(rows).states)
    best = max(_score(rows, states) for states in filter(_is_allowed, product(STATES, repeat=len(rows))))
    assert _is_allowed(found)
    assert _score(rows, found) == pytest.approx(best)


@given(pages)
def test_whatever_the_features_the_sequence_is_allowed(rows: list[list[str]]):
    assert _is_allowed(tuple(Tagger(WEIGHTS).tag(rows).states))


def test_a_headline_always_gets_a_text_before_the_next_article_of_the_same_page():
    for role in ("headline", "more", "deck", "merged"):
        assert not set(SUCCESSORS[role]) & {"label", "kicker", "headline", "headless first"}


def test_every_state_can_be_reached_and_left():
    reached = set(START_STATES).union(*SUCCESSORS.values())
    assert reached == set(STATES)
    assert all(SUCCESSORS[state] for state in STATES)


@given(pages)
def test_a_positive_bonus_adds_boundaries_and_a_negative_one_removes_them(
    rows: list[list[str]],
):
    tagger = Tagger({**WEIGHTS, "alone": {BOUNDARY_TARGET: 7.5}, "one of many": {BOUNDARY_TARGET: -7.5}})
    first_pass = tagger.tag(rows)

    def boundaries(feature: str) -> list[bool]:
        states = tagger.rescore(first_pass, [[feature]] * len(rows)).states
        return [is_boundary(one, two) for one, two in pairwise(states)]

    assert sum(boundaries("one of many")) == 0
    assert sum(boundaries("alone")) >= sum(is_boundary(one, two) for one, two in pairwise(first_pass.states))


def test_the_weights_of_the_package_name_only_attributes_and_states_of_the_grammar():
    attributes = {attribute for names in ATTRIBUTES.values() for attribute in names}
    known = attributes | set(STATES) | {BOUNDARY_TARGET}
    table = read_weights()
    assert table
    assert {target for by_target in table.values() for target in by_target} <= known
    assert {feature[6:] for feature in table if feature.startswith("after ")} <= set(STATES)
