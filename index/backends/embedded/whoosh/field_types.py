"""Adaptors: how does Whoosh take terms that are already cut?

The schema is pickled into the archive with these classes in it: they stay tiny, stateless and where they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from typing import Any, cast

from whoosh import fields, formats
from whoosh.system import pack_uint

from analyzers import fold
from index.schema import LABELLED, SearchField

Posted = Generator[tuple[bytes, int, float, bytes], Any, None]
LABEL_MARK = "\0"
NUMBER_DIGITS = 4  # a page's: numbers sort as texts


class LabelFieldType(fields.FieldType):
    """Takes a list of whole values. The codec keeps them by document too: facets are counted from there."""

    labels = True

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, scorable=False)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        for term in dict.fromkeys(value):
            yield term.encode(), 1, 1.0, b""


class TermsFieldType(fields.FieldType):
    """Takes a list of terms; posts each with its frequency. Whoosh sums these to the field's length."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        for term, freq in Counter(value).items():
            yield term.encode(), freq, float(freq), pack_uint(freq)


class BigramsFieldType(fields.FieldType):
    """Takes folded units of text; posts each character with its right neighbour, and its position.

    A unit's last character stands alone: so every character begins just one term, and is found by it. The
    field's length counts the pairs only. A position stays empty between two units, so that no sequence of
    positions runs from one into the next.
    """

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        encode = cast("formats.Positions", self.format).encode
        start = 0
        for unit in value:
            for position in range(len(unit)):
                positions[unit[position : position + 2]].append(start + position)
            start += len(unit) + 1
        for term, places in positions.items():
            pairs = len(places) if len(term) == 2 else 0
            yield term.encode(), pairs, float(len(places)), encode(places)


def label_term(field: SearchField, value: str) -> str:
    """The term of a field's value as printed.

    A name is sought by its folded form, and counted and shown as printed: its term holds both.
    """
    match field.type:
        case "label" | "person":
            return f"{fold(value)}{LABEL_MARK}{value}"
        case "number":
            return value.zfill(NUMBER_DIGITS)
        case _:
            return value


LABEL_FIELDS = ("id", "issue", "record", "reprint", *(each.name for each in LABELLED))
WORD_FIELDS = ("words", "headline_words")
BIGRAM_FIELDS = ("bigrams", "headline_bigrams")


def schema() -> fields.Schema:
    """``words`` and ``bigrams`` rank, ``bigrams`` find literals: of the whole article, and of its headline.

    The body's are the difference.
    """
    return fields.Schema(
        **{name: LabelFieldType() for name in LABEL_FIELDS},
        **{name: TermsFieldType() for name in WORD_FIELDS},
        **{name: BigramsFieldType() for name in BIGRAM_FIELDS},
        stored=fields.STORED(),
    )
