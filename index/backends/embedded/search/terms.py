"""The terms that a question is matched and scored by, over all segments of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from index.article import Scope
from index.backends.embedded.reader.snapshot import NO_POSTINGS, DocIds, Floats, Postings, Snapshot
from index.kernel import intersection

FIELD_OF_KIND = {"word": "words", "prefix": "words", "bigram": "bigrams", "literal": "bigrams"}
HEADLINE_FIELD_OF_KIND = {kind: f"headline_{name}" for kind, name in FIELD_OF_KIND.items()}


def field_of(kind: str, scope: Scope | None) -> str:
    """Return the field that holds the terms of a kind: of the headlines, or of the whole texts."""
    return (HEADLINE_FIELD_OF_KIND if scope == "headline" else FIELD_OF_KIND)[kind]


@dataclass(slots=True, eq=False)
class Term:
    """A term of a question: ``doc_freq`` live documents hold it in its ``scope``.

    ``kind`` is ``word``, ``bigram``, ``literal`` or ``prefix``. The question has it ``times`` times; ``idf``
    is the ranking's.
    """

    kind: str
    text: str
    scope: Scope | None
    times: int
    doc_freq: int
    idf: float

    # No abstract base class: terms are asked what they are, and the instance check of one is slow.
    @property
    def doc_ids(self) -> DocIds:
        """The documents that hold it: global, strictly ascending; do not modify."""
        raise NotImplementedError

    def among(self, doc_ids: DocIds) -> DocIds:
        """Return those of ``doc_ids`` (strictly ascending, live) that hold it."""
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class IndexedTerm(Term):
    """A term of one field of the index: its postings are read when they are needed, and as far as needed.

    ``term_ids`` has its id in each segment of the ``snapshot``, -1 where no document has it.
    """

    snapshot: Snapshot = field(repr=False)
    term_ids: Sequence[int]
    _doc_ids: DocIds | None = None

    @property
    def doc_ids(self) -> DocIds:
        """As ``Term.doc_ids``; read once."""
        if self._doc_ids is None:
            name = field_of(self.kind, self.scope)
            self._doc_ids = _join(
                [
                    segment.doc_ids_of_term(name, term_id)
                    for segment, term_id in zip(self.snapshot.segments, self.term_ids, strict=True)
                    if term_id >= 0
                ]
            )
        return self._doc_ids

    def among(self, doc_ids: DocIds) -> DocIds:
        """As ``Term.among``; of the term's own documents no more are read than that takes."""
        if self._doc_ids is not None:
            return intersection((doc_ids, self._doc_ids))
        name = field_of(self.kind, self.scope)
        return _join(
            [
                segment.among(name, self.term_ids[segment.number], local_doc_ids)
                for segment, local_doc_ids in self.snapshot.split_by_segment(doc_ids)
                if self.term_ids[segment.number] >= 0
            ]
        )


@dataclass(slots=True, eq=False)
class ListedTerm(Term):
    """What the index has no one term for: a longer literal, a prefix, or a term in the body alone."""

    postings: Postings = NO_POSTINGS

    @property
    def doc_ids(self) -> DocIds:
        """As ``Term.doc_ids``."""
        return self.postings.doc_ids

    @property
    def freqs(self) -> Floats:
        """The term frequency in each of ``doc_ids``; one in the headline counts as it is boosted."""
        return self.postings.freqs

    def among(self, doc_ids: DocIds) -> DocIds:
        """As ``Term.among``."""
        return intersection((doc_ids, self.postings.doc_ids))


def _join(found: Sequence[DocIds]) -> DocIds:
    return found[0] if len(found) == 1 else np.concatenate([NO_POSTINGS.doc_ids, *found])


def holding_all(terms: Sequence[Term], among: DocIds | None = None) -> DocIds:
    """Return the documents that hold each of ``terms``, at least one: those of ``among``, where it is given.

    The rarest term is read first, and of each other one no more than it takes.
    """
    first, *others = sorted(terms, key=attrgetter("doc_freq"))
    doc_ids = first.doc_ids if among is None else first.among(among)
    for term in others:
        doc_ids = term.among(doc_ids)
    return doc_ids
