"""Agreement: can each row of a segment be read, and is it of the issue and of the id that its labels say?

Arrays may agree with each other and checksums be right, and still a row may be what some other program wrote.
"""

from __future__ import annotations

from index.article import Article
from index.backends.embedded import stored
from index.backends.embedded.adaptors import LABELS
from index.codec import checking
from index.codec.postings import FieldPostings
from index.codec.segment import SegmentFiles
from index.errors import ArchiveError, IndexCorrupt

_OF_ALL, _OF_ARTICLES = ("issue",), ("id", "date", "page", "kind")


def faults(files: SegmentFiles) -> list[IndexCorrupt]:
    """What is wrong with a segment: its bytes and arrays, or else its rows, each with its issue."""
    if found := checking.faults(files):
        return found
    if missing := _unlabelled(files):
        return [files.terms.corrupt(missing)]
    for number in range(files.documents.count):
        if not files.segment.is_deleted(number) and (what := _fault(files, number)):
            issue = _label(files, "issue", number) or ""
            found.append(IndexCorrupt(f"{files.docs.name}: {what}; {_REPAIR}", (issue,) if issue else ()))
    files.docs.release()
    return found


_REPAIR = "what is whole of its issue is saved by: searcher repair"


def _unlabelled(files: SegmentFiles) -> str | None:
    names = files.field_names()
    live = files.segment.doc_count_all() - files.segment.deleted_count()
    for name in names:
        field = files.field(name)
        assert field is not None, name
        if name in LABELS and not field.has_labels:
            return f"has no labels of its field {name}"
        if name in (*_OF_ALL, *_OF_ARTICLES, "record") and field.label is None:
            return f"has several labels of its field {name} for one document"
    records = files.field("record")
    wanted = (
        _OF_ALL
        if records and len(records.all_doc_ids(0, len(records.terms))) >= live
        else _OF_ALL + _OF_ARTICLES
    )
    for name in wanted if live else ():
        if name not in names:
            return f"has no field {name}"
    return None


def _fault(files: SegmentFiles, number: int) -> str | None:
    labels = labels_of(files, number)
    article_id = labels.get("id")
    named = f"the article {article_id}" if article_id else f"the record of {labels.get('issue')}"
    try:
        row = files.documents.values(number)[stored.NAME]
        told = stored.unpack(row, labels)
        if isinstance(told, Article) and (odd := stored.oddity(row, labels)):
            return f"{named} is stored as no article is: {odd}"
    except (ArchiveError, LookupError, ValueError) as exc:
        return f"{named} cannot be read: {exc}"
    issue = str(stored.key(told))
    if isinstance(told, Article):
        filed = {"id": told.id, "issue": issue, "date": told.date.isoformat(), "record": None}
    else:
        filed = {"id": None, "issue": issue, "record": issue}
    for field, value in filed.items():
        if (labelled := _label(files, field, number)) != value:
            return f"{named} is filed under {field} {labelled}"
    return None


def labels_of(files: SegmentFiles, number: int) -> dict[str, str]:
    """The id, issue, day, paper and page that a document is filed under."""
    labels = {name: label for name in ("id", "issue", "page") if (label := _label(files, name, number))}
    day, slash, paper = labels.get("issue", "").partition("/")
    return labels | ({"date": day, "paper": paper} if slash else {})


def _label(files: SegmentFiles, name: str, number: int) -> str | None:
    """What the label ``name`` of a document says; ``None`` where it has none."""
    field = files.field(name)
    code = _code(field, number)
    return field.terms[code - 1].decode(errors="replace") if field and code else None


def _code(field: FieldPostings | None, number: int) -> int:
    return int(field.label[number]) if field and field.label is not None and number < len(field.label) else 0
