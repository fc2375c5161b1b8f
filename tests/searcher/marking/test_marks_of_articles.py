"""Marks find their articles, and outlive them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

import searcher
from searcher import Archive, ArticleNotFound, BackendUnavailable, SavedSearchError
from tests.conftest import Person
from tests.searcher.answers.articles import ARTICLES
from tests.strategies import article

FIRST, SECOND = ARTICLES[0], ARTICLES[1]


@pytest.fixture
def own(tmp_path: Path, answers: Archive, person: Person) -> Iterator[Archive]:
    assert not person.data.exists()
    shutil.copytree(answers.path, tmp_path / "own")
    with searcher.open(tmp_path / "own") as archive:
        yield archive


def test_what_was_marked_is_found_by_its_label_in_any_question(own: Archive):
    made = own.mark(FIRST.id, "选题", "可追")
    own.mark(SECOND.id, "选题")
    own.mark(SECOND.id, "已核")
    assert (made.label, made.note, made.article_id, made.headline) == (
        "选题",
        "可追",
        FIRST.id,
        FIRST.headline,
    )
    assert {hit.id for hit in own.search("标签：选题")} == {FIRST.id, SECOND.id}
    assert [hit.id for hit in own.search("tag:選題 大桥")] == [SECOND.id]
    assert own.search("大桥 -标签：选题").total == 1
    assert [hit.id for hit in own.search("大桥", tag=["已核", "选题"])] == [SECOND.id]
    assert own.search("标签：选题").interpreted == "tag:选题"
    assert own.labels() == {FIRST.id: ("选题",), SECOND.id: ("选题", "已核")}
    assert [each.article_id for each in own.marks("选题")] == [FIRST.id, SECOND.id]


def test_the_last_note_holds_and_a_mark_that_is_taken_away_is_gone(own: Archive):
    own.mark(FIRST.id, "选题", "可追")
    own.mark(FIRST.id, "選題", "已约稿")
    assert [(each.label, each.note) for each in own.marks()] == [("選題", "已约稿")]
    own.mark(FIRST.id, "已核")
    assert [each.label for each in own.unmark(FIRST.id, "选题")] == ["選題"]
    assert [each.label for each in own.marks()] == ["已核"]
    own.mark(FIRST.id, "选题")
    assert [each.label for each in own.unmark(FIRST.id)] == ["已核", "选题"]
    with pytest.raises(SavedSearchError, match=f"{FIRST.id} is not marked 选题; `searcher marks` lists"):
        own.unmark(FIRST.id, "选题")


def test_a_label_that_nothing_has_is_told_with_the_nearest(own: Archive):
    own.mark(FIRST.id, "选题")
    results = own.search("标签：选提")
    assert (results.total, results.warnings) == (0, ("nothing is marked 选提; did you mean 选题?",))


def test_a_mark_of_what_was_dropped_stays_and_says_so(own: Archive):
    own.mark(FIRST.id, "选题", "可追")
    own.mark(SECOND.id, "选题")
    own.remove([FIRST.id])
    gone, there = own.marks()
    assert (gone.article_id, gone.marked_id, gone.headline) == (None, FIRST.id, FIRST.headline)
    assert there.article_id == SECOND.id
    results = own.search("标签：选题")
    assert [hit.id for hit in results] == [SECOND.id]
    assert "1 of 2 articles marked 选题 are not in the archive" in results.warnings[0]
    own.add_articles([FIRST], replace="article")
    assert own.search("标签：选题").total == 2
    own.remove([FIRST.id])
    assert [each.marked_id for each in own.unmark(FIRST.id)] == [FIRST.id]


def test_a_mark_follows_an_article_that_has_another_id(own: Archive):
    own.mark(FIRST.id, "选题")
    own.remove([FIRST.id])
    own.add_articles([replace(FIRST, id="another", page=7)])
    (mark,) = own.marks()
    assert (mark.article_id, mark.marked_id) == ("another", FIRST.id)
    assert [hit.id for hit in own.search("标签：选题")] == ["another"]
    assert own.unmark("another")
    assert len(own.marks()) == 0


def test_a_mark_is_not_of_another_article_that_got_the_id(own: Archive):
    own.mark(FIRST.id, "选题")
    own.add_articles([replace(SECOND, id=FIRST.id), replace(FIRST, id=SECOND.id)], replace="article")
    assert [each.article_id for each in own.marks()] == [SECOND.id]
    own.add_articles([replace(FIRST, id=SECOND.id, headline="柳树都绿了")], replace="article")
    assert [each.article_id for each in own.marks()] == [FIRST.id]


def test_a_mark_that_may_be_of_two_articles_is_of_none(own: Archive):
    own.mark(FIRST.id, "选题")
    own.remove([FIRST.id])
    own.add_articles([replace(FIRST, id=each, page=page) for each, page in (("one", 7), ("two", 8))])
    assert [each.article_id for each in own.marks()] == [None]


def test_a_broken_line_is_named_and_every_other_counts(own: Archive, person: Person):
    own.mark(FIRST.id, "选题")
    whole = person.marks.read_bytes()
    for broken in (b"{", b"[]", b"3", b'{"archive":null}', orjson.dumps(orjson.loads(whole) | {"at": 3})):
        person.marks.write_bytes(broken + b"\n" + whole)
        marks = own.marks()
        assert [each.article_id for each in marks] == [FIRST.id]
        if broken != b'{"archive":null}':
            assert f"{person.marks}:1 is no mark, and is left out" in marks.warnings[0]
        assert person.marks.read_bytes() == broken + b"\n" + whole


def test_a_line_behind_one_that_was_interrupted_is_whole(own: Archive, person: Person):
    own.mark(FIRST.id, "选题")
    person.marks.write_bytes(person.marks.read_bytes() + b'{"archive":"/x","art')
    own.mark(SECOND.id, "选题")
    assert [each.article_id for each in own.marks()] == [FIRST.id, SECOND.id]
    assert len(own.marks().warnings) == 1


def test_the_file_is_only_appended_to(own: Archive, person: Person):
    texts = []
    for label in ("选题", "已核"):
        own.mark(FIRST.id, label)
        texts.append(person.marks.read_text("utf-8"))
    own.unmark(FIRST.id)
    texts.append(person.marks.read_text("utf-8"))
    assert all(after.startswith(before) for before, after in pairwise(texts))
    assert person.marks.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("label", ["", " ", "。", "长" * 41, "a\x07b"])
def test_what_is_no_label_is_refused(own: Archive, label: str):
    with pytest.raises(SavedSearchError, match="is no label"):
        own.mark(FIRST.id, label)
    assert len(own.marks()) == 0


def test_labels_are_those_of_the_file_as_it_is_now(own: Archive, person: Person):
    own.mark(FIRST.id, "选题")
    own.labels().clear()  # a copy
    assert own.labels() == {FIRST.id: ("选题",)}
    (file,) = person.data.rglob("marks.jsonl")
    line = file.read_text("utf-8")
    file.write_text(line.replace(FIRST.id, SECOND.id), "utf-8")
    assert own.labels() == {SECOND.id: ("选题",)}
    own.unmark(SECOND.id, "选题")
    assert own.labels() == {}
    file.unlink()
    assert own.labels() == {}


def test_a_mark_needs_an_article_and_a_folder(own: Archive, person: Person):
    with pytest.raises(ArticleNotFound):
        own.mark("none", "选题")
    person.data.parent.mkdir()
    person.data.write_text("")
    with pytest.raises(BackendUnavailable, match=r"marks\.jsonl cannot be written .*set XDG_DATA_HOME"):
        own.mark(FIRST.id, "选题")
    assert own.labels() == {}
    assert own.search("大桥").total == 2


def test_marks_are_of_one_archive(own: Archive, tmp_path: Path):
    own.mark(FIRST.id, "选题")
    with searcher.open(tmp_path / "other", create=True) as other:
        other.add_articles([article(1, day="2021-03-04")])
        assert len(other.marks()) == 0
