from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.byline_roles import split_roles
from index.pages.byline_tokens import read_tokens


def _names(line: str) -> dict[str, list[str]] | None:
    tokens = read_tokens(line)
    if tokens is None:
        return None
    found = split_roles(tokens).found
    return {part: [line[start:end] for start, end in spans] for part, spans in found.items() if spans}


def test_a_role_word_stands_before_its_names_or_behind_them():
    assert _names("记者 赵小川 通讯员 孙大河") == {"reporter": ["赵小川"], "contributor": ["孙大河"]}
    assert _names("赵小川 孙大河 摄") == {"photographer": ["赵小川", "孙大河"]}
    assert _names("文·赵小川 图/孙大河") == {"reporter": ["赵小川"], "photographer": ["孙大河"]}


def test_dots_at_the_ends_of_a_name_are_no_part_of_it():
    assert _names("·记者·赵小川. 阿不都·某·") == {"reporter": ["赵小川", "阿不都·某"]}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("撰文 甲某 摄影 乙某", {"reporter": ["甲某"], "photographer": ["乙某"]}),
        ("甲某 撰文 乙某 摄影", {"reporter": ["甲某"], "photographer": ["乙某"]}),
        ("甲某/文 乙某/图", {"reporter": ["甲某"], "photographer": ["乙某"]}),
        ("记者 甲某 摄影 乙某", {"reporter": ["甲某"], "photographer": ["乙某"]}),
        ("记者 甲某 乙某 摄影", {"photographer": ["甲某", "乙某"]}),
        ("记者甲某 实习生乙某 文 记者丙某 图", {"reporter": ["甲某", "乙某"], "photographer": ["丙某"]}),
        ("甲某 口述 乙某 整理", {"reporter": ["乙某"], "author": ["甲某"]}),
        ("口述 甲某 整理 乙某", {"reporter": ["乙某"], "author": ["甲某"]}),
    ],
)
def test_all_works_stand_on_the_side_of_the_first(line: str, names: dict[str, list[str]]):
    assert _names(line) == names


def test_who_wrote_and_took_the_pictures_has_both_parts():
    assert _names("记者 甲某 通讯员 乙某 文/图") == {
        "reporter": ["甲某"],
        "contributor": ["乙某"],
        "photographer": ["甲某", "乙某"],
    }
    assert _names("甲某 摄影报道") == {"photographer": ["甲某"]}


def test_titles_stand_behind_their_names_where_marks_say_so():
    assert _names("甲某 乙某(均为本报记者)") == {"reporter": ["甲某", "乙某"]}
    assert _names("甲某/记者 乙某/通讯员") == {"reporter": ["甲某"], "contributor": ["乙某"]}


def test_the_words_tell_the_scope():
    for line, scope in (("本组稿件由赵川采写", "group"), ("责编 赵川", "page"), ("记者赵川", "article")):
        tokens = read_tokens(line)
        assert tokens is not None
        assert split_roles(tokens).scope == scope


@given(st.text("记者摄影图文赵小川·. /：()", max_size=40))
def test_the_names_of_all_parts_are_apart_and_none_is_empty(line: str):
    tokens = read_tokens(line)
    if tokens is None:
        return
    spans = sorted({span for spans in split_roles(tokens).found.values() for span in spans})
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
