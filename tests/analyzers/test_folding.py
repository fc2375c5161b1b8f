from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal

import pytest
from hypothesis import given

from analyzers.folding import (
    PlainTranslation,
    Translation,
    fold,
    fold_offsets,
    word_form,
    word_form_offsets,
)
from tests.strategies import texts

# The planes where Unicode has characters; the ends of the empty and the private ones stand for the rest.
PLANE = 0x10000
PLANES = [range(4 * PLANE), range(14 * PLANE, 15 * PLANE)]
EMPTY = [range(end - 0x100, min(end + 0x100, 17 * PLANE)) for end in range(5 * PLANE, 18 * PLANE, PLANE)]
CODES = sorted({code for codes in (*PLANES, *EMPTY) for code in codes})
EVERY = "".join(map(chr, CODES))


@given(texts, texts)
def test_each_character_folds_by_itself(a: str, b: str):
    assert fold(a + b) == fold(a) + fold(b)
    assert word_form(a + b) == word_form(a) + word_form(b)


@cache
def forms() -> tuple[list[str], list[str]]:
    """What each of ``EVERY`` folds to, and its word form."""
    return list(map(fold, EVERY)), list(map(word_form, EVERY))


def differing(found: Iterable[str], expected: Iterable[str]) -> list[str]:
    """The code points whose forms differ; a comparison of so many takes long to print."""
    rows = zip(CODES, found, expected, strict=True)
    return [hex(code) for code, one, other in rows if one != other]


def test_every_character_of_unicode_folds_to_what_stays_so_and_holds_no_white_space():
    folded, _ = forms()
    assert differing(map(fold, folded), folded) == []
    assert not any(map(str.isspace, "".join(folded)))


def test_every_character_of_unicode_has_a_word_form_that_stays_so_and_folds_as_it_does():
    folded, worded = forms()
    assert differing(map(word_form, worded), worded) == []
    assert differing(map(fold, worded), folded) == []
    assert not any(map(str.isspace, "".join(form for form in worded if form != " ")))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_character_of_unicode_is_the_same_composed_and_decomposed(form: Literal["NFC", "NFD"]):
    other = (char if "\ud800" <= char <= "\udfff" else unicodedata.normalize(form, char) for char in EVERY)
    assert differing(map(fold, other), forms()[0]) == []


@pytest.mark.parametrize("kind", [Translation, PlainTranslation])
def test_compiled_or_not_every_text_is_translated_by_the_table(kind: type[PlainTranslation]):
    table = dict(zip(CODES, forms()[0], strict=True))
    translate = kind(table)
    for _ in range(2):  # the second time from the cache
        assert translate(EVERY) == EVERY.translate(table)
        offsets = memoryview(translate.offsets(EVERY)).cast("I")
        assert offsets.tolist() == [at for at, char in enumerate(EVERY) for _ in table[ord(char)]]
    assert translate("") == ""
    assert translate.offsets("") == b""


@pytest.mark.parametrize("kind", [Translation, PlainTranslation])
def test_a_text_may_grow_to_many_times_its_length(kind: type[PlainTranslation]):
    translate = kind({ord("a"): "b" * 50, ord("c"): "", ord("d"): "e"})
    text = "adc" * 10_000
    assert translate(text) == ("b" * 50 + "e") * 10_000
    assert memoryview(translate.offsets(text, 3, 5)).cast("I").tolist() == [3] * 50 + [4]


@given(texts)
def test_every_folded_character_comes_from_one_that_folds_to_it(text: str):
    for form, offsets in ((fold, fold_offsets(text)), (word_form, word_form_offsets(text))):
        assert list(offsets) == sorted(offsets)
        kept = "".join(form(text[at]) for at in dict.fromkeys(offsets))
        assert kept == form(text)
        assert len(offsets) == len(kept)


@given(texts)
def test_a_part_of_a_text_has_the_offsets_that_it_has_in_the_whole(text: str):
    middle = len(text) // 2
    whole = list(fold_offsets(text))
    assert list(fold_offsets(text, 0, middle)) + list(fold_offsets(text, middle)) == whole


@given(texts)
def test_what_folding_drops_is_white_space_a_diacritic_a_subscript_mark_or_never_seen(text: str):
    kept = set(fold_offsets(text))
    for offset, char in enumerate(text):
        if offset not in kept:
            plain, unseen = unicodedata.normalize("NFKD", char), ("Cf", "Mn", "Lo", "Cn")
            assert all(
                each.isspace() or each in "_{}\ue5e5\ufffc" or unicodedata.category(each) in unseen
                for each in plain
            ), hex(ord(char))


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
        ("①", "1"),
        ("⼀", "一"),  # a radical of the Kangxi block
        ("長", "⻓"),  # one of a PDF's layer
        ("車", "車"),  # a compatibility form of a traditional character
        ("III类", "Ⅲ类"),
        ("m2", "㎡"),
        ("kg", "㎏"),
        ("25°C", "25℃"),
        ("No.3", "№.3"),
        ("first", "ﬁrst"),
        ("1/2", "½"),
        ("strasse", "Straße"),
        ("Müller", "Mu\u0308ller"),
        ("サービス", unicodedata.normalize("NFD", "サービス")),
        ("서울", unicodedata.normalize("NFD", "서울")),
        ("一九九〇年", "一九九○年"),
        ("3.15", "3·15"),
        ("阿不都·某", "阿不都•某"),
        ("阿不都·某", "阿不都．某"),
        ("1-8月", "1—8月"),
        ("1-8月", "1～8月"),
        ("3:1", "3∶1"),
        ("3×5", "3✕5"),
        ("“六地”", "「六地」"),
        ("“六地”", '"六地"'),
        ("隨著", "随着"),
        ("葛\U000e0100某", "葛某"),  # a variation selector
        ("空\ufffc气", "空气"),
        ("\ue5e5空气", "空气"),  # the space of GBK's private codes
        ("𠂇", "\ue816"),
    ],
)
def test_forms_that_are_the_same_to_a_reader_fold_to_the_same(typed: str, printed: str):
    assert fold(typed) == fold(printed) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("喆", "哲"), ("堃", "坤"), ("像", "象"), ("が", "か"), ("，", "、"), ("《", "“")]
)
def test_what_a_reader_keeps_apart_stays_apart(one: str, other: str):
    assert fold(one) != fold(other)


def test_traditional_forms_that_mean_two_things_fold_by_openccs_first_choice():
    assert fold("乾燥後天") == "干燥后天"


def test_words_are_cut_from_the_characters_that_jieba_knows():
    assert word_form("著名的甚至") == "著名的甚至"
    assert word_form("don’t “５Ｇ”　時代") == 'don\'t "5g" 时代'
