"""Synonyms: the lines of the file, classes, one way, circles, and what is taken out of the common list."""

from __future__ import annotations

import pytest

from analyzers import fold
from searcher.forms.synonyms import Rule, Synonyms, common_rules, line_of, read_rules, synonyms_of, with_lines


@pytest.mark.parametrize(
    "line",
    [
        "省发改委 = 省发展和改革委员会",
        "省发改委＝省发展和改革委员会",
        "  省发改委=省发展和改革委员会  # 简称",
    ],
)
def test_a_line_makes_two_texts_the_same_in_any_width(line: str):
    assert read_rules(line) == ([Rule(("省发改委", "省发展和改革委员会"))], [])


@pytest.mark.parametrize("line", ["甲甲 => 乙乙", "甲甲 ＝＞ 乙乙", "甲甲 → 乙乙"])
def test_an_arrow_leads_one_way(line: str):
    synonyms = synonyms_of(line)

    assert synonyms.of("甲甲") == ("乙乙",)
    assert synonyms.of("乙乙") == ()


def test_texts_that_lines_join_are_one_class_and_a_circle_ends_where_it_began():
    synonyms = synonyms_of("甲甲 = 乙乙\n乙乙 = 丙丙\n丙丙 = 甲甲\n")

    assert {each: set(synonyms.of(each)) for each in ("甲甲", "乙乙", "丙丙")} == {
        "甲甲": {"乙乙", "丙丙"},
        "乙乙": {"甲甲", "丙丙"},
        "丙丙": {"甲甲", "乙乙"},
    }


def test_a_chain_of_one_way_is_followed_to_its_end():
    assert synonyms_of("甲甲 => 乙乙\n乙乙 => 丙丙").of("甲甲") == ("乙乙", "丙丙")


def test_a_circle_of_one_way_is_told_and_searched_either_way():
    rules, faults = read_rules("甲甲 => 乙乙\n乙乙 => 丙丙\n丙丙 => 甲甲")

    assert len(rules) == 3
    (told,) = faults
    assert told.startswith("3: 丙丙 => 甲甲 makes a circle, 丙丙 => 甲甲 => 乙乙 => 丙丙: ")
    assert told.endswith("write 丙丙 = 甲甲 = 乙乙")
    assert set(Synonyms(rules).of("丙丙")) == {"甲甲", "乙乙"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("省发改委", "has no ="),
        ("= 省发改委", "nothing on one side"),
        ("甲甲 = 乙乙 =", "nothing on one side"),
        ("甲 = 乙乙", "not of 2 to 60 characters"),
        ("甲甲 = 甲甲", "says the same twice"),
        ("甲甲 = 乙乙 => 丙丙", "has = and =>"),
        ("甲甲 => 乙乙 => 丙丙", "has several =>"),
        ("“甲甲” = 乙乙", "write the texts alone"),
        ("\ufffd甲 = 乙乙", "save the file as UTF-8"),
        ("丁丁 = 戊戊", "stands in line 1 already"),
    ],
)
def test_a_line_with_a_fault_is_told_and_costs_no_other(line: str, fault: str):
    rules, faults = read_rules(f"丁丁 = 戊戊\n{line}\n己己 = 庚庚")

    assert rules == [Rule(("丁丁", "戊戊")), Rule(("己己", "庚庚"))]
    assert len(faults) == 1
    assert faults[0].startswith(f"2: {line}")
    assert fault in faults[0]


def test_the_common_list_holds_each_text_once_and_only_what_a_file_may_hold():
    texts = [fold(text) for rule in common_rules() for text in rule.texts]

    assert len(common_rules()) > 100
    assert len(texts) == len(set(texts))
    rules, faults = read_rules("\n".join(map(line_of, common_rules())))
    assert (rules, faults) == (list(common_rules()), [])


def test_a_text_without_another_is_taken_out_of_the_common_list():
    assert synonyms_of("").of("高铁") == ("高速铁路",)
    assert synonyms_of("高铁 =").of("高铁") == ()
    assert synonyms_of("高铁 =").of("高速铁路") == ()


def test_lines_are_added_behind_what_stands_there_once():
    before = "# ours\n甲甲 = 乙乙"

    assert with_lines(before, ["丙丙＝丁丁", "甲甲 = 乙乙"]) == "# ours\n甲甲 = 乙乙\n丙丙 = 丁丁\n"
    with pytest.raises(ValueError, match="has no ="):
        with_lines(before, ["丙丙"])
