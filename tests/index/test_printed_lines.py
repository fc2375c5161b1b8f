from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.printed_lines import ROLES, PrintedLine, pack_lines, unpack_lines

FIELDS = {
    "label": ("民生", "热线追踪"),
    "kicker": ("入冬以来",),
    "headline": ("老街换新管",),
    "subhead": ("三日通水", "居民称便"),
    "body": ("本报讯 昨日动工。", "施工三天。", "（何某某）"),
}


def _lines(*pairs: tuple[str, str]) -> list[PrintedLine]:
    return [PrintedLine(*pair) for pair in pairs]


def test_kicker_headline_and_text_in_their_order_need_no_entry():
    fields = {**FIELDS, "label": (), "subhead": ()}
    lines = _lines(
        ("kicker", "入冬以来"), ("headline", "老街换新管"), *(("body", text) for text in FIELDS["body"])
    )
    assert pack_lines(lines, fields) == ()
    assert list(unpack_lines((), fields)) == lines


def test_a_text_that_a_field_holds_is_not_kept_twice():
    lines = _lines(
        ("label", "民生"),
        ("label", "热线追踪"),
        ("kicker", "入冬以来"),
        ("headline", "老街换新管"),
        ("deck", "三日通水"),
        ("body", "本报讯 昨日动工。"),
        ("subhead", "居民称便"),
        ("body", "施工三天。"),
        ("byline", "（何某某）"),
        ("masthead", "责编 周某"),
    )
    entries = (
        "label 2",
        "kicker",
        "headline",
        "deck",
        "body",
        "subhead",
        "body",
        "byline",
        "masthead: 责编 周某",
    )
    assert pack_lines(lines, FIELDS) == entries
    assert list(unpack_lines(entries, FIELDS)) == lines


@pytest.mark.parametrize(
    ("entries", "headings"),
    [
        (("headline: 老街", "headline: 换新管"), [("headline", "老街"), ("headline", "换新管")]),
        (("merged: 入冬以来 老街换新管",), [("merged", "入冬以来 老街换新管")]),
    ],
    ids=["a headline of two lines", "kicker and headline on one line"],
)
def test_lines_that_no_field_holds_alone_are_kept_whole(
    entries: tuple[str, ...], headings: list[tuple[str, str]]
):
    fields = {**FIELDS, "label": (), "subhead": ()} | ({"kicker": ()} if len(entries) == 2 else {})
    lines = _lines(*headings, *(("body", text) for text in FIELDS["body"]))
    assert pack_lines(lines, fields) == (*entries, "body 3")
    assert list(unpack_lines((*entries, "body 3"), fields)) == lines


def test_a_label_of_an_article_above_is_not_printed_again():
    assert "民生" not in [line.text for line in unpack_lines(("kicker", "headline", "body 3"), FIELDS)]


def test_a_field_that_was_corrected_is_corrected_in_print():
    corrected = {**FIELDS, "headline": ("老街换上新水管",), "body": ("本报讯 昨日动工。施工三天。",)}
    lines = list(unpack_lines(("kicker", "headline", "body 2", "subhead 2", "body"), corrected))
    assert [line.text for line in lines] == [
        "入冬以来",
        "老街换上新水管",
        "本报讯 昨日动工。施工三天。",
        "三日通水",
        "居民称便",
    ]


def test_paragraphs_that_no_entry_names_follow():
    lines = list(unpack_lines(("kicker", "headline", "subhead 2", "body"), FIELDS))
    assert [line.text for line in lines[-2:]] == ["施工三天。", "（何某某）"]


def test_an_entry_without_a_role_is_a_line_of_the_page():
    assert next(iter(unpack_lines(("本版责编：周某",), FIELDS))) == ("masthead", "本版责编：周某")


texts = st.text("甲乙 :1b", min_size=1, max_size=4).filter(str.strip)


@given(st.lists(st.builds(PrintedLine, st.sampled_from(ROLES), texts), max_size=8))
def test_lines_come_back_as_they_were_printed(lines: list[PrintedLine]):
    # Each text is in its field, those of the same field in their order, as in an article that was parsed.
    fields: dict[str, tuple[str, ...]] = {
        "label": tuple(line.text for line in lines if line.role == "label"),
        "kicker": tuple(line.text for line in lines if line.role == "kicker"),
        "headline": tuple(line.text for line in lines if line.role == "headline"),
        "subhead": tuple(line.text for line in lines if line.role in ("deck", "subhead")),
        "body": tuple(line.text for line in lines if line.role == "body"),
    }
    entries = pack_lines(lines, fields)
    if entries:
        assert list(unpack_lines(entries, fields)) == lines
    else:
        assert lines == list(unpack_lines((), fields))
