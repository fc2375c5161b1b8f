from __future__ import annotations

import json
import re
from datetime import date as civil_date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import MAX_CHARS, Article
from index.errors import IssueFormatError
from index.intake.jsonl import format_articles, parse_articles
from index.intake.placement import Placement
from index.issue import Issue
from index.papers import read_papers
from tests.strategies import issues, printed

ROW = {
    "paper": "某市日报",
    "date": "2023-09-21",
    "page": 1,
    "headline": "某某会开幕",
    "paragraphs": ["昨日开幕。"],
}


def _parse(*rows: object, options: Placement = Placement()) -> list[Article]:  # noqa: B008
    parsed = parse_articles(_lines(*rows), "x.jsonl", options)
    assert parsed.warnings == []
    return parsed.articles


def _lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _without(key: str) -> dict[str, object]:
    return {name: value for name, value in ROW.items() if name != key}


@given(issues())
def test_articles_are_read_back_as_they_were_written(issue: Issue):
    assert parse_articles(format_articles(issue.articles), "x.jsonl", Placement()) == (
        [*issue.articles],
        [],
        frozenset(),
    )


@given(printed)
def test_a_separator_inside_a_text_does_not_end_the_line(text: str):
    (article,) = _parse(ROW | {"headline": text})
    assert article.headline == text


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a_separator_that_json_leaves_as_it_is_does_not_end_the_line(separator: str):
    line = f'{{"paper":"a","date":"2023-09-21","page":1,"headline":"甲{separator}乙","paragraphs":[]}}'
    (article,) = parse_articles(line, "x.jsonl", Placement()).articles
    assert article.headline == f"甲{separator}乙"


def test_a_row_needs_no_more_than_headline_paragraphs_and_its_place():
    (article,) = _parse(ROW)
    assert article == Article(
        id="某市日报-2023-09-21-01-01",
        paper="某市日报",
        date=civil_date(2023, 9, 21),
        page=1,
        headline="某某会开幕",
        paragraphs=("昨日开幕。",),
        source="x.jsonl",
    )


def test_what_a_row_does_not_say_the_options_say():
    row = {"headline": "某某会开幕", "paragraphs": []}
    (article,) = _parse(row, options=Placement("某市日报", civil_date(2023, 9, 21), 4))
    assert (article.id, article.paper, article.page) == ("某市日报-2023-09-21-04-01", "某市日报", 4)


@pytest.mark.parametrize(
    "options", [Placement(paper="另一家"), Placement(date=civil_date(2023, 9, 22)), Placement(page=2)]
)
def test_a_row_that_says_otherwise_than_an_option_is_refused(options: Placement):
    with pytest.raises(IssueFormatError, match=r"^x.jsonl:1: says (paper|date|page) .*, and --\1 says"):
        _parse(ROW, options=options)


def test_ids_count_the_articles_of_each_page_of_each_day():
    rows = [ROW, ROW | {"page": 2}, ROW, ROW | {"date": "2023-09-22"}, ROW | {"id": "eigen-7"}, ROW]
    assert [article.id.removeprefix("某市日报-2023-") for article in _parse(*rows)] == [
        *("09-21-01-01", "09-21-02-01", "09-21-01-02", "09-22-01-01"),
        *("eigen-7", "09-21-01-04"),
    ]


def test_ids_name_the_paper_by_its_code_the_edition_and_the_label_of_the_page():
    rows = [
        ROW | {"paper": "Qingze  Daily", "page": "a1", "edition": edition} for edition in (None, "晚", " ")
    ]
    articles, _, made_ids = parse_articles(_lines(*rows), "x.jsonl", Placement())
    assert [(each.id, each.paper, each.edition, each.page) for each in articles] == [
        ("qingze-daily-2023-09-21-A01-01", "qingze-daily", None, "A01"),
        ("qingze-daily-2023-09-21-晚-A01-01", "qingze-daily", "晚", "A01"),
        ("qingze-daily-2023-09-21-A01-02", "qingze-daily", None, "A01"),
    ]
    assert made_ids == {each.id for each in articles}


def test_a_paper_that_was_told_of_has_its_code():
    papers = read_papers('[qzrb]\nname = "某市日报"\n')
    (article,) = parse_articles(_lines(ROW), "x.jsonl", Placement(), code_of=papers.code_of).articles
    assert (article.paper, article.id) == ("qzrb", "qzrb-2023-09-21-01-01")
    with pytest.raises(
        IssueFormatError, match=r"^x.jsonl:1: paper: '——' makes no code of a paper.*searcher papers"
    ):
        _parse(ROW | {"paper": "——"})


