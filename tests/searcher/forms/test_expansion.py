"""Other forms in a question: where, how they are ranked, and that what was typed finds no less."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from analyzers import Analyzer
from index.query import Alternatives, Form, Near, Query, Words
from index.run_plan import FORM_SHARE
from searcher import Archive, Article, parse
from searcher.forms.expansion import expand
from searcher.forms.synonyms import synonyms_of

SYNONYMS = synonyms_of("省发改委 = 省发展和改革委员会 = 省发展改革委")
TEXTS = {
    "short": "省发改委发出通知。",
    "long": "省发展和改革委员会发出通知。",
    "apart": "全省的发展和各项改革，由委员会通知。",
    "han": "地铁二号线开通了。",
    "digits": "地铁2号线开通了。",
    "both": "省发展和改革委员会（省发改委）发出通知。",
}


@pytest.fixture(scope="module")
def forms_archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive with an article for each form."""
    archive = searcher.open(tmp_path_factory.mktemp("forms"), create=True)
    archive.add_articles(
        Article(id=name, paper="p", date=date(2024, 1, 1), page=1, headline="题", paragraphs=(text,))
        for name, text in TEXTS.items()
    )
    return archive


def forms(question: str) -> Query:
    return expand(parse(question), SYNONYMS, Analyzer()).tree


def found(archive: Archive, question: str, **options: object) -> list[str]:
    return [hit.id for hit in archive.search(question, limit=None, **options).hits if hit.tier != "partial"]  # type: ignore[arg-type]


def test_a_run_that_is_a_synonym_or_holds_one_has_the_others_in_its_place():
    alternatives = forms("省发改委通知")

    assert isinstance(alternatives, Alternatives)
    assert alternatives.typed == Words("省发改委通知")
    assert set(alternatives.forms) == {
        Form((("省发改委", "省发展和改革委员会"),), ("通知",)),
        Form((("省发改委", "省发展改革委"),), ("通知",)),
    }


@pytest.mark.parametrize(
    "question", ["“省发改委”", "记者：省发改委", "省发改", "栏目：2号线", "三峡", "太原 空气", "RCEP*"]
)
def test_quotes_names_and_what_has_no_other_form_stay_as_they_are(question: str):
    tree = parse(question)

    assert expand(tree, synonyms_of(""), Analyzer()) == (tree, ())


def test_a_synonym_inside_a_word_is_none():
    assert forms("2号线索") == Words("2号线索")


def test_texts_near_each_other_have_their_other_forms():
    near = forms("省发改委 NEAR/5 通知")

    assert isinstance(near, Near)
    assert isinstance(near.parts[0], Alternatives)


def test_a_form_of_several_texts_is_neither_searched_near_another_text_nor_said_to_be():
    run = parse("关于省发改委")
    assert expand(run, synonyms_of(""), Analyzer()).notes
    near = parse("关于省发改委 NEAR/20 空气")
    assert expand(near, synonyms_of(""), Analyzer()) == (near, ())


@pytest.mark.parametrize(
    "question", ["省发改委", "省发展和改革委员会通知", "二号线", "2号线", "２号线", "地铁2号线 开通"]
)
def test_every_form_finds_the_articles_of_all_and_exact_only_its_own(forms_archive: Archive, question: str):
    kin = {"short", "long", "both"} if "省" in question else {"han", "digits"}
    answer = forms_archive.search(question)

    assert kin <= set(found(forms_archive, question))
    assert "also searched: " in answer.warnings[-1]
    assert forms_archive.search(question, exact=True).totals.all < answer.totals.all
    assert forms_archive.search(question, exact=True).totals.literal == answer.totals.literal
    assert not forms_archive.search(question, exact=True).warnings


def test_an_other_form_is_meant_as_it_stands(forms_archive: Archive):
    assert "apart" not in found(forms_archive, "省发改委")


def test_what_is_excluded_is_so_in_every_form(forms_archive: Archive):
    assert found(forms_archive, "通知 -省发改委") == ["apart"]


def test_near_each_other_stand_the_other_forms_too(forms_archive: Archive):
    assert set(found(forms_archive, "省发改委 NEAR/3 通知")) == {"short", "long", "both"}


def test_other_forms_are_marked_and_explained(forms_archive: Archive):
    (hit,) = [hit for hit in forms_archive.search("省发改委").hits if hit.id == "long"]

    (snippet,) = [each for each in hit.snippets if each.field == "body"]
    assert [snippet.text[span.start : span.end] for span in snippet.spans] == ["省发展和改革委员会"]
    explained = forms_archive.explain("省发改委", "long")
    assert explained.score == pytest.approx(hit.score)
    assert "省发展和改革委员会" in [part.term for part in explained.parts]
    exactly = forms_archive.explain("省发改委", "long", exact=True)
    assert "省发展和改革委员会" not in [part.term for part in exactly.parts]


def test_an_other_form_weighs_half_of_what_was_typed_and_both_together_no_more(tmp_path: Path):
    """Of three articles of one length, where nothing but the form differs."""
    texts = {"typed": "甲乙丙丁在此处", "other": "戊己庚辛在此处", "both": "甲乙丙丁戊己庚辛"}
    with searcher.open(tmp_path, create=True) as archive:
        archive.tell_synonyms("甲乙丙丁 = 戊己庚辛")
        archive.add_articles(
            Article(id=name, paper="p", date=date(2024, 1, 1), page=1, headline="题", paragraphs=(text,))
            for name, text in texts.items()
        )
        scores = {}
        for name in texts:
            explained = archive.explain("甲乙丙丁", name)
            typed = [boost.score for boost in explained.boosts if boost.kind == "typed"]
            scores[name] = sum(part.score for part in explained.parts) + sum(typed)
    assert scores["other"] == pytest.approx(FORM_SHARE * scores["typed"], rel=0.15)
    assert scores["both"] == pytest.approx(scores["typed"], rel=0.15)


CHARS = st.sampled_from("省发改委展和革员会地铁二2号线开通第十一届年〇三， ")


@given(question=st.text(CHARS, min_size=1, max_size=12))
def test_other_forms_only_add_articles(forms_archive: Archive, question: str):
    if not any(map(str.isalnum, question)):
        return
    plain = forms_archive.search(question, limit=None, exact=True, loose=True)
    answer = forms_archive.search(question, limit=None, loose=True)
    assert {hit.id for hit in plain.hits} <= {hit.id for hit in answer.hits}
    assert answer.totals.literal == plain.totals.literal
    assert answer.totals.all >= plain.totals.all


def test_a_question_without_a_run_of_text_does_not_read_the_list(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        (tmp_path / "archive" / "synonyms.txt").mkdir()  # which cannot be read
        for question in ("“省发改委”", "记者：何某某", "日期：2024", "非 “太原”"):
            assert archive.search(question).total == 0
        for question in ("省发改委", "“太原” 省发改委", "太原 NEAR/20 空气", "日期：2024 -太原"):
            with pytest.raises(searcher.ArchiveError, match=r"synonyms\.txt"):
                archive.search(question)
