from __future__ import annotations

import re
from collections import Counter

import pytest

from analyzers import marks

CLASSES = {name: members for name, members in vars(marks).items() if name.isupper()}


def test_a_mark_is_of_one_class_and_stands_in_it_once():
    counts = Counter("".join(CLASSES.values()))
    assert [mark for mark, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_stands_for_itself_in_a_regular_expression(name: str):
    members = CLASSES[name]
    pattern = re.compile(f"[{members}]")
    everything = map(chr, range(0x10000))
    assert {char for char in everything if pattern.fullmatch(char)} == set(members)


def test_what_a_reader_keeps_apart_is_in_no_class():
    assert not set("《》〈〉«»…‥。、，；！？一ー丨()（）[]{}") & set("".join(CLASSES.values()))
