from __future__ import annotations

import pytest

from index.pages.byline_words import inner_words, is_modifier, is_outlet, is_vocabulary, last_modifiers, work


@pytest.mark.parametrize(
    "text", ["本报", "晚报", "石桥日报", "石桥网", "石桥县融媒体中心", "石桥客户端", "新闻频道", "石桥电视台"]
)
def test_an_outlet_is_known_by_its_end(text: str):
    assert is_outlet(text)
    assert is_vocabulary(text)


@pytest.mark.parametrize("text", ["首席", "资深", "本报首席", "晚报全媒体", "驻石桥", "参与"])
def test_outlets_and_ranks_modify_a_role(text: str):
    assert is_modifier(text)
    assert not is_modifier("张三")


def test_known_modifiers_end_a_run_that_begins_with_a_name():
    assert last_modifiers("张三见习") == last_modifiers("张三本报") == 2
    assert last_modifiers("张三") == 2


@pytest.mark.parametrize("text", ["工作者", "记者会", "记者们", "摄影展", "创作者"])
def test_other_words_that_hold_a_role_word_hold_no_role(text: str):
    assert not inner_words(text)


def test_who_did_something_has_the_role_of_what_was_done():
    assert work("记录人") == work("记录")
    assert work("对本文亦有贡献") == work("采写")
    assert work("石桥") is None
