"""What the facets are called above and beside their values."""

from __future__ import annotations

from collections.abc import Mapping

from index.messages import mark, tr
from index.schema import Facet

_NAMES: Mapping[Facet, str] = {
    "section": mark("section"),
    "reporter": mark("reporter"),
    "author": mark("author"),
    "paper": mark("paper"),
    "page": mark("page"),
    "page_name": mark("page_name"),
    "kind": mark("kind"),
    "date": mark("date"),
    "month": mark("month"),
    "year": mark("year"),
}


def facet_name(facet: Facet) -> str:
    """The name of a facet in the language of the process; in English it is the facet itself."""
    return tr(_NAMES.get(facet, facet))
