"""Three papers of the same days, with the same page numbers, lie side by side in one archive."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date as civil_date
from datetime import timedelta
from itertools import permutations, product
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import settings

import searcher
from searcher import Added, Archive

PAPERS = ("青泽日报", "Qingze Evening", "qzzk")
CODES = ("青泽日报", "qingze-evening", "qzzk")
FIRST = civil_date(2024, 5, 1)
PAGES = ("01", "02", "03")
THINGS = ("柳树", "大桥", "图书室", "农贸市场", "步道", "风筝")
PAGE = """{paper}{thing}{day}日新貌

本报讯 昨日，{paper}记者在{thing}旁看到，第{page}版所说的{thing}已经修好。
市民们高兴地说，这是今年{day}日最好的消息，大家都盼了很久。

{thing}的故事

多年以前，这里没有{thing}，孩子们要走很远的路。{paper}曾在第{page}版写过它的来历，读者来信不断。
"""


@pytest.fixture
def days() -> int:
    """A working week; two months by ``make laws``."""
    return 60 if settings.get_current_profile_name() == "thorough" else 5


@pytest.fixture
def folders(tmp_path: Path, days: int) -> list[Path]:
    """A folder for each paper."""
    for number, paper in enumerate(PAPERS):
        for day in range(days):
            folder = tmp_path / "in" / paper / str(FIRST + timedelta(day))
            folder.mkdir(parents=True)
            for at, page in enumerate(PAGES):
                thing = THINGS[(number + day + at) % len(THINGS)]
                text = PAGE.format(paper=paper, thing=thing, day=day + 1, page=page)
                (folder / f"{page}.txt").write_text(text, encoding="utf-8")
            place = {"paper": paper, "date": str(FIRST + timedelta(day)), "page": "a1"}
            rows = (place | {"headline": f"{paper}副刊{at}", "paragraphs": [f"{day}"]} for at in range(2))
            (folder / "supplement").mkdir()  # articles beside pages are left alone
            (folder / "supplement" / "rows.jsonl").write_bytes(
                b"".join(orjson.dumps(row) + b"\n" for row in rows)
            )
    return [tmp_path / "in" / paper for paper in PAPERS]


def promised_and_done(archive: Archive, folders: Sequence[Path]) -> Added:
    """What adding did; a dry run promised the same."""
    promised = archive.add(*folders, dry_run=True)
    done = archive.add(*folders)
    for name in ("new", "changed", "unchanged", "articles", "kept", "new_papers"):
        assert getattr(promised, name) == getattr(done, name), name
    assert list(map(str, promised.refused)) == list(map(str, done.refused)) == []
    return done


def contents(archive: Archive) -> dict[str, tuple[Any, ...]]:
    articles = list(archive.stream("date:2024"))
    found = {each.id: (each.paper, each.date, each.page, each.headline, each.paragraphs) for each in articles}
    assert len(found) == len(articles)
    return found


def test_every_article_is_there_once_in_whatever_order_and_however_often_they_are_added(
    tmp_path: Path, folders: list[Path], days: int
):
    whole: dict[str, tuple[Any, ...]] = {}
    orders = list(permutations(folders))
    for at, order in enumerate(orders if days < 10 else orders[:2]):
        with searcher.open(tmp_path / f"archive-{at}", create=True) as archive:
            for number, folder in enumerate(order, start=1):
                added = promised_and_done(archive, [folder])
                assert (len(added.new), added.changed, added.refused) == (days, [], [])
                assert added.new_papers == [CODES[folders.index(folder)]]
                assert archive.statistics().issues == number * days
            for again in ([folder] for folder in reversed(order)):
                assert len(promised_and_done(archive, again).unchanged) == days
            assert len(promised_and_done(archive, folders).unchanged) == len(PAPERS) * days
            found = contents(archive)
            assert not whole or found == whole
            whole = found
            assert archive.verify(deep=True) == []
            counts = archive.search("date:2024", facets=("paper", "page"), limit=0).facets
            by_paper = Counter(paper for paper, *_ in found.values())
            assert {each.value: each.count for each in counts["paper"]} == by_paper
            assert [each.value for each in counts["page"]] == ["1", "2", "3", "A01"]
    printed: dict[tuple[object, ...], str] = defaultdict(str)
    for paper, date, page, headline, paragraphs in whole.values():
        printed[paper, date, page] += f"{headline}{paragraphs}"
    dates = [FIRST + timedelta(day) for day in range(days)]
    assert printed.keys() == set(product(CODES, dates, (1, 2, 3, "A01")))
    for (*_, page), text in printed.items():
        sentences = ("副刊0", "副刊1") if page == "A01" else ("已经修好", "读者来信不断")
        assert [text.count(sentence) for sentence in sentences] == [1, 1]


def test_all_at_once_is_as_one_after_the_other(tmp_path: Path, folders: list[Path], days: int):
    with (
        searcher.open(tmp_path / "one", create=True) as one,
        searcher.open(tmp_path / "all", create=True) as every,
    ):
        for folder in folders:
            one.add(folder)
        added = promised_and_done(every, [folders[0].parent])
        assert len(added.new) == len(PAPERS) * days
        assert sorted(added.new_papers) == sorted(CODES)
        assert contents(one) == contents(every)


def test_a_file_that_changed_changes_its_own_issue_alone(tmp_path: Path, folders: list[Path], days: int):
    chance = random.Random(16)
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(*folders)
        for number, paper in enumerate(CODES):
            day = FIRST + timedelta(chance.randrange(days))
            file = folders[number] / str(day) / f"{PAGES[number]}.txt"
            before = contents(archive)
            file.write_text(
                file.read_text("utf-8").replace("孩子们要走很远的路", "孩子们上学要走十里路"),
                encoding="utf-8",
            )
            added = promised_and_done(archive, folders)
            assert [(key.paper, key.date) for key in added.changed] == [(paper, day)]
            assert (added.new, added.refused, added.new_papers) == ([], [], [])
            assert len(added.unchanged) == len(PAPERS) * days - 1
            after = contents(archive)
            assert after.keys() == before.keys()
            (changed,) = (each for each in after if after[each] != before[each])
            assert after[changed][:2] == (paper, day)
            assert archive.search("十里路").total == number + 1


def test_a_page_of_one_paper_is_found_and_dropped_without_the_others(
    tmp_path: Path, folders: list[Path], days: int
):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(*folders)
        of_paper = Counter(paper for paper, *_ in contents(archive).values())
        evening, whole = of_paper["qingze-evening"], of_paper.total()
        assert archive.search("报纸：青泽日报").total == of_paper["青泽日报"]
        assert archive.search(paper="Qingze Evening").total == evening
        assert archive.search("版次：A1 报纸：qzzk", since=FIRST, until=FIRST).total == 2
        archive.drop(FIRST, paper="Qingze Evening", page="a1")
        assert archive.search("date:2024", limit=0).total == whole - 2
        assert archive.search(paper="Qingze Evening").total == evening - 2
        archive.drop(FIRST, paper="qzzk")
        assert archive.statistics().issues == len(PAPERS) * days - 1
        assert len(archive.add(*folders).unchanged) == len(PAPERS) * days - 2
        assert archive.search("date:2024", limit=0).total == whole
