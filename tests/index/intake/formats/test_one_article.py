from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.intake.formats.base import PageText
from index.intake.formats.one_article import merge_articles_of_page

texts = st.text(st.sampled_from("甲乙\n 　"), max_size=12)


def test_articles_are_joined_by_order_with_a_blank_line_between_two():
    page = merge_articles_of_page([(10, "丙\n\n正文。\n"), (2, "\n\n乙\n"), (1, "甲\n正文。")])
    assert page == PageText("甲\n正文。\n\n乙\n\n丙\n\n正文。\n", article_starts=(1, 4, 6))


def test_an_article_without_text_leaves_no_gap():
    assert merge_articles_of_page([(1, ""), (2, "甲"), (3, " \n")]) == PageText("甲\n", article_starts=(1,))
    assert merge_articles_of_page([]) == PageText("")


@given(st.lists(st.tuples(st.integers(1, 9), texts), max_size=6))
def test_no_printed_line_is_lost_and_each_start_is_the_first_line_of_an_article(
    articles: list[tuple[int, str]],
):
    page = merge_articles_of_page(articles)
    lines = page.text.split("\n")
    ordered = [
        [line for line in text.split("\n") if line.strip()]
        for _, text in sorted(articles, key=lambda each: each[0])
    ]
    assert [line for line in lines if line.strip()] == [line for own in ordered for line in own]
    assert [lines[start - 1] for start in page.article_starts] == [own[0] for own in ordered if own]
