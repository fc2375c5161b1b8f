"""Adaptors: how does Whoosh take terms that are already cut?

The schema is pickled into the archive with these classes in it: they stay tiny, stateless and where they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from typing import Any, cast

from whoosh import columns, fields, formats
from whoosh.system import pack_uint

from analyzers import fold

Posted = Generator[tuple[bytes, int, float, bytes], Any, None]
# A literal is sought by bigrams two positions apart: a unit of n bigrams has n + 1 characters, so the next
# unit's first bigram must stand at n + 2 or later.
UNIT_GAP = 2
LABEL_MARK = "\0"


class Terms(fields.FieldType):
    """Takes a list of terms; posts each with its frequency. Whoosh sums these to the field's length."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        for term, freq in Counter(value).items():
            yield term.encode(), freq, float(freq), pack_uint(freq)


class PlacedTerms(fields.FieldType):
    """Takes units of text as lists of terms, one a position; posts each term with all its positions.

    A position stays empty after each unit, so that no sequence of positions runs from one into the next.
    """

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[Sequence[str]], **_: Any) -> Posted:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        encode = cast("formats.Positions", self.format).encode
        start = 0
        for unit in value:
            for position, term in enumerate(unit, start):
                positions[term].append(position)
            start += len(unit) + UNIT_GAP
        for term, places in positions.items():
            yield term.encode(), len(places), float(len(places)), encode(places)


def label_term(value: str) -> str:
    """The term of a section or a name: sought by its folded form, counted and shown as printed."""
    return f"{fold(value)}{LABEL_MARK}{value}"


def schema() -> fields.Schema:
    """``words`` and ``bigrams`` rank, ``bigrams`` and ``chars`` find literals, the rest filters and names."""
    exact = fields.ID
    return fields.Schema(
        id=fields.ID(sortable=columns.VarBytesColumn()),  # type: ignore[arg-type, no-untyped-call]
        issue=exact(),
        record=exact(),
        date=exact(),
        page=exact(),
        kind=exact(),
        section=Terms(),
        reporter=Terms(),
        headline_words=Terms(),
        body_words=Terms(),
        headline_bigrams=PlacedTerms(),
        body_bigrams=PlacedTerms(),
        headline_chars=Terms(),
        body_chars=Terms(),
        stored=fields.STORED(),
    )
