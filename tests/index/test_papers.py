"""A paper has a code and names; ``papers.toml`` tells of it, or says what is wrong."""

from __future__ import annotations

from datetime import date as civil_date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import PapersFormatError
from index.papers import (
    EVERY_DAY,
    MAX_CODE_CHARS,
    NO_PAPERS,
    Paper,
    code_of_old_name,
    format_days,
    is_code,
    read_days,
    read_papers,
    slug,
)

TOLD = """
# the group's papers
[qzrb]
name = "青泽日报"
aliases = ["qingze-daily", "Qingze Morning"]
days = "mon-sat"
holidays = [2024-02-10, "2024-02-11"]
since = 1995-01-01
until = "2024-06-30"

[qzwb]
name = "青泽晚报"
"""


def test_all_that_can_be_told_of_a_paper_is_read():
    papers = read_papers(TOLD)
    assert list(papers.told) == ["qzrb", "qzwb"]
    assert papers.paper("qzrb") == Paper(
        "qzrb",
        "青泽日报",
        ("qingze-daily", "Qingze Morning"),
        frozenset(range(6)),
        frozenset({civil_date(2024, 2, 10), civil_date(2024, 2, 11)}),
        civil_date(1995, 1, 1),
        civil_date(2024, 6, 30),
    )
    assert papers.paper("qzwb") == Paper("qzwb", "青泽晚报")


@pytest.mark.parametrize("text", ["", " \n", "# nothing yet\n"])
def test_a_file_that_tells_nothing_tells_of_no_paper(text: str):
    assert read_papers(text).told == {}


@pytest.mark.parametrize(
    "name",
    [
        "qzrb",
        "QZRB",
        "ｑｚｒｂ",
        "青泽日报",
        "青澤日報",
        "《青泽日报》",
        "qingze-daily",
        "Qingze Daily",
        "QINGZE_DAILY",
    ],
)
def test_every_way_to_call_a_paper_is_its_code(name: str):
    assert read_papers(TOLD).code_of(name) == "qzrb"


def test_a_paper_that_nobody_told_of_has_the_slug_of_its_name():
    assert NO_PAPERS.code_of("The Qingze Daily") == "the-qingze-daily"
    assert (NO_PAPERS.name("x"), NO_PAPERS.paper("x")) == ("x", Paper("x", "x"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("taiyuan-daily", "taiyuan-daily"),
        ("Taiyuan Daily", "taiyuan-daily"),
        ("  Taiyuan -- Daily! ", "taiyuan-daily"),
        ("某市日報", "某市日报"),
        ("《某市·日报》", "某市-日报"),
        ("a/b\\c..d", "a-b-c-d"),
        ("½ day", "1-2-day"),
        ("Ｑ１", "q1"),
    ],
)
def test_a_slug_is_the_letters_and_digits_of_a_name(name: str, code: str):
    assert slug(name) == code
    assert is_code(code)


@pytest.mark.parametrize("name", ["", " ", "——", "!?", "_", "a" * (MAX_CODE_CHARS + 1), "报" * 50])
def test_a_name_that_makes_no_code_is_refused_with_the_cure(name: str):
    with pytest.raises(ValueError, match="give it one: searcher papers CODE --name NAME"):
        slug(name)
    assert not is_code(name)


@given(st.text(max_size=60))
def test_a_slug_is_its_own_slug_and_a_part_of_ids_and_keys(name: str):
    try:
        code = slug(name)
    except ValueError:
        code = code_of_old_name(name) if name.isprintable() else "x"
    assert slug(code) == code
    assert is_code(code)
    assert not any(char.isspace() or char in "/\\_" for char in code)


def test_old_names_that_make_no_code_have_a_code_each():
    names = ["——", "!?", *("报" * 40 + each for each in ("晨", "晚")), "a" * 200, "a" * 201]
    codes = [code_of_old_name(name) for name in names]
    assert len(set(codes)) == len(names)
    assert all(map(is_code, codes))
    assert [code_of_old_name(name) for name in names] == codes
    assert code_of_old_name("Taiyuan Daily") == "taiyuan-daily"


@pytest.mark.parametrize("code", ["QZRB", "qz rb", "qz_rb", "-qz", "qz-", "qz--rb", "qz/rb", "", "澤"])
def test_what_is_no_slug_is_no_code(code: str):
    assert not is_code(code)


@pytest.mark.parametrize(
    ("alias", "of"), [("青泽晚报", "qzwb"), ("QZWB", "qzwb"), ("青澤晚報", "qzwb"), ("qz-wb", "qzwb")]
)
def test_two_papers_of_one_name_are_refused(alias: str, of: str):
    with pytest.raises(PapersFormatError, match=f"is a name of both qzrb and {of}; give it to one of them"):
        read_papers(f'[qzrb]\naliases = ["{alias}"]\n[{of}]\nname = "青泽晚报"\n')


def test_a_paper_may_say_its_own_name_twice():
    assert read_papers('[qzrb]\nname = "qzrb"\naliases = ["QZRB", "qzrb"]\n').code_of("Qzrb") == "qzrb"


