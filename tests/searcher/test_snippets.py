from __future__ import annotations

import pytest

from analyzers import Analyzer, Span
from index.article import Article
from index.deadline import Deadline
from index.errors import SearchTimeout
from index.query import And, Literal, Not, Prefix, Query, Words, positive_leaves
from index.run_plan import plan_run
from searcher.language.parser import parse
from searcher.snippets import SNIPPET_CHARS, Highlighter, text_of
from tests.strategies import article


def marked(question: str | Query, body: str) -> list[str]:
    """What the question marks in an article of this one paragraph."""
    query = parse(question) if isinstance(question, str) else question
    printed = article(paragraphs=(body,))
    found = Highlighter(query, Analyzer()).spans(printed, "body")
    return [body[span.start : span.end] for span in found]


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


@pytest.mark.parametrize("question", ["空气质量的提升 太原", "标题：春天 OR 夏天", "-春天 “夏天”"])
def test_a_run_that_was_planned_for_the_search_is_not_planned_again(question: str):
    tree, analyzer = parse(question), Analyzer()
    runs = {
        leaf.text: plan_run(leaf.text, analyzer) for leaf in positive_leaves(tree) if isinstance(leaf, Words)
    }
    printed = article(headline="春天太原", paragraphs=("提升夏天空气的质量",))
    planned = Highlighter(tree, None, runs)  # type: ignore[arg-type]
    assert planned.snippets(printed) == Highlighter(tree, analyzer).snippets(printed) != ()


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


def test_an_empty_article_has_no_snippet():
    empty: Article = article()
    assert Highlighter(Prefix("a"), Analyzer()).snippets(empty) == ()


class Running(Deadline):
    """A time that runs out at the ``last``-th look at it, and counts them."""

    def __init__(self, last: int | None = None) -> None:
        super().__init__()
        self.looks, self._last = 0, last

    def check(self) -> None:
        self.looks += 1
        if self.looks == self._last:
            raise SearchTimeout("over")


@pytest.mark.parametrize("question", ["天", "天气 气 变 化", "“天气的变化”", "ai*"])
def test_marking_and_choosing_a_passage_stop_wherever_the_time_ends(question: str):
    printed = article(headline="天气", paragraphs=("天气的变化 AI " * 20_000,))
    highlighter = Highlighter(parse(question), Analyzer())
    whole = Running()
    highlighter.snippets(printed, whole)
    characters = sum(map(len, printed.paragraphs))
    assert whole.looks > characters // 20_000
    for last in (1, 2, whole.looks // 2, whole.looks - 1, whole.looks):
        cut = Running(last)
        with pytest.raises(SearchTimeout):
            highlighter.snippets(printed, cut)
        assert cut.looks == last
