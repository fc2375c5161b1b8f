# What runs and literals match, which _conjunction.pyx scores.

cimport numpy as np

from index.backends.embedded.search._question cimport Question


cdef class Part:
    cdef str folded
    cdef list terms
    cdef bint is_bigram
    cdef object cost  # the least doc freq of its terms; more than any where it has none


cdef class Matching(Question):
    cdef readonly dict runs
    cdef readonly bint asks
    cdef list leaves, apart, as_typed
    cdef object analyzer, deadline, boosts, whole, partial, filters
    cdef double ideal

    cdef Part _part(self, part)
    cdef np.ndarray _matching_all(self, list parts, Py_ssize_t at)
    cdef np.ndarray _matching(self, Part part, Py_ssize_t at, np.ndarray among)
    cdef np.ndarray _standing_literals(self, np.ndarray doc_ids)
    cdef list _enough(self)
