"""What stands in ``papers.toml`` by hand stays when a paper is told of."""

from __future__ import annotations

from datetime import date as civil_date
from functools import partial

import pytest

from index.errors import PapersFormatError
from index.papers import Paper, read_papers
from searcher.papers_text import forgotten, renamed, told

BY_HAND = """# The papers of the group.

[qzrb]  # the morning paper
name = "青泽日报"
aliases = ["qingze-daily"]   # as the folders are called
days = 'mon-sat'

# until 2010 a weekly
[qzwb]
name = "青泽晚报"
"""
REMARKS = ("# The papers of the group.", "# the morning paper", "# as the folders", "# until 2010 a weekly")


def test_a_paper_is_told_of_where_there_was_none():
    text = told(
        "",
        "qzrb",
        {"name": "青泽日报", "aliases": ["晨报"], "days": "mon-sat", "since": civil_date(1995, 1, 1)},
    )
    assert read_papers(text).paper("qzrb") == Paper(
        "qzrb", "青泽日报", ("晨报",), frozenset(range(6)), since=civil_date(1995, 1, 1)
    )


def test_remarks_and_other_values_stay():
    text = told(BY_HAND, "qzrb", {"days": "mon-fri", "until": civil_date(2020, 1, 1)})
    assert all(remark in text for remark in REMARKS)
    paper = read_papers(text).paper("qzrb")
    assert (paper.name, paper.days, paper.until) == ("青泽日报", frozenset(range(5)), civil_date(2020, 1, 1))
    assert [line for line in BY_HAND.splitlines() if line not in text.splitlines()] == ["days = 'mon-sat'"]


def test_nothing_told_changes_nothing():
    assert told(BY_HAND, "qzrb", {}) == BY_HAND
    assert told(BY_HAND, "qzrb", {"name": "青泽日报"}) == BY_HAND
    assert told(BY_HAND, "qzwb", {"days": None}) == BY_HAND


def test_a_value_is_taken_back():
    assert read_papers(told(BY_HAND, "qzrb", {"days": None})).paper("qzrb").days is None


def test_a_paper_is_forgotten_and_the_others_stay():
    text = forgotten(BY_HAND, "qzwb")
    assert list(read_papers(text).told) == ["qzrb"]
    assert "# as the folders" in text
    assert forgotten(BY_HAND, "unknown") == BY_HAND


def test_a_renamed_paper_has_its_old_code_as_an_alias():
    papers = read_papers(renamed(BY_HAND, "qzrb", "qzcb"))
    assert list(papers.told) == ["qzwb", "qzcb"]
    assert papers.paper("qzcb") == Paper("qzcb", "青泽日报", ("qingze-daily", "qzrb"), frozenset(range(6)))
    assert papers.code_of("qzrb") == "qzcb"


def test_a_paper_of_which_nothing_was_told_is_called_by_its_old_code_when_it_is_renamed():
    assert read_papers(renamed("", "青泽日报", "qzrb")).paper("qzrb") == Paper(
        "qzrb", "青泽日报", ("青泽日报",)
    )


def test_two_papers_that_become_one_keep_all_their_names():
    paper = read_papers(renamed(BY_HAND, "qzwb", "qzrb")).paper("qzrb")
    assert (paper.name, paper.days) == ("青泽日报", frozenset(range(6)))
    assert set(paper.aliases) == {"qingze-daily", "青泽晚报", "qzwb"}


def test_a_rename_done_twice_is_done_once():
    once = renamed(BY_HAND, "qzrb", "qzcb")
    assert renamed(once, "qzcb", "qzcb") == once
    assert read_papers(renamed(once, "qzrb", "qzcb")) == read_papers(once)


@pytest.mark.parametrize(
    ("code", "values", "fault"),
    [
        ("QZRB", {}, "is no code of a paper"),
        ("qz.rb", {}, "is no code of a paper"),
        ("qzzk", {"name": "青泽日报"}, "a name of both qzrb and qzzk"),
        ("qzzk", {"aliases": ["qzwb"]}, "a name of both qzwb and qzzk"),
        ("qzrb", {"days": "daily"}, "no weekdays"),
        ("qzrb", {"nick": "x"}, "unknown key nick; keys are name"),
    ],
)
def test_what_cannot_be_is_refused(code: str, values: dict[str, object], fault: str):
    with pytest.raises(PapersFormatError, match=fault):
        told(BY_HAND, code, values)


def test_a_file_that_is_no_toml_is_refused_with_the_line():
    for change in (
        partial(told, code="a", values={}),
        partial(forgotten, code="a"),
        partial(renamed, old="a", new="b"),
    ):
        with pytest.raises(PapersFormatError, match=r"papers.toml is no TOML: .*line 2.*mend the line"):
            change('[qzrb]\nname = "\n')
