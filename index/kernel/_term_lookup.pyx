# The twin of term_lookup.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read: a damaged file may hold any numbers.

cimport numpy as np
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memcmp
from numpy cimport uint8_t, uint16_t, uint32_t

from index.kernel._arrays cimport data_pointer

import numpy as np

np.import_array()


def lower_bound(np.ndarray text, np.ndarray starts, bytes term, /):
    cdef bint is_equal
    return find_bound(text, starts, term, &is_equal)


cpdef prefix_range(np.ndarray text, np.ndarray starts, bytes prefix):
    """Mostly no term begins with the prefix, which the first one not less than it tells."""
    cdef bint is_equal
    cdef Py_ssize_t first = find_bound(text, starts, prefix, &is_equal), count = len(starts) - 1, size = len(prefix)
    cdef const uint32_t* bounds = <uint32_t*> data_pointer(starts, np.NPY_UINT32)
    cdef const uint8_t* blob = <uint8_t*> data_pointer(text, np.NPY_UINT8)
    if first == count:
        return first, first
    if bounds[first + 1] > len(text) or bounds[first] > bounds[first + 1]:
        raise IndexError(f"terms to {bounds[first + 1]} of {len(text)} bytes")
    if bounds[first + 1] - bounds[first] < size or memcmp(blob + bounds[first], <const uint8_t*> prefix, size):
        return first, first
    size = len(prefix.rstrip(b"\xff"))
    if not size:
        return first, count
    return first, find_bound(text, starts, prefix[: size - 1] + bytes((prefix[size - 1] + 1,)), &is_equal)


def find_term(np.ndarray text, np.ndarray starts, bytes term, /):
    cdef bint is_equal
    cdef Py_ssize_t term_id = find_bound(text, starts, term, &is_equal)
    return term_id if is_equal else None


def find_terms(np.ndarray text, np.ndarray starts, terms, /):
    cdef bint is_equal
    term_ids = []
    for term in terms:
        term_id = find_bound(text, starts, (<str> term).encode(), &is_equal)
        if not is_equal:
            return None
        term_ids.append(term_id)
    return term_ids


def find_known_terms(np.ndarray text, np.ndarray starts, terms, /):
    cdef bint is_equal
    cdef Py_ssize_t term_id
    term_ids = []
    for term in terms:
        term_id = find_bound(text, starts, (<str> term).encode("utf-8", "surrogatepass"), &is_equal)
        term_ids.append(term_id if is_equal else -1)
    return term_ids


cdef Py_ssize_t find_bound(np.ndarray text, np.ndarray starts, bytes term, bint* is_equal) except -1:
    """Bisect for the first term that is not less than ``term``, and set whether it is ``term`` itself."""
    cdef Py_ssize_t low = 0, high = len(starts) - 1, middle, size, order, length = len(term), end = len(text)
    cdef const uint32_t* bounds = <uint32_t*> data_pointer(starts, np.NPY_UINT32)
    cdef const uint8_t* blob = <uint8_t*> data_pointer(text, np.NPY_UINT8)
    cdef const uint8_t* target = term
    is_equal[0] = False
    while low < high:
        middle = (low + high) >> 1
        size = <Py_ssize_t> bounds[middle + 1] - bounds[middle]
        if size < 0 or bounds[middle + 1] > end:
            raise IndexError(f"terms to {bounds[middle + 1]} of {end} bytes")
        order = memcmp(blob + bounds[middle], target, min(size, length))
        if order < 0 or (order == 0 and size < length):
            low = middle + 1
        else:
            high = middle
            is_equal[0] = order == 0 and size == length
    return low


def decode_labels(np.ndarray text, np.ndarray starts, np.ndarray label, local_doc_ids, /):
    cdef Py_ssize_t start, term_id, count = len(starts) - 1, end = len(text), doc_count = len(label)
    cdef const uint32_t* bounds = <uint32_t*> data_pointer(starts, np.NPY_UINT32)
    cdef const char* blob = <char*> data_pointer(text, np.NPY_UINT8)
    cdef int dtype = np.PyArray_TYPE(label)
    cdef const void* labels = data_pointer(label, dtype)
    cdef Py_ssize_t local_doc_id
    terms = []
    for local_doc_id in local_doc_ids:
        if not 0 <= local_doc_id < doc_count:
            raise IndexError(f"document {local_doc_id} of {doc_count}")
        if dtype == np.NPY_UINT8:
            term_id = <Py_ssize_t> (<const uint8_t*> labels)[local_doc_id] - 1
        elif dtype == np.NPY_UINT16:
            term_id = <Py_ssize_t> (<const uint16_t*> labels)[local_doc_id] - 1
        elif dtype == np.NPY_UINT32:
            term_id = <Py_ssize_t> (<const uint32_t*> labels)[local_doc_id] - 1
        else:
            raise TypeError("labels are unsigned, of 8, 16 or 32 bits")
        if not 0 <= term_id < count or not bounds[term_id] <= bounds[term_id + 1] <= end:
            raise IndexError(f"term {term_id} of document {local_doc_id}")
        start = bounds[term_id]
        terms.append(PyUnicode_DecodeUTF8(blob + start, bounds[term_id + 1] - start, NULL))
    return terms
