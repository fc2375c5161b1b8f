"""A change of ``saved.toml`` leaves what stands there by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher import SavedSearchError
from searcher.saved.saved_search import key_of, read_saved
from searcher.saved.saved_text import with_search, without_search

TEXT = """\
# of the desk
"煤矿" = "煤矿 安全"   # every morning

["空气"]
# asked by the editor
question = "空气质量"   # as typed
section = ["要闻"]
"""


def test_a_search_is_replaced_where_it_stands_and_remarks_stay():
    changed = with_search(TEXT, "煤礦", "煤矿 -事故", {}, "saved.toml")
    assert changed == TEXT.replace('"煤矿 安全"', '"煤矿 -事故"')
    changed = with_search(TEXT, "空气", "空气质量 臭氧", {"since": "2023"}, "saved.toml")
    assert '# asked by the editor\nquestion = "空气质量 臭氧"   # as typed\nsince = "2023"' in changed
    assert "section" not in changed


def test_a_new_search_and_one_that_gets_filters_are_tables_of_their_own():
    changed = with_search(TEXT, "煤矿", "煤矿", {"section": ("要闻", "评论")}, "saved.toml")
    coal = {each.name: each for each in read_saved(changed, "", shared=False)}
    assert coal["煤矿"].filters == {"section": ["要闻", "评论"]}
    assert coal["空气"].filters == {"section": ["要闻"]}
    assert changed.startswith("# of the desk")


def test_a_search_is_taken_out_and_the_others_stay():
    assert without_search(TEXT, "空氣", "saved.toml") == TEXT[: TEXT.index("\n[")] + "\n"
    assert without_search(TEXT, "两会", "saved.toml") == TEXT


def test_a_file_that_is_no_toml_is_not_written_over():
    with pytest.raises(SavedSearchError, match="mend the line first"):
        with_search('煤矿 = "x"', "空气", "x", {}, "saved.toml")


names = st.sampled_from(["煤矿", "空气", "煤礦", "a.b", "quarter-2", "1"])
questions = st.sampled_from(["太原", '"空气" -"臭氧"', "a\\ b", "“引号”", "@煤矿 OR x"])
changes = st.lists(
    st.tuples(
        names, st.none() | questions, st.sampled_from([{}, {"section": ["要闻"]}, {"page": [1, "A01"]}])
    ),
    max_size=8,
)


@given(st.sampled_from(["", TEXT]), changes)
def test_after_any_changes_the_file_holds_what_was_saved_last(
    text: str, made: list[tuple[str, str | None, dict[str, Any]]]
):
    held = {key_of(each.name): (each.query, each.filters) for each in read_saved(text, "", shared=False)}
    for name, question, filters in made:
        if question is None:
            held.pop(key_of(name), None)
            text = without_search(text, name, "")
        else:
            held[key_of(name)] = question, filters
            text = with_search(text, name, question, filters, "")
    found = read_saved(text, "", shared=False)
    assert {key_of(each.name): (each.query, each.filters) for each in found} == held
