"""What the sources of a plan hold: each is decoded, and parsed, once for planning and reading together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from index.article import Article
from index.intake.entities import decode_entities
from index.intake.jsonl import parse_articles
from index.intake.placement import Placement
from index.intake.sources import Source

KEPT_CHARS = 1 << 25  # of all sources together; with the articles made of them, some 200 MB

ParsedArticles = tuple[list[Article], list[str]]
"""The articles of a .jsonl in order, and warnings."""


class SourceContents:
    """Contents kept from planning to reading, while there is room; a source beyond it is decoded again.

    A source is known by its path, which is another for each member of a zip.
    """

    def __init__(self, options: Placement, room_chars: int = KEPT_CHARS) -> None:
        """``options`` say of a .jsonl what its rows do not."""
        self._options = options
        self._room_chars = room_chars
        self._texts: dict[Path, str] = {}
        self._articles: dict[Path, ParsedArticles] = {}
        self._sizes: dict[Path, int] = {}

    def text(self, source: Source) -> str:
        """The text of ``source``; IssueFormatError as ``Source.read_text``."""
        text = self._texts.get(source.path)
        if text is None:
            text = source.read_text()
            if source.path not in self._sizes and len(text) <= self._room_chars:
                self._texts[source.path] = text
                self._sizes[source.path] = len(text)
                self._room_chars -= len(text)
        return text

    def page(self, source: Source) -> tuple[str, Counter[str]]:
        """The text of a page with its HTML entities decoded, and how often each stood there.

        Only pages are decoded: the articles of a ``.jsonl`` were written by a program, which meant what it
        wrote. A page's hash (``corrections.text_hash``) is that of its own text.
        """
        return decode_entities(self.text(source))

    def articles(self, source: Source) -> ParsedArticles:
        """The articles of a .jsonl and warnings; IssueFormatError as ``parse_articles``."""
        parsed = self._articles.get(source.path)
        if parsed is None:
            parsed = parse_articles(
                self.text(source), source.name, self._options, correction=bool(source.corrects)
            )
            if source.path in self._sizes:
                self._articles[source.path] = parsed
        return parsed

    def release(self, source: Source) -> None:
        """Let go of what is kept of ``source``: it is read, or does not have to be."""
        self._texts.pop(source.path, None)
        self._articles.pop(source.path, None)
        self._room_chars += self._sizes.pop(source.path, 0)
