from __future__ import annotations

from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake.entities import decode_entities, entity_warnings
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("阿不都&middot;某", "阿不都·某"),
        ("&nbsp;&nbsp;本报讯", "\u00a0\u00a0本报讯"),
        ("&ldquo;好&rdquo;&hellip;&mdash;&times;", "“好”…—×"),
        ("3&lt;5&gt;2 &amp; &quot;某&quot;", '3<5>2 & "某"'),
        ("&#183;&#xB7;&#Xb7;&#12288;&#20845;", "···\u3000六"),
        ("&#150;", "–"),  # a number of Windows-1252, as browsers read it
        ("&#x20BB7;", "𠮷"),
    ],
)
def test_an_entity_is_the_character_it_stands_for(text: str, decoded: str):
    assert decode_entities(text)[0] == decoded


@pytest.mark.parametrize(
    "text",
    [
        "AT&T;",
        "AT&T、R&D；",
        "&nbsp 本报讯",
        "&nosuch;",
        "&;",
        "&#;",
        "&#x;",
        "&#0;",
        "&#10;",
        "&#x1b;",
        "&NewLine;",
        "&Tab;",
        "&#xD800;",
        "&#x110000;",
        "&#xFFFF;",
        "&#8232;",
        "＆nbsp；",
    ],
)
def test_what_is_no_entity_or_stands_for_nothing_printed_stays(text: str):
    assert decode_entities(text) == (text, {})


def test_an_entity_is_decoded_once():
    assert decode_entities("&amp;nbsp;&amp;amp;")[0] == "&nbsp;&amp;"


@given(st.lists(texts | st.sampled_from(["&", "&amp;", "&lt;", "#183;", "nbsp;"])).map("".join))
def test_a_text_without_entities_stays_and_no_line_changes_its_number(text: str):
    decoded, found = decode_entities(text)
    assert decoded == text or found
    assert decoded.count("\n") == text.count("\n")


def test_every_name_of_html_with_its_semicolon_is_known():
    control = {"Tab;", "NewLine;"}
    for name in (name for name in html5 if name.endswith(";") and name not in control):
        assert decode_entities(f"&{name}") == (html5[name], {f"&{name}": 1})


def test_a_warning_names_the_file_how_many_entities_there_were_and_which():
    _, found = decode_entities("&nbsp;" * 1200 + "&middot;")
    assert entity_warnings("01.txt", found) == [
        "01.txt: 1,201 HTML entities read as what they stand for: &nbsp; (1,200), &middot; (1)"
    ]
    _, found = decode_entities("".join(f"&#{number};" for number in range(0x4E00, 0x4E00 + 20)))
    (warning,) = entity_warnings("01.txt", found)
    assert warning.endswith("(1), 12 other kinds")


def test_without_entities_there_is_no_warning():
    assert entity_warnings("01.txt", decode_entities("R&D")[1]) == []
