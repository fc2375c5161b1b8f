from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.pages.byline_roles import split_roles, token_pattern

TOKEN = token_pattern("(?!)")


def _names(line: str, *, names_apart: bool = True) -> dict[str, list[str]] | None:
    roles = split_roles(line, TOKEN, names_apart=names_apart)
    if roles is None:
        return None
    return {part: [line[start:end] for start, end in spans] for part, spans in roles[0].items() if spans}


def test_a_role_word_stands_before_its_names_or_behind_them():
    assert _names("记者 赵小川 通讯员 孙大河") == {"reporter": ["赵小川"], "contributor": ["孙大河"]}
    assert _names("赵小川 孙大河 摄") == {"photographer": ["赵小川", "孙大河"]}
    assert _names("文·赵小川 图/孙大河") == {"reporter": ["赵小川"], "photographer": ["孙大河"]}


def test_dots_at_the_ends_of_a_name_are_no_part_of_it():
    assert _names("·记者·赵小川. 阿不都·某·") == {"reporter": ["赵小川", "阿不都·某"]}


def test_a_line_with_something_too_long_for_a_name_is_none_unless_names_may_touch():
    assert _names("记者 赵小川孙大河") is None
    assert _names("记者 赵小川孙大河", names_apart=False) == {"reporter": ["赵小川孙大河"]}


def test_the_words_tell_the_scope():
    for line, scope in (("本组稿件由赵川采写", "group"), ("责编 赵川", "page"), ("记者赵川", "article")):
        roles = split_roles(line, TOKEN, names_apart=True)
        assert roles is not None
        assert roles[2] == scope


@given(st.text("记者摄影图文赵小川·. /：()", max_size=40))
def test_the_names_of_all_parts_are_apart_and_none_is_empty(line: str):
    roles = split_roles(line, TOKEN, names_apart=False)
    assert roles is not None
    spans = sorted(span for spans in roles[0].values() for span in spans)
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
