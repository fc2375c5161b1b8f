"""What a script passes is taken as Python's users expect it, or refused at once by its name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import orjson
import pytest

import searcher
from index.papers import KEYS
from searcher import BM25, Archive, ArticleNotFound, IssueKey
from searcher.questions import FILTERS
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
    time, true = cast("tuple[Any, ...]", (np.float32(60), np.bool_(0)))
    found = seed_archive.search("太原", limit=two, offset=one, page=page, timeout_s=time, collapse=true)
    assert len(found) == 2
    assert orjson.loads(found.to_json())["limit"] == 2
    assert found.hits == seed_archive.search("太原", limit=2, offset=1, page=1).hits


def test_one_facet_may_be_a_text(seed_archive: Archive):
    assert list(seed_archive.search("太原", facets="section").facets) == ["section"]
    one_by_one = (facet for facet in ("section", "year", "section"))
    assert set(seed_archive.search("太原", facets=one_by_one).facets) == {"section", "year"}


def test_none_is_no_filter(seed_archive: Archive):
    found = seed_archive.search("太原", section=None, reporter=None, page=None, kind=None, since=None)
    assert found.total == seed_archive.search("太原").total


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as empty:
        yield empty


# For each argument of the public face, values that it may not have.
WRONG: dict[str, tuple[object, ...]] = {
    "article_id": (None, b"a", ["a"], 3),
    "among": ("abc", b"abc", 3, [None], [b"a"]),
    "aliases": ("x", 3, [3], [None], b"x"),
    "articles": (None, 3, "ab", [{}], [None], article()),
    "author": ("", "　", 3, b"x", [], [None], {"x": 1}, "\udcff"),
    "by": (3, "week", b"month"),
    "draft": (None, 3, b"x", ["a"]),
    "literal": (None, "no", 1),
    "names": (None, 3, "ab", [3]),
    "people": (None, "no", 1),
    "queries": (None, 3, b"x", ["a"]),
    "text": (None, 3, b"x", ["a"]),
    "backup": (None, 3, b"x", "", "a\0b", ["x"]),
    "collapse": (None, "no", 1),
    "common": (None, "no", 1),
    "exact": ("no", 1),
    "line": (None, "3", True, 1.5, 10**30, [1]),
    "lines": (None, 3, b"x", ["a"]),
    "loose": (None, "no", 1),
    "code": (None, "", "　", 3, b"x", "\udcff", ["x"]),
    "create": (None, "no", 1),
    "date": (
        3,
        b"x",
        "",
        "2023",
        "2023-09",
        "2023-13",
        "someday",
        "2023-09-21..2023-09-21",
        datetime.now(UTC),
    ),
    "days": ("", "daily", "mon-", 3, b"x", ["mon"]),
    "deep": (None, "no", 1),
    "dry_run": (None, "no", 1),
    "edition": ("", "　", 3, b"x", "\udcff", ["x"]),
    "facets": (None, 3, b"section", "sections", ("sections",), ["section", None]),
    "force": (None, "no", 1),
    "format": ("", "xml", 3, b"csv", ["csv"]),
    "holidays": ("2024-02-10", 3, [3], ["2024"], [None]),
    "ids": (None, "abc", b"abc", 3, [None], [b"a"]),
    "jobs": (None, 0, 65, "2", True, 1.5, 10**30, [1]),
    "key": (
        *(None, "2023-09-21", 3, (1, "x"), ("2023-09-21",), ("2023-09-21", None)),
        *(("2023-09-21", "x", 1), ("2023-09-21", "x", "", "")),
    ),
    "kind": ("", "poem", 3, b"news", [], ["news", None]),
    "label": (3, b"x", ["a"]),
    "note": (None, 3, b"x", ["a"]),
    "searches": (None, 3, b"x", ["a"], "", "　"),
    "seen": ("abc", b"abc", 3, [None], [b"a"]),
    "shared": (None, "no", 1),
    "tag": ("", "　", 3, b"x", [], [None], {"x": 1}, "\udcff"),
    "limit": ("5", True, 1.5, -1, 10**30, [1], b"5"),
    "number": ("3", True, 1.5, 0, 10**30, [1]),
    "offset": (None, "5", True, 1.5, -1, 10**30, [1]),
    "overwrite": (None, "no", 1),
    "name": ("", "　", 3, b"x", "\udcff", ["x"]),
    "new": (None, "", "　", 3, b"x", "\udcff", ["x"]),
    "old": (None, "", "　", 3, b"x", "\udcff", ["x"]),
    "page": ("", "A0", "A" * 40, True, 0, 10_000, 1.5, b"1", 10**30, np.bool_(True)),
    "page_name": ("", "　", 3, b"x", [], [None], {"x": 1}, "\udcff"),
    "paper": ("", "　", 3, b"x", "\udcff", [3]),
    "path": (None, 123, b"x", "", "a\0b", ["x"]),
    "paths": (None, 123, b"x", "", "a\0b", ["x"]),
    "pattern": ("", 3, b"x", ["x"]),
    "progress": (3, "x", True),
    "query": (None, b"x", 3, ["a", "b"], Path("x")),
    "records": ("x", 3, ["x"], [None]),
    "replace": (None, "", "all", 3),
    "reporter": ("", "　", 3, b"x", [], [None], {"x": 1}, "\udcff"),
    "section": ("", "　", 3, b"x", [], [None], {"x": 1}, "\udcff"),
    "since": ("", 2023, b"x", "2023-13", "someday", "2023..", "2023-01..2023-06", datetime.now(UTC), []),
    "style": (None, 3, b"ris", "apa", ""),
    "sort": (None, "", "date", 3, ["newest"]),
    "stale": (None, "no", 1),
    "to": (3, b"x", "", "2023", "someday", datetime.now(UTC)),
    "target": (None, 3, b"x", "", "a\0b", ["x"]),
    "today": ("", 2023, b"x", "2023", "2023-13", "someday", datetime.now(UTC), []),
    "timeout_s": ("1", True, -1, float("nan"), 10**400, [1]),
    "on_sample": (3, "x", True),
    "on_wait": (3, "x", True),
    "until": ("", 2023, b"x", "2023-13", "someday", "..2023", "2023-01..2023-06", datetime.now(UTC), []),
    "wait_s": (None, "1", True, -1, float("nan"), 10**400, [1]),
}
RIGHT: dict[str, object] = {
    "article_id": "a",
    "articles": [],
    "backup": "a",
    "code": "a",
    "date": "2023-09-21",
    "ids": [],
    "label": "选题",
    "line": 3,
    "name": "煤矿",
    "new": "a",
    "old": "b",
    "path": "a",
    "to": "2023-09-22",
    "key": ("2023-09-21", "某市日报"),
    "query": "太原",
    "text": "太原",
    "draft": "“太原”",
    "names": ["太原"],
    "queries": "太原",
    "target": "a",
}
PUBLIC = [
    *(getattr(searcher, name) for name in ("open", "repair", "restore", "upgrade")),
    *(call for name, call in inspect.getmembers(Archive, inspect.isfunction) if not name.startswith("_")),
]


def _arguments(call: Callable[..., object]) -> Iterator[inspect.Parameter]:
    for parameter in inspect.signature(call).parameters.values():
        if parameter.name == "filters":
            for name in FILTERS:
                yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY)
        elif parameter.name == "values":
            for name in KEYS:
                yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None)
        elif parameter.name not in {"self", "fields"}:  # of fields, tests/searcher/correcting tells
            yield parameter


ARGUMENTS = [(call, argument) for call in PUBLIC for argument in _arguments(call)]


@pytest.mark.parametrize(
    ("call", "argument"), ARGUMENTS, ids=[f"{call.__name__}-{each.name}" for call, each in ARGUMENTS]
)
def test_a_wrong_value_of_any_argument_is_refused_by_its_name(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Any, argument: inspect.Parameter
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    others = {
        each.name: RIGHT[each.name]
        for each in _arguments(call)
        if each.name in RIGHT and each.default is inspect.Parameter.empty and each.name != argument.name
    }
    several = [each.name for each in _arguments(call) if each.kind == inspect.Parameter.VAR_POSITIONAL]
    asked = tuple(others.pop(name) for name in several if name in others)
    opened = (archive,) if "self" in inspect.signature(call).parameters else ()
    for value in WRONG[argument.name]:
        one = (value,) if argument.name in several else asked
        named = {} if argument.name in several else {argument.name: value}
        with pytest.raises((TypeError, ValueError)) as refused:
            call(*opened, *one, **others, **named)
        assert type(refused.value) in {TypeError, ValueError}
        assert f"{argument.name}=" in str(refused.value), value
        assert len(str(refused.value)) < 250
    assert archive.statistics().issues == 0
    assert not any((tmp_path / "a").iterdir())


@pytest.mark.parametrize("argument", sorted(WRONG))
def test_each_wrong_value_is_of_an_argument_that_there_is(argument: str):
    assert argument in {each.name for _, each in ARGUMENTS}


def test_a_filter_that_there_is_not_and_a_range_that_ends_before_it_begins_are_refused(seed_archive: Archive):
    with pytest.raises(TypeError, match="no filter writer; filters are section"):
        seed_archive.search("x", writer="x")
    with pytest.raises(ValueError, match="since=2024-01-01 lies after until=2023-12-31"):
        seed_archive.search("x", since="2024", until="2023")


def test_a_paper_has_no_other_keys_than_there_are(archive: Archive):
    with pytest.raises(TypeError, match="a paper has no nick; keys are name, aliases, days"):
        archive.tell_paper("qzrb", nick="x")
    told = archive.tell_paper(
        "qzrb", since="1995", until="2024-06", days="周一至周六", holidays=["2024-02-10"]
    )
    assert (told.since, told.until, told.days) == (date(1995, 1, 1), date(2024, 6, 30), frozenset(range(6)))
    assert told.holidays == {date(2024, 2, 10)}


def test_an_issue_is_known_by_its_key_or_by_what_stands_in_it(archive: Archive):
    morning, evening = article(), article(id="b", edition="晚")
    archive.add_articles([morning, evening])
    day, paper, edition = IssueKey.of(evening)
    assert archive.articles(IssueKey.of(morning)) == archive.articles((day, paper)) == [morning]  # type: ignore[arg-type]
    assert archive.articles(IssueKey.of(evening)) == archive.articles((str(day), paper, edition)) == [evening]  # type: ignore[arg-type]


def test_a_ranking_is_what_weighs_terms(archive: Archive):
    archive.ranking = BM25(k1=2)
    for wrong in (None, "BM25", BM25):
        with pytest.raises(TypeError, match="ranking="):
            archive.ranking = wrong  # type: ignore[assignment]
    assert archive.ranking == BM25(k1=2)


@pytest.mark.parametrize("values", [{"k1": float("nan")}, {"k1": float("inf")}, {"b": 2}, {"idf_power": 0}])
def test_a_formula_without_a_meaning_is_refused(values: Any):
    with pytest.raises(ValueError, match="BM25 needs"):
        BM25(**values)


@pytest.mark.parametrize("wrong", ["1", None, True])
def test_a_formula_of_no_numbers_is_refused(wrong: Any):
    with pytest.raises(TypeError, match="k1="):
        BM25(k1=wrong)


def test_what_is_marked_is_of_a_text_that_there_is(seed_archive: Archive):
    found = seed_archive.search("太原")
    with pytest.raises(ValueError, match="scope='title'; it is one of headline, body"):
        seed_archive.highlighter("太原").spans(found[0].article, "title")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, b"x", 3, ["x"]])
def test_only_a_text_is_parsed(wrong: Any):
    with pytest.raises(TypeError, match="question="):
        searcher.parse(wrong)


def test_an_id_that_no_text_file_holds_is_of_no_article(seed_archive: Archive):
    for ask in (seed_archive.get, partial(seed_archive.explain, "太原")):
        with pytest.raises(ArticleNotFound, match="holds no article"):
            ask("\udcff")
    with pytest.raises(ArticleNotFound) as missing:
        seed_archive.get_many(["\udcff", "", *(f"x{number}" for number in range(3000))])
    assert len(missing.value.ids) == 3002
    assert len(str(missing.value)) < 300


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
    assert archive.export(file, form, "柳树") == 25
    whole = file.read_text("utf-8")
    assert len(whole.splitlines()) == 25 + (form == "csv")
    with pytest.raises(FileExistsError, match="out"):
        archive.export(file, form, "燕子")
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
