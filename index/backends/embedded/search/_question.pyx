# The terms of a question, looked up in all segments of a snapshot when they are first asked for, and its literals, found
# there. terms.py, scorer.py and text_nodes.py say what is meant; here a term is one object without a table of its own.

cimport numpy as np

from index.backends.embedded.search._segment_texts cimport ArchiveTexts, SegmentTexts, TextField

from analyzers import folded_bigrams
from index.kernel._sets import is_in

import numpy as np

np.import_array()

NO_DOC_IDS = np.zeros(0, dtype=np.intp)


cdef class Term:
    """A term, with its id in each segment, and in each segment's headlines; -1 for none."""


cdef class Literal:
    """A literal of three and more characters: what holds it, and how often, in each segment; ``top`` is its weight."""


cdef class Question:
    """The terms that documents are weighed by, each with the most that it can weigh, and the literals that have to stand.

    ``words`` and ``bigrams`` are all terms that were looked up, by their texts; ``idf_sum`` is of those that documents
    hold, each as often as the question has it. ``pairs`` are the literals of two characters.
    """

    def __cinit__(self, snapshot, ArchiveTexts texts, *_):
        self.snapshot, self.texts, self.segments, self.doc_count = snapshot, texts, texts.segments, snapshot.doc_count
        self.words, self.bigrams = {}, {}
        self.weighed_words, self.weighed_bigrams, self.literals, self.pairs = [], [], [], []

    cdef Term term(self, str text, dict known):
        """Return a term of ``words`` or of ``bigrams``, whichever ``known`` is."""
        cdef SegmentTexts segment
        cdef TextField field
        cdef Py_ssize_t term_id
        cdef Term term = known.get(text)
        if term is not None:
            return term
        term = known[text] = Term.__new__(Term)
        term.text, term.term_ids, term.headline_ids = text, [], []
        encoded = text.encode("utf-8", "surrogatepass")
        for segment in self.segments:
            field = segment.words if known is self.words else segment.bigrams
            term_id = field.term_id(encoded)
            term.term_ids.append(term_id)
            term.headline_ids.append(-1 if field.headline is None else field.headline.term_id(encoded))
            if term_id >= 0 and len(segment.deleted):
                term.doc_freq += field.lists.doc_freqs((term_id,), segment.deleted)[0]
            elif term_id >= 0:
                term.doc_freq += field.lists._doc_freq(term_id)
        self.check(term.doc_freq)
        term.idf = self.ranking.idf(term.doc_freq, self.doc_count)
        return term

    cdef int check(self, Py_ssize_t doc_freq) except -1:
        if doc_freq > self.doc_count:
            raise IndexError(f"a term of {doc_freq} articles, of {self.doc_count}")
        return 0

    cdef double weigh(self, dict counts, dict known, list weighed, double idf_sum) except? -1:
        """Add the terms that any document holds to ``weighed``; return ``idf_sum`` and the sum of their idf.

        Sums are made in the order in which the nodes make them, so that scores are the same to the last bit.
        """
        cdef double times
        cdef Term term
        for text, times in counts.items():
            term = self.term(text, known)
            if term.doc_freq:
                weighed.append((term, self.max_weight * times * term.idf))
                idf_sum += times * term.idf
                self.idf_sum += times * term.idf
        return idf_sum

    cdef int add_literal(self, str folded) except -1:
        """Add a literal of two or more characters: documents have to hold it, and it weighs as one term."""
        if len(folded) == 2:
            self.pairs.append(self.term(folded, self.bigrams))
            self.weigh({folded: 1.0}, self.bigrams, self.weighed_bigrams, 0)
        else:
            self.literals.append(self._find(folded))
        return 0

    cdef Literal _find(self, str folded):
        cdef SegmentTexts segment
        cdef TextField field, headline
        cdef Literal found = Literal.__new__(Literal)
        cdef Py_ssize_t doc_freq = 0
        cdef double idf
        pairs = folded_bigrams(folded)
        found.doc_ids, found.freqs = [], []
        for segment in self.segments:
            doc_ids, counts = segment.bigrams.phrase(pairs)
            if len(segment.deleted):
                live = ~is_in(doc_ids, segment.deleted)
                doc_ids, counts = doc_ids[live], counts[live]
            freqs = counts.astype(np.float64)
            headline = segment.bigrams.headline
            if headline is not None and len(doc_ids):
                in_headlines, counts = headline.phrase(pairs)
                held = is_in(in_headlines, doc_ids)
                freqs[is_in(doc_ids, in_headlines)] += (self.ranking.headline_boost - 1) * counts[held]
            found.doc_ids.append(doc_ids)
            found.freqs.append(freqs)
            doc_freq += len(doc_ids)
        self.check(doc_freq)
        if doc_freq:
            idf = self.ranking.idf(doc_freq, self.doc_count)
            found.top = self.max_weight * idf
            self.idf_sum += idf
        return found

    cdef np.ndarray standing(self, str folded, Py_ssize_t at, exclude, candidates):
        """Return the local doc ids that hold a folded text: of ``candidates``, without ``exclude``, if these are given."""
        cdef TextField field = (<SegmentTexts> self.segments[at]).bigrams
        cdef Term pair
        term_ids = []
        for text in folded_bigrams(folded):
            pair = self.term(text, self.bigrams)
            if pair.term_ids[at] < 0:
                return NO_DOC_IDS
            term_ids.append(pair.term_ids[at])
        if len(term_ids) == 1:
            return field.doc_ids(term_ids[0], candidates)
        return field.lists.phrase(term_ids, 0, exclude, candidates)[0]

    cdef list split(self, np.ndarray doc_ids):
        """Divide ``doc_ids`` (ascending) among segments: (which, where in ``doc_ids``, None for all, local doc ids)."""
        cdef SegmentTexts segment
        if len(self.segments) == 1:
            return [(0, None, doc_ids)]
        found = []
        for at, segment in enumerate(self.segments):
            start, end = doc_ids.searchsorted((segment.base, segment.base + segment.size)).tolist()
            if start < end:
                found.append((at, slice(start, end), doc_ids[start:end] - segment.base))
        return found
