"""Texts near each other in print: what may stand between two of them."""

from __future__ import annotations

import pytest

from analyzers.proximity import Gap, are_near, near_each_other


def check() -> None:
    """There is time enough."""


BODY = "太原的空气好。大同有煤\n太原有水。"


@pytest.mark.parametrize(
    ("parts", "gap", "expected"),
    [
        ("太原 空气", 1, True),
        ("空气 太原", 1, True),
        ("太原 空气", 0, False),
        ("太原 空气好", "sentence", True),
        ("太原 大同", "sentence", False),
        ("太原 大同", "paragraph", True),
        ("煤 水", "paragraph", False),
        ("煤 太原", 0, True),  # a line is nothing to a literal, as it is to a reader
        ("煤 太原", "sentence", False),
        ("太原 太原", 9, True),
        ("太原 太原", 8, False),
        ("太原 太", 0, False),  # it overlaps
        ("好。大 有煤", "sentence", True),  # the mark stands in a part, not between
    ],
)
def test_what_stands_between_two_texts_decides(parts: str, gap: Gap, expected: bool):
    texts = [[each] for each in parts.split()]

    assert are_near([BODY], texts, [gap], check) is expected
    assert bool(near_each_other([BODY], texts, [gap], check)) is expected


def test_between_two_units_stands_one_character_and_ends_a_paragraph():
    assert are_near(["引题", "标题"], [["引题"], ["标题"]], [1], check)
    assert not are_near(["引题", "标题"], [["引题"], ["标题"]], [0], check)
    assert not are_near(["引题", "标题"], [["引题"], ["标题"]], ["paragraph"], check)


def test_each_two_neighbours_of_a_chain_have_a_gap_of_their_own():
    assert are_near([BODY], [["太原"], ["空气", "水"], ["煤"]], [1, 6], check)
    assert not are_near([BODY], [["太原"], ["空气", "水"], ["煤"]], [1, 1], check)


def test_only_links_of_a_whole_chain_are_returned():
    found = near_each_other(["甲乙甲甲乙丙"], [["甲"], ["乙"], ["丙"]], [0, 0], check)

    assert sorted(found) == [(3, 4), (4, 5), (5, 6)]