def test_names_of_marks_alone_are_not_one_name():
    papers = read_papers('[a]\naliases = ["!"]\n[b]\naliases = ["?"]\n')
    assert (papers.code_of("!"), papers.code_of("?")) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[qzrb", r"no TOML: .*end of document.*; mend the line"),
        ('[qzrb]\nname = "a"\nname = "b"\n', r"no TOML: .*line 3.*; mend the line"),
        ("[QZ]\n", r"\[QZ\] is no code of a paper; it is lower-case letters and digits"),
        ('["青泽 日报"]\n', r"\[青泽 日报\] is no code"),
        ('qzrb = "青泽日报"\n', r"qzrb is no table; write \[qzrb\]"),
        ('[a]\nalias = ["b"]\n', r"\[a\] has an unknown key alias; did you mean aliases\?"),
        ("[a]\nx = 1\n", r"unknown key x; keys are name, aliases, days, holidays, since, until"),
        ('[a]\naliases = "b"\n', r"\[a\] aliases is a list of names"),
        ("[a]\naliases = [1]\n", r"\[a\] aliases is a list of names"),
        ('[a]\naliases = [" "]\n', r"\[a\] aliases is a list of names"),
        ("[a]\nname = 1\n", r"\[a\] name is a text on one line"),
        ('[a]\nname = " "\n', r"\[a\] name is a text on one line"),
        ('[a]\nname = "b\\nc"\n', r"\[a\] name is a text on one line"),
        ('[a]\ndays = "daily"\n', r"\[a\] days: 'daily' are no weekdays; write mon-sat"),
        ("[a]\ndays = [1]\n", r"\[a\] days: '1' are no weekdays"),
        ("[a]\nholidays = 2024-02-10\n", r"\[a\] holidays is a list of days"),
        ('[a]\nholidays = ["soon"]\n', r"\[a\] each of holidays is a day as 1995-01-31"),
        ("[a]\nsince = 1995\n", r"\[a\] since is a day as 1995-01-31"),
        ("[a]\nuntil = 1995-01-01T00:00:00\n", r"\[a\] until is a day as 1995-01-31"),
        ("[a]\nsince = 1995-01-02\nuntil = 1995-01-01\n", r"since 1995-01-02 lies after until 1995-01-01"),
    ],
)
def test_what_cannot_be_is_refused_with_place_and_cure(text: str, told: str):
    with pytest.raises(PapersFormatError, match=told):
        read_papers(text)


@pytest.mark.parametrize(
    ("text", "days", "shown"),
    [
        ("mon-sat", {0, 1, 2, 3, 4, 5}, "mon-sat"),
        ("Mon - Sat", {0, 1, 2, 3, 4, 5}, "mon-sat"),
        ("mon-sun", set(range(7)), "mon-sun"),
        ("mon,wed,fri", {0, 2, 4}, "mon,wed,fri"),
        ("thu", {3}, "thu"),
        ("sat-sun", {5, 6}, "sat,sun"),
        ("sat-mon", {5, 6, 0}, "mon,sat,sun"),
        ("mon-mon", {0}, "mon"),
        ("周一至周六", {0, 1, 2, 3, 4, 5}, "mon-sat"),
        ("星期一、星期三，星期天", {0, 2, 6}, "mon,wed,sun"),
        ("周日", {6}, "sun"),
    ],
)
def test_weekdays_are_read_in_several_forms_and_written_in_one(text: str, days: set[int], shown: str):
    assert read_days(text) == days
    assert format_days(frozenset(days)) == shown
    assert read_days(shown) == days


@given(st.sets(st.integers(0, 6), min_size=1))
def test_weekdays_that_are_written_are_read_again(days: set[int]):
    assert read_days(format_days(frozenset(days))) == days


@pytest.mark.parametrize("text", ["", "mon-", "-mon", "mon--sat", "monday", "mon,,tue", "周", "一", "1-6"])
def test_what_are_no_weekdays_is_refused_with_the_forms(text: str):
    with pytest.raises(ValueError, match="are no weekdays; write mon-sat, or mon,wed,fri"):
        read_days(text)


def test_weekdays_are_a_list_too():
    assert read_papers('[a]\ndays = ["mon", "wed-fri"]\n').paper("a").days == frozenset({0, 2, 3, 4})
    assert read_papers('[a]\ndays = "mon-sun"\n').paper("a").days == EVERY_DAY


def test_a_paper_lives_from_its_first_to_its_last_day():
    paper = read_papers(TOLD).paper("qzrb")
    days = [civil_date(1994, 12, 31), civil_date(1995, 1, 1), civil_date(2024, 6, 30), civil_date(2024, 7, 1)]
    assert [paper.lived(day) for day in days] == [False, True, True, False]
    assert Paper("a", "a").lived(civil_date.min)
    assert Paper("a", "a").lived(civil_date.max)


def test_the_codes_of_a_papers_names_may_have_been_its_own():
    papers = read_papers(
        f'[qzrb]\nname = "青泽日报"\naliases = ["Qingze Daily", "!", "{"x" * 60}", "qzrb"]\n'
    )
    assert papers.codes_before("qzrb") == ("qzrb", "青泽日报", "qingze-daily")
    assert papers.codes_before("unknown") == ("unknown",)


def test_the_nearest_are_named_as_they_are_called():
    papers = read_papers(TOLD)
    assert papers.nearest("qzrbb", ["qzrb", "qzwb", "other"])[0] == "qzrb"
    assert papers.nearest("qingzedaly", ["qzrb", "qzwb"])[0] == "qingze-daily"
    assert papers.nearest("青泽日", ["qzrb", "qzwb"])[0] == "青泽日报"
    assert papers.nearest("zzzz", ["qzrb"]) == []
