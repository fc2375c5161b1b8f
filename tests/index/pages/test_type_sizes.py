# ruff: noqa: E501  - a message or a paragraph is one line
from __future__ import annotations

from datetime import date

import pytest

from index.article import Article
from index.pages import parse_page, read_roles
from index.pages.rows import read_rows
from index.pages.type_sizes import body_type_size, type_size_evidence

BODY = "本报讯 昨天，云岭乡中心小学的孩子们第一次在校园里喝上了直饮水。拧开龙头，清凉的山泉水经过五道过滤流进杯子。"
MORE = "云岭乡地处深山，过去学校吃水要靠老师到两里外的山沟去挑，遇到大雨，水就浑得不能喝。今年市里拨出专款安装设备。"


def parse(*lines: tuple[str, float]) -> tuple[Article, ...]:
    text = "".join(f"{text}\n" for text, _ in lines)
    sizes = tuple(size for _, size in lines)
    return parse_page(text, paper="qzrb", date=date(2024, 5, 22), page=1, type_sizes=sizes)


def heads(*lines: tuple[str, float]) -> tuple[str | None, str | None, tuple[str, ...]]:
    article = parse(*lines, (BODY, 9), (MORE, 9))[0]
    return article.kicker, article.headline, article.subheads


@pytest.mark.parametrize(
    "texts",
    [
        ("全市净水设备今年装齐", "山区小学通上直饮水", "三十一所学校受益"),
        ("直饮水进了山里的小学校", "孩子们笑了", "他们排着队尝了又尝"),
    ],
)
def test_of_a_group_of_headings_the_largest_is_the_headline(texts: tuple[str, str, str]):
    first, second, third = texts
    assert heads((first, 14), (second, 24), (third, 12)) == (first, second, (third,))
    assert heads((first, 24), (second, 12), (third, 12)) == (None, first, (second, third))
    assert heads((first, 14), (second, 14), (third, 24)) == (f"{first} {second}", third, ())
    assert heads((first, 14), (second, 24), (third, 24)) == (first, second + third, ())


def test_a_line_of_the_bodys_size_between_paragraphs_is_no_headline():
    lines = [("山区小学通上直饮水", 24.0), (BODY, 9.0), ("放心水润童心", 9.0), (MORE, 9.0)]
    assert len(parse(*lines)) == 1


def test_a_large_line_between_paragraphs_is_the_headline_of_another_article():
    lines = [("山区小学通上直饮水", 24.0), (BODY, 9.0), ("放心水润童心", 22.0), (MORE, 9.0)]
    assert [article.headline for article in parse(*lines)] == ["山区小学通上直饮水", "放心水润童心"]


def test_small_lines_after_a_text_are_a_caption():
    caption = ("五月二十一日，青泽植物园里的牡丹盛开，市民前来观赏。", 7.5)
    articles = parse(("山区小学通上直饮水", 24), (BODY, 9), (MORE, 9), caption, ("郑小燕 摄", 7.5))
    assert [(article.headline, article.kind) for article in articles] == [
        ("山区小学通上直饮水", "news"),
        (None, "photo"),
    ]


def test_a_long_text_in_larger_type_is_no_heading():
    note = "编者按 " + MORE * 2
    (article,) = parse(("山区小学通上直饮水", 24), (note, 12), (BODY, 9), (MORE, 9), (MORE, 9), (BODY, 9))
    assert note in article.paragraphs


def test_sizes_that_are_all_alike_change_nothing():
    lines = ["山区小学通上直饮水", BODY, "放心水润童心", MORE]
    text = "".join(f"{line}\n" for line in lines)
    assert read_roles(text, type_sizes=(9.0,) * 4) == read_roles(text)


def test_without_sizes_there_is_no_evidence():
    assert type_size_evidence(read_rows(f"标题\n{BODY}\n")) is None
    assert type_size_evidence([]) is None


def test_lines_whose_size_is_not_known_are_left_to_their_text():
    rows = read_rows(f"标题\n{BODY}\n不明\n", (24.0, 9.0, 0.0))
    evidence = type_size_evidence(rows)
    assert evidence is not None
    assert evidence[2].any() == False  # noqa: E712 - an array's


def test_the_bodys_size_is_that_of_most_characters():
    assert body_type_size([24, 9, 9.2, 7.5], [10, 100, 100, 50]) == pytest.approx(9.1)
    assert body_type_size([0.0, 0.0], [10, 10]) == 0.0
    assert body_type_size([], []) == 0.0


def test_there_is_one_size_for_each_line():
    with pytest.raises(ValueError, match="1 sizes of type for 2 lines"):
        read_rows("一\n二\n", (9.0,))


def test_lines_with_sizes_are_not_joined_by_their_width():
    text = "\n".join(["沿岸的芦苇，已经长到一人多高"] * 20)
    assert len(read_rows(text)) == 1
    assert len(read_rows(text, (9.0,) * 20)) == 20
