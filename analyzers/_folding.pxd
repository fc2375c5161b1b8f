# What _passages.pyx folds by: the fields and the private methods of Translation.

from libc.stdint cimport uint32_t

cdef struct Translated:  # a text as it is translated, piece by piece; whoever begins one frees both arrays
    Py_UCS4* chars
    uint32_t* origins  # where each of ``chars`` comes from, ascending
    Py_ssize_t count, room


cdef class Translation:
    cdef object _table
    cdef uint32_t* _known  # by code point: the one it maps to plus 1, or SEVERAL, or REMOVED; 0 is not known yet
    cdef uint32_t* _several
    cdef Py_ssize_t _several_count

    cdef int append(self, str text, Py_ssize_t start, Py_ssize_t end, Translated* out) except -1
    cdef uint32_t _learn(self, Py_UCS4 char) except? 0
