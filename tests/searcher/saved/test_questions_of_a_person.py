"""``@name`` inside any question asks what was saved; what cannot be asked is refused where it stands."""

from __future__ import annotations

import pytest

from index.query import And, Not
from searcher import Archive, Literal, QuerySyntaxError, QueryTooLarge, Saved, Words
from tests.conftest import Person


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("@桥", "大桥 OR 长桥"),
        ("＠桥 通车", "(大桥 OR 长桥) AND 通车"),
        ("通车 与（@桥 或 @燕）", "通车 AND (大桥 OR 长桥 OR 燕子)"),
        ("-@桥 通告", "NOT (大桥 OR 长桥) AND 通告"),
        ("@要闻桥 -燕子", "大桥 OR 长桥) AND section:要闻 AND date:2021-01-01.. -燕子"),
    ],
)
def test_a_saved_search_in_a_question_is_its_question_in_brackets(own: Archive, question: str, same: str):
    own.save("桥", "大桥 OR 长桥")
    own.save("燕", "燕子")
    own.save("要闻桥", "@桥", section="要闻", since="2021")
    found = own.search(question, limit=None)
    meant = own.search(f"({same}" if same.startswith("大桥 OR 长桥)") else same, limit=None)
    assert found.interpreted == meant.interpreted
    assert [hit.id for hit in found] == [hit.id for hit in meant]
    assert found.total
    assert found.facets == meant.facets


def test_it_may_stand_wherever_a_question_is_taken(own: Archive, person: Person):
    own.save("桥", "大桥")
    best = own.search("大桥")[0]
    assert own.stream("@桥").ids == own.stream("大桥").ids
    assert own.timeline("@桥").questions[0].total == 2
    assert [row.articles for row in own.batch(["@桥", "@没有"])] == [2, 0]
    assert own.explain("@桥", best.id).score == own.explain("大桥", best.id).score
    assert own.highlighter("@桥").snippets(best.article) == own.highlighter("大桥").snippets(best.article)
    assert own.suggest("@桥") == own.suggest("大桥")
    tree = And((Saved("桥"), Not(Words("在即"))))
    assert own.search(tree).total == own.search("@桥 -在即").total == 1
    assert own.export(person.config.parent / "hits.jsonl", None, "@桥") == 2


def test_a_name_that_is_not_there_names_the_nearest_and_how_to_ask_for_the_text(own: Archive):
    own.save("煤矿", "大桥")
    with pytest.raises(QuerySyntaxError) as raised:
        own.search("太原 @煤况")
    cure = '(to search for the text itself, quote it: "@煤况")'
    assert str(raised.value) == f"there is no saved search 煤况; did you mean @煤矿? {cure}"
    assert (raised.value.start, raised.value.end) == (3, 6)
    assert own.search(Literal("@煤况")).total == 0


def test_a_cycle_is_refused_and_shown(own: Archive, person: Person):
    person.saved.write_text(
        'a = "太原 @b"\nb = "@c OR 大桥"\nc = "-@a"\nd = "@d"\ne = "大桥"\n', encoding="utf-8"
    )
    with pytest.raises(
        QuerySyntaxError, match=r"@a asks for itself .@a → @b → @c → @a.; take it out"
    ) as raised:
        own.search("大桥 (@a)")
    assert (raised.value.start, raised.value.end) == (4, 6)
    with pytest.raises(QuerySyntaxError, match="@d asks for itself"):
        own.search("@d")
    assert own.search("@e").total == 2
    assert [bool(each.error) for each in own.saved_hits()] == [True, True, True, True, False]


def test_a_search_is_not_saved_where_it_would_ask_for_itself(own: Archive):
    own.save("a", "大桥")
    own.save("b", "@a OR 燕子")
    for question in ("@a 燕子", "@b", "-@B 大桥"):
        with pytest.raises(QuerySyntaxError, match="@a asks for itself"):
            own.save("Ａ", question, overwrite=True)
    assert own.search("@b").total == 4


def test_one_that_is_broken_is_named_with_its_file_and_its_fault(own: Archive, person: Person):
    person.saved.write_text('"坏" = "（大桥"\n"外" = "@坏 OR 燕子"\n', encoding="utf-8")
    for question in ("@坏", "@外"):
        with pytest.raises(
            QuerySyntaxError, match=r"坏 is broken: .*saved\.toml: 坏: this bracket is not closed"
        ):
            own.search(question)


def test_searches_that_ask_for_each_other_without_end_are_too_much_work(own: Archive, person: Person):
    doubling = "\n".join(f'a{n} = "@a{n + 1} OR x{n} @a{n + 1}"' for n in range(30))
    person.saved.write_text(f'{doubling}\na30 = "大桥"\n', encoding="utf-8")
    with pytest.raises(QueryTooLarge, match="with its saved searches the question has more than 500 parts"):
        own.search("@a0")
    chain = "\n".join(f'a{n} = "@a{n + 1}"' for n in range(2000))
    person.saved.write_text(f'{chain}\na2000 = "大桥"\n', encoding="utf-8")
    with pytest.raises(QuerySyntaxError, match="more than 50 deep"):
        own.search("@a0")
    assert own.search("@a1990").total == 2


def test_days_that_were_said_stay_said(own: Archive):
    own.save("近", "大桥", since="近三个月")
    (kept,) = own.saved()
    assert kept.filters == {"since": "近三个月"}
    assert own.search("@近").total == 0
