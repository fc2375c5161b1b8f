from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given

from analyzers.folding import PlainTranslation, Translation, fold, fold_offsets, fold_spaced
from tests.conftest import ROOT
from tests.strategies import texts


@given(texts, texts)
def test_each_character_folds_by_itself(a: str, b: str):
    assert fold(a + b) == fold(a) + fold(b)
    assert fold_spaced(a + b) == fold_spaced(a) + fold_spaced(b)


def test_every_row_of_openccs_table_has_effect():
    table = ROOT / "analyzers" / "tables" / "traditional.tsv"
    pairs = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
    assert len(pairs) > 3000
    for traditional, simplified in pairs:
        assert fold(traditional) == fold(simplified) != ""


def test_every_character_of_unicode_folds_to_one_or_none_and_stays_so():
    for code in range(sys.maxunicode + 1):
        folded = fold(chr(code))
        assert len(folded) <= 1
        assert fold(folded) == folded


@pytest.mark.parametrize("kind", [Translation, PlainTranslation])
def test_compiled_or_not_every_text_is_translated_by_the_table(kind: type[PlainTranslation]):
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    table = {ord(char): fold_spaced(char) for char in every}
    translate = kind(table)
    for _ in range(2):  # the second time from the cache
        assert translate(every) == every.translate(table)
    assert translate("") == ""


@given(texts)
def test_a_folded_text_is_never_longer_and_holds_no_white_space(text: str):
    folded = fold(text)
    assert len(folded) <= len(text)
    assert not any(char.isspace() for char in folded)


@given(texts)
def test_every_folded_character_has_one_origin_that_folds_to_it(text: str):
    offsets = fold_offsets(text)
    assert offsets == sorted(set(offsets))
    assert [fold(text[offset]) for offset in offsets] == list(fold(text))


def test_every_character_of_unicode_has_an_offset_just_when_it_is_kept():
    for char in map(chr, range(sys.maxunicode + 1)):
        assert len(fold_offsets(char)) == len(fold(char)), hex(ord(char))
        assert len(fold_offsets(char, spaced=True)) == len(fold_spaced(char)), hex(ord(char))


@given(texts)
def test_spaced_offsets_lead_to_the_characters_words_are_cut_from(text: str):
    offsets = fold_offsets(text, spaced=True)
    assert offsets == sorted(set(offsets))
    assert [fold_spaced(text[offset]) for offset in offsets] == list(fold_spaced(text))


@given(texts)
def test_what_folding_drops_is_white_space_a_joiner_or_a_subscript_mark(text: str):
    kept = set(fold_offsets(text))
    for offset, char in enumerate(text):
        if offset not in kept:
            # A full-width low line or bracket is a subscript mark as well.
            mark = unicodedata.normalize("NFKC", char) in "_{}"
            assert char.isspace() or mark or unicodedata.category(char) == "Cf"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("PM2.5", "PM_{2.5}"),
        ("ＰＭ２．５", "PM_{2.5}"),
        ("標題", "标题"),
        ("農交會", "农交会"),
        ("臺灣", "台湾"),
        ("ＲＣＥＰ", "rcep"),
        ("空气质量", "空 气\u3000质\n量"),
        ("空气质量", "空气\u200b质\ufeff量"),
        ("㎡", "㎡"),
        ("①", "1"),
        ("⼀", "一"),  # a radical of the Kangxi block
        ("車", "車"),  # a compatibility form of a traditional character
    ],
)
def test_forms_that_are_the_same_to_a_reader_fold_to_the_same(typed: str, printed: str):
    assert fold(typed) == fold(printed)


def test_a_character_that_would_become_two_stays_one():
    assert [fold(char) for char in "½㎏ﬁßİ"] == list("½㎏ﬁßİ")
    assert fold("℃") == "℃"


def test_traditional_forms_that_mean_two_things_fold_by_openccs_first_choice():
    assert fold("乾燥後天") == "干燥后天"
