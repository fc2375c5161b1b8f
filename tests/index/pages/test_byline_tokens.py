from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.byline_tokens import read_tokens
from tests.strategies import texts


def _words(line: str) -> list[tuple[str, str]] | None:
    tokens = read_tokens(line)
    return None if tokens is None else [(token.kind, token.word) for token in tokens]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "本报记者张三通讯员李四摄",
            [
                *(("modifier", "本报"), ("role", "记者"), ("name", "张三")),
                *(("role", "通讯员"), ("name", "李四"), ("role", "摄")),
            ],
        ),
        ("文·张三", [("role", "文"), ("name", "张三")]),
        ("记者·阿不都·某", [("role", "记者"), ("name", "阿不都·某")]),
        ("阿不都·某摄", [("name", "阿不都·某"), ("role", "摄")]),
        ("张三文/图", [("name", "张三"), ("role", "文"), ("role", "图")]),
        ("张　三 李四", [("name", "张　三"[::2]), ("name", "李四")]),
        ("张克文摄", [("name", "张克文"), ("role", "摄")]),
        ("图片由张三提供", [("role", "图片"), ("filler", "由"), ("name", "张三"), ("role", "提供")]),
        ("张三等", [("name", "张三"), ("filler", "等")]),
        ("张三丰等", [("name", "张三丰"), ("filler", "等")]),
    ],
)
def test_a_line_is_cut_at_the_words_that_are_in_no_name(line: str, words: list[tuple[str, str]]):
    assert _words(line) == words


@pytest.mark.parametrize("line", ["记者“张三”", "记者 张三 2024", "《张三》", "张三！"])
def test_a_mark_or_a_number_that_no_byline_has_leaves_no_tokens(line: str):
    assert read_tokens(line) is None


@given(texts | st.text("记者摄影图文赵小川·. /：()本报晚社等由", max_size=60))
def test_tokens_ascend_and_are_texts_of_the_line(line: str):
    at = 0
    for token in read_tokens(line) or ():
        assert at <= token.start < token.end <= len(line)
        assert token.word == "".join(line[token.start : token.end].split())
        at = token.end
