"""New segments of an archive: issues are analysed, inverted and written to the archive's folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzers import Analyzer
from index.article import Article
from index.backends.embedded.codec.field_names import BIGRAM_FIELDS, LABEL_FIELDS, WORD_FIELDS, label_term
from index.backends.embedded.codec.row_frames import RowPacker
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk.manifest import INDEX_NAME
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader import document_codec
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.indexed_text import indexed_text
from index.issue import Issue, IssueKey, IssueRecord
from index.reprints import reprint_keys
from index.schema import LABELLED

CODEC = ColumnarCodec()
# Terms and characters that are held in memory before they are written: some 400 MB while they are sorted.
MAX_BUFFERED_SIZE = 8_000_000


def new_segment() -> ColumnarSegment:
    """An empty segment with a name that no other segment has."""
    return ColumnarSegment(CODEC, INDEX_NAME)


def write_segments(
    storage: ArchiveStorage,
    analyzer: Analyzer,
    issues: Iterable[Issue],
    stamps_only: Iterable[Issue] = (),
    packer: RowPacker | None = None,
) -> list[ColumnarSegment]:
    """Write ``issues`` to new segments and return these; they count when a commit names them.

    Of the issues in ``stamps_only`` only the records are written. ``packer`` has the archive's dictionary.
    """
    written = []
    indexer = DocumentIndexer(analyzer, packer)
    for builder in indexer.fill_builders(issues, stamps_only):
        written.append(new_segment())
        builder.write(storage, written[-1])
        indexer.packer = builder.packer
    return written


class DocumentIndexer:
    """Adds articles and records of issues to segment builders, as documents: stored row, labels and terms."""

    def __init__(self, analyzer: Analyzer, packer: RowPacker | None = None) -> None:
        self._analyzer = analyzer
        self.packer = packer
        """What packs the rows of the next builder; it may be set, to that of the last one."""

    @property
    def analyzer_fingerprint(self) -> str:
        """The fingerprint of the analyzer's lexicon, which is stored in the record of each issue."""
        return self._analyzer.lexicon.fingerprint

    def fill_builders(
        self, issues: Iterable[Issue], stamps_only: Iterable[Issue] = ()
    ) -> Iterator[SegmentBuilder]:
        """Yield builders that hold ``issues``, none much larger than ``MAX_BUFFERED_SIZE``.

        Of the issues in ``stamps_only`` they hold only the records.
        """
        builder = self.new_builder()
        for issue in stamps_only:
            self.add_record(builder, self.issue_record(issue))
        for issue in issues:
            for article in issue.articles:
                self.add_article(builder, article)
                if builder.size > MAX_BUFFERED_SIZE:
                    yield builder
                    builder = self.new_builder()
            self.add_record(builder, self.issue_record(issue))
        if builder.doc_count:
            yield builder

    def new_builder(self) -> SegmentBuilder:
        """A builder of a segment with the archive's fields, without documents."""
        self._vocabulary = self._analyzer.vocabulary()
        return SegmentBuilder(LABEL_FIELDS, WORD_FIELDS, BIGRAM_FIELDS, self._vocabulary, self.packer)

    def add_article(self, builder: SegmentBuilder, article: Article) -> None:
        """Add an article as the next document of the newest builder."""
        headline, body = article.units("headline"), article.units("body")
        headline_words, body_words = map(self._vocabulary.term_ids, (headline, body))
        text = indexed_text(article)
        builder.add(
            stored=document_codec.encode(article),
            labels={
                "id": [article.id],
                "issue": [str(IssueKey.of(article))],
                "reprint": reprint_keys(article),
                **{
                    field.name: [label_term(field, value) for value in field.values(article)]
                    for field in LABELLED
                    if field.values
                },
            },
            terms={"headline_words": headline_words, "words": headline_words + body_words},
            bigrams={
                "headline_bigrams": text.headline,
                "bigrams": text.whole,
            },
        )

    @staticmethod
    def add_record(builder: SegmentBuilder, record: IssueRecord) -> None:
        """Add the record of an issue as the builder's next document."""
        key = str(record.key)
        builder.add(document_codec.encode(record), {"issue": [key], "record": [key]}, {}, {})

    def issue_record(self, issue: Issue) -> IssueRecord:
        """The record of an issue that is analysed with this analyzer."""
        return IssueRecord.of(issue, self.analyzer_fingerprint)
