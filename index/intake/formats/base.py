"""What a format of files is: which files it reads, and the pages or articles that one of them holds.

A format reads bytes and makes ``FileContents``: pages as text, of which the page parser makes articles, or
articles as they are, where the format knows them surely. What the format itself says of paper, date and page
is the placement of each; the path and the caller's options are merged with it later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeGuard

from index.intake.placement import NOTHING_SAID, Placement

ReadBeside = Callable[[str], bytes | None]
"""Reads a file that lies beside the one that is read, by its name from there; None where there is none."""


@dataclass(frozen=True, slots=True)
class PageText:
    r"""A page as text: lines that end in ``\n``, blocks with a blank line between them, in reading order.

    ``type_sizes`` are the heights of the type of each line, in any unit that is one within the page, 0.0 for
    a blank line; empty where the format does not know them. ``article_starts`` are the lines, from 1, at
    which the articles begin, ascending; empty where the format does not know them.
    """

    text: str
    placement: Placement = NOTHING_SAID
    type_sizes: tuple[float, ...] = ()
    article_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """An article that its format knows surely; nothing of it is guessed. Blank texts count as none.

    ``byline`` is the line of names as printed. ``placement.order`` is its place on the page, if known.
    ``file`` is the file that it stands in, where that is another than the one that was read.
    """

    headline: str | None
    paragraphs: tuple[str, ...]
    placement: Placement = NOTHING_SAID
    kicker: str | None = None
    subheads: tuple[str, ...] = ()
    section: str | None = None
    byline: str | None = None
    captions: tuple[str, ...] = ()
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class FileContents:
    """What a file holds: ``pages``, ``articles`` or neither; each of ``warnings`` names its file."""

    pages: Sequence[PageText] = ()
    articles: Sequence[PrintedArticle] = ()
    warnings: list[str] = field(default_factory=list)


class Format(Protocol):
    """One format of files.

    ``name`` is what messages call it. Formats are found by ``supports``, which sees the path alone; what a
    file of that name really holds is checked by ``read``.
    """

    name: str

    def supports(self, path: Path) -> bool:
        """Whether a file of this path is read by this format. The path may be that of a member of a zip."""

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:
        """Return what the file holds. IssueFormatError names the file, what is wrong and the cure.

        It is called with whole files of any bytes: whatever they are, nothing else is raised.
        """


class ListingFormat(Format, Protocol):
    """A format with files that list others: what a list brings is read with the list, in its order.

    A listed file is no source of its own. One that no list names is.
    """

    def lists(self, path: Path) -> bool:
        """Whether a file of this path may list others."""

    def listed(self, raw: bytes, path: Path) -> Sequence[str]:
        """The names, as ``ReadBeside`` takes them, of the files that a list names; none for others."""

    def is_part_of_page(self, path: Path) -> bool:
        """Whether a file of this path is one article, so that those of a folder are to be read together."""


def is_listing(reader: Format | None) -> TypeGuard[ListingFormat]:
    """Whether a format has lists. Not by ``runtime_checkable``, which takes longer than to read a name."""
    return hasattr(reader, "listed")
