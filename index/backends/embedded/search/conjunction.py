"""Runs of words and literals that all have to match, as in most questions, planned by one compiled object.

Most of what such a question takes is Python's work between the kernel's loops: docs/measurements.md, "Where
the time of a first question goes". ``_conjunction.pyx`` does what the nodes of ``query_plan`` do, for these
questions alone and in fewer objects. The nodes answer all others, and these where nothing is compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzers import Analyzer, fold
from index.backend import Ranking
from index.backends.embedded.reader.searched_field import HEADLINE
from index.backends.embedded.reader.segment_view import SegmentView
from index.backends.embedded.reader.snapshot import Snapshot
from index.deadline import Deadline
from index.kernel import COMPILED
from index.query import And, Literal, Query, Words
from index.run_plan import MAX_TERMS, NAME_FIELDS, RunPlan, plan_run

if COMPILED or TYPE_CHECKING:
    from index.backends.embedded.search._conjunction import Conjunction
    from index.backends.embedded.search._segment_texts import ArchiveTexts, SegmentTexts, TextField


def plan_conjunction(
    snapshot: Snapshot, analyzer: Analyzer, query: Query, ranking: Ranking, deadline: Deadline
) -> Conjunction | None:
    """Plan ``query``; None where it is none of these questions, where it is long, or nothing is compiled."""
    texts = snapshot.once(_texts) if COMPILED else None
    leaves = query.children if isinstance(query, And) else (query,)
    planned: list[tuple[str, RunPlan | None]] = []
    chars = 0
    for leaf in leaves if texts else ():
        if not isinstance(leaf, Words | Literal) or leaf.scope:
            return None
        chars += len(leaf.text)
        if chars > MAX_TERMS:
            return None
        run = plan_run(leaf.text, analyzer) if isinstance(leaf, Words) else None
        text = leaf.text if run else fold(leaf.text)
        for standing in (run.folded, *[part.folded for part in run.parts]) if run else (text,):
            if not 1 < len(standing) <= MAX_TERMS:  # a single character stands where any pair begins with it
                return None
        planned.append((text, run))
    return Conjunction(snapshot, texts, planned, analyzer, ranking, deadline) if texts and planned else None


def _texts(snapshot: Snapshot) -> ArchiveTexts | None:
    """What is read of all segments; None where one has no text, and where there are no articles."""
    found = []
    for segment in snapshot.segments:
        words, bigrams = _text_field(segment, "words"), _text_field(segment, "bigrams")
        if words is None or bigrams is None:
            return None
        names = tuple([names for field in NAME_FIELDS if (names := _text_field(segment, field.name))])
        found.append(SegmentTexts(words, bigrams, names, segment.deleted, segment.base, segment.size))
    if not snapshot.doc_count:
        return None
    totals = [snapshot.searched_field(name).total_length for name in ("words", "bigrams")]
    return ArchiveTexts(found, *[max(total / snapshot.doc_count, 1.0) for total in totals])


def _text_field(segment: SegmentView, name: str) -> TextField | None:
    found, lengths = segment.files.field(name), segment.files.lengths(name)
    headline = segment.files.field(HEADLINE + name)
    if found is None:
        return None
    return TextField(
        *found.terms.arrays,
        found.lists,
        lengths,
        TextField(*headline.terms.arrays, headline.lists, lengths, None) if headline else None,
    )
