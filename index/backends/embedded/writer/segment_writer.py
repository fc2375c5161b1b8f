"""Building: here are issues, which segments do they make?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analyzers import Analyzer
from index.article import Article
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk.manifest import INDEX_NAME
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader import document_codec
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.backends.embedded.whoosh.field_types import BIGRAM_FIELDS, LABEL_FIELDS, WORD_FIELDS, label_term
from index.issue import Issue, IssueKey, IssueRecord
from index.reprints import reprint_keys
from index.schema import LABELLED

CODEC = ColumnarCodec()
SEGMENT_SIZE = 8_000_000  # terms and characters in memory before they are written: some 400 MB while sorted


def new_segment() -> ColumnarSegment:
    """A segment of a name that no other has."""
    return ColumnarSegment(CODEC, INDEX_NAME)


def write_segments(
    storage: ArchiveStorage, analyzer: Analyzer, issues: Iterable[Issue], stamps_only: Iterable[Issue] = ()
) -> list[ColumnarSegment]:
    """Write ``issues`` to segments of their own, which are part of the archive when they are committed.

    Of those in ``stamps_only`` only the records.
    """
    written = []
    for builder in DocumentFeeder(analyzer).of(issues, stamps_only):
        written.append(new_segment())
        builder.write(storage, written[-1])
    return written


class DocumentFeeder:
    """Fills builders of segments with articles and issues' records."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    @property
    def analyzer_fingerprint(self) -> str:
        """That of the dictionary, which is remembered with each issue."""
        return self._analyzer.lexicon.fingerprint

    def of(self, issues: Iterable[Issue], stamps_only: Iterable[Issue] = ()) -> Iterator[SegmentBuilder]:
        """Yield builders filled with ``issues``, none with much more than ``SEGMENT_SIZE``.

        Of those in ``stamps_only`` only the records.
        """
        builder = self.empty()
        for issue in stamps_only:
            self.add_record(builder, self.record(issue))
        for issue in issues:
            for article in issue.articles:
                self.add_article(builder, article)
                if builder.size > SEGMENT_SIZE:
                    yield builder
                    builder = self.empty()
            self.add_record(builder, self.record(issue))
        if builder.doc_count:
            yield builder

    @staticmethod
    def empty() -> SegmentBuilder:
        return SegmentBuilder(LABEL_FIELDS, WORD_FIELDS, BIGRAM_FIELDS)

    def add_article(self, builder: SegmentBuilder, article: Article) -> None:
        headline_words, headline_pairs = self._analysed(article.units("headline"))
        body_words, body_pairs = self._analysed(article.units("body"))
        builder.add(
            stored={document_codec.NAME: document_codec.pack(article)},
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
            bigrams={"headline_bigrams": headline_pairs, "bigrams": headline_pairs + body_pairs},
        )

    def _analysed(self, units: Sequence[str]) -> tuple[list[str], list[str]]:
        """The words of all units together, and each unit folded."""
        words: list[str] = []
        folded: list[str] = []
        for unit in units:
            terms, text = self._analyzer.terms_folded(unit)
            words += terms
            folded.append(text)
        return words, folded

    @staticmethod
    def add_record(builder: SegmentBuilder, record: IssueRecord) -> None:
        key = str(record.key)
        builder.add(
            {document_codec.NAME: document_codec.pack(record)}, {"issue": [key], "record": [key]}, {}, {}
        )

    def record(self, issue: Issue) -> IssueRecord:
        """What is remembered of an issue analysed now."""
        pages = tuple(sorted({article.page for article in issue.articles}))
        return IssueRecord(
            issue.key,
            len(issue.articles),
            pages,
            issue.content_hash,
            self.analyzer_fingerprint,
            issue.source_stamps,
        )
