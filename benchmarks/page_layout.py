"""What the layout of a page is worth: pages set as PDF in three columns, read back and parsed.

    python benchmarks/page_layout.py [SHARED_DIR] [--keep FOLDER]

Needs reportlab and pypdfium2. Takes the held-out pages of SHARED_DIR/pages (``../shared`` beside the checkout
by default), sets each by the roles that its expected articles give its lines, and scores four readings of it
with SHARED_DIR/tools/score_pages.py:

- text: the page's own text, without sizes
- text, sizes: the same with the size of each line, as a perfect layout would give them
- PDF: what index/intake/formats/pdf.py reads, its sizes left out
- PDF, sizes: the same with its sizes

Two ways of setting: *blocks*, where an article has one, two or three of the columns, its head across them;
and *flow*, where all articles run through three columns one after the other, heads and texts broken where a
column ends. Type: body 9 points in columns of 14 characters, headlines 18 to 24, kickers 14, decks 12,
subheads and labels 10.5, captions 7.5 under the space of a picture. Nothing is random but the widths, which
are seeded by the page's name. ``--keep`` writes the PDFs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from benchmarks.pages import HALVES, read_set, score  # noqa: E402
from index.intake.formats.base import PageText  # noqa: E402
from index.intake.formats.pdf import Pdf  # noqa: E402
from index.pages.rows import read_rows  # noqa: E402
from training.gold import align  # noqa: E402

FONT = "STSong-Light"
BODY, LEADING, GUTTER, STORY_SPACE = 9.0, 13.0, 14.0, 22.0
COLUMN = 14 * BODY
COLUMNS = 3
SIZES = {"kicker": 14.0, "deck": 12.0, "label": 10.5, "subhead": 10.5, "caption": 7.5}
HEADLINE = {1: 18.0, 2: 22.0, 3: 24.0}
NO_LINE_START = "，。、；：？！”’）》〉」』】…,.;:?!)"
PICTURE = 60.0
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))


@dataclass(frozen=True)
class Line:
    """A line as it is set: its text, its type's size, where it begins, in points, and its width if full."""

    text: str
    size: float
    left: float = 0.0
    width: float | None = None

    @property
    def leading(self) -> float:
        """From the baseline above to its own."""
        return LEADING * self.size / BODY if self.size <= BODY else self.size * 1.25


@dataclass
class Story:
    """An article's lines on the page with their roles; ``photo``: under a picture."""

    lines: list[tuple[str, str]]
    photo: bool

    def headings(self) -> list[tuple[str, str]]:
        """The lines over the text."""
        end = next((at for at, (role, _) in enumerate(self.lines) if role in TEXT), len(self.lines))
        return self.lines[:end]

    def text(self) -> list[tuple[str, str]]:
        """The text, and all after it."""
        return self.lines[len(self.headings()) :]


TEXT = ("first", "body", "joined", "subhead", "byline")


def stories(text: str, expected: dict[str, Any]) -> list[Story]:
    """The page's articles in order, lines of none with the one that follows."""
    rows = read_rows(text)
    found: list[Story] = []
    pending: list[tuple[str, str]] = []
    previous = None
    articles = expected["articles"]
    for row, answer in zip(rows, align(rows, articles), strict=True):
        if answer is None:
            pending.append(("label", row.text))
            continue
        if answer[0] != previous or not found or (pending and answer[1] not in TEXT):
            found.append(Story([], articles[answer[0]].get("kind") == "photo"))
        found[-1].lines += [*pending, (answer[1], row.text)]
        pending, previous = [], answer[0]
    if pending and found:
        found[-1].lines += [("byline", text) for _, text in pending]
    return found


def size_of(role: str, columns: int, *, photo: bool) -> float:
    """The size of type of a line of this role."""
    if role in ("headline", "more", "merged"):
        return HEADLINE[columns]
    return SIZES["caption"] if photo and role in TEXT else SIZES.get(role, BODY)


