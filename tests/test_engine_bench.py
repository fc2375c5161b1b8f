"""Does `make bench` ask what it says, of engines that answer? The figures are for docs/measurements.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from analyzers import bigrams
from benchmarks.engine.asking import AGAIN, FIRST, PAGE, Timing, measure
from benchmarks.engine.bench_queries import BenchQuery, QueryDrawer, QuerySets
from benchmarks.engine.material import issues, seed_articles, up_to
from benchmarks.engine.peers import Fts5, Ours, Peer, Tantivy
from benchmarks.engine.peers.base import words_of
from benchmarks.engine.tables import ALL, figures
from index.issue import Issue
from index.query import Literal, Prefix

ARTICLES = 60
ENGINES: tuple[type[Peer], ...] = (Ours, Fts5, Tantivy)


@pytest.fixture(scope="module")
def corpus() -> list[Issue]:
    return up_to(ARTICLES, issues(seed_articles()))


@pytest.fixture(scope="module")
def queries(corpus: list[Issue]) -> QuerySets:
    return QueryDrawer().draw(corpus, per_kind=3)


@pytest.fixture(scope="module", params=ENGINES, ids=lambda kind: kind.name)
def indexed(
    request: pytest.FixtureRequest, corpus: list[Issue], tmp_path_factory: pytest.TempPathFactory
) -> tuple[type[Peer], Path]:
    kind: type[Peer] = request.param
    folder = tmp_path_factory.mktemp("engine")
    try:
        with closing(kind(folder)) as peer:
            peer.index(corpus)
    except ImportError:
        pytest.skip(f"{kind.name} is not installed: make bench")
    return kind, folder


@pytest.fixture
def peer(indexed: tuple[type[Peer], Path]) -> Iterator[Peer]:
    """The engine, opened anew."""
    kind, folder = indexed
    with closing(kind(folder)) as peer:
        yield peer


def test_no_word_is_in_two_questions_and_no_two_words_share_a_bigram(corpus: list[Issue]):
    drawer = QueryDrawer()
    drawn = [drawer.draw(corpus, per_kind=2, starters=1).all for _ in range(2)]
    terms = [term for query in chain(*drawn) for word in asked(query) for term in {word, *bigrams(word)}]
    assert len(terms) > 50
    assert len(terms) == len(set(terms))
    assert {kind for kind, count in drawer.repeats.items() if count} <= {
        "literal of 3 to 5 characters",
        "literal of 6 to 12 characters",
    }


def test_where_the_words_run_out_the_questions_that_repeat_one_are_counted(corpus: list[Issue]):
    drawer = QueryDrawer()
    queries = drawer.draw(corpus[:1], per_kind=200)
    assert len(queries.pages) == len(queries.answers) >= 200
    assert drawer.repeats["4 to 6 words"] > 0


def test_each_set_has_the_same_kinds_and_no_question_of_another(corpus: list[Issue], queries: QuerySets):
    assert queries == QueryDrawer().draw(corpus, per_kind=3)
    assert sorted(each.kind for each in queries.answers) == sorted(each.kind for each in queries.pages)
    assert {each.kind for each in queries.starters} == {each.kind for each in queries.answers}
    assert len({each.query for each in queries.all}) == len(queries.all)


def test_every_engine_finds_what_was_drawn_and_literals_exactly(
    peer: Peer, corpus: list[Issue], queries: QuerySets
):
    articles = [article for issue in corpus for article in issue.articles]
    for query in queries.all:
        total = peer.answer(query)
        if isinstance(query.query, Literal):
            holding = sum(query.query.text in "\n".join(each.paragraphs) for each in articles)
            assert total is not None
            assert total >= holding > 0
        elif not query.since:
            assert total, query


def test_a_page_marks_what_matched(peer: Peer, queries: QuerySets):
    for query in queries.all:
        if page := peer.page(query):
            assert "<b>" in page, query


def test_every_question_is_timed_for_the_first_time_as_a_page_and_again(
    indexed: tuple[type[Peer], Path], queries: QuerySets
):
    kind, folder = indexed
    timings = measure([kind], [folder], queries, "processor")
    kinds = [query.kind for query in queries.answers]
    assert [each.kind for each in timings[FIRST]] == [each.kind for each in timings[AGAIN]] == kinds
    assert [each.kind for each in timings[PAGE]] == [query.kind for query in queries.pages]
    assert all(each.ms.keys() == {kind.name} for of_aspect in timings.values() for each in of_aspect)


def test_an_engine_is_compared_on_the_questions_that_it_answers():
    timings = [
        Timing("words", {"searcher": 2.0, "other": 1.0}),
        Timing("words", {"searcher": 4.0, "other": 2.0}),
        Timing("literals", {"searcher": 99.0}),
    ]
    found = figures(timings)
    assert found.keys() == {"words", "literals", ALL}
    assert found["literals"].keys() == {"searcher"}
    assert found[ALL]["other"]["median_ratio"] == found[ALL]["other"]["p95_ratio"] == 2
    assert found[ALL]["searcher"]["median_ms"] == 4
    assert found[ALL]["other"]["queries"] == 2


def asked(query: BenchQuery) -> list[str]:
    """The words of a query of words, the beginning of a prefix."""
    return [query.query.text] if isinstance(query.query, Prefix) else words_of(query)
