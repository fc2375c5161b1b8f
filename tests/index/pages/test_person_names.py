from __future__ import annotations

import pytest

from analyzers.marks import DOTS
from index.pages.glued_names import split_names
from index.pages.person_names import MIN_NAMES, NO_NAMES, NameCounts, is_name


@pytest.mark.parametrize("name", ["赵川", "赵小川", "欧阳小川", "买买提·艾力"])
def test_a_surname_and_one_or_two_characters_are_a_name(name: str):
    assert is_name(name, signed=False)


@pytest.mark.parametrize("text", ["山西", "某某省", "待续", "赵", "赵小川在会上", "zhao", "", "编者按"])
def test_places_notes_and_sentences_are_no_names_even_beside_a_role_word(text: str):
    assert not is_name(text, signed=True)


def test_beside_a_role_word_more_can_be_a_name():
    assert is_name("某某", signed=True)
    assert not is_name("某某", signed=False)
    assert not is_name("某某省", signed=True)


def test_a_word_that_signs_several_articles_is_a_name_without_a_known_surname():
    known_names = NameCounts({"夕照": 2, "晚霞": 1, "本报社": 9})
    assert is_name("夕照", signed=False, known_names=known_names)
    assert not is_name("晚霞", signed=False, known_names=known_names)  # once may have been the mistake
    assert not is_name("本报社", signed=False, known_names=known_names)
    assert not is_name("山西", signed=False, known_names=NameCounts({"山西": 9}))


def test_without_some_articles_only_the_other_articles_support_a_name():
    known_names = NameCounts({"夕照": 3, "晚霞": 3}).without({"夕照": 2})
    assert not known_names.supports("夕照")
    assert known_names.supports("晚霞")


def test_only_many_names_contradict_a_name_and_only_by_its_first_character():
    assert not NameCounts({"赵小川": 1}).contradicts("夕照")
    many = NameCounts({f"赵{chr(0x4E00 + number)}": 1 for number in range(MIN_NAMES)})
    assert many.contradicts("夕照")
    assert not many.contradicts("赵川")
    assert not NO_NAMES.supports("赵川")


@pytest.mark.parametrize("dot", DOTS)
def test_any_print_of_a_dot_joins_up_to_four_parts(dot: str):
    assert is_name(f"买买提{dot}艾力", signed=False)
    assert is_name(dot.join("甲乙丙丁"), signed=True)
    assert not is_name(dot.join("甲乙丙丁戊"), signed=True)
    assert not is_name(f"买买提{dot}{dot}艾力", signed=True)
    assert not is_name(f"{dot}艾力", signed=True)
    assert not is_name(f"他在会上发表了讲话{dot}艾力", signed=True)


def test_a_latin_part_is_a_name_only_beside_a_role_word_and_a_han_part():
    assert is_name("J.K.某", signed=True)
    assert not is_name("J.K.某", signed=False)
    assert not is_name("J.K.Smith", signed=True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李强王丽", ["李强", "王丽"]),
        ("李小强王丽华", ["李小强", "王丽华"]),
        ("王小丽李强", ["王小丽", "李强"]),
        ("欧阳小川赵川", ["欧阳小川", "赵川"]),
        ("李王小明", ["李王小明"]),
        ("夕照彩虹", ["夕照彩虹"]),
        ("赵", ["赵"]),
        ("", []),
    ],
)
def test_names_with_nothing_between_them_are_parted_by_their_surnames(text: str, names: list[str]):
    assert split_names(text) == names
