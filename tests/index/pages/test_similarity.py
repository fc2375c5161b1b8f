from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from index.pages.similarity import STEP, bigram_set, common_table, overlap, total_weight
from tests.strategies import texts

COMMON_BIGRAMS = tuple(dict.fromkeys(re.findall(r"[^\W\d_]{2}", common_table())))
sets = st.sets(st.sampled_from((*COMMON_BIGRAMS[:400:10], "老街", "水管", "合龙")))


def test_bigrams_do_not_reach_over_punctuation():
    assert bigram_set("老街，换新管") == {"老街", "换新", "新管"}


def test_a_bigram_of_many_texts_weighs_less():
    assert total_weight({"发展"}) < total_weight({"持续"}) < total_weight({"龘龘"}) == round(1 / STEP)


@given(sets, sets)
def test_the_overlap_is_between_0_and_1_and_symmetric_for_sets_of_different_size(
    one: set[str], two: set[str]
):
    if len(one) != len(two):
        assert overlap(one, two) == overlap(two, one)
    assert 0.0 <= overlap(one, two) <= 1.0


@given(bigrams=st.lists(st.sampled_from(COMMON_BIGRAMS), min_size=1, unique=True), data=st.data())
def test_the_order_in_which_a_set_holds_its_bigrams_changes_nothing(bigrams: list[str], data: st.DataObject):
    """A set's order changes from process to process."""
    in_order, in_another = (
        dict.fromkeys(bigrams).keys(),
        dict.fromkeys(data.draw(st.permutations(bigrams))).keys(),
    )
    assert total_weight(in_order) == total_weight(in_another)
    assert overlap(in_order, in_another) == 1.0


@given(texts)
def test_a_text_overlaps_with_itself_wholly_unless_it_has_no_bigram(text: str):
    bigrams = bigram_set(text)
    assert overlap(bigrams, bigrams) == (1.0 if bigrams else 0.0)


def test_each_common_bigram_is_in_the_table_once():
    bigrams = [bigram for line in common_table().splitlines() for bigram in line.split("\t")[1].split(" ")]
    assert len(bigrams) == len(set(bigrams))
