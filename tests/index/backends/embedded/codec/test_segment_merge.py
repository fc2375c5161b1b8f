"""Merged segments are the segment that would have been built of what is left in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec import segment_merge
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from tests.index.backends.embedded.codec.documents import Document, built, document_lists, in_memory


@given(drawn=st.lists(document_lists, min_size=1, max_size=4), data=st.data(), small=st.booleans())
def test_merging_gives_the_segment_built_of_what_was_not_deleted(
    drawn: list[list[Document]], data: st.DataObject, small: bool
):
    sources = [built(each, in_memory()) for each in drawn]
    left: list[Document] = []
    for files, each in zip(sources, drawn, strict=True):
        deleted = data.draw(st.sets(st.integers(0, len(each) - 1)))
        for doc_id in deleted:
            files.segment.delete_document(doc_id)
        left += [document for doc_id, document in enumerate(each) if doc_id not in deleted]
    storage = in_memory()
    segment = ColumnarCodec().new_segment(storage, "MAIN")
    with pytest.MonkeyPatch.context() as patched:
        if small:
            patched.setattr(segment_merge, "CHUNK_TERMS", 2)
            patched.setattr(segment_merge, "CHUNK_POSTINGS", 3)
        merge(sources, storage, segment)
    merged, expected = SegmentFiles(storage, segment), built(left, in_memory())
    merged.verify()
    assert merged.doc_store.count == len(left)
    assert [merged.doc_store.values(n) for n in range(len(left))] == [d.stored for d in left]
    assert merged.field_names() == expected.field_names()
    for mine, other in (
        (merged.terms_container, expected.terms_container),
        (merged.docs_container, expected.docs_container),
    ):
        for name in set(mine.names()) | set(other.names()):
            if not name.startswith("rows/"):
                assert mine.part(name).tolist() == other.part(name).tolist(), name
