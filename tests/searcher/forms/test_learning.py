"""Synonyms that articles define."""

from __future__ import annotations

from datetime import date

from analyzers import Analyzer
from index.article import Article
from searcher.forms.learning import Learnt, learn

CUT = Analyzer().query_terms


def article(name: str, *paragraphs: str, day: int = 1) -> Article:
    return Article(id=name, paper="p", date=date(2024, 1, day), page=1, headline="题", paragraphs=paragraphs)


def test_a_pair_is_learnt_with_the_number_of_articles_and_the_first():
    articles = [
        article("b", "记者从山西省发展和改革委员会（以下简称“省发改委”）获悉。", day=2),
        article("a", "山西省发展和改革委员会(以下简称“省发改委”)今天说。"),
        article("c", "第十四届全国冬季运动会（以下简称“十四冬”）开幕。"),
    ]

    assert learn(articles, CUT) == [
        Learnt("省发改委", "省发展和改革委员会", 2, "a"),
        Learnt("十四冬", "第十四届全国冬季运动会", 1, "c"),
    ]


def test_a_short_form_of_several_things_or_of_none_that_is_written_out_is_left_out():
    articles = [
        article("a", "甲市水务有限公司（以下简称“公司”）说。", "乙市电力公司（以下简称“该公司”）说。"),
        article("b", "丙市煤气公司（以下简称“公司”）说。"),
        article("c", "《关于防汛的意见》（以下简称“意见”）印发。"),
        article("d", "北方的一家大厂（以下简称“钢联”）投产。"),
    ]

    assert learn(articles, CUT) == []


def test_a_long_form_begins_with_a_whole_word():
    (learnt,) = learn([article("a", "国际供应链促进博览会（以下简称“链博会”）开幕。")], CUT)

    assert learnt.long == "供应链促进博览会"
