from __future__ import annotations

from index.pages.rows import read_rows
from training.gold import Expected, forbidden_transitions, squeeze, states

TEXT = "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，居民出行没有受到影响。"
MORE = "今后，市里还将更换另外二十条街的管道，居民可以在网上查到自己所在的街道什么时候开工。"


def _states(page: str, *articles: Expected) -> list[str]:
    return states(read_rows(page), articles)


def test_each_heading_gets_its_role_and_each_paragraph_its_place():
    article = {
        "kicker": "旧城改造提速",
        "headline": "老街换新管",
        "subhead": "居民点赞",
        "paragraphs": [TEXT, MORE],
    }
    page = f"旧城改造提速\n\n老街换新管\n\n居民点赞\n\n{TEXT}\n\n{MORE}"
    assert _states(page, article) == ["kicker", "headline", "deck", "first", "body"]


def test_a_kicker_that_opens_a_paragraph_too_stands_over_it():
    article = {"kicker": "施工队", "headline": "老街换新管", "paragraphs": [MORE, TEXT]}
    assert _states(f"施工队\n\n老街换新管\n\n{MORE}\n\n{TEXT}", article) == [
        *("kicker", "headline", "first", "body")
    ]


def test_a_label_of_several_articles_stands_over_the_next():
    one = {"column": "身边事", "headline": "老街换新管", "paragraphs": [TEXT]}
    other = {"column": "身边事", "headline": "小区通了水", "paragraphs": [MORE]}
    page = f"身边事\n\n老街换新管\n\n{TEXT}\n\n身边事\n\n小区通了水\n\n{MORE}"
    assert _states(page, one, other) == ["label", "headline", "first"] * 2


def test_a_deck_of_an_old_page_continues_its_headline():
    article = {"heading_lines": ["老街换新管", "——某某街见闻"], "paragraphs": [TEXT]}
    assert _states(f"老街换新管\n\n——某某街见闻\n\n{TEXT}", article) == ["headline", "more", "first"]


def test_a_merged_kicker_and_headline_are_one_row():
    article = {"kicker": "旧城改造提速", "headline": "老街换新管", "paragraphs": [TEXT]}
    assert _states(f"旧城改造提速 老街换新管\n\n{TEXT}", article) == ["merged", "first"]


def test_a_headline_after_its_text_is_trailing():
    article = {"headline": "老街换新管", "paragraphs": [TEXT, MORE]}
    assert _states(f"{TEXT}\n\n{MORE}\n\n老街换新管", article) == [
        *("headless first", "headless body", "trailing headline")
    ]


def test_a_torn_paragraph_is_joined():
    article = {"headline": "老街换新管", "paragraphs": [TEXT, MORE]}
    page = f"老街换新管\n\n{TEXT[:25]}\n\n{TEXT[25:]}\n\n{MORE}"
    assert _states(page, article) == ["headline", "first", "joined", "body"]


def test_squeezed_texts_have_one_width_and_no_white_space():
    assert squeeze("“老街”　换（新）管") == '"老街"换(新)管'


def test_transitions_that_the_grammar_forbids_are_found():
    assert list(forbidden_transitions(["headline", "first", "body"])) == []
    assert list(forbidden_transitions(["headline", "label"])) == [(1, "headline", "label")]
