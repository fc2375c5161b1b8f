"""Texts are counted as searches count them, and terms are found by the characters at their places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import searcher
from index.deadline import Deadline
from index.errors import SearchTimeout
from index.query import Literal
from searcher import Archive
from tests.strategies import article

TEXTS = ("柳树成行，桃树开花", "柳树和桃树", "柳絮满城", "柳树")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path: Path = tmp_path_factory.mktemp("spellings") / "archive"
    opened = searcher.open(path, create=True)
    for number, text in enumerate(TEXTS, 1):
        day = f"2023-09-{number:02d}"
        opened.add_articles([article(1, day=day, headline="", paragraphs=(text,), reporters=("付明丽",))])
    return opened


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet="柳树桃絮成行和，", min_size=2, max_size=5), max_size=8))
def test_texts_are_counted_as_literals_are_found(archive: Archive, texts: list[str]):
    found = [archive.search(Literal(text), limit=0).total for text in texts if text.strip("，")]
    counted = archive._backend.count_literals([text for text in texts if text.strip("，")])
    assert counted == found


def test_a_text_of_one_character_is_not_counted(archive: Archive):
    assert archive._backend.count_literals(["柳", "", "柳树"]) == [0, 0, 3]


def test_words_are_found_by_their_characters_the_most_frequent_first(archive: Archive):
    assert archive._backend.terms_spelt("words", ["柳桃", "树絮"])[0] == ("柳树", 3)
    assert archive._backend.terms_spelt("words", ["柳桃", "花"]) == []


def test_names_are_found_in_their_folded_form_over_all_segments(archive: Archive):
    assert archive._backend.terms_spelt("reporter", ["付", "明", "莉丽"]) == [("付明丽", 4)]
    assert archive._backend.terms_spelt("reporter", ["付", "明"]) == []


def test_characters_beyond_the_first_plane_and_latin_ones_fit_no_place(archive: Archive):
    assert archive._backend.terms_spelt("words", ["A𠮷\ud800", "树"]) == []


def test_a_removed_article_is_counted_no_more(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as opened:
        opened.add_articles(article(n, paragraphs=("柳树",), reporters=("付明丽",)) for n in (1, 2))
        (first, *_) = opened.stream("柳树").ids
        opened.remove([first])
        assert opened._backend.count_literals(["柳树"]) == [1]
        assert opened._backend.terms_spelt("reporter", ["付", "明", "丽"]) == [("付明丽", 1)]


def test_a_deadline_ends_the_counting(archive: Archive):
    with pytest.raises(SearchTimeout):
        archive._backend.count_literals(["柳树成"], Deadline(0))
    with pytest.raises(SearchTimeout):
        archive._backend.terms_spelt("words", ["柳", "树"], Deadline(0))
