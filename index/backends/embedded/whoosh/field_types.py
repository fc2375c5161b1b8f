"""The schema of an archive, and field types that take terms which are already analysed.

The schema is pickled into the archive with these classes in it: they stay small and stateless, and keep their
names and this module.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from typing import Any, cast

from whoosh import fields, formats
from whoosh.system import pack_uint

from index.backends.embedded.codec.field_names import BIGRAM_FIELDS, LABEL_FIELDS, STORED_VALUES, WORD_FIELDS

# What Whoosh takes for each posting of a document: (term, frequency, weight, value of the format).
Posted = Generator[tuple[bytes, int, float, bytes], Any, None]


class LabelFieldType(fields.FieldType):
    """A field of whole values, given as a list. The codec stores them by document too, for facets."""

    labels = True

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, scorable=False)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        """Yield a posting for each distinct value."""
        for term in dict.fromkeys(value):
            yield term.encode(), 1, 1.0, b""


class TermsFieldType(fields.FieldType):
    """A field of words, given as a list. Whoosh sums their frequencies to the field length."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        """Yield a posting with its frequency for each distinct word."""
        for term, freq in Counter(value).items():
            yield term.encode(), freq, float(freq), pack_uint(freq)


class BigramsFieldType(fields.FieldType):
    """A field of texts, given as a list of folded units; its terms are bigrams with positions.

    Each character begins one term: itself with its right neighbour, or alone where its unit ends. So a single
    character is found by the terms that begin with it. The field length counts the pairs only. One position
    is left out between two units, so that no phrase matches across them.
    """

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: Sequence[str], **_: Any) -> Posted:
        """Yield a posting with its positions for each distinct bigram."""
        positions_of: defaultdict[str, list[int]] = defaultdict(list)
        encode = cast("formats.Positions", self.format).encode
        start = 0
        for unit in value:
            for offset in range(len(unit)):
                positions_of[unit[offset : offset + 2]].append(start + offset)
            start += len(unit) + 1
        for term, positions in positions_of.items():
            pairs = len(positions) if len(term) == 2 else 0
            yield term.encode(), pairs, float(len(positions)), encode(positions)


def schema() -> fields.Schema:
    """Return the schema of an archive, a new object.

    ``words`` and ``bigrams`` are of the whole article and rank it; ``bigrams`` find literal text too. The
    fields ``headline_…`` are the same of the headline. A search in the body takes the difference.
    """
    return fields.Schema(
        **{name: LabelFieldType() for name in LABEL_FIELDS},
        **{name: TermsFieldType() for name in WORD_FIELDS},
        **{name: BigramsFieldType() for name in BIGRAM_FIELDS},
        **{name: fields.STORED() for name in STORED_VALUES},
    )
