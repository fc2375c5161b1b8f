from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from analyzers import bigrams, fold
from tests.strategies import texts


@given(texts)
def test_bigrams_are_all_pairs_of_neighbours_in_the_folded_text(text: str):
    folded = fold(text)
    assert bigrams(text) == [a + b for a, b in pairwise(folded)]


def test_bigrams_cross_white_space_and_punctuation_alike():
    assert bigrams("空气 质量，PM_{2.5}") == ["空气", "气质", "质量", "量,", ",p", "pm", "m2", "2.", ".5"]


def test_a_single_character_has_no_neighbour():
    assert bigrams("农") == bigrams("") == bigrams(" \n") == []
