"""The terms that a question is matched and scored by, over all segments of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from index.article import Scope
from index.backends.embedded.reader.searched_field import SearchedField
from index.backends.embedded.reader.snapshot import NO_POSTINGS, DocIds, Floats, Postings
from index.kernel import intersection


@dataclass(slots=True, eq=False)
class Term:
    """A term of a question: ``doc_freq`` live documents hold it in its ``scope``.

    ``kind`` is ``word``, ``bigram``, ``literal`` or ``prefix``. The question has it ``times`` times, an aside
    in part; ``idf`` is the ranking's.
    """

    kind: str
    text: str
    scope: Scope | None
    times: float
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

    ``term_ids`` has its id in each part of the ``field``, ``headline_ids`` in the headlines; -1 for none.
    """

    field: SearchedField
    term_ids: Sequence[int]
    headline_ids: Sequence[int]
    _doc_ids: DocIds | None = None

    @property
    def doc_ids(self) -> DocIds:
        """As ``Term.doc_ids``; read once."""
        if self._doc_ids is None:
            self._doc_ids = self.field.doc_ids(self.term_ids)
        return self._doc_ids

    def among(self, doc_ids: DocIds) -> DocIds:
        """As ``Term.among``; of the term's own documents no more are read than that takes."""
        if self._doc_ids is not None:
            return intersection((doc_ids, self._doc_ids))
        return self.field.among(self.term_ids, doc_ids)


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


def holding_all(terms: Sequence[Term], among: DocIds | None = None) -> DocIds:
    """Return the documents that hold each of ``terms``, at least one: those of ``among``, where it is given.

    The rarest term is read first, and of each other one no more than it takes.
    """
    if len(terms) > 1:
        terms = sorted(terms, key=attrgetter("doc_freq"))
    doc_ids = terms[0].doc_ids if among is None else terms[0].among(among)
    for term in terms[1:]:
        doc_ids = term.among(doc_ids)
    return doc_ids
