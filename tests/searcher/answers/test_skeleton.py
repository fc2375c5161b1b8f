from __future__ import annotations

import pytest
from hypothesis import given

from searcher.answers.skeleton import folded, skeleton, without_blanks
from tests.strategies import texts


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("柳树，绿了。", "柳树绿了"),
        ("“柳树”《绿了》……", "柳树绿了"),
        ("长3.14公里", "长3.14公里"),
        ("比分2：1。", "比分2:1"),
        ("增长20%，", "增长20%"),
        ("降到-5℃", "降到5°c"),
        ("-5℃", "-5°c"),
        ("——2023年", "2023年"),
        ("阿不都·某", "阿不都某"),
    ],
)
def test_marks_are_left_out_but_those_of_numbers(printed: str, kept: str):
    assert skeleton(folded(printed)).text == kept


@given(texts)
def test_each_character_has_its_place_in_the_print(printed: str):
    of = folded(printed)
    bones = skeleton(of)
    assert len(of.text) == len(of.origins) == len(of.marks)
    assert [of.text[at] for at in bones.places] == list(bones.text)


def test_blanks_are_what_folds_to_nothing():
    assert without_blanks("柳 树\u3000绿\n了\u200b，") == "柳树绿了，"
