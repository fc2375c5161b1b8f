from __future__ import annotations

import pytest

from index.pages.names import is_name


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
