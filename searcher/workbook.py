"""A table as an Excel workbook: every cell is a text, so no id becomes a number, no headline a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import IO

from index.errors import UnsupportedByBackend
from index.messages import tr

MAX_ROWS = 1_048_576  # of a sheet, the header among them: "Excel specifications and limits"
MAX_CELL_UNITS = 32_767  # of UTF-16
MAX_LINKS = 65_530
MAX_LINK_CHARS = 2_079
MEASURED_ROWS = 500
NARROWEST, WIDEST = 6, 60  # columns, in Latin letters
_ADDRESSES = ("http://", "https://")


def write_sheet(file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> None:
    """Write a header of ``columns`` and the ``total`` ``rows``; an address in a column ``link`` is a link.

    A text that is longer than a cell may be ends in "…". Columns are as wide as their first rows want, a
    Chinese character counting two. UnsupportedByBackend where XlsxWriter is not installed, or a sheet has not
    so many rows, before anything is read.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise UnsupportedByBackend(
            tr(
                "a workbook needs XlsxWriter: pip install 'news-searcher[xlsx]'; or take --csv "
                "--bom, which Excel opens too"
            )
        ) from None
    if total >= MAX_ROWS:
        raise UnsupportedByBackend(
            tr(
                "a sheet has room for {max_rows:,} articles, and {total:,} were found; narrow the "
                "question (--since, --limit), or take --csv",
                max_rows=MAX_ROWS - 1,
                total=total,
            )
        )
    # Rows leave the memory as they are written, and no text is taken for anything else.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet("searcher")
        bold = book.add_format({"bold": True})
        widths = [_width(name) for name in columns]
        link_at = columns.index("link") if "link" in columns else None
        for at, name in enumerate(columns):
            sheet.write_string(0, at, name, bold)
        links, last = 0, 0
        for last, row in enumerate(rows, 1):
            for at, text in enumerate(map(_fitting, row)):
                is_link = at == link_at and text.startswith(_ADDRESSES) and len(text) <= MAX_LINK_CHARS
                if is_link and links < MAX_LINKS:
                    links += 1
                    sheet.write_url(last, at, text, string=text)
                else:
                    sheet.write_string(last, at, text)
                if last <= MEASURED_ROWS:
                    widths[at] = max(widths[at], _width(text))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(width + 1, WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})


def _width(text: str) -> int:
    """How many Latin letters are as wide as the longest line of ``text``, up to the widest column."""
    lines = (line[:WIDEST] for line in text.split("\n"))
    widest = max(
        sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines
    )
    return max(NARROWEST, widest)


def _fitting(text: str) -> str:
    if len(text) * 2 <= MAX_CELL_UNITS or len(text.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS:
        return text
    return text.encode("utf-16-le")[: (MAX_CELL_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"
