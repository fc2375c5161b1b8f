"""Picture: what does a search look like on a terminal? As a script it writes search.svg beside itself."""

from __future__ import annotations

import re
from html import escape, unescape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

import searcher
from searcher.render.answers import format_results

ROOT = Path(__file__).resolve().parents[1]
QUERY = "农交会 或 “空气质量”"
LIMIT = 3
WIDTH = 96  # cells
_TEXT = re.compile(r'<text (class="[^"]*") x="([^"]*)" y="([^"]*)" textLength[^>]*>([^<]*)</text>')
_WORD = re.compile(r"[!-~]+|\S")
CELL = 12.2  # the width of a cell in Rich's picture


def picture() -> str:
    """Return the terminal of someone who asks for QUERY, as SVG."""
    with TemporaryDirectory() as folder, searcher.open(folder, create=True) as archive:
        archive.add(ROOT / "seeds")
        results = archive.search(QUERY, limit=LIMIT)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, highlight=False)
    console.print(Text.assemble(("$ ", "dim"), f"searcher find '{QUERY}' --limit {LIMIT}"))
    for line in format_results(results, WIDTH):
        console.print(line, soft_wrap=True)
    svg = console.export_svg(title="searcher", unique_id="searcher")
    # Rich would fetch a font from elsewhere, and have Latin letters as wide as Chinese ones where it can.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-variant-east-asian: full-width;", "")
    return _TEXT.sub(_placed, svg)


def _placed(text: re.Match[str]) -> str:
    """Give each Latin word and each Chinese character a place of its own.

    Rich gives a text the length its characters would have if all were Latin; Chinese ones would overlap.
    """
    style, x, y, printed = text.groups()
    chars = unescape(printed).replace("\xa0", " ")
    words = ((float(x) + CELL * cell_len(chars[: word.start()]), word[0]) for word in _WORD.finditer(chars))
    return "".join(f'<text {style} x="{place:.1f}" y="{y}">{escape(word)}</text>' for place, word in words)


if __name__ == "__main__":
    Path(__file__).with_name("search.svg").write_text(picture(), encoding="utf-8")
