from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.grammar import FACETS, STATES, SUCCESSORS, Reader, opens, read_weights
from index.pages.grammar import OPENING as OPENS_ARTICLE

OPENING = ("label", "kicker", "merged", "headline", "headless first", "masthead")
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


def _worth(rows: list[list[str]], states: tuple[str, ...]) -> float:
    """What the weights give a sequence of states, added up by hand."""
    own = sum(
        WEIGHTS.get(feature, {}).get(facet, 0.0)
        for features, state in zip(rows, states, strict=True)
        for feature in features
        for facet in FACETS[state]
    )
    return own + sum(WEIGHTS.get(f"after {one}", {}).get(two, 0.0) for one, two in pairwise(states))


def _lawful(states: tuple[str, ...]) -> bool:
    return (not states or states[0] in OPENING) and all(
        two in SUCCESSORS[one] for one, two in pairwise(states)
    )


def test_a_page_of_nothing_has_no_states():
    assert Reader(WEIGHTS).read([]).states == []


@given(
    st.lists(st.lists(st.sampled_from(sorted(WEIGHTS)[2:]), max_size=2, unique=True), min_size=1, max_size=3)
)
def test_the_sequence_read_is_the_best_of_all_lawful_ones(rows: list[list[str]]):
    found = tuple(Reader(WEIGHTS).read(rows).states)
    best = max(_worth(rows, states) for states in filter(_lawful, product(STATES, repeat=len(rows))))
    assert _lawful(found)
    assert _worth(rows, found) == pytest.approx(best)


@given(pages)
def test_whatever_the_evidence_the_sequence_is_lawful(rows: list[list[str]]):
    assert _lawful(tuple(Reader(WEIGHTS).read(rows).states))


def test_a_headline_always_gets_a_text_before_the_next_article_of_the_same_page():
    for role in ("headline", "more", "deck", "merged"):
        assert not set(SUCCESSORS[role]) & {"label", "kicker", "headline", "headless first"}


def test_every_state_can_be_reached_and_left():
    reached = set(OPENING).union(*SUCCESSORS.values())
    assert reached == set(STATES)
    assert all(SUCCESSORS[state] for state in STATES)


@given(pages)
def test_a_second_look_opens_an_article_where_it_is_worth_most(rows: list[list[str]]):
    reader = Reader({**WEIGHTS, "alone": {OPENS_ARTICLE: 7.5}, "one of many": {OPENS_ARTICLE: -7.5}})
    first = reader.read(rows)

    def opened(feature: str) -> list[bool]:
        states = reader.read_again(first, [[feature]] * len(rows)).states
        return [opens(one, two) for one, two in pairwise(states)]

    assert sum(opened("one of many")) == 0
    assert sum(opened("alone")) >= sum(opens(one, two) for one, two in pairwise(first.states))


def test_the_weights_of_the_package_name_only_roles_and_states_there_are():
    facets = {facet for names in FACETS.values() for facet in names}
    known = facets | set(STATES) | {OPENS_ARTICLE}
    table = read_weights()
    assert table
    assert {target for by_target in table.values() for target in by_target} <= known
    assert {feature[6:] for feature in table if feature.startswith("after ")} <= set(STATES)
