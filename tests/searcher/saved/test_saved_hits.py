"""What saved searches find, and what of it is new to the person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import searcher
from searcher import Archive, BackendUnavailable, SavedSearchError
from tests.conftest import Person
from tests.strategies import article

LATER = (
    article(1, day="2021-08-01", headline="大桥通车", paragraphs=("大桥今日通车。",)),
    article(2, day="2021-08-01", headline="大桥合龙", paragraphs=("合龙之前。",)),
    article(3, day="2021-08-01", headline="秋收", paragraphs=("粮食丰收。",)),
)


def test_what_is_found_when_it_is_saved_is_not_new_and_what_is_added_is(own: Archive):
    own.save("桥", "大桥")
    own.save("燕", "燕子", shared=True)
    assert [(each.name, each.articles, each.new) for each in own.saved_hits()] == [
        ("桥", 2, ()),
        ("燕", 2, ()),
    ]
    own.add_articles(LATER)
    bridge, swallow = own.saved_hits()
    assert (bridge.articles, bridge.new) == (4, (LATER[0].id, LATER[1].id))
    assert (swallow.articles, swallow.new) == (2, ())
    own.mark_seen("桥", [LATER[0].id])
    assert own.saved_hits("桥")[0].new == (LATER[1].id,)
    own.mark_seen("＠桥")
    assert own.saved_hits("桥")[0].new == ()


def test_of_a_search_that_was_written_by_hand_everything_is_new(own: Archive, person: Person):
    person.saved.write_text('"桥" = "大桥"\n', encoding="utf-8")
    (hits,) = own.saved_hits()
    assert (hits.articles, len(hits.new), hits.seen_at) == (2, 2, None)
    own.mark_seen("桥")
    (hits,) = own.saved_hits()
    assert hits.new == ()
    assert hits.seen_at
    assert hits.to_dict()["new"] == 0


def test_what_was_dropped_and_comes_back_is_not_new(own: Archive):
    own.save("桥", "大桥")
    own.add_articles(LATER)
    own.mark_seen("桥")
    own.drop("2021-08-01")
    assert own.saved_hits("桥")[0].articles == 2
    own.add_articles(LATER)
    assert own.saved_hits("桥")[0].new == ()


def test_an_addition_names_what_it_wrote_and_searches_are_asked_of_that_alone(own: Archive):
    own.save("桥", "大桥 通车")
    own.save("秋", "秋收")
    written = own.add_articles(LATER).written
    assert written == [each.id for each in LATER]
    assert {each.name: each.new for each in own.saved_hits(among=written)} == {
        "桥": (LATER[0].id,),
        "秋": (LATER[2].id,),
    }
    again = own.add_articles([*LATER, article(4, day="2021-08-01", headline="大桥通车之后")])
    assert again.written == ["2021-08-01-01-04"]
    corrected = own.add_articles([replace(LATER[2], headline="大桥通车"), *LATER[:2]], replace="article")
    assert corrected.written == [LATER[2].id]
    assert own.saved_hits("桥", among=corrected.written)[0].new == (LATER[2].id,)
    assert own.add_articles([replace(LATER[0], source="elsewhere")], replace="article").written == []


def test_an_article_that_holds_only_a_part_is_no_alert(own: Archive):
    own.save("桥", "大桥 海底隧道")
    assert own.search("@桥").total > 0
    assert own.saved_hits("桥", among=own.add_articles(LATER).written)[0].articles == 0
    assert own.saved_hits("桥")[0].articles == 0


def test_one_that_is_broken_keeps_no_other_from_being_asked(own: Archive, person: Person):
    person.saved.write_text(
        '"坏" = "（大桥"\n"外" = "@没有"\n"报" = "报纸：没有"\n"桥" = "大桥"\n', encoding="utf-8"
    )
    hits = {each.name: each for each in own.saved_hits(among=own.add_articles(LATER).written)}
    assert len(hits["桥"].new) == 2
    assert "bracket is not closed" in hits["坏"].error
    assert "there is no saved search 没有" in hits["外"].error
    assert "there is no paper 没有" in hits["报"].error
    with pytest.raises(SavedSearchError, match="there is no saved search 乔"):
        own.saved_hits("乔")


def test_a_state_folder_that_cannot_be_written_is_named_and_the_search_is_saved(own: Archive, person: Person):
    person.state.parent.mkdir()
    person.state.write_text("")
    with pytest.raises(BackendUnavailable, match=r"桥 is saved, but .*set XDG_STATE_HOME"):
        own.save("桥", "大桥")
    assert own.search("@桥").total == 2
    assert len(own.saved_hits("桥")[0].new) == 2
    with pytest.raises(BackendUnavailable, match="set XDG_STATE_HOME"):
        own.mark_seen("桥")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"archive":3}', b"\xff"])
def test_what_was_seen_is_lost_with_its_file_and_nothing_else(own: Archive, person: Person, content: bytes):
    own.save("桥", "大桥")
    (file,) = (each for each in person.state.rglob("*.json"))
    file.write_bytes(content)
    (hits,) = own.saved_hits()
    assert (hits.articles, len(hits.new)) == (2, 2)


def test_what_was_seen_is_that_of_one_archive(own: Archive, tmp_path: Path):
    own.save("桥", "大桥")
    own.backup(tmp_path / "other" / "own")
    with searcher.open(tmp_path / "other" / "own") as other:
        assert len(other.saved_hits("桥")[0].new) == 2
    assert own.saved_hits("桥")[0].new == ()
