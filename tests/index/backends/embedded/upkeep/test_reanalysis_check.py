"""Postings that are not those of the stored articles are found, though every checksum is right."""

from __future__ import annotations

from pathlib import Path

import pytest

import searcher
from analyzers import Analyzer, fold
from index.backends.embedded.whoosh.field_types import label_term
from index.backends.embedded.writer import segment_writer
from index.schema import PREFIX_TYPES
from searcher import Archive
from tests.conftest import ROOT
from tests.strategies import article

AS_EVER = Analyzer.terms_folded
DAYS = 12


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive", create=True)


def add(archive: Archive, day: int) -> None:
    archive.add_articles(
        article(n, day=f"2023-10-{day:02d}", headline=f"第{n}篇", section="城事", reporters=("何某某",))
        for n in range(1, 4)
    )


def test_what_was_analysed_as_it_is_now_has_nothing_to_tell(archive: Archive):
    archive.add(ROOT / "seeds")
    for day in range(1, DAYS):
        add(archive, day)
    add(archive, 1)
    seen: list[tuple[int, int]] = []
    assert archive.verify(deep=True, progress=lambda *done: seen.append(done)) == []
    assert seen[-1] == (DAYS, DAYS)
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
        (
            Analyzer,
            "terms_folded",
            lambda self, text: (AS_EVER(self, text)[0], text.replace("篇", "遍")),
            "bigrams",
        ),
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
    told = archive.verify(deep=True)
    assert told
    assert {issue for each in told for issue in each.issues} == {"2023-10-05/某市日报"}
    assert all("run: searcher reindex" in str(each) for each in told)
    assert any(each in str(damage) for damage in told for each in field.split("|"))
    archive.reindex()
    assert archive.verify(deep=True) == []
    archive.close()


def test_words_cut_otherwise_are_found_but_not_where_another_dictionary_cut_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    add(archive, 1)
    with monkeypatch.context() as patched:
        patched.setattr(Analyzer, "terms_folded", lambda _, text: (["无"], fold(text)))
        add(archive, 2)
    (damage, headline) = archive.verify(deep=True)
    assert damage.issues == headline.issues == ("2023-10-02/某市日报",)
    archive.close()
    (archive.path / "words.txt").write_text("第一篇\n", encoding="utf-8")
    with searcher.open(archive.path) as stale:
        assert stale.verify(deep=True) == []


def test_a_record_that_tells_another_digest_is_found(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    record = segment_writer.DocumentFeeder.record
    with monkeypatch.context() as patched:
        patched.setattr(
            segment_writer.DocumentFeeder,
            "record",
            lambda *told: record(*told)._replace(content_hash="0" * 32),
        )
        add(archive, 1)
    (damage,) = archive.verify(deep=True)
    assert "has not the articles it was added with" in str(damage)
    archive.close()
