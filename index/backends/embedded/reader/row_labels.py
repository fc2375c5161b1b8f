"""The labels of one document: the id, issue, date, page and other terms that the index files it under."""

from __future__ import annotations

from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_files import SegmentFiles


def labels_of(files: SegmentFiles, local_doc_id: int) -> dict[str, str]:
    """The id, issue, page, date and paper of a document, without those that it has no label for.

    Date and paper are read from the label of the issue, so a record has them too.
    """
    fields = ("id", "issue", "page")
    labels = {field: label for field in fields if (label := label_of(files, field, local_doc_id))}
    day, slash, rest = labels.get("issue", "").partition("/")
    paper, _, edition = rest.partition("/")
    return labels | ({"date": day, "paper": paper, "edition": edition} if slash else {})


def label_of(files: SegmentFiles, field: str, local_doc_id: int) -> str | None:
    """The one label that a document has in ``field``; ``None`` where it has none."""
    postings = files.field(field)
    code = _label_code(postings, local_doc_id)
    return postings.terms[code - 1].decode(errors="replace") if postings and code else None


def _label_code(postings: FieldPostings | None, local_doc_id: int) -> int:
    """The term id of the label plus 1; 0 without a label, and behind the end of a damaged column."""
    label = postings.label if postings else None
    return int(label[local_doc_id]) if label is not None and local_doc_id < len(label) else 0