def test_of_ids_only_those_that_no_row_gives_are_made():
    articles, _, made_ids = parse_articles(_lines(ROW | {"id": "a"}, ROW), "x.jsonl", Placement())
    assert [article.id for article in articles] == ["a", "某市日报-2023-09-21-01-02"]
    assert made_ids == {"某市日报-2023-09-21-01-02"}


def test_blank_lines_are_passed_over_and_counted():
    text = f"\n{_lines(ROW)}\n \n{_lines({})}"
    with pytest.raises(
        IssueFormatError, match=r"^x.jsonl:5: lacks paper, date, page, headline, paragraphs; "
    ):
        parse_articles(text, "x.jsonl", Placement())


@pytest.mark.parametrize("key", ROW)
def test_a_missing_key_is_named_with_all_there_are(key: str):
    with pytest.raises(
        IssueFormatError, match=rf"^x.jsonl:2: lacks {key}; an article has the keys id, paper, "
    ):
        _parse(ROW, _without(key))


def test_an_article_without_a_headline_or_paragraphs_is_an_article():
    null, blank, empty = _parse(ROW | {"headline": None}, ROW | {"headline": " "}, ROW | {"paragraphs": []})
    assert null.headline is blank.headline is None
    assert empty.paragraphs == ()


def test_blank_texts_in_a_list_are_left_out():
    (article,) = _parse(ROW | {"paragraphs": ["甲", "", "\u3000", "乙"], "reporters": None})
    assert (article.paragraphs, article.reporters) == (("甲", "乙"), ())


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not JSON"),
        ('{"headline": "a",}', "is not JSON"),
        ("NaN", "is not JSON"),
        ('{"page": NaN}', "is not JSON"),
        ('{"headline": "\\ud800"}', "is not JSON"),
        ("[" * 100_000 + "]" * 100_000, "is not JSON"),
        ("[1, 2]", "is no JSON object"),
        ("7", "is no JSON object"),
        ("null", "is no JSON object"),
    ],
)
def test_a_line_that_is_no_article_is_named(line: str, fault: str):
    text = _lines(*[ROW] * 6) + line + "\n" + _lines(ROW)
    with pytest.raises(IssueFormatError, match=rf"^x.jsonl:7[:\d]*: {fault}"):
        parse_articles(text, "x.jsonl", Placement())


