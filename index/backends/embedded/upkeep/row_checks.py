"""Agreement: can each row of a segment be read, and is it of the issue and of the id that its labels say?

Arrays may agree with each other and checksums be right, and still a row may be what some other program wrote.
"""

from __future__ import annotations

from index.article import Article
from index.backends.embedded.codec import consistency
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.row_labels import label_of, labels_of
from index.backends.embedded.whoosh.field_types import LABEL_FIELDS
from index.errors import ArchiveError, IndexCorrupt

_OF_ALL, _OF_ARTICLES = ("issue",), ("id", "date", "page", "kind")


def faults(files: SegmentFiles) -> list[IndexCorrupt]:
    """What is wrong with a segment: its bytes and arrays, or else its rows, each with its issue."""
    if found := consistency.segment_faults(files):
        return found
    if missing := _unlabelled(files):
        return [files.terms_container.corrupt(missing)]
    for number in range(files.doc_store.count):
        if not files.segment.is_deleted(number) and (what := _fault(files, number)):
            issue = label_of(files, "issue", number) or ""
            found.append(
                IndexCorrupt(f"{files.docs_container.name}: {what}; {_REPAIR}", (issue,) if issue else ())
            )
    files.docs_container.release()
    return found


_REPAIR = "what is whole of its issue is saved by: searcher repair"


def _unlabelled(files: SegmentFiles) -> str | None:
    names = files.field_names()
    live = files.segment.doc_count_all() - files.segment.deleted_count()
    for name in names:
        field = files.field(name)
        assert field is not None, name
        if name in LABEL_FIELDS and not field.has_labels:
            return f"has no labels of its field {name}"
        if name in (*_OF_ALL, *_OF_ARTICLES, "record") and field.label is None:
            return f"has several labels of its field {name} for one document"
    records = files.field("record")
    wanted = (
        _OF_ALL
        if records and len(records.all_local_doc_ids(0, len(records.terms))) >= live
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
        row = files.doc_store.values(number)[document_codec.NAME]
        told = document_codec.unpack(row, labels)
        if isinstance(told, Article) and (odd := document_codec.oddity(row, labels)):
            return f"{named} is stored as no article is: {odd}"
    except (ArchiveError, LookupError, ValueError) as exc:
        return f"{named} cannot be read: {exc}"
    issue = str(document_codec.key(told))
    if isinstance(told, Article):
        filed = {"id": told.id, "issue": issue, "date": told.date.isoformat(), "record": None}
    else:
        filed = {"id": None, "issue": issue, "record": issue}
    for field, value in filed.items():
        if (labelled := label_of(files, field, number)) != value:
            return f"{named} is filed under {field} {labelled}"
    return None
