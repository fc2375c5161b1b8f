from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake.formats.layout.page_layout import join_lines, page_of_blocks, page_of_lines
from index.intake.formats.layout.reading_order import Box, PlacedLine

SIZE = 10.0


def line(text: str, top: float, *, left: float = 0, size: float = SIZE) -> PlacedLine:
    """A line of square characters."""
    return PlacedLine(text, Box(left, top, left + size * len(text), top + size), size)


def paragraph(lines: list[str], top: float, *, left: float = 0) -> list[PlacedLine]:
    """A paragraph whose first line is indented by two characters."""
    return [line(text, top + 13 * at, left=left + 20 * (not at)) for at, text in enumerate(lines)]


FIRST = ["昨天上午市水务局的", "巡河员沿河而下看到沿岸", "芦苇长高了。"]
SECOND = ["三年来全市关停采砂", "场二十七家。"]


def test_lines_of_a_paragraph_are_joined_and_an_indent_or_a_short_line_ends_it():
    page = page_of_lines([*paragraph(FIRST, 0), *paragraph(SECOND, 39)])
    assert page.text == "".join(FIRST) + "\n" + "".join(SECOND) + "\n"
    assert page.type_sizes == (SIZE, SIZE)


def test_there_is_one_size_for_each_line_and_zero_for_a_blank_one():
    page = page_of_blocks([[line("白鹭归来", 0, size=24)], paragraph(FIRST, 40)])
    assert page.text.split("\n")[:-1] == ["白鹭归来", "", "".join(FIRST)]
    assert page.type_sizes == (24.0, 0.0, SIZE)


def test_lines_of_a_heading_stay_lines():
    heading = [
        line("三年治理见成效", 0, size=14),
        line("白鹭归来", 20, size=24),
        line("翔集两岸", 50, size=24),
    ]
    page = page_of_blocks([heading, paragraph(FIRST, 90)])
    assert page.text.split("\n")[:3] == ["三年治理见成效", "白鹭归来", "翔集两岸"]


def test_a_paragraph_goes_on_at_the_top_of_the_next_column_unless_that_is_indented():
    column, rest = [*paragraph(SECOND, 0), *paragraph(FIRST[:2], 26)], [line("芦苇长高了。", 0, left=125)]
    going_on = [*rest, *paragraph(SECOND, 13, left=125)]
    assert page_of_blocks([column, going_on]).text == (
        "".join(SECOND) + "\n" + "".join(FIRST) + "\n\n" + "".join(SECOND) + "\n"
    )
    indented = paragraph(SECOND, 0, left=125)
    assert page_of_blocks([column, indented]).text.count("\n") == 4


def test_a_longer_text_in_larger_type_is_a_paragraph():
    note = [
        line(text, 18 * at, size=14)
        for at, text in enumerate(("编者按近年来我市沿河", "各地下大力气治理污染", "本报今起刊登。"))
    ]
    body = [each for at in range(6) for each in paragraph(FIRST, 80 + 39 * at)]
    assert page_of_blocks([note, body]).text.startswith(
        "编者按近年来我市沿河各地下大力气治理污染本报今起刊登。\n"
    )


def test_parts_of_a_line_are_joined_with_a_blank_where_they_are_apart():
    names = [line("郑小燕", 0), line("吴小天", 0, left=40), line("摄", 0, left=71)]
    assert page_of_blocks([names]).text == "郑小燕 吴小天摄\n"


@pytest.mark.parametrize(
    ("text", "following", "joined"),
    [
        ("青泽河", "水清", "青泽河水清"),
        ("the", "river", "the river"),
        ("river-", "side", "riverside"),
        ("Qing-", "Ze", "Qing- Ze"),
        ("river\u00ad", "Side", "riverSide"),
        ("19", "94年", "1994年"),
        ("GDP", "增长", "GDP增长"),
        ("", "增长", "增长"),
    ],
)
def test_lines_are_joined_as_their_words_need(text: str, following: str, joined: str):
    assert join_lines(text, following) == joined


@given(
    st.lists(
        st.tuples(
            st.text("字a1。 -", min_size=1).filter(str.strip),
            st.floats(0, 900),
            st.floats(0, 900),
            st.sampled_from([8.0, 10, 20]),
        ),
        max_size=30,
    )
)
def test_no_character_is_lost_and_sizes_are_as_many_as_lines(printed: list[tuple[str, float, float, float]]):
    lines = [line(text.strip(), top, left=left, size=size) for text, left, top, size in printed]
    page = page_of_lines(lines)
    assert len(page.type_sizes) == page.text.count("\n")

    def chars(texts: list[str]) -> list[str]:
        return sorted(char for text in texts for char in text if not char.isspace() and char != "-")

    assert chars([page.text]) == chars([each.text for each in lines])
