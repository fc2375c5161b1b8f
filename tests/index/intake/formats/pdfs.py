"""PDFs that reportlab makes: invented pages, and broken ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Printed = tuple[float, float, float, str]  # left, from the top, size of type, text


def canvas_of(*, size: tuple[float, float] = (400, 600), **options: Any) -> tuple[Canvas, BytesIO]:
    raw = BytesIO()
    return Canvas(raw, pagesize=size, invariant=1, **options), raw


def draw(canvas: Canvas, lines: Iterable[Printed], height: float = 600) -> None:
    for left, top, size, text in lines:
        canvas.setFont(FONT, size)
        canvas.drawString(left, height - top, text)


def pdf(*pages: Sequence[Printed], rotation: int = 0, password: str | None = None) -> bytes:
    """A file with these pages; ``rotation`` is what a viewer turns them by."""
    options = {"encrypt": StandardEncryption(password, strength=128)} if password else {}
    canvas, raw = canvas_of(**options)
    for lines in pages:
        canvas.setPageRotation(rotation)
        draw(canvas, lines)
        canvas.showPage()
    canvas.save()
    return raw.getvalue()


def column(text: str, left: float, top: float, *, chars: int = 12, indent: int = 2) -> list[Printed]:
    """A paragraph in nine points, ``chars`` to a line, its first line indented."""
    lines: list[Printed] = []
    start = 0
    while start < len(text):
        inset = 0 if lines else indent
        end = start + chars - inset
        lines.append((left + 9 * inset, top + 13 * len(lines), 9, text[start:end]))
        start = end
    return lines
