from __future__ import annotations

import pytest

from index.pages.person_names import MANY, NO_NAMES, NameCounts, is_name


@pytest.mark.parametrize("name", ["赵川", "赵小川", "欧阳小川", "买买提·艾力"])
def test_a_surname_and_one_or_two_characters_are_a_name(name: str):
    assert is_name(name, cued=False)


@pytest.mark.parametrize("text", ["山西", "某某省", "待续", "赵", "赵小川在会上", "zhao", "", "编者按"])
def test_places_notes_and_sentences_are_no_names_even_beside_a_role_word(text: str):
    assert not is_name(text, cued=True)


def test_beside_a_role_word_more_can_be_a_name():
    assert is_name("某某", cued=True)
    assert not is_name("某某", cued=False)
    assert not is_name("某某省", cued=True)


def test_what_signs_several_articles_is_a_name_without_a_surname_that_we_know():
    known_names = NameCounts({"夕照": 2, "晚霞": 1, "本报社": 9})
    assert is_name("夕照", cued=False, known_names=known_names)
    assert not is_name("晚霞", cued=False, known_names=known_names)  # once may have been the mistake
    assert not is_name("本报社", cued=False, known_names=known_names)
    assert not is_name("山西", cued=False, known_names=NameCounts({"山西": 9}))


def test_names_less_those_of_some_articles_vouch_for_no_more_than_the_rest_does():
    known_names = NameCounts({"夕照": 3, "晚霞": 3}).without({"夕照": 2})
    assert not known_names.supports("夕照")
    assert known_names.supports("晚霞")


def test_few_names_speak_against_none_and_many_against_what_begins_as_none_of_them():
    assert not NameCounts({"赵小川": 1}).contradicts("夕照")
    many = NameCounts({f"赵{chr(0x4E00 + number)}": 1 for number in range(MANY)})
    assert many.contradicts("夕照")
    assert not many.contradicts("赵川")
    assert not NO_NAMES.supports("赵川")
