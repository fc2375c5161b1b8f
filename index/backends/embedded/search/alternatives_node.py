"""The nodes of a run of text that has other forms, and of the terms that these are scored by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from index.article import Scope
from index.backends.embedded.reader.snapshot import NO_POSTINGS, DocIds, Postings
from index.backends.embedded.search.nodes import Node, OrNode, SearchContext
from index.backends.embedded.search.phrase import phrase_postings
from index.backends.embedded.search.scorer import ReadPostings
from index.backends.embedded.search.terms import Term
from index.backends.embedded.search.text_nodes import phrase_doc_ids
from index.kernel import intersection, is_in, union
from index.query import Form, Words
from index.run_plan import FORM_SHARE, plan_run, standing_text


class AlternativesNode(OrNode):
    """Matches the documents that match what was typed, or hold another form of it.

    Literally, and in part, match those that do so of what was typed.
    """

    def __init__(
        self,
        context: SearchContext,
        typed: Node,
        others: Sequence[Node],
        query: Words,
        forms: Sequence[Form],
    ) -> None:
        """``others`` are the nodes of the queries of ``forms``."""
        super().__init__(context, [typed, *others])
        self._typed = typed
        self._query, self._forms = query, forms
        self.is_literal = False
        self.plain_words = typed.plain_words

    def literal(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.literal``."""
        return self._typed.literal(self._typed.filter(doc_ids))

    def loose_doc_ids(self) -> DocIds:
        """As ``Node.loose_doc_ids``."""
        return union([self._typed.loose_doc_ids(), self.doc_ids()])

    def loosely_filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.loosely_filter``."""
        return intersection((doc_ids, self.loose_doc_ids()))

    def scoring_leaves(self) -> Iterator[Node]:
        """As ``Node.scoring_leaves``."""
        yield from self._typed.scoring_leaves()
        others: dict[str, list[str]] = {}
        for form in self._forms:
            for piece, other in form.pieces:
                others.setdefault(piece, []).append(standing_text(Words(other)))
        for piece, texts in others.items():
            yield from self._form_nodes(piece, texts)

    def _form_nodes(self, piece: str, texts: Iterable[str]) -> Iterator[FormNode]:
        context, scope = self._context, self._query.scope
        ideal, held = _ideal(context, piece, scope), NO_POSTINGS.doc_ids
        earlier = [standing_text(Words(piece))]
        for text in dict.fromkeys(texts):
            if text in earlier:
                continue
            if earlier[-1]:
                held = union([held, phrase_doc_ids(context, earlier[-1], scope)])
            yield FormNode(context, text, scope, held, ideal)
            earlier.append(text)


class FormNode(Node):
    """Scores the documents that hold another text of a piece, and neither the piece nor an earlier such text.

    It weighs a share of all terms of the piece, and of what standing as typed would add. It matches nothing:
    the documents are those of its ``AlternativesNode``.
    """

    is_typed = False

    def __init__(
        self, context: SearchContext, text: str, scope: Scope | None, held: DocIds, ideal: float
    ) -> None:
        """``held`` are the documents that are left out, ``ideal`` is what the term weighs."""
        super().__init__(context)
        self._read_postings = _reader(context, text, held)
        term = context.scorer.listed_term("literal", text, scope, self._read_postings)
        term.times = ideal / term.idf if term.idf else 0.0
        self.terms: list[Term] = [term]


def _reader(context: SearchContext, text: str, held: DocIds) -> ReadPostings:
    def read(field: str) -> Postings:
        found = phrase_postings(context.snapshot, text, field, deadline=context.deadline)
        left = ~is_in(found.doc_ids, held)
        return Postings(found.doc_ids[left], found.freqs[left])

    return read


def _ideal(context: SearchContext, piece: str, scope: Scope | None) -> float:
    """The share that counts of the sum of idf of a piece, asked for by itself."""
    run = plan_run(piece, context.analyzer)
    index_terms = partial(context.scorer.index_terms, scope=scope)
    terms = [*index_terms("word", counts=run.words), *index_terms("bigram", counts=run.bigrams)]
    typed = 0.0 if run.is_one_literal else context.scorer.boosts.typed
    return FORM_SHARE * (1 + typed) * sum(term.times * term.idf for term in terms if term.doc_freq)
