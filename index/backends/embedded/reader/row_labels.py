"""The labels of one document: under which id, issue, date and page the index files it."""

from __future__ import annotations

from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_files import SegmentFiles


def labels_of(files: SegmentFiles, number: int) -> dict[str, str]:
    """The id, issue, day, paper and page that a document is filed under."""
    labels = {name: label for name in ("id", "issue", "page") if (label := label_of(files, name, number))}
    day, slash, paper = labels.get("issue", "").partition("/")
    return labels | ({"date": day, "paper": paper} if slash else {})


def label_of(files: SegmentFiles, name: str, number: int) -> str | None:
    """What the label ``name`` of a document says; ``None`` where it has none."""
    field = files.field(name)
    code = _code(field, number)
    return field.terms[code - 1].decode(errors="replace") if field and code else None


def _code(field: FieldPostings | None, number: int) -> int:
    return int(field.label[number]) if field and field.label is not None and number < len(field.label) else 0
