"""Characters are alike both ways, pinyin is read in every way it can be, and the tables say what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import fold
from analyzers.confusions import (
    MAX_CUTS,
    MAX_SYLLABLES,
    all_chars,
    alternatives,
    likelihood,
    lookalikes,
    readings,
    spelt,
)

KNOWN = st.sampled_from(sorted({*all_chars(), *lookalikes()}))


@pytest.mark.parametrize(
    ("char", "other", "how"),
    [
        ("莉", "丽", "sound"),
        ("利", "丽", "sound"),
        ("张", "脏", "near"),
        ("平", "频", "near"),
        ("兰", "南", "near"),
        ("未", "末", "shape"),
        ("己", "已", "shape"),
        ("侯", "候", "sound"),
    ],
)
def test_a_character_is_like_another(char: str, other: str, how: str):
    assert alternatives(char)[other] == how


@given(KNOWN)
def test_likeness_goes_both_ways(char: str):
    for other in alternatives(char):
        assert char in alternatives(other)
        assert 0 < likelihood(char, other) <= 1


@given(KNOWN)
def test_no_character_is_its_own_alternative(char: str):
    assert char not in alternatives(char)


def test_what_is_no_known_character_has_no_alternatives():
    assert alternatives("A") == alternatives("，") == alternatives("𠮷") == {}


def test_equal_sounds_are_likelier_than_near_ones():
    near, same = (
        sum(likelihood("张", other) for other, how in alternatives("张").items() if how == wanted)
        for wanted in ("near", "sound")
    )
    assert same > near


def test_all_characters_of_the_tables_are_folded():
    assert fold(all_chars()) == all_chars()
    held = "".join(char + others for char, others in lookalikes().items())
    assert fold(held) == held


@given(st.lists(st.sampled_from(sorted(readings())), min_size=2, max_size=MAX_SYLLABLES))
def test_syllables_are_read_as_they_were_written(syllables: list[str]):
    ways = spelt("".join(syllables))
    wanted = tuple(readings()[syllable] for syllable in syllables)
    assert wanted in ways or (len(ways) == MAX_CUTS and len(ways[-1]) <= len(wanted))


def test_pinyin_is_read_in_every_way():
    assert {len(places) for places in spelt("xian")} == {2}
    assert {len(places) for places in spelt("taiyuan")} == {2, 3}
    assert any("太" in first and "原" in second for first, second, *_ in spelt("taiyuan"))


def test_other_letters_are_initials():
    (places,) = spelt("kqzl")
    assert all(char in chars for char, chars in zip("空气质量", places, strict=True))


@pytest.mark.parametrize("letters", ["", "k", "x", "PM", "k2", "太yuan", "ui", "v" * 9, "kqzl" * 3, "é"])
def test_what_is_neither_is_read_in_no_way(letters: str):
    assert spelt(letters) == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    assert all(2 <= len(places) <= MAX_SYLLABLES for places in spelt(text))


def test_long_pinyin_is_read_with_bounded_work():
    assert spelt("a" * 10_000) == []
