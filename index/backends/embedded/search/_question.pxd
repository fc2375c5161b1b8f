# The terms of a question over the segments of one snapshot, which _conjunction.pyx matches and scores by.

cimport numpy as np

from index.backends.embedded.search._segment_texts cimport ArchiveTexts


cdef class Term:
    cdef str text
    cdef list term_ids, headline_ids
    cdef Py_ssize_t doc_freq
    cdef double idf


cdef class Literal:
    cdef list doc_ids, freqs
    cdef double top


cdef class Question:
    cdef ArchiveTexts texts
    cdef list segments
    cdef dict words, bigrams
    cdef list weighed_words, weighed_bigrams, literals, pairs
    cdef object snapshot, ranking
    cdef Py_ssize_t doc_count
    cdef double max_weight, idf_sum

    cdef Term term(self, str text, dict known)
    cdef int check(self, Py_ssize_t doc_freq) except -1
    cdef double weigh(self, dict counts, dict known, list weighed, double idf_sum) except? -1
    cdef int add_literal(self, str folded) except -1
    cdef Literal _find(self, str folded)
    cdef np.ndarray standing(self, str folded, Py_ssize_t at, exclude, candidates)
    cdef list split(self, np.ndarray doc_ids)
