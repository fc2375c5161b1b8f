# The look-ups of terms.py, whose docstrings say what each function gives; held equal to them by a test.
# Only what lies between the ends of an array is read, however wrong its term_ids are.

cimport numpy as np
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memcmp
from numpy cimport npy_intp, uint8_t, uint32_t

from index.kernel._arrays cimport data

import numpy as np

np.import_array()


def lower_bound(np.ndarray text, np.ndarray starts, bytes term, /):
    cdef bint equal
    return _seek(text, starts, term, &equal)


def find_term(np.ndarray text, np.ndarray starts, bytes term, /):
    cdef bint equal
    cdef Py_ssize_t term_id = _seek(text, starts, term, &equal)
    return term_id if equal else None


def find_terms(np.ndarray text, np.ndarray starts, terms, /):
    cdef bint equal
    found = []
    for term in terms:
        term_id = _seek(text, starts, (<str> term).encode(), &equal)
        if not equal:
            return None
        found.append(term_id)
    return found


cdef Py_ssize_t _seek(np.ndarray text, np.ndarray starts, bytes term, bint* equal) except -1:
    cdef Py_ssize_t low = 0, high = len(starts) - 1, middle, size, order, length = len(term), end = len(text)
    cdef const uint32_t* starting = <uint32_t*> data(starts, np.NPY_UINT32)
    cdef const uint8_t* letters = <uint8_t*> data(text, np.NPY_UINT8)
    cdef const uint8_t* sought = term
    equal[0] = False
    while low < high:
        middle = (low + high) >> 1
        size = <Py_ssize_t> starting[middle + 1] - starting[middle]
        if size < 0 or starting[middle + 1] > end:
            raise IndexError(f"terms to {starting[middle + 1]} of {end} bytes")
        order = memcmp(letters + starting[middle], sought, min(size, length))
        if order < 0 or (order == 0 and size < length):
            low = middle + 1
        else:
            high = middle
            equal[0] = order == 0 and size == length
    return low


def decode_terms(np.ndarray text, np.ndarray starts, np.ndarray term_ids, /):
    cdef Py_ssize_t at, count = len(starts) - 1, end = len(text)
    cdef const uint32_t* starting = <uint32_t*> data(starts, np.NPY_UINT32)
    cdef const char* letters = <char*> data(text, np.NPY_UINT8)
    cdef npy_intp term_id
    found = []
    for term_id in term_ids:
        if not 0 <= term_id < count or not starting[term_id] <= starting[term_id + 1] <= end:
            raise IndexError(f"term {term_id} of {count}")
        at = starting[term_id]
        found.append(PyUnicode_DecodeUTF8(letters + at, starting[term_id + 1] - at, NULL))
    return found
