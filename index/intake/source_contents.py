"""What the sources of a plan hold: each is read and decoded once for planning and reading together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from index.intake.entities import decode_entities
from index.intake.formats.base import FileContents
from index.intake.jsonl import ParsedArticles, parse_articles
from index.intake.placement import Placement
from index.intake.sources import Source
from index.intake.text_spool import TextSpool
from index.papers import slug

KEPT_CHARS = 1 << 26  # of all sources together: some 130 MB as texts of pages, 250 MB as articles


class SourceContents:
    """Contents kept from planning to reading: in memory while there is room, beyond it in a temporary file.

    A source is known by its path, which is another for each member of a zip.
    """

    def __init__(
        self, options: Placement, code_of: Callable[[str], str] = slug, room_chars: int = KEPT_CHARS
    ) -> None:
        """``options`` say of a .jsonl what its rows do not; ``code_of`` gives a paper's code by its name."""
        self._options = options
        self._code_of = code_of
        self._room_chars = room_chars
        self._texts: dict[Path, str] = {}
        self._articles: dict[Path, ParsedArticles] = {}
        self._files: dict[Path, FileContents] = {}
        self._sizes: dict[Path, int] = {}
        self._spool = TextSpool()
        self._latest: tuple[Path, str] | None = None  # of those for which there is no room

    def text(self, source: Source) -> str:
        """The text of ``source``; IssueFormatError as ``Source.read_text``."""
        path = source.path
        if path in self._texts:
            return self._texts[path]
        if self._latest and self._latest[0] == path:
            return self._latest[1]
        text = self._spool.text(path)
        if text is None:
            text = source.read_text()
            if path not in self._sizes and len(text) <= self._room_chars:
                self._texts[path] = text
                self._sizes[path] = len(text)
                self._room_chars -= len(text)
                return text
        # A source that is released before the next one is read, as it is when nothing in it is new, does not
        # go to the disk.
        if self._latest:
            self._spool.add(*self._latest)
        self._latest = path, text
        return text

    def page(self, source: Source) -> tuple[str, Counter[str]]:
        """The text of a page with its HTML entities decoded, and how often each stood there.

        Only pages are decoded: the articles of a ``.jsonl`` were written by a program, which meant what it
        wrote. A page's hash (``corrections.text_hash``) is that of its own text.
        """
        return decode_entities(self.text(source))

    def articles(self, source: Source) -> ParsedArticles:
        """The articles of a .jsonl; IssueFormatError as ``parse_articles``.

        Where they are kept, the text no longer is: ask for it first.
        """
        parsed = self._articles.get(source.path)
        if parsed is None:
            parsed = parse_articles(
                self.text(source),
                source.name,
                self._options,
                code_of=self._code_of,
                correction=bool(source.corrects),
            )
            if source.path in self._sizes:
                self._articles[source.path] = parsed
                self._texts.pop(source.path, None)
        return parsed

    def file(self, source: Source) -> FileContents:
        """What a file of a format holds; IssueFormatError as ``Source.read_contents``."""
        path = source.path
        held = self._files.get(path)
        if held is None:
            held = source.read_contents()
            chars = sum(len(page.text) for page in held.pages) + sum(
                len(text) for article in held.articles for text in article.paragraphs
            )
            if path not in self._sizes and chars <= self._room_chars:
                self._files[path] = held
                self._sizes[path] = chars
                self._room_chars -= chars
        return held

    def release(self, source: Source) -> None:
        """Let go of what is kept of ``source``: it is read, or does not have to be."""
        for part in source.parts:
            if part.path != source.path:
                self.release(part)
        self._texts.pop(source.path, None)
        self._files.pop(source.path, None)
        self._articles.pop(source.path, None)
        self._room_chars += self._sizes.pop(source.path, 0)
        if self._latest and self._latest[0] == source.path:
            self._latest = None
