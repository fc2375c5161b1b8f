from __future__ import annotations

import pytest

from index.errors import IssueFormatError
from index.intake.formats.layout.reading_order import Box
from index.intake.formats.ocr import ocr_page
from index.intake.formats.ocr.ocr_page import OcrBlock, OcrLine, OcrWord, line_text, page_of_ocr, type_height
from index.intake.placement import Placement

TEXT = "沿岸的芦苇已经长到一人多高"


def line(text: str, top: float, *, left: float = 0, size: float = 20, height: float | None = None) -> OcrLine:
    return OcrLine(text, Box(left, top, left + size * len(text), top + size), height=height)


def block(*lines: OcrLine) -> OcrBlock:
    return OcrBlock(lines)


def test_heights_that_differ_a_little_are_one_size():
    heights = (19.0, 20, 21, 22, 20)
    body = block(*(line(TEXT, 30 * at, height=height) for at, height in enumerate(heights)))
    page = page_of_ocr([body], Placement(), "01")
    assert (page.text, len(page.type_sizes)) == (TEXT * 5 + "\n", 1)


def test_a_line_that_is_tall_but_not_wide_is_not_large():
    tall = line(TEXT, 30, height=44)
    page = page_of_ocr([block(line(TEXT, 0), tall, line(TEXT, 60))], Placement(), "01")
    assert page.text == TEXT * 3 + "\n"


def test_blocks_that_follow_each_other_closely_in_a_column_are_one():
    page = page_of_ocr([block(line(TEXT, 30 * at)) for at in range(3)], Placement(), "01")
    assert page.text == TEXT * 3 + "\n"


def test_a_heading_that_an_engine_has_torn_is_joined_where_the_layout_gives_the_order():
    torn = [block(line("山区小学", 0, size=40)), block(line("通上水", 0, left=170, size=40))]
    columns = [block(*(line(TEXT, 80 + 30 * at, left=left) for at in range(4))) for left in (0, 290)]
    page = page_of_ocr([torn[0], columns[0], torn[1], columns[1]], Placement(), "01", ordered=False)
    assert page.text.startswith("山区小学通上水\n\n")


def test_sizes_that_are_stated_count_where_they_differ():
    lines = [OcrLine(TEXT, Box(0, 30 * at, 260, 30 * at + 20), font_size=9) for at in range(3)]
    head = OcrLine("白鹭归来", Box(0, -60, 160, -30), font_size=18)
    sizes = page_of_ocr([block(head), block(*lines)], Placement(), "01").type_sizes
    assert sizes[0] == pytest.approx(2 * sizes[-1])


def test_words_are_parted_by_how_far_they_are_apart():
    def words(*placed: tuple[str, float]) -> list[OcrWord]:
        return [OcrWord(text, Box(left, 0, left + 20 * len(text), 20)) for text, left in placed]

    assert line_text(words(("水", 0), ("清", 24), ("，", 46), ("岸", 80)), 20) == "水清，岸"
    assert line_text(words(("李明", 0), ("王强", 58)), 20) == "李明 王强"
    assert line_text([OcrWord("the"), OcrWord("river"), OcrWord("水"), OcrWord(" ")], 20) == "the river水"


def test_one_word_that_is_misread_does_not_make_a_line_tall():
    words = [OcrWord("字", Box(0, 0, 20, height)) for height in (20, 20, 90, 21)]
    assert type_height(words, 90) == 20.5
    assert type_height(words[:2], 90) == 90


def test_a_page_of_more_lines_than_a_page_has_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ocr_page, "MAX_LINES", 2)
    with pytest.raises(IssueFormatError, match="01: has 3 lines, more than 2"):
        page_of_ocr([block(*(line(TEXT, 30 * at) for at in range(3)))], Placement(), "01")
