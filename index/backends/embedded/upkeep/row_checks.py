"""Whether each row of a segment can be decoded, and belongs to the issue and the id that its labels name.

Arrays may be consistent and checksums right, although another program wrote the row.
"""

from __future__ import annotations

from index.article import Article
from index.backends.embedded.codec import consistency
from index.backends.embedded.codec.doc_store import FRAMES
from index.backends.embedded.codec.field_names import LABEL_FIELDS
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.row_labels import label_of, labels_of
from index.errors import ArchiveError, IndexCorrupt
from index.messages import mark, tr

LABELS_OF_ALL = ("issue",)  # fields in which every document has a label
LABELS_OF_ARTICLES = ("id", "date", "page", "kind")


def faults(files: SegmentFiles) -> list[IndexCorrupt]:
    """The damages of a segment: of its bytes and arrays, or where these are whole, of its rows, by issue.

    Damaged bytes of rows are told row by row, where nothing else is damaged.
    """
    if found := consistency.segment_faults(files):
        return _row_faults(files) or found if _are_only_rows_damaged(files) else found
    if missing := _find_missing_labels(files):
        return [files.terms_container.corrupt(missing)]
    return _row_faults(files)


def _are_only_rows_damaged(files: SegmentFiles) -> bool:
    try:
        files.terms_container.verify()
        return files.docs_container.damaged_parts() == [FRAMES] and not _find_missing_labels(files)
    except (ArchiveError, FileNotFoundError):
        return False


def _row_faults(files: SegmentFiles) -> list[IndexCorrupt]:
    found = []
    for local_doc_id in range(files.doc_store.count):
        if not files.segment.is_deleted(local_doc_id) and (fault := _find_row_fault(files, local_doc_id)):
            issue = label_of(files, "issue", local_doc_id) or ""
            found.append(
                IndexCorrupt(
                    tr(
                        "{place}: {fault}; {cure}",
                        place=files.docs_container.name,
                        fault=fault,
                        cure=tr(_REPAIR),
                    ),
                    (issue,) if issue else (),
                )
            )
    files.docs_container.release()
    return found


_REPAIR = mark("what is whole of its issue is saved by: searcher repair")


def _find_missing_labels(files: SegmentFiles) -> str | None:
    """The first field that lacks labels, as part of a message; ``None`` where each field has them."""
    names = files.field_names()
    live_count = files.segment.doc_count_all() - files.segment.deleted_count()
    for name in names:
        field = files.field(name)
        assert field is not None, name
        if name in LABEL_FIELDS and not field.has_labels:
            return tr("has no labels of its field {name}", name=name)
        if name in (*LABELS_OF_ALL, *LABELS_OF_ARTICLES, "record") and field.label is None:
            return tr("has several labels of its field {name} for one document", name=name)
    records = files.field("record")
    only_records = records and len(records.all_local_doc_ids(0, len(records.terms))) >= live_count
    required = LABELS_OF_ALL if only_records else LABELS_OF_ALL + LABELS_OF_ARTICLES
    for name in required if live_count else ():
        if name not in names:
            return tr("has no field {name}", name=name)
    return None


def _find_row_fault(files: SegmentFiles, local_doc_id: int) -> str | None:
    """What is wrong with one row, as part of a message; ``None`` where nothing is."""
    labels = labels_of(files, local_doc_id)
    article_id = labels.get("id")
    named = (
        tr("the article {article_id}", article_id=article_id)
        if article_id
        else tr("the record of {labels}", labels=labels.get("issue"))
    )
    try:
        values = files.doc_store.values(local_doc_id)
        document = document_codec.decode(values, labels)
        if isinstance(document, Article) and (deviation := document_codec.find_deviation(values, labels)):
            return tr("{named} is stored as no article is: {deviation}", named=named, deviation=deviation)
    except (ArchiveError, LookupError, ValueError) as exc:
        return tr("{named} cannot be read: {exc}", named=named, exc=exc)
    issue = str(document_codec.issue_key_of(document))
    if isinstance(document, Article):
        expected = {"id": document.id, "issue": issue, "date": document.date.isoformat(), "record": None}
    else:
        expected = {"id": None, "issue": issue, "record": issue}
    for field, value in expected.items():
        if (label := label_of(files, field, local_doc_id)) != value:
            return tr("{named} is filed under {field} {label}", named=named, field=field, label=label)
    return None
