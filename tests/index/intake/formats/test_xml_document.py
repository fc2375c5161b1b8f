from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.formats.xml_document import parse_xml


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_tree_in_its_encoding(encoding: str):
    root = parse_xml("<页><行>甲 &amp; 乙</行></页>".encode(encoding), "a.xml")
    assert [each.text for each in root] == ["甲 & 乙"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "http://localhost:9/a.dtd">',
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!-- <a> --><?x <a?>\n<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused_whatever_it_says(doctype: str, encoding: str):
    with pytest.raises(IssueFormatError, match=r"^a.xml: has a document type"):
        parse_xml(f"{doctype}<a>&b;</a>".encode(encoding), "a.xml")


@pytest.mark.parametrize(
    "raw",
    [b"", b"<a>", b"<a></b>", b"\0", b"text", b"<a>&b;</a>", b'<?xml version="1.0" encoding="no"?><a/>'],
)
def test_what_is_no_xml_is_refused(raw: bytes):
    with pytest.raises(IssueFormatError, match=r"^a.xml: is damaged XML: "):
        parse_xml(raw, "a.xml")


@given(st.binary(max_size=80))
def test_any_bytes_are_a_tree_or_refused(raw: bytes):
    try:
        parse_xml(raw, "a.xml")
    except IssueFormatError as refused:
        assert refused.place == "a.xml"
