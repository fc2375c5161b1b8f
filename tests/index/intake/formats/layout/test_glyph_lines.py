from __future__ import annotations

from index.intake.formats.layout.glyph_lines import Glyph, glyph_lines


def glyphs(text: str, left: float, baseline: float, *, size: float = 10, space: float = 0) -> list[Glyph]:
    """Square glyphs from ``left``, ``space`` apart; narrow ones take half a square."""
    found = []
    for char in text:
        width = size if char > "\xff" else size / 2
        found.append(Glyph(char, left, left + width, baseline, size))
        left += width + space
    return found


def texts(*printed: list[Glyph]) -> list[str]:
    return [line.text for line in glyph_lines([glyph for each in printed for glyph in each])]


def test_glyphs_on_one_baseline_are_a_line_and_those_of_two_columns_are_two():
    assert texts(glyphs("水清", 0, 0), glyphs("岸绿", 20, 0)) == ["水清岸绿"]
    assert texts(glyphs("水清", 0, 0), glyphs("岸绿", 30, 0)) == ["水清", "岸绿"]
    assert texts(glyphs("水清", 0, 0), glyphs("岸绿", 0, 13)) == ["水清", "岸绿"]


def test_glyphs_in_any_order_of_the_file_make_the_same_lines():
    line = glyphs("水清岸绿", 0, 0)
    assert texts(line[::-1]) == ["水清岸绿"]


def test_justified_lines_have_no_blanks_and_wider_gaps_are_blanks():
    assert texts(glyphs("水清岸绿the河", 0, 0, space=2.5)) == ["水清岸绿the河"]
    assert texts(glyphs("水清", 0, 0), glyphs("岸绿", 22.5, 0)) == ["水清 岸绿"]
    assert texts(glyphs("the", 0, 0), glyphs("river", 18, 0)) == ["the river"]


def test_a_line_ends_where_the_ink_of_its_closing_mark_does():
    (line,) = glyph_lines(glyphs("水清。", 0, 0))
    assert line.box.right == 25


def test_a_line_has_the_size_of_most_of_its_glyphs():
    (line,) = glyph_lines([*glyphs("水清岸绿", 0, 0), *glyphs("12", 40, 0, size=8)])
    assert line.type_size == 10


def test_glyphs_below_each_other_are_a_vertical_line():
    stack = [glyph for at, char in enumerate("白鹭归来") for glyph in glyphs(char, 0, 11 * at)]
    (line,) = glyph_lines(stack)
    assert line.text == "白鹭归来"
    assert line.box.height > 40


def test_shadows_are_no_second_text():
    assert texts(glyphs("白鹭归来", 0, 0), glyphs("白鹭归来", 0.8, 0.8)) == ["白鹭归来"]
    assert texts(glyphs("天天", 0, 0)) == ["天天"]
