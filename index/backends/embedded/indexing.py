"""Indexing: here are issues, make segments of their articles. What stands in which field is said here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import orjson

from analyzers import Analyzer, fold
from index.article import Article
from index.backends.embedded.adaptors import LABELS, PAIRS, WORDS, label_term
from index.backends.embedded.storage import ArchiveStorage
from index.codec.build import SegmentBuilder
from index.codec.roles import ColumnarCodec
from index.codec.segment import ColumnarSegment
from index.issue import Issue, IssueKey
from index.reprints import reprint_keys

CODEC = ColumnarCodec()
INDEX = "MAIN"  # Whoosh's name for the one index of a folder
SEGMENT_SIZE = 8_000_000  # terms and characters in memory before they are written: some 400 MB while sorted


def write_segments(
    storage: ArchiveStorage, analyzer: Analyzer, issues: Sequence[Issue]
) -> list[ColumnarSegment]:
    """Write ``issues`` to segments of their own, which are part of the archive when they are committed."""
    written = []
    for builder in _built(analyzer, issues):
        written.append(new_segment(storage))
        builder.write(storage, written[-1])
    return written


def new_segment(storage: ArchiveStorage) -> ColumnarSegment:
    """A segment of a name that no other has."""
    return CODEC.new_segment(storage, INDEX)


def _built(analyzer: Analyzer, issues: Sequence[Issue]) -> Iterator[SegmentBuilder]:
    """Yield builders filled with ``issues``, none with much more than ``SEGMENT_SIZE``."""
    builder = SegmentBuilder(LABELS, WORDS, PAIRS)
    for issue in issues:
        for article in issue.articles:
            _add_article(builder, analyzer, article, issue.key)
            if builder.size > SEGMENT_SIZE:
                yield builder
                builder = SegmentBuilder(LABELS, WORDS, PAIRS)
        _add_record(builder, issue, analyzer.lexicon.fingerprint)
    if builder.doc_count:
        yield builder


def _add_article(builder: SegmentBuilder, analyzer: Analyzer, article: Article, key: IssueKey) -> None:
    headline, body = article.units("headline"), article.units("body")
    headline_words = [term for unit in headline for term in analyzer.terms(unit)]
    headline_pairs = [fold(unit) for unit in headline]
    builder.add(
        stored={"stored": orjson.dumps(article.to_dict())},
        labels={
            "id": [article.id],
            "issue": [str(key)],
            "date": [article.date.isoformat()],
            "page": [f"{article.page:04d}"],
            "kind": [article.kind],
            "section": [label_term(article.section)] if article.section else [],
            "reporter": [label_term(name) for name in article.names],
            "reprint": reprint_keys(article),
        },
        terms={
            "headline_words": headline_words,
            "words": headline_words + [term for unit in body for term in analyzer.terms(unit)],
        },
        pairs={
            "headline_bigrams": headline_pairs,
            "bigrams": headline_pairs + [fold(unit) for unit in body],
        },
    )


def _add_record(builder: SegmentBuilder, issue: Issue, fingerprint: str) -> None:
    pages = sorted({article.page for article in issue.articles})
    told = (*issue.key, len(issue.articles), pages, issue.digest, fingerprint)
    labels = {"issue": [str(issue.key)], "record": [str(issue.key)]}
    builder.add({"stored": orjson.dumps(told)}, labels, {}, {})
