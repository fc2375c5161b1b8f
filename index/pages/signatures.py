"""Signatures: the bylines of an article with the text that each was read from, and whose names they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.pages.bylines import Byline, is_source_note
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.pieces import Paragraph
from index.pages.text_bylines import closing_byline, dateline_byline

NamedPart = Literal["reporters", "contributors", "photographers", "authors"]

_LAST_BRACKET = re.compile(r"[(（【〔\[][^()（）【】〔〕\[\]]{2,30}[)）】〕\]]$")
_MAX_BRACKET_LENGTH = 32  # characters
_AUTHOR_NOTE = re.compile(r"[(（](?:本文)?作者(?:单位)?(?:系|为|是|[:：]|单位)[^()（）]*[)）]$")
_MAX_NOTE_LENGTH = 80  # characters


@dataclass(frozen=True, slots=True)
class Signature:
    """A byline and the text that it was read from, as printed, with the brackets around it."""

    printed: str
    byline: Byline


def find_signatures(text: Sequence[Paragraph], known_names: NameCounts = NO_NAMES) -> list[Signature]:
    """The bylines of a text, in the order printed: on own lines, in datelines, at ends of paragraphs."""
    found: list[Signature] = []
    for paragraph in text:
        printed = paragraph.text
        if paragraph.byline:
            found.append(Signature(printed, paragraph.byline))
        elif paragraph.role == "body":
            if lead := dateline_byline(printed, known_names):
                found.append(Signature(printed[slice(*lead[0])], lead[1]))
            # Several briefs under one headline are each signed.
            if closing := closing_byline(printed, known_names):
                found.append(Signature(printed[closing[0] :], closing[1]))
    return found


def names_of(signatures: Sequence[Signature], part: NamedPart, *, authors_unmarked: bool) -> tuple[str, ...]:
    """The names that have a part in an article, each once, in order.

    The names of a drawing and its verse, and those without a role word, are authors' where
    ``authors_unmarked``. The photographers of a whole page are nobody's of its articles.
    """
    names: dict[str, None] = {}
    for signature in signatures:
        byline = signature.byline
        if byline.scope == "page" and not byline.signs_text:
            continue
        if authors_unmarked and (byline.drawing or not byline.has_role_word):
            if part == "authors":
                names.update(dict.fromkeys(byline.photographers + byline.reporters))
        else:
            names.update(dict.fromkeys(getattr(byline, part)))
    return tuple(names)


def printed_byline(signatures: Sequence[Signature], body: Sequence[str]) -> str | None:
    """The bylines as printed and the notes of a source in the ``body``, joined by a space; None for none.

    A line of editors alone is none.
    """
    printed = [signature.printed for signature in signatures if not signature.byline.only_editors]
    return " ".join(dict.fromkeys([*printed, *_source_notes(body)])) or None


def _source_notes(body: Sequence[str]) -> Iterator[str]:
    """Yield the notes that name nobody (据新华社): paragraphs of their own, or brackets at the end of one."""
    for text in body:
        bracket = _LAST_BRACKET.search(text[-_MAX_BRACKET_LENGTH:])
        if is_source_note(text):
            yield text
        elif bracket and is_source_note(bracket.group()):
            yield bracket.group()


def notes_author(body: Sequence[str]) -> bool:
    """Whether a note in brackets at the end of a paragraph says what its author is."""
    return any(_AUTHOR_NOTE.search(text[-_MAX_NOTE_LENGTH:]) for text in body)
