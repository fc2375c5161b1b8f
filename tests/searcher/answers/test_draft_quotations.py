from __future__ import annotations

import pytest

from searcher.answers.draft_quotations import quotations_in


@pytest.mark.parametrize(
    ("draft", "texts"),
    [
        ("他说：“柳树绿了。”走了", ["柳树绿了。"]),
        ('“甲”和「乙」、『丙』与"丁"', ["甲", "乙", "丙", "丁"]),
        ("“他说：「好」，又说：“走吧””完", ["他说：「好」，又说：“走吧”"]),
        ("“没有收尾", ["没有收尾"]),
        ("don't 没有", []),
        ("“ ”和“\u200b”", []),
    ],
)
def test_what_stands_in_quotes_is_found(draft: str, texts: list[str]):
    assert [text for _, text in quotations_in(draft)] == texts


def test_a_quotation_that_goes_on_is_one_for_each_paragraph():
    assert quotations_in("无\n“第一段\n“第二段。”") == [(2, "第一段"), (3, "第二段。")]
