"""The tokens of the query language."""

from __future__ import annotations

from typing import Literal as OneOf
from typing import NamedTuple

from analyzers import fold

TokenKind = OneOf["open", "close", "and", "or", "not", "near", "unit", "field", "run", "quote", "saved"]

NAME_SEPARATORS = "、，,；;"
"""Between names that a person's field asks for together."""
NAMES_GO_ON = "、"
"""The one of them that joins names with white space beside it too."""
BLANKS = (" ", "\u3000")
"""What stands between two characters of a letter-spaced text."""
RANGE_SIGN = r"(?:[-~–—―−]{1,2}|[至到])"
"""A pattern of what stands between the two ends of a range of days or of pages."""
SAVED_MARKS = "@＠"
"""What the name of a saved search stands behind."""
SAVED_NAME = r"\w[\w·.\-]*"
"""A pattern of the names of saved searches."""
OPERATORS: dict[str, TokenKind] = {
    "AND": "and",
    "与": "and",
    "且": "and",
    "并且": "and",
    "OR": "or",
    "或": "or",
    "NOT": "not",
    "非": "not",
    "不含": "not",
}


class Token(NamedTuple):
    """A word of the language.

    ``text`` is the run, the text between quotes, the field's English name, or the name of a saved search;
    ``start`` and ``end`` are character offsets into the question, end exclusive. ``prefix``: a star stands
    behind it. ``alternative``: another text that it may mean as well. ``distance``: the number of
    ``NEAR/20``, and of ``~20`` behind a quotation. The text of a unit is ``sentence`` or ``paragraph``.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    prefix: bool = False
    alternative: str | None = None
    distance: int | None = None


def means_something(text: str) -> bool:
    """Whether a text holds anything but punctuation, and what is never visible."""
    return any(char.isalnum() for char in fold(text))
