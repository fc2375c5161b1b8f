from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.page_label import page_order
from index.reprints import BANDS, KEY_CHARS, LEAST_CHARS, reprint_keys
from tests.strategies import article, articles

STORY = (
    "本报讯 昨日上午，由某某单位主办的志愿服务活动在某某广场举行，三百多名志愿者参加。活动旨在弘扬志愿精神。",
    "主办方负责人介绍，今后将在每月的第一个周末举行同样的活动，欢迎市民参加，报名截至本月底。",
)


def same_story(one: Article, other: Article) -> bool:
    return bool(set(reprint_keys(one)) & set(reprint_keys(other)))


def test_a_story_printed_again_on_another_day_is_the_same():
    first = article(headline="志愿服务活动举行", paragraphs=STORY)
    again = article(7, day="2023-10-02", page=4, headline="志愿者齐聚广场", paragraphs=STORY)
    assert same_story(first, again)


def test_a_word_changed_and_an_end_cut_off_leave_it_the_same():
    long = tuple(f"{text}第{n}条。" for n, text in enumerate(STORY * 4))
    changed = ("".join(long).replace("三百多名", "三百余名"),)
    assert same_story(article(paragraphs=long), article(day="2023-10-02", paragraphs=changed))
    assert same_story(article(paragraphs=long), article(day="2023-10-02", paragraphs=long[:7]))


def test_glyphs_and_spaces_do_not_matter():
    traditional = tuple(text.replace("报", "報").replace(" ", "　") for text in STORY)
    assert same_story(article(paragraphs=STORY), article(page=2, paragraphs=traditional))


def test_a_continuation_under_the_same_headline_on_the_same_day_is_the_same():
    first = article(headline="志愿服务活动举行", paragraphs=STORY)
    stub = article(page=3, headline="志愿服务活动举行", paragraphs=("本报讯 昨日上午，由某某单位主办",))
    assert same_story(first, stub)
    assert not same_story(first, replace(stub, date=article(day="2023-09-22").date))


def test_credits_and_notices_are_no_stories():
    credit = article(headline="本版责编", paragraphs=("版式设计：何某某",))
    assert not same_story(
        credit, article(day="2023-09-22", headline="本版责编", paragraphs=("版式设计：何某某",))
    )


def test_other_stories_of_a_day_are_others():
    other = (
        "本报讯 记者从市气象台获悉，今明两天本市晴间多云，最高气温二十五度，最低气温十一度，空气质量良好。",
    )
    assert not same_story(
        article(headline="志愿服务活动举行", paragraphs=STORY),
        article(2, headline="今明两天天气晴好", paragraphs=other),
    )


@given(articles())
def test_any_article_has_the_same_keys_each_time_and_they_fit_their_column(given: Article):
    keys = reprint_keys(given)
    assert keys == reprint_keys(replace(given, page=f"B{page_order(given.page)[1] + 1}"))
    assert len(keys) <= BANDS + 1
    assert all(len(key.encode()) == KEY_CHARS for key in keys)


@given(st.text(max_size=LEAST_CHARS // 2))
def test_what_is_short_has_no_key_of_its_text(text: str):
    assert reprint_keys(article(paragraphs=(text,))) == []
