"""A suggestion finds what it says and differs by one character; names that are not there stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searcher
from analyzers.confusions import alternatives
from index.errors import QuerySyntaxError, SearchTimeout
from searcher import And, Archive, Field, Literal, Words
from tests.strategies import article

GIVEN = ("明丽", "晓东", "文静", "建国", "春梅", "志强", "海燕", "永红")
NAMES = tuple(surname + given for surname in "付王李张刘陈杨赵" for given in GIVEN)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path: Path = tmp_path_factory.mktemp("suggestions") / "archive"
    opened = searcher.open(path, create=True)
    opened.add_articles(
        article(
            number,
            day=f"2023-{1 + number % 9:02d}-11",
            headline="城里的空气质量" if number % 2 else "街上的柳树",
            paragraphs=("太原的空气质量好了起来。" if number % 3 else "柳树成行。",),
            reporters=(name, *(("付明丽",) if number % 5 == 0 and name != "付明丽" else ())),
        )
        for number, name in enumerate(NAMES, 1)
    )
    return opened


def texts(archive: Archive, query: str) -> list[tuple[str, str]]:
    return [(each.text, each.kind) for each in archive.suggest(query)]


def test_a_homophone_is_put_right(archive: Archive):
    (first, *_) = archive.suggest("空气质亮")
    assert (first.original, first.text, first.kind) == ("空气质亮", "空气质量", "sound")
    assert first.query == "空气质量"


def test_a_lookalike_is_put_right(archive: Archive):
    assert texts(archive, "大原的空气") == [("太原的空气", "shape")]


def test_a_name_is_put_right_in_its_field(archive: Archive):
    (first, *_) = archive.suggest("记者：付明莉")
    assert (first.query, first.kind) == ("reporter:付明丽", "sound")
    assert first.count == archive.search("记者：付明丽").total


def test_quotes_stay_quotes_and_the_other_parts_stay(archive: Archive):
    assert archive.suggest("“空气质亮”")[0].query == '"空气质量"'
    (first, *_) = archive.suggest("空气质亮 太原 -北京")
    assert first.query == "空气质量 AND 太原 AND NOT 北京"


def test_what_is_excluded_is_never_put_right(archive: Archive):
    assert texts(archive, "太原 -空气质亮 梧桐") == []


def test_pinyin_and_initials_are_read(archive: Archive):
    assert texts(archive, "taiyuan")[0] == ("太原", "pinyin")
    assert texts(archive, "fml")[0] == ("付明丽", "pinyin")
    assert texts(archive, "TaiYuan")[0] == ("太原", "pinyin")


def test_suggestions_find_something_under_the_filters(archive: Archive):
    assert archive.suggest("空气质亮", since="2023-02", until="2023-02")[0].count < 10
    assert archive.suggest("空气质亮", since="2024") == []


def test_what_is_as_frequent_as_others_is_left_alone(archive: Archive):
    assert archive.suggest("空气质量") == archive.suggest("柳树") == []


def test_far_more_frequent_others_are_suggested_for_what_is_rare(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as opened:
        opened.add_articles(article(n, paragraphs=("空气质量好。",)) for n in range(1, 41))
        opened.add_articles([article(1, day="2022-01-01", paragraphs=("空气质亮好。",))])
        assert texts(opened, "空气质亮") == [("空气质量", "sound")]
        opened.add_articles(article(n, day="2022-01-02", paragraphs=("空气质亮好。",)) for n in (1, 2))
        assert texts(opened, "空气质亮") == []


def test_a_name_that_is_not_there_stays_as_it_is(archive: Archive):
    assert archive.suggest("王晓丽") == []


@pytest.mark.parametrize("query", ["柳", "x", "12345", "日期：2023年", "*", "北" * 40, "栏目：要文"])
def test_other_questions_have_no_suggestions(archive: Archive, query: str):
    try:
        assert archive.suggest(query) == []
    except QuerySyntaxError:
        assert query == "*"


def test_the_limit_is_kept_and_checked(archive: Archive):
    assert len(archive.suggest("taiyuan", limit=1)) == 1
    with pytest.raises(ValueError, match="limit"):
        archive.suggest("taiyuan", limit=0)


def test_a_deadline_ends_it(archive: Archive):
    with pytest.raises(SearchTimeout):
        archive.suggest("空气质亮", timeout_s=1e-9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_suggestion_finds_what_it_says_and_differs_by_one_character(archive: Archive, data: st.DataObject):
    meant = data.draw(st.sampled_from([*NAMES, "空气质量", "太原的空气", "柳树成行", "太原"]))
    at = data.draw(st.integers(0, len(meant) - 1))
    typed = meant[:at] + data.draw(st.sampled_from(sorted(alternatives(meant[at])))) + meant[at + 1 :]
    for tree in (Words(typed), Literal(typed), Field("reporter", typed), And((Words(typed), Words("城里")))):
        for each in archive.suggest(tree):
            assert archive.search(each.query, limit=0).totals.literal == each.count > 0
            assert sum(a != b for a, b in zip(each.text, typed, strict=True)) == 1
