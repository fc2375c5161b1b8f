"""A vocabulary numbers the terms of ``Analyzer.terms``; its twin in Cython gives the same."""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers import Analyzer, Lexicon
from analyzers.lexicon import load_cutter
from analyzers.vocabulary import PlainVocabulary, Vocabulary
from index.kernel import COMPILED
from tests.conftest import SEED_PAGE, real_articles
from tests.strategies import han_runs

ANALYZER = Analyzer(Lexicon(load=load_cutter))
# What words are made of and what ends them.
PIECES = st.one_of(
    han_runs,
    st.sampled_from("aZé5.-'_ 　\t\n“”、〇㐀𠮷著麵裏\u3099ガｶﾞ\u0301\ufffc\u200b"),
    st.text(max_size=3),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@pytest.fixture(params=["compiled", "plain"])
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    if request.param == "plain":
        return PlainVocabulary(ANALYZER.terms)
    if not COMPILED:
        pytest.skip("nothing is compiled")
    return ANALYZER.vocabulary()


def terms(vocabulary: Vocabulary, *units: str) -> Counter[str]:
    ids = array("I", vocabulary.term_ids(units))
    known = vocabulary.terms
    return Counter(known[term_id] for term_id in ids)


def expected(*units: str) -> Counter[str]:
    return Counter(term for unit in units for term in ANALYZER.terms(unit))


@given(units=st.lists(TEXTS, max_size=4))
@example(["太 原\n的 pm2.5", "f-16's 5g。a.-b", "ガ\u3099\u3099a"])
@example(["中  国", "中 a 国 ", " ", ""])
def test_the_terms_of_any_text_are_numbered(units: list[str]):
    twins = [PlainVocabulary(ANALYZER.terms), ANALYZER.vocabulary()]
    for vocabulary in twins:
        assert terms(vocabulary, *units) == expected(*units)
        assert terms(vocabulary, *units) == expected(*units)  # all are known by now
    assert sorted(twins[0].terms) == sorted(twins[1].terms)


def test_the_terms_of_newspaper_text_are_numbered(vocabulary: Vocabulary):
    units = [SEED_PAGE.read_text(encoding="utf-8")]
    units += ["\n".join(article.paragraphs) for article in real_articles()]
    for unit in units:
        assert terms(vocabulary, unit) == expected(unit)


def test_a_term_keeps_its_number_and_a_new_one_gets_the_next(vocabulary: Vocabulary):
    first = array("I", vocabulary.term_ids(["太原的太原"]))
    assert sorted(set(first)) == [0, 1]
    assert array("I", vocabulary.term_ids(["太原", "太原"])).tolist() == [vocabulary.terms.index("太原")] * 2
    assert array("I", vocabulary.term_ids(["记者"])).tolist() == [2]
    assert vocabulary.terms[2] == "记者"


def test_more_words_than_there_is_room_for_at_first_are_kept(vocabulary: Vocabulary):
    words = [f"w{number}" for number in range(9000)]
    assert terms(vocabulary, " ".join(words)) == expected(" ".join(words))
    assert terms(vocabulary, " ".join(words)) == expected(" ".join(words))


def test_a_unit_of_one_long_word_is_one_term(vocabulary: Vocabulary):
    assert terms(vocabulary, "a" * 100_000, "中" * 100_000) == expected("a" * 100_000, "中" * 100_000)


def test_user_words_are_terms():
    analyzer = Analyzer(Lexicon(["晋阳湖会展"]))
    assert "晋阳湖会展" in terms(analyzer.vocabulary(), "记者在晋阳湖会展采访")


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_every_character_is_to_a_word_what_it_is_to_the_expressions(vocabulary: Vocabulary):
    for first in range(0, sys.maxunicode, 97):
        text = f"a{chr(first)}b".encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        assert terms(vocabulary, text) == expected(text), re.escape(text)