def wrap(text: str, size: float, width: float, indent: float = 0.0, *, full: bool = True) -> list[Line]:
    """Break a paragraph into lines of ``width``; all but the last are ``full``."""
    lines: list[Line] = []
    left, line, taken = indent, "", 0.0
    for char in text:
        advance = pdfmetrics.stringWidth(char, FONT, size)
        if line and left + taken + advance > width + 0.01:
            down = 1 if char in NO_LINE_START and len(line) > 2 else 0  # a mark takes its character with it
            kept, line = line[: len(line) - down], line[len(line) - down :]
            lines.append(Line(kept.rstrip(), size, left, width - left if full else None))
            left, taken = 0.0, pdfmetrics.stringWidth(line, FONT, size)
        line += char
        taken += advance
    return [*lines, Line(line, size, left)] if line else lines


def set_heads(story: Story, columns: int, width: float) -> list[Line]:
    """The heads of a story, centred over its columns."""
    lines = [
        line
        for role, text in story.headings()
        for line in wrap(text, size_of(role, columns, photo=False), width, full=False)
    ]
    return [
        replace(line, left=max(width - pdfmetrics.stringWidth(line.text, FONT, line.size), 0.0) / 2)
        for line in lines
    ]


def set_text(story: Story, width: float) -> list[Line]:
    """The text of a story in one column."""
    lines: list[Line] = []
    for role, text in story.text():
        size = size_of(role, 1, photo=story.photo)
        indent = 0.0 if role in ("subhead", "joined") or story.photo else 2 * size
        lines += wrap(text, size, width, indent)
    return lines


class Page:
    """One PDF page in the making; ``y`` counts down from the top."""

    def __init__(self) -> None:
        self.placed: list[tuple[float, float, Line]] = []
        self.bottom = 0.0

    def column(self, lines: Sequence[Line], left: float, top: float) -> float:
        """Set lines below each other and return where they end."""
        y = top
        for line in lines:
            y += line.leading
            self.placed.append((left + line.left, y, line))
        self.bottom = max(self.bottom, y)
        return y

    def pdf(self) -> bytes:
        """The page as a file."""
        raw = BytesIO()
        width, height = COLUMNS * (COLUMN + GUTTER) + 60, self.bottom + 80
        canvas = Canvas(raw, pagesize=(width, height))
        for x, y, line in self.placed:
            text = canvas.beginText(x + 30, height - 40 - y)
            text.setFont(FONT, line.size)
            if line.width and len(line.text) > 1:
                spare = line.width - pdfmetrics.stringWidth(line.text, FONT, line.size)
                text.setCharSpace(spare / (len(line.text) - 1))
            text.textOut(line.text)
            canvas.drawText(text)
        canvas.showPage()
        canvas.save()
        return raw.getvalue()


def set_blocks(page: Page, found: Sequence[Story], chance: random.Random) -> None:
    """Set articles in rows of blocks that share the columns."""
    left = list(found)
    top = 0.0
    while left:
        widths = chance.choice([(3,), (2, 1), (1, 2), (1, 1, 1)])
        bottoms: list[float] = []
        column = 0
        for place, width in enumerate(widths):
            if not left:
                break
            x = column * (COLUMN + GUTTER)
            bottom = block(page, left.pop(0), width, x, top)
            deepest = max([*bottoms, bottom])
            # A narrow block leaves space below it for another.
            while place and left and bottom + height(left[0], width) <= deepest - STORY_SPACE:
                bottom = block(page, left.pop(0), width, x, bottom + STORY_SPACE)
            bottoms.append(bottom)
            column += width
        top = max(bottoms) + STORY_SPACE


def height(story: Story, columns: int) -> float:
    """About how high a story is in so many columns."""
    return block(Page(), story, columns, 0.0, 0.0)


