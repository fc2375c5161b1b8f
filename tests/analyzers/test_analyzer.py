from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from analyzers import Analyzer, Lexicon, Token, analyzer, fold
from analyzers.folding import fold_offsets, word_form
from analyzers.lookup import RUN_SEPARATOR
from tests.strategies import texts

ANALYZER = Analyzer()


@given(texts)
def test_a_tokens_span_is_where_its_characters_were_printed(text: str):
    """Of a character that folds to several, a word may be a part: it is marked whole."""
    for token in ANALYZER.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        first, last = len(fold(text[token.start])), len(fold(text[token.end - 1]))
        marked = fold(text[token.start : token.end])
        assert token.text in marked
        assert len(marked) - len(token.text) < first + last


@given(texts)
def test_every_letter_digit_and_han_character_is_in_a_word(text: str):
    covered = {offset for token in ANALYZER.tokens(text) for offset in range(token.start, token.end)}
    for offset, char in zip(fold_offsets(text), fold(text), strict=True):
        assert offset in covered or not char.isalnum()


@given(texts)
def test_positions_are_ordinals_and_sub_words_stand_at_their_words(text: str):
    words: dict[int, Token] = {}
    for token in ANALYZER.tokens(text):
        if token.position not in words:
            assert token.position == len(words)
            words[token.position] = token
        word = words[token.position]
        assert word.start <= token.start
        assert token.end <= word.end
    # Two words may come from one character, as the 1 and the 2 of ½.
    assert all(word.end <= following.start + 1 for word, following in pairwise(words.values()))


@given(texts)
def test_terms_are_the_texts_of_the_tokens(text: str):
    tokens = ANALYZER.tokens(text)
    assert sorted(ANALYZER.terms(text)) == sorted(token.text for token in tokens)
    firsts = {token.position: token.text for token in reversed(tokens)}
    assert ANALYZER.query_terms(text) == [firsts[position] for position in range(len(firsts))]


@given(texts)
def test_a_word_form_has_the_terms_of_the_printed_one_where_no_space_parts_them(text: str):
    if not any(char.isspace() for char in text):
        assert ANALYZER.terms(word_form(text)) == ANALYZER.terms(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PM_{2.5}", ["pm2.5", "pm", "2", "5"]),
        ("ＰＭ２．５", ["pm2.5", "pm", "2", "5"]),
        ("F-16", ["f-16", "f", "16"]),
        ("2023-09-21", ["2023-09-21", "2023", "09", "21"]),
        ("RCEP。", ["rcep"]),
        ("300多种", ["300", "多种"]),
        ("A股", ["a", "股"]),
        ("𠆢面", ["𠆢", "面"]),
        ("某某々", ["某某", "々"]),
        ("，。！ …", []),
        ("", []),
    ],
)
def test_letters_and_digits_stand_whole_with_their_parts(text: str, words: list[str]):
    assert [token.text for token in ANALYZER.tokens(text)] == words


def test_the_commonest_words_are_not_dropped():
    assert ANALYZER.terms("我的和了在") == ["我", "的", "和", "了", "在"]


def test_a_highlight_of_a_subscript_covers_the_print():
    token = next(token for token in ANALYZER.tokens("本市PM_{2.5}下降") if token.text == "pm2.5")
    assert (token.start, token.end) == (2, 9)


def test_words_end_at_white_space_but_not_at_a_joiner():
    assert ANALYZER.query_terms("RCEP 2023") == ["rcep", "2023"]
    assert ANALYZER.query_terms("空气\u200b质量") == ["空气质量"]


def test_a_space_between_han_characters_spaces_letters_and_ends_no_word():
    assert ANALYZER.query_terms("空 气　质 量") == ["空气质量"]
    assert [(token.text, token.start, token.end) for token in ANALYZER.tokens("在太　原 RCEP")] == [
        ("在", 0, 1),
        ("太原", 1, 4),
        ("rcep", 5, 9),
    ]


def test_a_word_of_old_print_is_cut_as_it_is_printed_and_folded_then():
    assert ANALYZER.query_terms("著名的甚至") == ["着名", "的", "什至"]


def test_user_words_change_the_cut():
    text = "晋阳湖会展昨日开幕"
    assert "晋阳湖会展" not in ANALYZER.terms(text)
    assert "晋阳湖会展" in Analyzer(Lexicon(["晋阳湖会展"])).terms(text)


def test_a_long_run_of_letters_is_one_word():
    assert ANALYZER.terms("a" * 100_000) == ["a" * 100_000]


def test_words_dropped_from_the_cache_are_cut_as_before(monkeypatch: pytest.MonkeyPatch):
    text = "中华人民共和国 pm2.5 人民法院 中华人民共和国 f-16"
    terms = Analyzer().terms(text)
    monkeypatch.setattr(analyzer, "MAX_CACHED_WORDS", 2)
    assert Analyzer().terms(text) == terms


def test_the_separator_of_runs_is_no_word_even_while_the_cache_is_cleared():
    cache = Analyzer()._term_cache
    cache.clear()
    assert cache[RUN_SEPARATOR] == ()
