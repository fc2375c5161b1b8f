"""An audit reads every text: it agrees with a sound index, and names what an unsound one misses."""

from __future__ import annotations

import pytest

from index.query import And, Field, Literal, Not, Query, Words
from searcher import Archive
from searcher.answers.literal_audit import AuditedText, audit
from searcher.render.answer_tables import format_audit
from tests.oracle import Oracle
from tests.searcher.conftest import Run


@pytest.mark.parametrize(
    "query", ["太原", "“太原”", "空气质量 标题：农交会", "PM2.5 或 “，太原”", "記者 -文旅"]
)
def test_the_index_finds_what_stands_in_the_texts(archive: Archive, oracle: Oracle, query: str):
    found = archive.audit(query)
    assert found.agrees
    assert found.articles == len(oracle.articles)
    for each in found.texts:
        held = {name for name in oracle.articles if oracle.holds(name, each.text, each.scope)}
        assert (each.read, each.found) == (len(held), len(held))
        assert each.matched >= each.found


def test_only_what_the_filters_let_through_is_read(archive: Archive):
    whole, part = archive.audit("太原"), archive.audit("太原", paper="taiyuan-daily")
    assert part.articles < whole.articles
    assert part.agrees


def test_what_an_index_misses_and_what_it_makes_up_are_named(seed_archive: Archive):
    articles = list(seed_archive.stream("page:1"))
    held = sorted(each.id for each in seed_archive.stream("“农交会”"))
    other = next(each.id for each in articles if each.id not in held)

    def wrong(query: Query) -> set[str]:
        return {*held[1:], other} if isinstance(query, Literal) else set(held)

    calls: list[tuple[int, int]] = []
    tree = And((Words("农交会"), Not(Words("太原")), Field("reporter", "何宝国")))
    found = audit(tree, wrong, articles, 13, lambda *done: calls.append(done))
    assert found.texts == (
        AuditedText("农交会", None, False, len(held), len(held), len(held), (held[0],), (other,)),
    )
    assert not found.agrees
    assert calls == [(13, 13)]
    lines = [line.plain for line in format_audit(found, None)]
    assert lines == [
        f"农交会  literally in {len(held)} of 13 articles, found {len(held)}",
        f"  not found  {held[0]}",
        f"  found without it  {other}",
    ]


def test_words_that_stand_apart_are_counted_beside_the_literal(ask: Run, seed_archive: Archive):
    found = seed_archive.audit("推进太原高质量发展").texts[0]
    shown = ask("find", "推进太原高质量发展", "--audit").stdout
    assert f"literally in {found.read} of 13 articles, found {found.found}" in shown
    assert ("with its words apart" in shown) is (found.matched > found.found)


def test_find_audit_prints_a_line_for_each_text(ask: Run):
    shown = ask("find", "农交会", "“太原”", "--audit")
    assert shown.exit_code == 0
    assert [line.split("  ")[0] for line in shown.stdout.splitlines()] == ["农交会", "“太原”"]
    assert ask("find", "“没有的字”", "--audit").exit_code == 1


def test_a_question_without_a_text_has_nothing_to_audit(ask: Run, archive: Archive):
    refused = ask("find", "记者：何宝国", "--audit")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--audit: the question has no text to be read for" in refused.stderr
    with pytest.raises(ValueError, match="no text"):
        archive.audit("page:1")
