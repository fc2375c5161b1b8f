from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.pages.similarity import common_table, pairs_of, share, weight
from tests.strategies import texts

COMMON = tuple(dict.fromkeys(re.findall(r"[^\W\d_]{2}", common_table())))
sets = st.sets(st.sampled_from((*COMMON[:400:10], "老街", "水管", "合龙")))


def test_pairs_do_not_reach_over_marks():
    assert pairs_of("老街，换新管") == {"老街", "换新", "新管"}


def test_a_pair_that_many_texts_hold_weighs_less():
    assert weight({"发展"}) < weight({"持续"}) < weight({"龘龘"}) == 1.0


@given(sets, sets)
def test_what_is_shared_is_a_part_and_the_same_from_either_side(one: set[str], two: set[str]):
    if len(one) != len(two):
        assert share(one, two) == share(two, one)
    assert 0.0 <= share(one, two) <= 1.0


@given(pairs=st.lists(st.sampled_from(COMMON), min_size=1, unique=True), data=st.data())
def test_the_order_in_which_a_set_holds_its_pairs_changes_nothing(pairs: list[str], data: st.DataObject):
    """A set's order changes from process to process."""
    in_order, in_another = (
        dict.fromkeys(pairs).keys(),
        dict.fromkeys(data.draw(st.permutations(pairs))).keys(),
    )
    assert weight(in_order) == weight(in_another)
    assert share(in_order, in_another) == 1.0


@given(texts)
def test_a_text_shares_all_with_itself_or_holds_no_pair(text: str):
    pairs = pairs_of(text)
    assert share(pairs, pairs) == (1.0 if pairs else 0.0)


def test_each_common_pair_is_in_the_table_once():
    pairs = [pair for line in common_table().splitlines() for pair in line.split("\t")[1].split(" ")]
    assert len(pairs) == len(set(pairs))