def block(page: Page, story: Story, columns: int, left: float, top: float) -> float:
    """Set a story in so many columns, and return where it ends."""
    width = columns * COLUMN + (columns - 1) * GUTTER
    y = page.column(set_heads(story, columns, width), left, top + (PICTURE if story.photo else 0))
    y += 6.0 if story.headings() else 0.0
    lines = set_text(story, COLUMN)
    depth = -(-len(lines) // columns)
    ends = [
        page.column(lines[at * depth : (at + 1) * depth], left + at * (COLUMN + GUTTER), y)
        for at in range(columns)
    ]
    return max(ends)


def set_flow(page: Page, found: Sequence[Story], _: random.Random) -> None:
    """Set all articles one after the other in three columns of one height."""
    flow: list[tuple[float, Line]] = []  # space above, line
    for story in found:
        lines = set_heads(story, 1, COLUMN)
        space = STORY_SPACE + (PICTURE if story.photo else 0)
        flow += [(space if not at else 0.0, line) for at, line in enumerate(lines)]
        text = set_text(story, COLUMN)
        flow += [((6.0 if lines else space) if not at else 0.0, line) for at, line in enumerate(text)]
    depth = sum(space + line.leading for space, line in flow) / COLUMNS
    column, y = 0, 0.0
    for space, line in flow:
        if y > depth and column < COLUMNS - 1:
            column, y = column + 1, 0.0
        y = page.column([line], column * (COLUMN + GUTTER), y + (space if y else 0.0))


def set_page(found: Sequence[Story], name: str, way: str) -> bytes:
    """The page as PDF, set in ``blocks`` or as ``flow``."""
    page = Page()
    (set_blocks if way == "blocks" else set_flow)(page, found, random.Random(name))
    return page.pdf()


def sized(found: Sequence[Story]) -> PageText:
    """The page's own lines with the sizes that they are set in, in articles of one column."""
    lines: list[tuple[str, float]] = []
    for story in found:
        lines += [("", 0.0)] if lines else []
        for role, text in story.headings():
            lines.append((text, size_of(role, 1, photo=False)))
        for role, text in story.text():
            lines += [("", 0.0), (text, size_of(role, 1, photo=story.photo))]
    return PageText("".join(f"{text}\n" for text, _ in lines), type_sizes=tuple(size for _, size in lines))


def readings(
    expected: Sequence[dict[str, Any]], texts: dict[str, str], keep: Path | None
) -> Iterator[tuple[str, dict[str, PageText]]]:
    """Yield (reading, pages by name)."""
    found = {row["page"]: stories(texts[row["page"]], row) for row in expected}
    yield "text", {name: PageText(texts[name]) for name in found}
    yield "text, sizes", {name: sized(each) for name, each in found.items()}
    for way in ("blocks", "flow"):
        pages: dict[str, PageText] = {}
        for name, each in found.items():
            raw = set_page(each, name, way)
            if keep:
                (keep / f"{name}-{way}.pdf").write_bytes(raw)
            (pages[name],) = Pdf().read(raw, Path(f"{name}.pdf"), lambda _: None).pages
        yield f"{way}, PDF", {name: PageText(page.text) for name, page in pages.items()}
        yield f"{way}, PDF, sizes", pages


def main() -> None:
    """Print the figures by set and reading."""
    arguments = sys.argv[1:]
    keep = Path(arguments.pop(arguments.index("--keep") + 1)) if "--keep" in arguments else None
    shared = Path(next((each for each in arguments if each[0] != "-"), ROOT.parent / "shared"))
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    print(
        f"{'held-out pages':17}{'reading':22}{'article F1':>11}{'headline':>10}{'kicker':>8}"
        f"{'paragraphs':>12}"
    )
    for set_name, gold in SETS:
        expected, texts = read_set(shared, set_name, gold)
        rows = [row for place, row in enumerate(expected) if place % 2 in HALVES["held out"]]
        for reading, pages in readings(rows, texts, keep):
            figures = score(
                rows,
                {name: page.text for name, page in pages.items()},
                shared / "tools" / "score_pages.py",
                {name: page.type_sizes for name, page in pages.items()},
            )
            print(
                f"{set_name:17}{reading:22}{figures['article_f1']:11.3f}{figures['headline_of_found']:10.3f}"
                f"{figures['kicker_of_found']:8.3f}{figures['paragraph_count_of_found']:12.3f}"
            )


if __name__ == "__main__":
    main()
