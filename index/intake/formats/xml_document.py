"""An XML file as a tree, with the standard library: no document type, no entities, nothing from outside.

A document type may define entities that grow without end, or that are read from another file or host. None of
the formats that are read here needs one, so a file with one is refused before any of it is expanded.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.parsers import expat

from index.errors import IssueFormatError
from index.messages import tr

_PIECE = 1 << 12


def parse_xml(raw: bytes, place: str) -> ET.Element:
    """Return the root; IssueFormatError at ``place`` for what is no XML, is cut off or has a DTD."""
    _refuse_document_type(raw, place)
    try:
        return ET.fromstring(raw)  # noqa: S314 - what the rule warns of is refused above
    except (ET.ParseError, ValueError, LookupError) as exc:
        raise IssueFormatError(place, tr("is damaged XML: {exc}; export it again", exc=exc)) from None


class _RootReached(Exception):
    pass


def _refuse_document_type(raw: bytes, place: str) -> None:
    """A document type can only stand before the root: as far as that is read."""

    def refuse(*_: object) -> None:
        raise IssueFormatError(
            place, tr("has a document type (DTD), which is not read; export it without one")
        )

    def stop(*_: object) -> None:
        raise _RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        for start in range(0, len(raw), _PIECE):
            parser.Parse(raw[start : start + _PIECE], False)
    except (_RootReached, expat.ExpatError, ValueError, LookupError):
        pass  # ElementTree says what is wrong
