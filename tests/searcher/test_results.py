from __future__ import annotations

import dataclasses

import orjson
import pytest

from analyzers import Span
from index.backend import Boost, Part, Totals
from searcher import Archive, Explanation
from searcher.results import FacetCount, Hit, Results
from searcher.snippets import Snippet
from tests.strategies import article

GIVEN = Results(
    query="标题：春天",
    interpreted="headline:春天",
    total=3,
    offset=0,
    limit=1,
    took_ms=1.96,
    hits=(
        Hit(
            article(headline="春天", kicker="又是一年", section="副刊", reporters=("赵一", "钱二")),
            7.123456,
            (Snippet("headline", "春天", (Span(0, 2),)),),
        ),
    ),
    facets={"section": (FacetCount("副刊", 2),), "year": ()},
    warnings=("…",),
    totals=Totals(literal=1, all=3, partial=5),
    valueless={"section": 1},
)


def test_json_is_the_object_design_promises():
    assert orjson.loads(GIVEN.to_json()) == {
        "query": "标题：春天",
        "interpreted": "headline:春天",
        "total": 3,
        "totals": {"literal": 1, "all": 3, "partial": 5},
        "offset": 0,
        "limit": 1,
        "took_ms": 2.0,
        "hits": [
            {
                "id": "2023-09-21-01-01",
                "score": 7.1235,
                "tier": "literal",
                "paper": "某市日报",
                "date": "2023-09-21",
                "edition": None,
                "page": 1,
                "page_name": None,
                "section": "副刊",
                "headline": "春天",
                "kicker": "又是一年",
                "reporters": ["赵一", "钱二"],
                "authors": [],
                "kind": "news",
                "snippets": [{"field": "headline", "text": "春天", "spans": [[0, 2]]}],
                "reprints": [],
            }
        ],
        "facets": {"section": [{"value": "副刊", "count": 2}], "year": []},
        "valueless": {"section": 1},
        "warnings": ["…"],
        "suggestions": [],
    }


def test_results_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        GIVEN.total = 0  # type: ignore[misc]


def test_the_score_of_an_explanation_is_the_sum_of_its_parts():
    part = Part("word", "春天", 1.0, 2, 9, 10.0, 12.0, 1.5, 2.0, 1, 3.0)
    assert Explanation("a", "春天", (part, part)).score == 6.0
    assert Explanation("a", "春天", (part,), (Boost("near", 0.3, 10.0, 0.5, 1.5),)).score == 4.5
    assert Explanation("a", "date:2023", ()).score == 0


def test_a_stream_reads_every_match_in_order_however_many(archive: Archive):
    stream = archive.stream("的", sort="newest")
    articles = list(stream)
    assert [each.id for each in articles] == list(stream.ids)
    assert len(articles) == stream.total > 10
    assert [each.date for each in articles] == sorted((each.date for each in articles), reverse=True)


def test_results_are_a_sequence_of_their_hits_and_false_when_there_are_none():
    (hit,) = GIVEN
    assert (len(GIVEN), GIVEN[0], GIVEN[-1], GIVEN[:1], hit in GIVEN) == (1, hit, hit, (hit,), True)
    nothing = dataclasses.replace(GIVEN, hits=(), total=0)
    assert GIVEN
    assert not nothing
    assert list(nothing) == []


def test_a_repr_fits_on_a_line():
    long = dataclasses.replace(
        GIVEN,
        interpreted="太" * 9000,
        hits=(dataclasses.replace(GIVEN[0], article=article(headline="春" * 5000)),),
    )
    assert repr(GIVEN) == "Results('headline:春天', 3 articles, 1 to 1 here)"
    assert repr(GIVEN[0]) == "Hit('2023-09-21-01-01', '春天', score=7.12)"
    assert max(map(len, (repr(long), repr(long[0])))) < 200


def test_a_notebook_shows_the_hits_with_what_matched_marked_and_nothing_it_would_obey():
    hit = dataclasses.replace(
        GIVEN[0],
        article=article(headline="<b>春天</b>"),
        snippets=(Snippet("body", "柳树<绿>了&", (Span(0, 2), Span(3, 4))),),
    )
    shown = dataclasses.replace(GIVEN, hits=(hit,))._repr_html_()
    assert "<mark>柳树</mark>&lt;<mark>绿</mark>&gt;了&amp;" in shown
    assert "&lt;b&gt;春天&lt;/b&gt;" in shown
