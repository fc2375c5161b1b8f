# What _lists.pyx takes over from _documents.pyx.

from numpy cimport npy_intp, uint8_t, uint32_t, uint64_t

cdef enum:
    ESCAPE = 255  # in gaps: as many, and go on with the next byte


cdef inline Py_ssize_t below(const uint32_t* numbers, Py_ssize_t low, Py_ssize_t high, Py_ssize_t sought) noexcept nogil:
    """How many are below ``sought``."""
    cdef Py_ssize_t middle
    while low < high:
        middle = (low + high) >> 1
        if numbers[middle] < sought:
            low = middle + 1
        else:
            high = middle
    return low


cdef class DocIdLists:
    cdef object _parts  # what the pointers point into
    cdef const uint32_t* _starts
    cdef const void* _docs
    cdef bint _wide  # documents of 32 bits
    cdef const uint8_t* _gaps
    cdef const uint32_t* _dense
    cdef const uint64_t* _gap_starts
    cdef const uint32_t* _dense_starts
    cdef Py_ssize_t _term_count, _doc_count, _gap_count, _dense_count

    cdef Py_ssize_t _span(self, Py_ssize_t term, Py_ssize_t* start, Py_ssize_t* count) except -2
    cdef int _read(self, Py_ssize_t dense, Py_ssize_t start, Py_ssize_t count, npy_intp* out) except -1
