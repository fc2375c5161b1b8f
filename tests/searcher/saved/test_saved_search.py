"""``saved.toml`` is read as people write it; what is broken says what, where and the cure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import And, Literal, Query, Saved, Words
from searcher import SavedSearchError
from searcher.language.echo import interpret
from searcher.language.parser import parse
from searcher.saved.saved_search import SavedSearches, checked_name, key_of, read_saved, understood

TEXT = """\
# of the desk
"煤矿" = "煤矿 安全 -事故"   # every morning

["空气"]
question = "空气质量"
section = ["要闻"]
page = 1
since = 2023-01-01
"""


def test_a_question_in_quotes_or_a_table_with_filters_is_a_saved_search():
    coal, air = read_saved(TEXT, "saved.toml", shared=False)
    assert (coal.name, coal.query, coal.filters, coal.error) == ("煤矿", "煤矿 安全 -事故", {}, "")
    assert (air.query, air.error) == ("空气质量", "")
    assert interpret(understood(air.query, air.filters)) == (
        "空气质量 AND (section:要闻) AND (page:1) AND date:2023-01-01.."
    )
    assert read_saved(" \n", "saved.toml", shared=True) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"坏" = "（太原"', "坏: this bracket is not closed"),
        ('"坏" = ""', "坏: the question is empty"),
        ('"坏" = 3', "a question in quotes, or a table"),
        ('["坏"]\nquestion = 3', "question is a text in quotes"),
        ('["坏"]\nsection = []', "section=[]; it has no value"),
        ('["坏"]\nquestion = "太原"\nsektion = "要闻"', "there is no key sektion; did you mean section?"),
        ('["坏"]\nquestion = "太原"\nsince = "昨儿个"', "since='昨儿个'"),
        ('["坏"]\nquestion = "太原"\nkind = "novel"', "kind='novel'; it is one of"),
        ('"a b" = "太原"', "'a b' is no name of a saved search: it holds blanks"),
        ('"RCEP" = "太原"\n"rcep" = "大同"', "rcep stands there twice, as RCEP too"),
    ],
)
def test_one_that_is_broken_says_why_and_leaves_the_others(line: str, why: str):
    found = read_saved(f'"好1" = "太原"\n{line}', "saved.toml", shared=False)
    assert found[0].error == ""
    errors = [each.error for each in found if each.error]
    assert len(errors) == 1
    assert why in errors[0]
    assert errors[0].startswith("saved.toml: ")


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ('煤矿 = "煤矿"', 'a name in Chinese stands in quotes, as "煤矿"'),
        ('[煤矿]\nquestion = "煤矿"', 'a name in Chinese stands in quotes, as "煤矿"'),
        ('"煤矿" = 煤矿', "line 1"),
    ],
)
def test_what_is_no_toml_names_the_line_and_the_cure(text: str, cure: str):
    with pytest.raises(SavedSearchError, match=r"saved\.toml is no TOML: .*line 1") as raised:
        read_saved(text, "saved.toml", shared=False)
    assert cure in str(raised.value)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a　b", "AND", "或", "(x", "a:b", "“x”", "-x", "x*", "长" * 41]
)
def test_a_name_with_blanks_or_of_the_language_is_refused_with_what_names_are(name: str):
    with pytest.raises(SavedSearchError, match="a name is letters, digits"):
        checked_name(name)


@given(st.text(max_size=12))
def test_every_name_that_is_one_is_read_back_behind_its_mark(text: str):
    try:
        name = checked_name(text)
    except SavedSearchError:
        return
    assert parse(f"@{name}") == Saved(name)
    assert parse(f"太原 （＠{name}）") == And((Words("太原"), Saved(name)))
    assert interpret(Saved(name)) == f"@{name}"


def test_a_name_may_be_typed_in_any_width_case_and_script():
    assert key_of("ＲＣＥＰ") == key_of("rcep")
    assert key_of("煤礦") == key_of("煤矿")
    assert checked_name("＠煤矿２") == "煤矿2"


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("@煤矿", Saved("煤矿")),
        ("＠煤矿 太原", And((Saved("煤矿"), Words("太原")))),
        ("“@煤矿”", Literal("@煤矿")),
        (r"\@煤矿", Words("@煤矿")),
        ("标题：@煤矿", Words("@煤矿", "headline")),
        ("a@b.com", Words("a@b.com")),
    ],
)
def test_the_mark_asks_for_a_saved_search_only_where_it_begins_a_word(question: str, tree: Query):
    assert parse(question) == tree
    assert parse(interpret(tree)) == tree


def test_a_name_that_is_not_there_has_the_nearest_or_says_how_to_save_one():
    saved = SavedSearches(read_saved(TEXT, "saved.toml", shared=False))
    assert saved.named("煤礦").name == "煤矿"
    with pytest.raises(SavedSearchError, match="there is no saved search 煤况; did you mean @煤矿"):
        saved.named("煤况")
    with pytest.raises(SavedSearchError, match="`searcher saved` lists them"):
        saved.named("两会")
    with pytest.raises(SavedSearchError, match="none was saved yet"):
        SavedSearches(()).named("两会")
    assert [each.name for each in saved[:1]] == [saved[0].name]
