"""Pages of which each article lies in a file of its own, as text."""

from __future__ import annotations

from collections.abc import Sequence

from index.intake.formats.base import PageText


def merge_articles_of_page(texts: Sequence[tuple[int, str]]) -> PageText:
    r"""Join the articles of a page to its text, in ascending order, with a blank line between two.

    ``texts`` are (order on the page, text of the file); those of one order stay in the order given. Line
    ends are ``\n``. Blank lines around an article are left out, one without text altogether. Which line of
    an article is its headline no file says: the page parser reads that, within the borders that
    ``article_starts`` tell.
    """
    lines: list[str] = []
    starts: list[int] = []
    for _, text in sorted(texts, key=lambda each: each[0]):
        own = text.split("\n")
        while own and not own[-1].strip():
            own.pop()
        while own and not own[0].strip():
            own.pop(0)
        if own:
            if lines:
                lines.append("")
            starts.append(len(lines) + 1)
            lines += own
    return PageText("".join(line + "\n" for line in lines), article_starts=tuple(starts))
