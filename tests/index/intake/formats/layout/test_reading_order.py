from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake.formats.layout.reading_order import Box, PlacedLine, line_space, reading_order

SIZE = 10.0


def line(text: str, left: float, top: float, *, width: float = 100, size: float = SIZE) -> PlacedLine:
    return PlacedLine(text, Box(left, top, left + width, top + size), size)


def column(name: str, left: float, top: float, lines: int, *, width: float = 100) -> list[PlacedLine]:
    """Lines of body type named a1, a2 …, thirteen units apart."""
    return [line(f"{name}{at + 1}", left, top + 13 * at, width=width) for at in range(lines)]


def order(*lines: PlacedLine) -> list[str]:
    """The blocks as texts, whatever the order in which their lines come."""
    shuffled = random.Random(1).sample(lines, len(lines))
    return [" ".join(each.text for each in block) for block in reading_order(shuffled, SIZE)]


def test_a_head_is_read_before_the_columns_below_it():
    head = line("head", 20, 0, width=180, size=24)
    assert order(head, *column("a", 0, 40, 3), *column("b", 112, 40, 3)) == ["head", "a1 a2 a3", "b1 b2 b3"]


def test_a_head_across_two_of_three_columns_is_read_before_both_and_not_before_the_third():
    head = line("head", 30, 0, width=150, size=24)
    other = line("other", 224, 4, width=90, size=16)
    assert order(head, other, *column("a", 0, 40, 3), *column("b", 112, 40, 3), *column("c", 224, 40, 3)) == [
        "head",
        "a1 a2 a3",
        "b1 b2 b3",
        "other",
        "c1 c2 c3",
    ]


def test_articles_above_each_other_are_read_one_after_the_other():
    upper = [*column("a", 0, 0, 3), *column("b", 112, 0, 3)]
    lower = [line("head", 30, 65, width=150, size=20), *column("c", 0, 100, 3), *column("d", 112, 100, 3)]
    assert order(*upper, *lower) == ["a1 a2 a3", "b1 b2 b3", "head", "c1 c2 c3", "d1 d2 d3"]


def test_heads_beside_each_other_stay_with_what_is_below_them():
    heads = [line(f"h{at}", 112 * at, 0, width=90, size=16) for at in range(3)]
    below = [each for at in range(3) for each in column("abc"[at], 112 * at, 45, 3)]
    assert order(*heads, *below) == ["h0", "a1 a2 a3", "h1", "b1 b2 b3", "h2", "c1 c2 c3"]


def test_blocks_round_a_middle_one_are_read_above_first_then_left_to_right():
    # No stripe parts the four blocks that lie round the fifth.
    lines = [
        *column("a", 0, 0, 3, width=200),
        *column("b", 212, 0, 8),
        *column("c", 0, 50, 8),
        *column("m", 112, 50, 4, width=88),
        *column("d", 112, 115, 3, width=200),
    ]
    found = order(*lines)
    assert sorted(found) == sorted(
        " ".join(f"{name}{at + 1}" for at in range(n))
        for name, n in zip("abcmd", (3, 8, 8, 4, 3), strict=True)
    )
    places = {block[0]: at for at, block in enumerate(found)}
    assert places["a"] < places["c"] < places["m"] < places["d"]


def test_a_line_whose_words_are_wide_apart_stays_one_block():
    words = [PlacedLine(char, Box(40 * at, 0, 40 * at + 20, 20), 20.0) for at, char in enumerate("要闻版")]
    assert order(*words) == ["要 闻 版"]


def test_names_side_by_side_in_a_column_do_not_part_it():
    names = [line("n1", 0, 39, width=40), line("n2", 60, 39, width=40)]
    assert order(*column("a", 0, 0, 3), *names, *column("b", 0, 52, 5)) == ["a1 a2 a3 n1 n2 b1 b2 b3 b4 b5"]


def test_the_space_between_lines_is_that_of_most_of_them():
    assert line_space([*column("a", 0, 0, 5), line("far", 0, 500)]) == pytest.approx(3.0)
    assert line_space([line("one", 0, 0)]) == 0.0


def test_a_page_without_lines_has_no_blocks():
    assert reading_order([], SIZE) == []


def test_stairs_of_boxes_end_without_recursion():
    stairs = [line(str(at), 12 * at, 12 * at, width=11) for at in range(2000)]
    assert sum(len(block) for block in reading_order(stairs, SIZE)) == 2000


@given(
    st.lists(
        st.tuples(
            *(st.floats(-1e6, 1e6, allow_nan=False) for _ in range(2)), st.floats(0, 500), st.floats(0.1, 80)
        ),
        max_size=60,
    ),
    st.floats(0, 50),
)
def test_every_line_is_in_one_block(boxes: list[tuple[float, float, float, float]], body: float):
    lines = [
        line(str(at), left, top, width=width, size=size) for at, (left, top, width, size) in enumerate(boxes)
    ]
    found = [each.text for block in reading_order(lines, body) for each in block]
    assert sorted(found) == sorted(each.text for each in lines)
