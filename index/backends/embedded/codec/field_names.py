"""The names of an archive's fields by their types, and the terms of their labels."""

from __future__ import annotations

from analyzers import fold
from index.facet_values import LABEL_SEPARATOR
from index.schema import LABELLED, SearchField

LABEL_FIELDS = ("id", "issue", "record", "reprint", *(each.name for each in LABELLED))
WORD_FIELDS = ("words", "headline_words")
BIGRAM_FIELDS = ("bigrams", "headline_bigrams")
STORED_VALUES = ("head", "body", "stored")  # of a document's row (reader/document_codec.py)

PAGE_DIGITS = 4  # of a page that is a number, padded with zeros: terms sort as text


def label_term(field: SearchField, value: str) -> str:
    """Return the term of a value as it is printed, by the type of its field.

    A label or a person is searched by its folded form, and counted and shown as printed: the term holds both.
    """
    match field.type:
        case "label" | "person":
            return f"{fold(value)}{LABEL_SEPARATOR}{value}"
        case "page":
            return value.zfill(PAGE_DIGITS) if value.isdecimal() else value
        case _:
            return value
