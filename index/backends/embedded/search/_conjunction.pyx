# What conjunction.py plans where there is a compiler: the nodes (nodes.py, text_nodes.py, scorer.py, boosts.py) say
# what is meant, and a test compares the two. Here a question is one object, its terms are a few more, and between the
# kernel's loops nothing is interpreted. Arrays are numpy's and are checked by the kernel's modules, which read them.

cimport numpy as np
from numpy cimport PyArray_DATA

from index.backends.embedded.search._matching cimport Matching
from index.backends.embedded.search._question cimport Literal, Term
from index.backends.embedded.search._segment_texts cimport SegmentTexts, TextField

from index.backends.embedded.search.boosts import timely
from index.first_fifty import FADE_CHARS, MAX_PAIRS, SPAN_CHARS, years_of
from index.kernel._closeness import measure_closeness
from index.kernel._sets import is_in
from index.kernel._weighing import add_weights

import numpy as np

np.import_array()


cdef class Conjunction(Matching):
    """Runs and literals that all have to match, over the segments of one snapshot, as ``QueryPlan`` plans the same."""

    def scores(self, np.ndarray doc_ids, /):
        """A score for each of ``doc_ids``, which ascend: float64, without the boosts of the first ones."""
        cdef np.ndarray scores = np.zeros(len(doc_ids))
        self.deadline.check()
        for at, here, local in self.split(doc_ids):
            self._add_scores(at, local, scores if here is None else scores[here])
        return scores

    cdef int _add_scores(self, Py_ssize_t at, np.ndarray local, np.ndarray sums) except -1:
        """Add to ``sums`` what documents of segment ``at`` gain by their terms, and by where runs stand as typed."""
        cdef SegmentTexts segment = self.segments[at]
        cdef Literal literal
        for literal in self.literals:
            self._add_literal(literal, at, local, sums)
        self._add_weights(self.weighed_words, segment.words, self.texts.mean_words, at, local, sums)
        self._add_weights(self.weighed_bigrams, segment.bigrams, self.texts.mean_bigrams, at, local, sums)
        for run, ideal in self.as_typed if self.boosts.typed else ():
            for held in self._typed(run, at, local):
                sums[is_in(local, held)] += self.boosts.typed * ideal
        return 0

    cdef int _add_literal(self, Literal literal, Py_ssize_t at, np.ndarray local, np.ndarray sums) except -1:
        """Add what a literal weighs in ``local``, which all hold it."""
        cdef SegmentTexts segment = self.segments[at]
        half = self.ranking.half_freq(self.texts.mean_bigrams)
        freqs = literal.freqs[at]
        if len(local) < len(freqs):
            freqs = freqs[is_in(literal.doc_ids[at], local)]
        sums += literal.top * (freqs / (freqs + half.base + half.per_term * segment.bigrams.lengths[local]))
        return 0

    cdef int _add_weights(
        self, list weighed, TextField field, double mean_length, Py_ssize_t at, np.ndarray local, np.ndarray sums
    ) except -1:
        cdef Term term
        if not weighed:
            return 0
        half = self.ranking.half_freq(mean_length)
        formula = self.ranking.headline_boost - 1, half.base, half.per_term
        terms = []
        for term, top in weighed:
            if term.term_ids[at] >= 0:
                terms.append((term.term_ids[at], term.headline_ids[at], top))
        headline = None if field.headline is None else field.headline.lists
        add_weights(field.lists, headline, terms, formula, field.lengths, local, sums)
        return 0

    cdef list _typed(self, run, Py_ssize_t at, np.ndarray local):
        """Return those of ``local`` where a run stands as it was typed, without the marks at its ends, then with them."""
        found = []
        if run.is_latin_word:
            word = self.term(run.folded, self.words)
            found.append((<SegmentTexts> self.segments[at]).words.doc_ids((<Term> word).term_ids[at], local))
        elif not run.is_one_literal:
            local = self.standing(run.folded, at, None, local)
            found.append(local)
        if run.typed != run.folded:
            found.append(self.standing(run.typed, at, None, local))
        return found

    @property
    def gains_first(self):
        """Whether any of the best could gain by being near, early and timely."""
        return self.ideal > 0 and bool(self.leaves) and any(self.boosts)

    def gains(self, np.ndarray doc_ids, /):
        """What each of the best ``doc_ids`` (ascending) gains by being near, early and timely."""
        boosts = self.boosts
        gains = np.zeros(len(doc_ids))
        pairs = self._heaviest_pairs() if boosts.near or boosts.early else []
        for at, here, local in self.split(doc_ids) if pairs else ():
            self._add_closeness(pairs, at, local, gains if here is None else gains[here])
        if boosts.timely and any([not run.typed.isalpha() for run in self.leaves]):
            if years := years_of(self.leaves):
                gains += timely(self.snapshot, years, doc_ids) * (boosts.timely * self.ideal)
        return gains

    cdef int _add_closeness(self, list pairs, Py_ssize_t at, np.ndarray local, np.ndarray gains) except -1:
        """Add what documents of segment ``at`` gain by being near and early."""
        cdef SegmentTexts segment = self.segments[at]
        cdef double total = 0, weight, for_near = self.boosts.near * self.ideal, for_early = self.boosts.early * self.ideal
        cdef double* values = <double*> PyArray_DATA(gains)
        cdef np.ndarray near, early
        cdef Py_ssize_t span = SPAN_CHARS, i
        cdef Term pair
        term_ids, shares = [], []
        for weight, _, _ in pairs:
            total += weight
        if not total:
            return 0
        for weight, _, pair in pairs:
            if pair.term_ids[at] >= 0:
                term_ids.append(pair.term_ids[at])
                shares.append(weight / total)
        for run in self.leaves:
            span = max(span, len(run.typed))
        near, early = measure_closeness(segment.bigrams.lists, term_ids, shares, local, span, FADE_CHARS)
        for i in range(len(local)):
            values[i] += (<double*> PyArray_DATA(near))[i] * for_near + (<double*> PyArray_DATA(early))[i] * for_early
        return 0

    cdef list _heaviest_pairs(self):
        """Return the pairs that closeness is measured by, each once, heaviest first: (weight, text, term)."""
        cdef Term pair, word
        weighed = {}
        for run in self.leaves:
            for text in run.bigrams:
                share, inside = run.pair_shares[text]
                pair = self.bigrams[text]
                if share and pair.doc_freq:
                    word = self.words.get(inside)
                    weighed[text] = share * (word.idf if word is not None and word.doc_freq else pair.idf), text, pair
        if len(weighed) == 1:
            return list(weighed.values())
        return sorted(weighed.values(), key=_heaviest_first)[:MAX_PAIRS]


def _heaviest_first(weighed):
    weight, text, _ = weighed
    return -weight, text
