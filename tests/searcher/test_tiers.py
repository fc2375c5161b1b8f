"""Numbers that a reporter may print: what is counted, listed, sorted and exported, by small examples."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import searcher
from index.backend import Totals
from index.run_plan import ASIDE_SHARE
from searcher import Archive
from tests.searcher.conftest import Run
from tests.strategies import article

BODIES = (
    "市民关心太原煤炭价格。",  # the run as it stands
    "价格已经公布，太原重视煤炭。",  # its words apart
    "太原重视煤炭，天气很好。",  # a part of it
    "经济发展，产业转型。",
)
QUESTION = "太原煤炭价格"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(
            article(n, day=f"2023-09-{20 + n}", headline=f"第{n}篇", paragraphs=(body,))
            for n, body in enumerate(BODIES, 1)
        )
    return tmp_path / "archive"


@pytest.fixture
def archive(path: Path) -> Archive:
    return searcher.open(path)


def test_the_total_is_of_what_holds_all_and_the_list_goes_on_with_what_holds_a_part(archive: Archive):
    found = archive.search(QUESTION)
    assert (found.total, found.totals) == (2, Totals(literal=1, all=2, partial=1))
    assert [hit.tier for hit in found] == ["literal", "all", "partial"]
    assert sum(each.count for each in found.facets["month"]) == 2
    assert found.warnings == ()


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_is_sorted_by_date_or_streamed_holds_all(archive: Archive, sort: searcher.Sort):
    assert {hit.tier for hit in archive.search(QUESTION, sort=sort)} == {"literal", "all"}
    assert len(archive.stream(QUESTION)) == 2


def test_loosely_all_are_counted_sorted_and_streamed(archive: Archive):
    found = archive.search(QUESTION, loose=True, sort="oldest")
    assert (found.total, [hit.tier for hit in found]) == (3, ["literal", "all", "partial"])
    assert archive.stream(QUESTION, loose=True).tiers == ("literal", "all", "partial")
    assert sum(each.count for each in found.facets["month"]) == 3


def test_where_nothing_holds_all_that_is_said_and_the_partial_ones_are_taken(archive: Archive):
    found = archive.search("价格 产业")
    assert (found.total, found.totals) == (3, Totals(0, 0, 3))
    assert found.warnings == ("no article holds all of it; 3 hold a part",)


def test_what_asks_is_answered_by_what_holds_a_part(archive: Archive):
    found = archive.search("什么煤炭")
    assert found.total == 3
    assert "hold a part" in found.warnings[0]


def test_quotes_fields_and_exclusions_hold_in_partial_matches_too(archive: Archive):
    assert {hit.id[-1] for hit in archive.search("价格 产业 -重视", loose=True)} == {"1", "4"}
    assert archive.search("“煤炭” 价格 产业", loose=True).total == 2
    assert archive.search("价格 产业 日期：2023-09-24", loose=True).total == 1


def test_what_stands_as_it_was_typed_comes_first_marks_included(archive: Archive):
    assert archive.search("重视煤炭。")[0].id == "2023-09-22-01-02"
    assert archive.search("重视煤炭，")[0].id == "2023-09-23-01-03"


def test_what_is_near_early_and_timely_gains_by_it(tmp_path: Path):
    with searcher.open(tmp_path / "near", create=True) as archive:
        filling = "本市各界人士昨日参加活动。" * 30
        archive.add_articles(
            [
                article(1, day="2020-01-01", paragraphs=("太原。" + filling + "煤炭。",)),
                article(2, day="2020-01-02", paragraphs=("太原的煤炭。" + filling,)),
                article(3, day="2020-01-03", paragraphs=(filling + "太原的煤炭。",)),
                article(4, day="2023-01-01", paragraphs=("太原。" + filling + "煤炭。",)),
            ]
        )
        boosts = {
            number: {boost.kind: boost.share for boost in archive.explain("太原 煤炭 2023年", hit.id).boosts}
            for hit in archive.search("太原 煤炭 2023年")
            for number in [int(hit.id[-1])]
        }
    assert boosts[2]["near"] > boosts[1]["near"]
    assert boosts[2]["early"] > boosts[3]["early"]
    assert boosts[4]["timely"] == 1
    assert "timely" not in boosts[1]


def test_a_columns_name_in_brackets_does_not_outweigh_the_headline_before_it(tmp_path: Path):
    with searcher.open(tmp_path / "column", create=True) as archive:
        filling = "本市各界人士昨日参加活动。" * 5
        archive.add_articles(
            [
                article(1, paragraphs=("人民时评征文启事，人民时评征文结集。" + filling,)),
                article(2, paragraphs=("煤炭产业面临转型。" + filling,)),
                *(article(n, paragraphs=("煤炭转型。" + filling,)) for n in range(3, 7)),
            ]
        )
        question = "煤炭产业转型（人民时评征文）"
        assert archive.search(question)[0].id[-1] == "2"
        times = {
            part.term: part.times
            for hit in archive.search(question)
            for part in archive.explain(question, hit.id).parts
        }
        assert archive.search("人民时评征文")[0].id[-1] == "1"
    assert (times["煤炭"], times["征文"]) == (1, ASIDE_SHARE)


def test_a_word_in_latin_letters_is_a_word_first_and_it_is_said_where_it_is_none(tmp_path: Path):
    with searcher.open(tmp_path / "latin", create=True) as archive:
        archive.add_articles(
            [
                article(1, headline="MUSEUM", paragraphs=("MUSEUM " * 5,)),
                article(2, paragraphs=("欧盟（EU）今日表示。",)),
            ]
        )
        assert [hit.id[-1] for hit in archive.search("EU")] == ["2", "1"]
        assert archive.search("EU").warnings == ()
        (said,) = archive.search("USE").warnings
        assert said == "USE stands nowhere as a word of its own, only inside others"


def test_the_terminal_tells_the_tiers_and_draws_a_rule_before_the_partial_ones(run: Run, path: Path):
    told = run("find", QUESTION, "--long", "--archive", path)
    assert told.stdout.startswith("2 articles, 1 literally; 1 more hold a part for")
    before, after = told.stdout.split("── only a part of it ")
    assert "2023-09-22-01-02" in before
    assert "2023-09-23-01-03" in after
    assert run("find", QUESTION, "--count", "--archive", path).stdout == "2\n"
    assert run("find", QUESTION, "--count", "--loose", "--archive", path).stdout == "3\n"
    assert run("find", QUESTION, "--ids", "--archive", path).stdout.count("\n") == 2


def test_json_and_csv_say_the_tier_of_each_article(run: Run, path: Path):
    told = json.loads(run("find", QUESTION, "--json", "--archive", path).stdout)
    assert told["totals"] == {"literal": 1, "all": 2, "partial": 1}
    assert [hit["tier"] for hit in told["hits"]] == ["literal", "all", "partial"]
    table = run("find", QUESTION, "--csv", "--loose", "--archive", path).stdout
    assert [row["tier"] for row in csv.DictReader(io.StringIO(table))] == ["literal", "all", "partial"]


def test_where_none_holds_all_there_is_no_rule(run: Run, path: Path):
    told = run("find", "价格 产业", "--archive", path)
    assert told.stdout.startswith("3 articles, none holds all of it for")
    assert "no article holds all of it; 3 hold a part" in told.stderr
    assert "only a part of it" not in told.stdout


def test_a_long_question_is_ranked_as_one(tmp_path: Path):
    """A common word less is no reason to stand behind what holds all words far apart."""
    filling = "本市各界人士昨日参加活动。" * 30
    with searcher.open(tmp_path / "long", create=True) as archive:
        archive.add_articles(
            [
                article(
                    1, paragraphs=(f"太原。{filling}煤炭。{filling}价格。{filling}公布。{filling}今天。",)
                ),
                article(2, paragraphs=("太原煤炭价格公布。",)),
                *(article(n, paragraphs=("今天天气很好。",)) for n in range(3, 9)),
            ]
        )
        assert [hit.tier for hit in archive.search("今天太原煤炭价格公布")][:2] == ["partial", "all"]


def test_a_score_is_explained_by_the_fifty_that_were_listed(tmp_path: Path):
    """Of a long question that many articles hold whole, partial ones are not listed."""
    filling = "本市各界人士昨日参加活动。" * 20
    far = f"太原。{filling}煤炭。{filling}价格。{filling}公布。{filling}今天。"
    near = "太原煤炭价格公布。" * 4
    with searcher.open(tmp_path / "many", create=True) as archive:
        archive.add_articles(
            article(n, paragraphs=(far if n <= 12 else near if n <= 72 else "今天天气很好。",))
            for n in range(1, 99)
        )
        found = archive.search("今天太原煤炭价格公布", limit=None)
        assert {hit.tier for hit in found} == {"all"}
        for hit in found:
            explained = archive.explain("今天太原煤炭价格公布", hit.id)
            assert explained.score == pytest.approx(hit.score)
            assert {boost.kind for boost in explained.boosts} >= {"near", "early"}


def test_an_article_without_any_text_that_matches_by_its_names_is_counted_once(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        # So many that the next commit has a segment of its own, in which no article has a word.
        archive.add_articles(article(n, headline=f"张三太原煤炭第{n}篇") for n in range(1, 400))
        archive.add_articles([article(1, day="2023-09-22", reporters=("张三", "李四"))])
        for sort in searcher.SORTS:
            assert archive.search("张三 李四", sort=sort).totals == Totals(literal=1, all=1, partial=399)
