# The fields and the private methods of DocIdLists that _posting_lists.pyx inherits.

from numpy cimport npy_intp, uint8_t, uint32_t, uint64_t

cdef enum:
    ESCAPE = 255  # in gaps: add 255, and go on with the next byte


cdef inline Py_ssize_t count_below(
    const uint32_t* values, Py_ssize_t low, Py_ssize_t high, Py_ssize_t target
) noexcept nogil:
    """Return the first index in [low, high) whose value is not below ``target``, by bisection; else ``high``."""
    cdef Py_ssize_t middle
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


cdef class DocIdLists:
    cdef object _parts  # owns the memory that the pointers point into
    cdef const uint32_t* _starts
    cdef const void* _docs
    cdef bint _docs_are_32_bits  # else 16
    cdef const uint8_t* _gaps
    cdef const uint32_t* _dense
    cdef const uint64_t* _gap_starts
    cdef const uint32_t* _dense_starts
    cdef Py_ssize_t _term_count, _sparse_count, _gap_count, _dense_count

    cdef Py_ssize_t _span(self, Py_ssize_t term_id, Py_ssize_t* start, Py_ssize_t* count) except -2
    cdef int _read(self, Py_ssize_t dense, Py_ssize_t start, Py_ssize_t count, npy_intp* out) except -1
