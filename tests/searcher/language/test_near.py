"""Texts near each other: every form is read, in full width too, and written back."""

from __future__ import annotations

import pytest

from index.query import And, Literal, Near, Not, Or, Query, Words
from searcher.language.echo import interpret
from searcher.language.parser import parse, read

TAIYUAN, AIR, WATER = Words("太原"), Words("空气"), Words("水")


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("太原 NEAR/20 空气", Near((TAIYUAN, AIR), (20,))),
        ("太原 ＮＥＡＲ／２０ 空气", Near((TAIYUAN, AIR), (20,))),
        ("太原　near/20　空气", Near((TAIYUAN, AIR), (20,))),
        ("太原 近20 空气", Near((TAIYUAN, AIR), (20,))),
        ("太原 近２０ 空气", Near((TAIYUAN, AIR), (20,))),
        ('"太原 空气"~20', Near((Literal("太原"), Literal("空气")), (20,))),
        ("“太原　空气　治理”～２０", Near((Literal("太原"), Literal("空气"), Literal("治理")), (20, 20))),
        ("同句(太原 空气)", Near((TAIYUAN, AIR), ("sentence",))),
        ("同段（太原　“空气”）", Near((TAIYUAN, Literal("空气")), ("paragraph",))),
        ("SENTENCE(太原 AND 空气)", Near((TAIYUAN, AIR), ("sentence",))),
        ("太原 NEAR/5 空气 NEAR/9 “治理”", Near((TAIYUAN, AIR, Literal("治理")), (5, 9))),
        ("(太原 OR 大同) NEAR/5(空气 或 水)", Near((Or((TAIYUAN, Words("大同"))), Or((AIR, WATER))), (5,))),
        ("3x5 NEAR/0 米", Near((Or((Words("3x5"), Words("3×5"))), Words("米")), (0,))),
        ("太 原 NEAR/3 空 气", Near((TAIYUAN, AIR), (3,))),
    ],
)  # fmt: skip
def test_every_form_is_read_and_written_back(question: str, tree: Query):
    assert parse(question) == tree
    assert parse(interpret(tree)) == tree


def test_near_binds_more_than_and_and_less_than_brackets():
    near = Near((TAIYUAN, AIR), (5,))

    assert parse("山西 太原 NEAR/5 空气 治理") == And((Words("山西"), near, Words("治理")))
    assert parse("-太原 NEAR/5 空气") == Not(near)
    assert parse("山西 OR 同句(太原 空气)") == Or((Words("山西"), Near((TAIYUAN, AIR), ("sentence",))))


@pytest.mark.parametrize(
    "question",
    [
        "标题：太原 NEAR/5 空气",
        "标题：(太原 NEAR/5 空气)",
        "标题：同句（太原 空气）",
        "标题：“太原 空气”~5",
    ],
)
def test_a_field_holds_for_all_the_parts(question: str):
    tree = parse(question)

    assert isinstance(tree, Near)
    assert {part.scope for part in tree.parts if isinstance(part, Words | Literal)} == {"headline"}
    assert parse(interpret(tree)) == tree


@pytest.mark.parametrize(
    "question", ["近20", "近3 个月", "空气 OR 近20", "(近20) 空气", "近20 AND 空气", r"太原 \近20 空气"]
)
def test_what_joins_nothing_is_text(question: str):
    assert "近" in interpret(parse(question))


def test_a_han_operator_says_that_it_was_read_as_one():
    (note,) = read("空气质量 近3 年")[1]

    assert note.startswith("近3 is read as NEAR/3")
