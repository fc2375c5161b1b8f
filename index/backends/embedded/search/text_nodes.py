"""The leaves of a plan that match text: a run of words, a literal or a prefix. Their terms score it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter

from analyzers import fold
from index.article import Scope
from index.backends.embedded.reader.snapshot import NO_POSTINGS, DocIds
from index.backends.embedded.search.nodes import (
    Node,
    SearchContext,
    count_loosely_matching,
    loosely_matching,
    matching_all,
)
from index.backends.embedded.search.phrase import phrase_postings
from index.backends.embedded.search.terms import Term, holding_all
from index.kernel import difference, intersection, union
from index.query import Literal, Prefix, Words
from index.run_plan import NAME_FIELDS, RunPart, RunPlan, rarest


class RunPartNode(Node):
    """Matches the documents that hold a part of a run literally, or all its words anywhere in the text.

    It also matches the documents of a person whose whole name is the part.
    """

    def __init__(
        self, context: SearchContext, part: RunPart, scope: Scope | None, words: Sequence[Term]
    ) -> None:
        """``words`` are the part's own; without any, only what holds it literally matches."""
        super().__init__(context)
        self._folded, self._scope = part.folded, scope
        self._words: Sequence[Term] = words
        # One word of two characters: the pair stands wherever the word does.
        self._is_pair = len(part.folded) == 2 and part.words == (part.folded,)
        if self._is_pair:
            self._words = context.scorer.index_terms("bigram", scope, {part.folded: 1})

    def filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.filter``. Positions are read only in the documents that do not hold the words."""
        with_words = holding_all(self._words, doc_ids) if self._words else NO_POSTINGS.doc_ids
        if len(with_words) == len(doc_ids):
            return doc_ids
        persons = self._person_doc_ids()
        if self._is_pair and not len(persons):
            return with_words
        left = difference(doc_ids, with_words)
        found = [with_words, intersection((left, persons))]
        if not self._is_pair:
            found.append(intersection((left, self._phrase_doc_ids(candidates=left))))
        return union(found)

    def cost(self) -> int:
        """As ``Node.cost``: that all the words are held; the other documents are mostly few."""
        return min([word.doc_freq for word in self._words]) if self._words else len(self.doc_ids())

    def _compute_doc_ids(self) -> DocIds:
        with_words = holding_all(self._words) if self._words else NO_POSTINGS.doc_ids
        found = [with_words, self._person_doc_ids()]
        if not self._is_pair:
            found.append(self._phrase_doc_ids(exclude=with_words if len(with_words) else None))
        return union(found)

    def _phrase_doc_ids(self, *, exclude: DocIds | None = None, candidates: DocIds | None = None) -> DocIds:
        return phrase_doc_ids(
            self._context, self._folded, self._scope, exclude=exclude, candidates=candidates
        )

    def _person_doc_ids(self) -> DocIds:
        return person_doc_ids(self._context, self._folded, self._scope)


class WordsNode(Node):
    """Matches the documents that hold each part of a run of text (index/run_plan.py).

    The words and the bigrams of the whole run score a document, each as its own term, whether it matches or
    not: what holds some of them is a partial match.
    """

    def __init__(self, context: SearchContext, query: Words, run: RunPlan) -> None:
        super().__init__(context)
        self.text, self.scope = query.text, query.scope
        self.run = run
        words = context.scorer.index_terms("word", self.scope, run.words)
        self.words = _rarest(words)
        self.pairs = _rarest(context.scorer.index_terms("bigram", self.scope, run.bigrams))
        self.terms = self.words + self.pairs
        self.is_literal = run.is_one_literal
        # Of too many words only the rarest are looked up, and those that no article holds.
        needed = {word.text: word for word in self.words}
        if len(self.words) < len(words):
            needed |= {word.text: word for word in words if not word.doc_freq}
        self._parts = [
            RunPartNode(context, part, query.scope, [needed[word] for word in part.words if word in needed])
            for part in run.parts
        ]
        apart = run.apart_words
        self._apart_words = [word for word in self.words if word.text in apart]
        self.plain_words = None if query.scope else self._apart_words

    def filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.filter``."""
        for part in self._parts:
            doc_ids = part.filter(doc_ids)
        return doc_ids

    def cost(self) -> int:
        """As ``Node.cost``."""
        return min([part.cost() for part in self._parts])

    def _compute_doc_ids(self) -> DocIds:
        return matching_all(self._parts)

    def literal(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.literal``: the run stands there, but for marks at its ends, or is a name."""
        if self.is_literal:
            return doc_ids
        found = phrase_doc_ids(self._context, self.run.folded, self.scope, candidates=doc_ids)
        persons = person_doc_ids(self._context, self.run.folded, self.scope)
        return union([found, intersection((doc_ids, persons))])

    def loose_doc_ids(self) -> DocIds:
        """As ``Node.loose_doc_ids``."""
        return loosely_matching(self._context, self._apart_words, self.doc_ids())

    def loosely_filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.loosely_filter``."""
        return intersection((doc_ids, self.loose_doc_ids()))

    def loose_count(self) -> int:
        """As ``Node.loose_count``."""
        return count_loosely_matching(self._context, self._apart_words, self.doc_ids())

    def typed(self, doc_ids: DocIds) -> Iterator[DocIds]:
        """Yield those of ``doc_ids`` where the run stands more and more as it was typed.

        Nothing for a run of which all matches stand as it was typed.
        First without the marks at its ends, then with them. What matches a word of Latin letters stands in
        longer words too: for that one, where it is a word.
        """
        run = self.run
        if run.is_latin_word:
            yield self.words[0].among(doc_ids)
        elif not run.is_one_literal:
            doc_ids = phrase_doc_ids(self._context, run.folded, self.scope, candidates=doc_ids)
            yield doc_ids
        if run.typed != run.folded:
            yield phrase_doc_ids(self._context, run.typed, self.scope, candidates=doc_ids)


def _rarest(terms: list[Term]) -> list[Term]:
    return rarest(terms, attrgetter("doc_freq"), attrgetter("text"))


def phrase_doc_ids(
    context: SearchContext,
    folded: str,
    scope: Scope | None,
    *,
    exclude: DocIds | None = None,
    candidates: DocIds | None = None,
) -> DocIds:
    """The documents that hold a folded text; others than ``candidates``, and ``exclude``, may be left out."""
    if len(folded) <= 2 or scope == "body":
        found = LiteralNode(context, Literal(folded, scope)).doc_ids()
        return found if candidates is None else intersection((found, candidates))
    return phrase_postings(
        *(context.snapshot, folded, "bigrams" if scope is None else "headline_bigrams"),
        exclude=exclude,
        candidates=candidates,
        deadline=context.deadline,
    ).doc_ids


def person_doc_ids(context: SearchContext, folded: str, scope: Scope | None) -> DocIds:
    """The documents with a person whose whole name it is; none where a scope asks for text only."""
    if scope:
        return NO_POSTINGS.doc_ids
    return union([context.label_doc_ids(field, folded) for field in NAME_FIELDS])


class LiteralNode(Node):
    """Matches the documents that hold a literal, which is scored as if it were one term of the index."""

    def __init__(self, context: SearchContext, query: Literal) -> None:
        super().__init__(context)
        folded, scope = fold(query.text), query.scope
        if len(folded) == 2:
            self.terms = context.scorer.index_terms("literal", scope, {folded: 1})
        else:
            self._read_postings = partial(
                phrase_postings, context.snapshot, folded, deadline=context.deadline
            )
            self.terms = [context.scorer.listed_term("literal", folded, scope, self._read_postings)]

    def _compute_doc_ids(self) -> DocIds:
        return self.terms[0].doc_ids


class PrefixNode(Node):
    """Matches the documents with a word that begins with a prefix; all such words are scored as one term."""

    def __init__(self, context: SearchContext, query: Prefix) -> None:
        super().__init__(context)
        folded = fold(query.text)
        context.check_expansion("words", folded)
        self._read_postings = partial(context.snapshot.prefix_postings, prefix=folded)
        self.terms = [context.scorer.listed_term("prefix", f"{folded}*", query.scope, self._read_postings)]

    def _compute_doc_ids(self) -> DocIds:
        return self.terms[0].doc_ids