def test_an_article_that_is_longer_than_any_is_refused():
    text = _lines(ROW, ROW | {"headline": "长" * MAX_CHARS})
    with pytest.raises(IssueFormatError, match=r"^x\.jsonl:2: is over 4,194,304 characters long; split"):
        parse_articles(text, "x.jsonl", Placement())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"headline": 7}, "headline must be a text, not 7"),
        ({"headline": "甲\0乙"}, "headline holds a NUL"),
        ({"paragraphs": "昨日开幕。"}, "paragraphs must be a list of texts, not '昨日开幕。'"),
        ({"paragraphs": ["甲", 7]}, "each of paragraphs must be a text, not 7"),
        ({"paragraphs": ["甲\0乙"]}, "each of paragraphs holds a NUL"),
        ({"reporters": "何某某"}, "reporters must be a list of texts"),
        ({"reporters": [["何某某"]]}, "each of reporters must be a text"),
        ({"paper": " "}, "paper must be a text"),
        ({"paper": 1}, "paper must be a text"),
        ({"date": "2023-02-30"}, "date must be a day as 2023-09-21, not '2023-02-30'"),
        ({"date": "昨日"}, "date must be a day"),
        ({"date": 20230921}, "date must be a text"),
        ({"page": 0}, "page must be a number from 1 to 9999, or a label as A01 or 特刊1, not 0"),
        ({"page": 10000}, "page must be a number from 1 to 9999, or a label as A01 or 特刊1, not 10000"),
        ({"page": 10**30}, "page must be a number from 1 to 9999"),
        ({"page": "A0"}, "page must be a number from 1 to 9999, or a label as A01 or 特刊1, not 'A0'"),
        ({"page": ""}, "page must be a number from 1 to 9999"),
        ({"page": None, "edition": "a b"}, "lacks page"),
        ({"edition": "a b"}, "edition='a b'; it is letters and digits, at most 20"),
        ({"edition": "a" * 21}, "edition='aaa"),
        ({"edition": 1}, "edition must be a text, not 1"),
        ({"page_name": 1}, "page_name must be a text, not 1"),
        ({"authors": "赵一"}, "authors must be a list of texts"),
        ({"page": True}, "page must be a number"),
        ({"page": 1.0}, "page must be a number"),
        ({"confidence": 1.5}, "confidence must be a number from 0 to 1, not 1.5"),
        ({"confidence": -1}, "confidence must be a number from 0 to 1, not -1"),
        ({"confidence": True}, "confidence must be a number from 0 to 1, not True"),
        ({"confidence": "0.5"}, "confidence must be a number from 0 to 1, not '0.5'"),
        ({"kind": 3}, "kind must be a text, not 3"),
        ({"kind": ["news"]}, "kind must be a text"),
        ({"id": "a b"}, "id must be one word of at most 100 characters, not 'a b'"),
        ({"id": "a" * 101}, "id must be one word of at most 100 characters, not 'aaa"),
        ({"id": ""}, "id must be a text"),
        ({"source": {}}, "source must be a text"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_line_and_key(change: dict[str, object], fault: str):
    with pytest.raises(IssueFormatError, match=rf"^x.jsonl:2: {re.escape(fault)}"):
        parse_articles(_lines(ROW, ROW | change), "x.jsonl", Placement())


def test_a_value_in_a_message_is_cut_short():
    with pytest.raises(IssueFormatError) as caught:
        _parse(ROW | {"page": "9" * 1_000_000})
    assert len(str(caught.value)) < 150


def test_unknown_keys_are_told_with_their_count_and_the_key_that_was_meant():
    rows = [ROW | {"seq": 1, "subhead": "展品丰富"}, ROW | {"seq": 2}, ROW]
    articles, warnings, _ = parse_articles(_lines(*rows), "x.jsonl", Placement())
    assert [article.extra for article in articles] == [{"seq": 1, "subhead": "展品丰富"}, {"seq": 2}, {}]
    assert warnings == [
        (
            "x.jsonl: the key 'subhead' of 1 articles is none of an article's own and kept beside them; "
            "did you mean 'subheads'?"
        ),
    ]
    assert parse_articles(format_articles(articles), "x.jsonl", Placement())[0] == articles


def test_an_id_that_is_made_is_none_that_a_row_gives():
    given = [f"某市日报-2023-09-21-01-0{order}" for order in (2, 5)]
    articles, _, made_ids = parse_articles(
        _lines(*[ROW] * 3, *({**ROW, "id": each} for each in given)), "x.jsonl", Placement()
    )
    ids = [article.id for article in articles]
    assert len(set(ids)) == 5
    assert ids[3:] == given
    assert made_ids == set(ids[:3])


def test_of_a_row_that_a_correction_has_twice_the_second_takes_a_free_id():
    rows = [ROW | {"id": "a"}, ROW | {"id": "a"}, ROW | {"id": "某市日报-2023-09-21-01-02"}]
    articles, warnings, _ = parse_articles(_lines(*rows), "01.jsonl", Placement(), correction=True)
    assert [article.id for article in articles] == [
        "a",
        "某市日报-2023-09-21-01-03",
        "某市日报-2023-09-21-01-02",
    ]
    assert warnings == ["01.jsonl: a stands in it more than once; the next is 某市日报-2023-09-21-01-03 now"]
    assert [article.id for article in parse_articles(_lines(*rows), "x.jsonl", Placement())[0]][:2] == [
        "a",
        "a",
    ]


def test_unknown_kinds_are_news_and_told_with_their_count():
    rows = [
        ROW | {"kind": kind} for kind in ("masthead", "photo", "photo caption", "masthead", None, "brief")
    ]
    articles, warnings, _ = parse_articles(_lines(*rows), "x.jsonl", Placement())
    assert [article.kind for article in articles] == ["news", "photo", "photo", "news", "news", "brief"]
    assert warnings == [
        "x.jsonl: 2 articles are of kind 'masthead', not of news, brief, photo; taken as news"
    ]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | printed, st.lists), st.data())
def test_any_value_of_any_key_is_taken_or_refused(value: object, data: st.DataObject):
    row = ROW | {data.draw(st.sampled_from([*Article.__dataclass_fields__, "other"])): value}
    try:
        articles = parse_articles(_lines(row), "x.jsonl", Placement()).articles
    except IssueFormatError as error:
        assert error.place.startswith("x.jsonl:1")
    else:
        assert parse_articles(format_articles(articles), "x.jsonl", Placement())[0] == articles
