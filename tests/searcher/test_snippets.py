from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import Analyzer
from index.article import Article
from index.deadline import Deadline
from index.errors import SearchTimeout
from index.query import And, Literal, Not, Prefix, Query, Words
from searcher.snippets import CHECKED, SNIPPET_CHARS, Highlighter, Span, best_passage, join, snippet, text_of
from searcher.syntax import parse
from tests.strategies import article

spans = st.lists(st.builds(lambda at, size: Span(at, at + size), st.integers(0, 80), st.integers(1, 9)))


def marked(question: str | Query, body: str) -> list[str]:
    """What the question marks in an article of this one paragraph."""
    query = parse(question) if isinstance(question, str) else question
    printed = article(paragraphs=(body,))
    found = Highlighter(query, Analyzer()).spans(printed, "body")
    return [body[span.start : span.end] for span in found]


@given(given=spans)
def test_joined_spans_cover_the_same_characters_and_do_not_touch(given: list[Span]):
    joined = join(given)
    assert all(one.end < two.start for one, two in pairwise(joined))
    assert {at for span in joined for at in range(*span)} == {at for span in given for at in range(*span)}


@pytest.mark.parametrize(
    ("question", "body", "expected"),
    [
        ("PM2.5", "浓度PM_{2.5}下降", ["PM_{2.5}"]),
        ("ｐｍ２.５", "浓度PM_{2.5}下降", ["PM_{2.5}"]),
        ("標題", "本报标题", ["标题"]),
        ("标题", "本報標題", ["標題"]),
        ('"空气质量"', "空气 质量与空气", ["空气 质量"]),
        ('"马克"', "马克思主义", ["马克"]),
        ("马克思主义", "马克思主义", ["马克思主义"]),
        ("ai天气", "mail里的天气和AI", ["天气", "AI"]),
        ('"ai"', "mail与AI", ["ai", "AI"]),
        ("rce*", "RCEP与force", ["RCE"]),
        ("天气 的", "天气的变化", ["天气的"]),
        ("空气质量的提升", "提升了空气的质量", ["提升"]),
    ],
)
def test_exactly_what_matched_is_marked_as_it_was_printed(question: str, body: str, expected: list[str]):
    assert marked(question, body) == expected


def test_what_is_excluded_is_not_marked():
    assert marked(And((Literal("春天"), Not(Literal("夏天")))), "春天和夏天") == ["春天"]


def test_a_field_marks_its_own_text_only():
    printed = article(headline="春天来了", paragraphs=("春天来了",))
    highlighter = Highlighter(Literal("春天", "headline"), Analyzer())
    assert highlighter.spans(printed, "headline") == (Span(0, 2),)
    assert highlighter.spans(printed, "body") == ()


def test_nothing_is_marked_across_subheads_and_paragraphs_of_another_unit():
    printed = article(subheads=("上半",), paragraphs=("年", "度"))
    highlighter = Highlighter(Literal("上半年"), Analyzer())
    assert highlighter.spans(printed, "body") == ()
    (span,) = Highlighter(Literal("年度"), Analyzer()).spans(printed, "body")
    assert text_of(printed, "body")[span.start : span.end] == "年\n度"


def test_the_passage_with_more_different_matches_is_shown():
    body = "春天。" + "无" * 200 + "。夏天和春天都来了。" + "无" * 200
    (shown,) = Highlighter(parse("春天 夏天"), Analyzer()).snippets(article(paragraphs=(body,)))
    assert shown.text.startswith("夏天和春天")


def test_an_article_found_by_its_headline_still_shows_how_it_begins():
    body = "无" * 300
    headline, passage = Highlighter(Words("春天"), Analyzer()).snippets(
        article(headline="春天来了", paragraphs=(body,))
    )
    assert (headline.field, headline.spans) == ("headline", (Span(0, 2),))
    assert (passage.field, passage.text, passage.spans) == ("body", body[:SNIPPET_CHARS], ())


@given(given=spans, size=st.integers(10, 60))
def test_a_passage_is_about_as_long_as_asked_and_its_marks_lie_in_it(given: list[Span], size: int):
    text = "春。天气" * 25
    joined = [span for span in join(given) if span.end <= len(text)]
    start, end = best_passage(text, joined, size=size)
    assert 0 <= start < end <= len(text)
    assert end - start <= size + size // 3 + 1
    cut = snippet(text, "body", joined, size=size)
    assert cut.text == text[start:end]
    assert all(0 <= span.start < span.end <= len(cut.text) for span in cut.spans)
    if any(span.end - span.start <= size for span in joined):
        assert cut.spans


def test_an_empty_article_has_no_snippet():
    empty: Article = article()
    assert Highlighter(Prefix("a"), Analyzer()).snippets(empty) == ()


def test_a_highlighter_looks_at_the_clock_for_every_text_it_seeks_and_within_long_articles():
    long = article(paragraphs=("太原空气" * 3000,))
    with pytest.raises(SearchTimeout):
        Highlighter(Words("太原"), Analyzer(), Deadline(0)).snippets(long)

    class Counting(Deadline):
        checks = 0

        def check(self) -> None:
            self.checks += 1

    deadline = Counting()
    Highlighter(Literal("太原"), Analyzer(), deadline).spans(long, "body")
    assert deadline.checks > 3000 // CHECKED


def test_a_passage_is_chosen_from_the_first_matches_of_an_article_that_is_full_of_them():
    long = article(paragraphs=("太原空气" * 3000,))
    highlighter = Highlighter(Literal("太原"), Analyzer())
    assert len(highlighter.spans(long, "body", 10)) == 10
    assert len(highlighter.spans(long, "body")) == 3000
    (body,) = (each for each in highlighter.snippets(long) if each.field == "body")
    assert body.text.startswith("太原空气")
