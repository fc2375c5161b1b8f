# What a compiled conjunction (_conjunction.pyx) reads of one segment: its fields of words, of bigrams and of names.

cimport numpy as np
from numpy cimport npy_intp

from index.kernel._posting_lists cimport PostingLists


cdef class TextField:
    cdef PostingLists lists
    cdef np.ndarray text, starts, lengths
    cdef TextField headline

    cdef Py_ssize_t term_id(self, bytes term) except -2
    cdef np.ndarray doc_ids(self, Py_ssize_t term_id, np.ndarray among)
    cdef tuple phrase(self, list terms)


cdef class SegmentTexts:
    cdef TextField words, bigrams
    cdef tuple names
    cdef np.ndarray deleted
    cdef npy_intp base, size

    cdef np.ndarray persons(self, str folded)


cdef class ArchiveTexts:
    cdef list segments
    cdef double mean_words, mean_bigrams
