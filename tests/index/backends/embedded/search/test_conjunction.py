"""The compiled plan of runs and literals finds, counts and orders as the nodes do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from index.backend import FILL, Boosts, Filter, Matches, Request
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.search.collector import collect
from index.backends.embedded.search.conjunction import plan_conjunction
from index.backends.embedded.search.query_plan import Plan, QueryPlan
from index.kernel import COMPILED
from index.query import And, DateRange, Field, Literal, Not, Or, Prefix, Query, Words
from index.run_plan import MAX_TERMS
from index.schema import FACETS
from searcher import BM25, Archive
from tests.oracle import Oracle
from tests.searcher.test_laws import Drawn
from tests.strategies import PIECES, article

pytestmark = pytest.mark.skipif(not COMPILED, reason="nothing is compiled here, so the nodes answer all")

# What runs are made of beside the articles' own text: marks, names, years, Latin words, what asks.
PARTS = ("，", "·", "%", "（", "）", "2023年", "EU", "谁", "的", "何某某", "wordless", *PIECES)


def answer(archive: Archive, request: Request, ranking: BM25, *, compiled: bool) -> Matches | None:
    """The answer by the compiled plan, None for a question that it is not for, or by that of nodes."""
    backend = archive._backend
    assert isinstance(backend, EmbeddedBackend)
    snapshot = backend._commits.newest_snapshot()
    asked = snapshot, archive._analyzer, request.query, ranking, request.deadline
    plan: Plan | None = plan_conjunction(*asked) if compiled else QueryPlan(*asked)
    return None if plan is None else collect(snapshot, plan, request, backend.get)


def assert_same(archive: Archive, request: Request, ranking: BM25 | None = None) -> bool:
    """Compare the answers of the two plans; return whether there is a compiled one."""
    found = answer(archive, request, ranking or BM25(), compiled=True)
    expected = answer(archive, request, ranking or BM25(), compiled=False)
    assert expected
    if found:
        scores = [score for _, score in expected.hits]
        assert [score for _, score in found.hits] == pytest.approx(scores, rel=1e-9)
        assert [article_id for article_id, _ in found.hits] == [article_id for article_id, _ in expected.hits]
        assert replace(found, hits=()) == replace(expected, hits=())
    return found is not None


class DrawnConjunction(Drawn):
    """Draws runs and literals that all have to match, and how they are asked."""

    def leaf(self) -> Query:
        text = self.passage()
        match self._draw(st.integers(0, 5)):
            case 0:
                return Literal(text)
            case 1:
                parts = st.sampled_from((text, *PARTS, *self.article().names))
                return Words("".join(self._draw(st.lists(parts, min_size=1, max_size=4))))
            case _:
                return Words(text)

    def request(self) -> Request:
        leaves = tuple(self.leaf() for _ in range(self._draw(st.integers(1, 4))))
        article = self.article()
        filters: dict[str, Query] = {
            "date": DateRange(article.date, None),
            "page": Or((Field("page", str(article.page)),)),
            "section": Or((Field("section", article.section or "无"),)),
        }
        chosen = self._draw(st.sets(st.sampled_from(sorted(filters)))) if self._draw(st.booleans()) else ()
        return Request(
            And(leaves) if len(leaves) > 1 or self._draw(st.booleans()) else leaves[0],
            tuple(Filter(name, filters[name]) for name in sorted(chosen)),
            limit=self._draw(st.sampled_from((0, 1, 10, 60, None))),
            offset=self._draw(st.sampled_from((0, 0, 0, 3, 55))),
            sort=self._draw(st.sampled_from(("relevance", "relevance", "newest", "oldest"))),
            facets=FACETS,
            collapse=self._draw(st.booleans()),
            loose=self._draw(st.booleans()),
            fill=self._draw(st.sampled_from((0, FILL))),
        )


rankings = st.sampled_from(
    (
        BM25(),
        BM25(k1=0, headline_boost=3, idf_power=1.5),
        BM25(boosts=Boosts(0, 0, 0, 0)),
        BM25(boosts=Boosts(0, 0, 0.2, 0.5)),
    )
)


@given(data=st.data(), ranking=rankings)
def test_runs_and_literals_are_answered_as_by_the_nodes(
    archive: Archive, oracle: Oracle, data: st.DataObject, ranking: BM25
):
    assert_same(archive, DrawnConjunction(data, oracle).request(), ranking)


@given(text=st.text(min_size=1, max_size=6), kind=st.sampled_from((Words, Literal)))
def test_any_characters_at_all_are_answered_as_by_the_nodes(
    archive: Archive, text: str, kind: type[Words | Literal]
):
    assert_same(archive, Request(kind(text), facets=FACETS, fill=FILL))


@pytest.mark.parametrize(
    "query",
    [
        Words("太原", "headline"),
        Literal("太原", "body"),
        Prefix("太原"),
        Words("市"),
        Literal("市"),
        Words("太原，市"),
        Words("太原" * MAX_TERMS),
        Literal(""),
        And((Words("太原"), Not(Words("大同")))),
        And((Words("太原"), DateRange(None, None))),
        Or((Words("太原"), Words("大同"))),
    ],
)
def test_other_questions_are_left_to_the_nodes(seed_archive: Archive, query: Query):
    assert not assert_same(seed_archive, Request(query))


def test_what_most_people_ask_is_not_left_to_the_nodes(seed_archive: Archive):
    for query in (
        Words("太原"),
        Words("空气质量"),
        Literal("空气质量"),
        Literal("空气"),
        Words("太原，大气"),
    ):
        assert assert_same(seed_archive, Request(query, facets=FACETS, fill=FILL))
        assert assert_same(seed_archive, Request(And((query, Words("山西"))), facets=FACETS))


def test_an_archive_without_articles_is_left_to_the_nodes(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        assert not assert_same(archive, Request(Words("太原")))


def test_names_deleted_articles_and_segments_change_nothing(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        for day in range(1, 5):
            texts = ("柳树绿了，燕子来了。", "何某某说：柳树绿了。", "EU与museum", "2021年的柳树"[day % 2 :])
            archive.add_articles(
                article(n, day=f"2021-03-0{day}", paragraphs=(text,), reporters=("何某某",) if n == 3 else ())
                for n, text in enumerate(texts, 1)
            )
        archive.remove(["2021-03-02-01-01", "2021-03-03-01-03"])
        for text in (
            *("何某某", "柳树", "柳树绿", "EU", "museum 柳树"),
            *("何某某 柳树", "2021年 柳树", "绿了，燕子"),
        ):
            for loose in (False, True):
                query = And(tuple(map(Words, text.split())))
                assert assert_same(archive, Request(query, facets=FACETS, loose=loose, fill=FILL))
        assert assert_same(archive, Request(Literal("柳树绿了"), facets=FACETS))
