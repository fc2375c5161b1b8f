"""What a script passes is taken as Python's users expect it, or refused at once by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import searcher
from searcher import Archive, ArticleNotFound
from tests.strategies import article


@pytest.mark.parametrize("since", [date(2023, 9, 21), "2023-09-21", "20230921", "2023年9月", "2023"])
@pytest.mark.parametrize("until", [date(2023, 9, 21), "2023年9月21日", "2023-09", "2023", None])
def test_a_day_is_a_date_or_a_text_of_the_query_language(seed_archive: Archive, since: Any, until: Any):
    assert seed_archive.search("太原", since=since, until=until).total == seed_archive.search("太原").total


def test_of_a_month_since_is_its_first_day_and_until_its_last(seed_archive: Archive):
    assert seed_archive.search(since="2023-10").total == 0
    assert seed_archive.search(until="2023-08").total == 0
    assert seed_archive.search(until="2023-09").total == 13


def test_the_numbers_of_numpy_are_numbers(seed_archive: Archive):
    two, one, page = cast("tuple[Any, ...]", (np.int64(2), np.int32(1), np.uint8(1)))
    found = seed_archive.search("太原", limit=two, offset=one, page=page)
    assert len(found) == 2
    assert found.hits == seed_archive.search("太原", limit=2, offset=1, page=1).hits


def test_one_facet_may_be_a_text(seed_archive: Archive):
    assert list(seed_archive.search("太原", facets="section").facets) == ["section"]


def test_none_and_no_values_are_no_filter(seed_archive: Archive):
    found = seed_archive.search("太原", section=None, reporter=(), page=None, since=None)
    assert found.total == seed_archive.search("太原").total


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as empty:
        yield empty


WRONG: dict[str, tuple[Callable[[Archive], object], type[Exception], str]] = {
    "query None": (lambda a: a.search(None), TypeError, "query=None"),  # type: ignore[arg-type]
    "query bytes": (lambda a: a.search(b"x"), TypeError, "query=b'x'"),  # type: ignore[arg-type]
    "query list": (lambda a: a.search(["a", "b"]), TypeError, "query=['a', 'b']"),  # type: ignore[arg-type]
    "stream None": (lambda a: a.stream(None), TypeError, "query=None"),  # type: ignore[arg-type]
    "explain None": (lambda a: a.explain(None, "a"), TypeError, "query=None"),  # type: ignore[arg-type]
    "explain id": (lambda a: a.explain("a", None), TypeError, "article_id=None"),  # type: ignore[arg-type]
    "highlighter": (lambda a: a.highlighter(3), TypeError, "query=3"),  # type: ignore[arg-type]
    "get None": (lambda a: a.get(None), TypeError, "article_id=None"),  # type: ignore[arg-type]
    "get bytes": (lambda a: a.get(b"a"), TypeError, "article_id=b'a'"),  # type: ignore[arg-type]
    "get_many text": (lambda a: a.get_many("abc"), TypeError, "ids='abc'"),
    "get_many None": (lambda a: a.get_many([None]), TypeError, "ids=None"),  # type: ignore[list-item]
    "reporter bytes": (lambda a: a.search("x", reporter=b"x"), TypeError, "reporter=b'x'"),  # type: ignore[arg-type]
    "reporter of None": (lambda a: a.search("x", reporter=[None]), TypeError, "reporter=None"),  # type: ignore[list-item]
    "section number": (lambda a: a.search("x", section=3), TypeError, "section=3"),  # type: ignore[arg-type]
    "section blank": (lambda a: a.search("x", section="　"), ValueError, "leave it out"),
    "page text": (lambda a: a.search("x", page="1"), TypeError, "page='1'"),  # type: ignore[arg-type]
    "page bool": (lambda a: a.search("x", page=True), TypeError, "page=True"),
    "page 0": (lambda a: a.search("x", page=0), ValueError, "page=0"),
    "kind": (lambda a: a.search("x", kind="poem"), ValueError, "kind='poem'"),
    "facet": (lambda a: a.search("x", facets=("sections",)), ValueError, "facets='sections'"),  # type: ignore[arg-type]
    "sort": (lambda a: a.search("x", sort="date"), ValueError, "sort='date'"),  # type: ignore[arg-type]
    "sort None": (lambda a: a.search("x", sort=None), TypeError, "sort=None"),  # type: ignore[arg-type]
    "limit text": (lambda a: a.search("x", limit="5"), TypeError, "limit='5'"),  # type: ignore[arg-type]
    "limit half": (lambda a: a.search("x", limit=1.5), TypeError, "limit=1.5"),  # type: ignore[arg-type]
    "limit below": (lambda a: a.search("x", limit=-1), ValueError, "limit=-1"),
    "limit huge": (lambda a: a.search("x", limit=10**30), ValueError, "limit=1000"),
    "offset below": (lambda a: a.search("x", offset=-1), ValueError, "offset=-1"),
    "timeout text": (lambda a: a.search("x", timeout_s="1"), TypeError, "timeout_s='1'"),  # type: ignore[arg-type]
    "timeout nan": (lambda a: a.search("x", timeout_s=float("nan")), ValueError, "timeout_s=nan"),
    "since wrong": (lambda a: a.search("x", since="2023-13"), ValueError, "since='2023-13'"),
    "since number": (lambda a: a.search("x", since=2023), TypeError, "since=2023"),  # type: ignore[arg-type]
    "since time": (lambda a: a.search("x", since=datetime(2023, 1, 1, tzinfo=UTC)), TypeError, ".date()"),
    "since after": (lambda a: a.search("x", since="2024", until="2023"), ValueError, "lies after"),
    "no filter": (lambda a: a.search("x", author="x"), TypeError, "no filter author"),  # type: ignore[call-arg]
    "drop month": (lambda a: a.drop("2023-09"), ValueError, "date='2023-09'"),
    "drop number": (lambda a: a.drop(3), TypeError, "date=3"),  # type: ignore[arg-type]
    "add None": (lambda a: a.add(None), TypeError, "paths=None"),  # type: ignore[arg-type]
    "add date": (lambda a: a.add("x", date="2023"), ValueError, "date='2023'"),
    "add page": (lambda a: a.add("x", page="1"), TypeError, "page='1'"),  # type: ignore[arg-type]
    "add paper": (lambda a: a.add("x", paper=3), TypeError, "paper=3"),  # type: ignore[arg-type]
    "articles": (lambda a: a.add_articles(article()), TypeError, "a list of articles"),  # type: ignore[arg-type]
    "articles dict": (lambda a: a.add_articles([{}]), TypeError, "each is a searcher.Article"),  # type: ignore[list-item]
    "backup": (lambda a: a.backup(None), TypeError, "target=None"),  # type: ignore[arg-type]
    "export": (lambda a: a.export("x", format="xml"), ValueError, "format='xml'"),  # type: ignore[arg-type]
    "open None": (lambda _: searcher.open(None), TypeError, "path=None"),  # type: ignore[arg-type]
    "open jobs": (lambda a: searcher.open(a.path, jobs=0), ValueError, "jobs=0"),
    "open wait": (lambda a: searcher.open(a.path, wait_s="x"), TypeError, "wait_s='x'"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_refused_by_the_name_of_its_argument(seed_archive: Archive, name: str):
    call, error, told = WRONG[name]
    with pytest.raises(error) as refused:
        call(seed_archive)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_held_day_is_dropped_by_its_text(archive: Archive):
    archive.add_articles([article(date=date(2020, 1, 1))])
    (record,) = archive.drop("2020-01-01")
    assert record.key.date == date(2020, 1, 1)
    assert archive.issues() == []


def test_many_articles_come_in_the_order_asked_for_and_all_missing_ones_are_named(archive: Archive):
    given = [article(id=f"a-{n}") for n in range(3)]
    archive.add_articles(given)
    assert archive.get_many(["a-2", "a-0"]) == [given[2], given[0]]
    with pytest.raises(ArticleNotFound, match="b, c"):
        archive.get_many(["a-1", "b", "c", "b"])


def test_articles_are_removed_together_or_not_at_all(archive: Archive):
    given = [article(id=f"a-{n}", headline=f"柳树{n}") for n in range(3)]
    other = article(id="b", date=date(2020, 1, 1), headline="柳树")
    archive.add_articles([*given, other])
    with pytest.raises(ArticleNotFound, match="c"):
        archive.remove(["a-0", "c"])
    assert archive.search("柳树").total == 4
    assert archive.remove(["a-0", "b"]) == [given[0], other]
    assert {hit.id for hit in archive.search("柳树")} == {"a-1", "a-2"}
    assert [record.key.date for record in archive.issues()] == [given[0].date]


def test_what_was_removed_stays_away_while_its_file_is_unchanged(archive: Archive, tmp_path: Path):
    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    text = (
        "河边的柳树都绿了\n\n本报讯 气温回升，河边的柳树一夜之间都绿了。燕子也回来了，孩子们放风筝。(赵一)\n"
    )
    page.write_text(text, encoding="utf-8")
    archive.add(page)
    (hit,) = archive.search("柳树")
    other = article(date=hit.article.date, paper="晚报", page=2, id="x", headline="春天")
    archive.add_articles([other])
    archive.remove([hit.id])
    assert archive.add(page).articles == 0
    assert archive.search("柳树").total == 0
    page.write_text(f"{text}\n（完）\n", encoding="utf-8")
    archive.add(page)
    assert archive.search("柳树").total == 1


@pytest.mark.parametrize("form", ["jsonl", "csv", "ids"])
def test_an_export_holds_every_match_and_replaces_no_file_unless_told(
    archive: Archive, tmp_path: Path, form: Any
):
    given = [article(id=f"a-{n}", headline="柳树", paragraphs=("春天",)) for n in range(25)]
    archive.add_articles([*given, article(id="b", headline="燕子")])
    file = tmp_path / "out"
    assert archive.export(file, "柳树", format=form) == 25
    whole = file.read_text("utf-8")
    assert len(whole.splitlines()) == 25 + (form == "csv")
    with pytest.raises(FileExistsError, match="out"):
        archive.export(file, "燕子", format=form)
    assert file.read_text("utf-8") == whole
    assert archive.export(file, format=form, overwrite=True) == 26
    assert [each.name for each in tmp_path.glob("*out*")] == ["out"]


def test_an_export_of_articles_is_what_add_reads(archive: Archive, tmp_path: Path):
    given = article(id="a", headline="柳树", paragraphs=("春天",))
    archive.add_articles([given])
    archive.export(tmp_path / "out.jsonl")
    with searcher.open(tmp_path / "other", create=True) as other:
        other.add(tmp_path / "out.jsonl")
        assert other.get("a") == replace(given, source=str(tmp_path / "out.jsonl"))
