from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.pairs import common_table, pairs_of, share, weight
from tests.strategies import texts

sets = st.sets(st.sampled_from(("发展", "我们", "老街", "水管", "合龙")))


def test_pairs_do_not_reach_over_marks():
    assert pairs_of("老街，换新管") == {"老街", "换新", "新管"}


def test_a_pair_that_many_texts_hold_weighs_less():
    assert weight({"发展"}) < weight({"持续"}) < weight({"龘龘"}) == 1.0


@given(sets, sets)
def test_what_is_shared_is_a_part_and_the_same_from_either_side(one: set[str], two: set[str]):
    if len(one) != len(two):
        assert share(one, two) == share(two, one)
    assert 0.0 <= share(one, two) <= 1.0


@given(texts)
def test_a_text_shares_all_with_itself_or_holds_no_pair(text: str):
    pairs = pairs_of(text)
    assert share(pairs, pairs) == pytest.approx(1.0 if pairs else 0.0)


def test_each_common_pair_is_in_the_table_once():
    pairs = [pair for line in common_table().splitlines() for pair in line.split("\t")[1].split(" ")]
    assert len(pairs) == len(set(pairs))
