# ruff: noqa: E501  - a piece of XML is one line
from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats import safe_xml
from index.intake.formats.safe_xml import Element, parse_xml, root_name

PATH = Path("01.xml")


def parse(text: str | bytes, *, html: bool = False) -> Element:
    return parse_xml(text.encode() if isinstance(text, str) else text, PATH, [], html=html)


def refusal(text: str | bytes, *, html: bool = False) -> str:
    with pytest.raises(IssueFormatError) as error:
        parse(text, html=html)
    return str(error.value)


def test_elements_have_names_without_namespaces_and_texts_in_the_order_printed():
    root = parse('<a:b xmlns:a="urn:x" xmlns:y="urn:y" y:href="h">一<c>二</c>三<c/>四</a:b>')
    assert (root.name, root.get("href"), root.text) == ("b", "h", "一二三四")
    assert [child.name for child in root.named("c")] == ["c", "c"]
    assert root.first("c", "d") is None


BOMB = (
    '<!DOCTYPE a [<!ENTITY x "哈哈哈哈"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;">]>'
    "<a>&z;</a>"
)


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        BOMB.replace("DOCTYPE a", "DOCTYPE html"),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;]><a/>',
        '<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    ],
)
def test_bombs_and_external_entities_are_refused_before_anything_is_expanded(text: str, html: bool):
    assert "has a document type of its own, which may expand without end" in refusal(text, html=html)


def test_xhtml_may_name_its_document_type_and_entities_of_html():
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/x.dtd">'
    assert parse(f"{doctype}<html>甲&nbsp;乙&middot;丙</html>", html=True).text == "甲\xa0乙·丙"
    assert "refers to an entity, 'qingze'" in refusal(f"{doctype}<html>&qingze;</html>", html=True)
    assert "has a document type of its own" in refusal(f"{doctype}<html/>")


def test_what_is_too_deep_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch):
    assert "over 100 deep" in refusal("<a>" * 200_000)
    monkeypatch.setattr(safe_xml, "MAX_ELEMENTS", 1000)
    assert "has over 1,000 elements" in refusal(f"<a>{'<b/>' * 1001}</a>")
    monkeypatch.setattr(safe_xml, "MAX_BYTES", 1 << 20)
    assert "is over 1 MB of XML" in refusal("<a>" + "字" * (1 << 19) + "</a>")


@pytest.mark.parametrize(
    ("text", "line"),
    [("<a>\n<b>\n</a>", 3), ("", 1), ("本报讯", 1), ("<a/><a/>", 1), ("<a>&x;</a>", 1), ("<a>\x01</a>", 1)],
)
def test_what_is_no_xml_is_refused_by_its_line(text: str, line: int):
    assert refusal(text).startswith(f"01.xml:{line}: is no well-formed XML: ")


TEXT = "青泽日报的一页，水清岸绿。"


@pytest.mark.parametrize(
    ("declared", "encoding", "warning"),
    [
        ("UTF-8", "utf-8", None),
        ("UTF-8", "utf-8-sig", None),
        ("UTF-16", "utf-16", None),
        ("GBK", "gbk", None),
        ("gb2312", "gb18030", None),
        ("Big5", "big5", None),
        ("GB2312", "utf-8", "01.xml: says that it is gb2312, but is UTF-8; read as UTF-8"),
        ("UTF-8", "gb18030", "01.xml: says that it is utf-8, but is none; read as GB18030"),
        ("klingon", "gb18030", "01.xml: says that it is klingon, but is none; read as GB18030"),
    ],
)
def test_the_encoding_is_what_the_bytes_are_whatever_is_declared(
    declared: str, encoding: str, warning: str | None
):
    warnings: list[str] = []
    simplified = TEXT.replace("青泽日报", "青日報") if encoding == "big5" else TEXT
    text = simplified if encoding != "big5" else "青日的一"
    raw = f'<?xml version="1.0" encoding="{declared}"?>\n<a>{text}</a>'.encode(encoding)
    assert parse_xml(raw, PATH, warnings).text == text
    assert warnings == ([warning] if warning else [])


def test_bytes_of_no_encoding_are_refused():
    assert "says that it is utf-8, but is none; export it again, as UTF-8" in refusal(
        b"<a>\xff\xff\xff\xfe</a>"
    )
    assert "is no utf-16, as it begins" in refusal(b"\xff\xfe<")


def test_the_root_is_seen_without_parsing():
    assert root_name(b'<?xml version="1.0"?><!-- <x> --><alto xmlns="a">') == "alto"
    assert root_name(b"<!DOCTYPE html><html>") == "html"
    assert root_name("<m:mets>".encode("utf-16")) == "mets"
    assert root_name(b"no tag") == ""
