"""Postings that differ from the stored articles are found, although every checksum is right."""

from __future__ import annotations

from pathlib import Path

import pytest

import searcher
from analyzers import Analyzer, PlainVocabulary, fold
from index import indexed_text
from index.backends.embedded.codec.field_names import label_term
from index.backends.embedded.writer import segment_writer
from index.schema import PREFIX_TYPES
from searcher import Archive
from tests.conftest import ROOT
from tests.strategies import article

DAYS = 12


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", create=True)


def add(archive: Archive, day: int) -> None:
    archive.add_articles(
        article(n, day=f"2023-10-{day:02d}", headline=f"第{n}篇", section="城事", reporters=("何某某",))
        for n in range(1, 4)
    )


def test_an_archive_analysed_as_today_has_no_damage(archive: Archive):
    archive.add(ROOT / "seeds")
    for day in range(1, DAYS):
        add(archive, day)
    add(archive, 1)
    progress: list[tuple[int, int]] = []
    assert archive.verify(deep=True, progress=lambda *done: progress.append(done)) == []
    assert progress[-1] == (DAYS, DAYS)
    assert archive.verify() == []
    archive.close()


@pytest.mark.parametrize(
    ("at", "name", "value", "field"),
    [
        (
            segment_writer,
            "label_term",
            lambda field, value: f"{value}\0别处" if field.type in PREFIX_TYPES else label_term(field, value),
            "reporter|section",
        ),
        (segment_writer, "reprint_keys", lambda _: ["00000000"], "reprint"),
        (indexed_text, "fold", lambda text: fold(text).replace("篇", "遍"), "bigrams"),
    ],
)
def test_an_issue_with_other_postings_than_its_articles_is_named_with_the_cure(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, *, at: object, name: str, value: object, field: str
):
    for day in range(1, DAYS):
        with monkeypatch.context() as patched:
            if day == 5:
                patched.setattr(at, name, value)
            add(archive, day)
    damages = archive.verify(deep=True)
    assert damages
    assert {issue for damage in damages for issue in damage.issues} == {"2023-10-05/某市日报"}
    assert all("run: searcher reindex" in str(damage) for damage in damages)
    assert any(each in str(damage) for damage in damages for each in field.split("|"))
    archive.reindex()
    assert archive.verify(deep=True) == []
    archive.close()


def test_other_words_are_damage_but_not_where_another_lexicon_made_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    add(archive, 1)
    with monkeypatch.context() as patched:
        patched.setattr(Analyzer, "vocabulary", lambda _: PlainVocabulary(lambda _: ["无"]))
        add(archive, 2)
    (damage, headline) = archive.verify(deep=True)
    assert damage.issues == headline.issues == ("2023-10-02/某市日报",)
    archive.close()
    (archive.path / "words.txt").write_text("第一篇\n", encoding="utf-8")
    with searcher.open(archive.path) as stale:
        assert stale.verify(deep=True) == []


def test_a_record_with_another_content_hash_is_found(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    issue_record = segment_writer.DocumentIndexer.issue_record
    with monkeypatch.context() as patched:
        patched.setattr(
            segment_writer.DocumentIndexer,
            "issue_record",
            lambda *arguments: issue_record(*arguments)._replace(content_hash="0" * 32),
        )
        add(archive, 1)
    (damage,) = archive.verify(deep=True)
    assert "has not the articles it was added with" in str(damage)
    archive.close()
