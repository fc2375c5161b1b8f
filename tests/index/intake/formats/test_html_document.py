from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from index.errors import IssueFormatError
from index.intake.formats.html_document import HtmlDocument, lines_of, lines_of_piece

BEFORE = "本报讯 昨日上午，三百多名居民带着铁锹上山，山桃林场又多了一片新绿。"


def lines(page: str, encoding: str = "utf-8") -> list[str]:
    return lines_of(HtmlDocument.read(page.encode(encoding), Path("a.html")).root)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<P>甲<P>乙<br>丙<BR/>丁", ["甲", "乙", "丙", "丁"]),
        ("甲<div>乙</div>丙", ["甲", "乙", "丙"]),
        ("甲<b>乙</b><a href=x>丙</a><span>丁</span>", ["甲乙丙丁"]),
        ("<p>　　甲&nbsp;&nbsp;乙 \n 丙</p>", ["甲 乙 丙"]),
        ("&ldquo;甲&rdquo;&mdash;&#20057;&#x4E19;&amp;amp;&lt;b&gt;", ["“甲”—乙丙&amp;<b>"]),
        ("甲<script>var x='<p>乙</p>'</script><style>p{}</style>丙<!-- 丁 -->", ["甲丙"]),
        ('甲<div style="DISPLAY: none">乙</div><i style="visibility:hidden">丙</i>丁', ["甲", "丁"]),
        ("<table><tr><td>甲<td>乙</tr><tr><th>丙</th><td></td></tr></table>", ["甲 乙", "丙"]),
        ("<select><option>甲</select><textarea>乙</textarea><input value=丙>丁", ["丁"]),
        ("<p> \n</p><p>&nbsp;</p><p>　</p>", []),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    ],
)
def test_text_is_the_lines_that_a_browser_shows(body: str, shown: list[str]):
    assert lines(f"<html><head><title>题</title></head><body>{body}</body></html>") == shown


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ('<meta charset="gb2312">', "gb18030"),
        ('<META http-equiv=Content-Type content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="utf-8">', "gb18030"),
        ("<meta charset=gb2312>", "utf-8"),
        ("<meta charset=big5>", "gb18030"),
        ("", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=gb2312>", "utf-8-sig"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=x-unknown>", "gb18030"),
    ],
)
def test_the_encoding_is_the_declared_one_unless_the_bytes_speak_against_it(declared: str, written: str):
    page = f"<html><head>{declared}</head><body><p>{BEFORE}</p></body></html>"
    assert lines(page, written) == [BEFORE]


def test_a_declaration_settles_what_is_too_short_to_tell():
    assert lines("<meta charset=gbk><p>啊啊啊</p>", "gb18030") == ["啊啊啊"]


def test_nothing_outside_the_page_is_read(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("秘密", encoding="utf-8")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    page = f'{doctype}<body>&x;<iframe src="{secret}"></iframe></body>'
    assert "秘密" not in "".join(lines(page))


def test_what_nests_too_deeply_is_refused_not_cut_off():
    assert lines("<body>" + "<div>" * 1900 + BEFORE) == [BEFORE]
    with pytest.raises(IssueFormatError, match=r"^a.html: cannot be read as HTML: Excessive depth"):
        lines("<body>" + "<div>" * 2100 + BEFORE)


@pytest.mark.parametrize(
    "soup", ["<p>", "</div>", "<b><i>", "<a href=x>", "<!--", "&", "<", "<font><p>x</p>"]
)
def test_a_million_characters_of_broken_html_are_read_or_refused(soup: str):
    try:
        lines("<body>甲" + soup * (1_000_000 // len(soup)))
    except IssueFormatError as refused:
        assert "cannot be read as HTML" in str(refused)


@given(st.text(st.sampled_from("甲乙<>&;/pbrdiv\"'!-= \n"), max_size=60))
def test_any_piece_gives_lines_that_are_not_blank(piece: str):
    for line in lines_of_piece(piece, "a.html"):
        assert line.strip() == line != ""


@given(st.lists(st.text(st.sampled_from("甲乙丙<&>\"' 1a"), min_size=1, max_size=9), max_size=5))
def test_what_another_program_serialises_is_read_back(texts: list[str]):
    body = etree.Element("body")
    for text in texts:
        etree.SubElement(body, "p").text = text
    page = html.tostring(body, encoding="unicode")
    assert lines(f"<html>{page}</html>") == [shown for text in texts if (shown := " ".join(text.split()))]
