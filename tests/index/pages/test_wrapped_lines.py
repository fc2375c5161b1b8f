from __future__ import annotations

import pytest

from index.pages.rows import read_rows

WIDTH = 14
# Of any length; the second ends in a full line.
PARAGRAPHS = (
    "本报讯 昨天清早，河边的柳树都绿了，孩子们放起了风筝，老人们坐在长椅上晒太阳，说起了往年的春天。",
    "风是从南面吹来的，带着泥土和青草的气味，渔船也一条接着一条出了港。",
    "据气象台介绍，今年入春比往年早了九天，桃花和杏花将在月底先后开放，市民可以去城西的公园里看花。",
)
HEADING = "河边的柳树都绿了"
assert len(PARAGRAPHS[1]) % WIDTH == 5


def _cut(text: str, indent: str = "", width: int = WIDTH) -> str:
    text = indent + text
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _texts(page: str) -> list[str]:
    return [row.text for row in read_rows(page)]


def _page(*texts: str, indent: str = "") -> str:
    return "\n".join(_cut(text, indent if len(text) > 30 else "") for text in texts)


BLOCK = (HEADING, *PARAGRAPHS) * 2


def test_paragraphs_and_headings_of_a_cut_page_without_blank_lines_are_told_apart():
    assert _texts(_page(*BLOCK)) == list(BLOCK)


def test_an_indent_stands_within_the_width_or_before_it():
    assert _texts(_page(*BLOCK, indent="　　")) == list(BLOCK)
    before = "\n".join(("　　" if len(text) > 30 else "") + _cut(text) for text in BLOCK)
    assert _texts(before) == list(BLOCK)


def test_a_margin_that_all_lines_have_is_no_indent():
    page = "\n".join(f"    {line}" for line in _page(*BLOCK).split("\n"))
    assert _texts(page) == list(BLOCK)
    assert not any(row.indented for row in read_rows(page))


@pytest.mark.parametrize(
    "heading", ["春风吹绿南河两岸杨柳千万棵", "春风吹绿南河两岸杨柳千万棵市民争相去看花"]
)
def test_a_heading_that_fills_a_line_is_no_part_of_a_paragraph_that_is_indented(heading: str):
    texts = (heading, *PARAGRAPHS) * 2
    assert _texts(_page(*texts, indent="　　")) == list(texts)


def test_a_heading_of_two_lines_is_one_row():
    texts = ("春风吹绿南河两岸杨柳千万棵市民争相去看花", *PARAGRAPHS) * 2
    assert _texts(_page(*texts)) == list(texts)


def test_a_paragraph_that_ends_in_a_full_line_does_not_go_on_in_a_heading():
    full = PARAGRAPHS[0][: 3 * WIDTH - 1] + "。"
    texts = (HEADING, full) * 5
    assert _texts(_page(*texts)) == list(texts)


def test_what_may_be_a_heading_or_the_first_line_of_a_paragraph_is_left_open():
    first = "城西老街上的旧茶馆昨天又开张"
    assert len(first) == WIDTH
    texts = (HEADING, f"{first}老板娘把炉子烧得很旺，客人们围坐在一起，说起了往年的春天。") * 4
    rows = read_rows(_page(*texts))
    assert [row.text for row in rows if row.may_go_on] == [first] * 4


def test_verses_of_one_length_are_not_joined():
    verses = ["春眠不觉晓来迟，", "处处都闻鸟语声。", "夜来风雨声声急，", "花落阶前有几重。"] * 5
    assert _texts("\n".join(verses)) == verses


def test_words_of_latin_letters_keep_a_blank_between_lines():
    lines = [
        "The old bridge across the",
        "river was closed on Friday",
        "morning while the workers",
        "laid new stones.",
    ]
    assert _texts("\n".join(lines * 4))[0] == " ".join(lines)


def test_a_longer_heading_among_cut_lines_does_not_hide_the_width():
    texts = ("春风吹绿南河两岸杨柳千万棵市民争相去看花", *PARAGRAPHS)
    page = "\n".join(
        (texts[0], *(_cut(text) for text in texts[1:]), HEADING, *(_cut(text) for text in PARAGRAPHS))
    )
    assert _texts(page) == [*texts, HEADING, *PARAGRAPHS]
