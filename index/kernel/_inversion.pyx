# The inversion of inverting.py, whose docstrings say what each function gives; held equal to it by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from cpython.dict cimport PyDict_GetItem
from cpython.ref cimport PyObject
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, int64_t, uint32_t

from index.kernel._arrays cimport data, new_array

import numpy as np

from index.kernel.inversion import BigramPostings

np.import_array()


def invert_bigrams(np.ndarray codes, np.ndarray sizes, /):
    """Two counting sorts, by the right character and then by the left, leave documents and positions in order."""
    cdef Py_ssize_t count = len(codes), i, document, at = 0, top = 0, sum = 0, held = 0
    cdef const uint32_t* code = <uint32_t*> data(codes, np.NPY_UINT32)
    cdef const int64_t* size = <int64_t*> data(sizes, np.NPY_INT64)
    for document in range(len(sizes)):
        if not 0 <= size[document] <= count - sum:  # what they add up to might pass the largest integer
            raise ValueError(f"a text of {size[document]} characters, of {count - sum} left")
        sum += size[document]
    if sum != count or (count and code[count - 1]) or count >> 32:
        raise ValueError(f"{count} characters of texts that have {sum}, the last no end")
    for i in range(count):
        top = max(top, <Py_ssize_t> code[i])
        held += code[i] != 0
    cdef uint32_t* document_of = <uint32_t*> malloc((count + 1) * sizeof(uint32_t))
    cdef uint32_t* start_of = <uint32_t*> malloc((len(sizes) + 1) * sizeof(uint32_t))
    cdef uint32_t* places = <uint32_t*> malloc((held + 1) * sizeof(uint32_t))
    cdef uint32_t* ordered = <uint32_t*> malloc((held + 1) * sizeof(uint32_t))
    cdef uint32_t* of_right = <uint32_t*> calloc(top + 2, sizeof(uint32_t))
    cdef uint32_t* of_left = <uint32_t*> calloc(top + 2, sizeof(uint32_t))
    try:
        if not (document_of and start_of and places and ordered and of_right and of_left):
            raise MemoryError
        for document in range(len(sizes)):
            start_of[document] = at
            for i in range(at, at + size[document]):
                document_of[i] = document
            at += size[document]
        for i in range(count):
            if code[i]:
                of_right[code[i + 1] + 1] += 1
                of_left[code[i] + 1] += 1
        for i in range(top + 1):
            of_right[i + 1] += of_right[i]
            of_left[i + 1] += of_left[i]
        for i in range(count):
            if code[i]:
                places[of_right[code[i + 1]]] = i
                of_right[code[i + 1]] += 1
        for i in range(held):
            at = places[i]
            ordered[of_left[code[at]]] = at
            of_left[code[at]] += 1
        return _gathered(code, document_of, start_of, ordered, held)
    finally:
        free(document_of)
        free(start_of)
        free(places)
        free(ordered)
        free(of_right)
        free(of_left)


cdef _gathered(
    const uint32_t* code, const uint32_t* document_of, const uint32_t* start_of, const uint32_t* ordered, Py_ssize_t held
):
    cdef Py_ssize_t i, at, pairs = 0, postings = 0
    cdef np.ndarray left = new_array(held, np.NPY_UINT32), right = new_array(held, np.NPY_UINT32)
    cdef np.ndarray doc_freqs = new_array(held, np.NPY_INT64), positions = new_array(held, np.NPY_UINT32)
    cdef np.ndarray doc_ids = new_array(held, np.NPY_UINT32), freqs = new_array(held, np.NPY_UINT32)
    cdef uint32_t* lefts = <uint32_t*> PyArray_DATA(left)
    cdef uint32_t* rights = <uint32_t*> PyArray_DATA(right)
    cdef int64_t* doc_freq = <int64_t*> PyArray_DATA(doc_freqs)
    cdef uint32_t* position = <uint32_t*> PyArray_DATA(positions)
    cdef uint32_t* documents = <uint32_t*> PyArray_DATA(doc_ids)
    cdef uint32_t* freq = <uint32_t*> PyArray_DATA(freqs)
    cdef uint32_t document
    cdef bint new
    for i in range(held):
        at = ordered[i]
        document = document_of[at]
        position[i] = at - start_of[document]
        new = not pairs or lefts[pairs - 1] != code[at] or rights[pairs - 1] != code[at + 1]
        if new:
            lefts[pairs] = code[at]
            rights[pairs] = code[at + 1]
            doc_freq[pairs] = 0
            pairs += 1
        if new or documents[postings - 1] != document:
            documents[postings] = document
            freq[postings] = 0
            doc_freq[pairs - 1] += 1
            postings += 1
        freq[postings - 1] += 1
    # Copies, so that what was made for the worst case is let go of.
    return BigramPostings(
        left[:pairs].copy(), right[:pairs].copy(), doc_freqs[:pairs].copy(),
        doc_ids[:postings].copy(), freqs[:postings].copy(), positions,
    )


def assign_term_ids(dict numbers, terms, /):
    cdef Py_ssize_t at = 0
    cdef PyObject* held
    cdef np.ndarray found = new_array(len(terms), np.NPY_UINT32)
    cdef uint32_t* out = <uint32_t*> PyArray_DATA(found)
    for term in terms:
        held = PyDict_GetItem(numbers, term)
        if held is NULL:
            out[at] = len(numbers)
            numbers[term] = len(numbers)
        else:
            out[at] = <object> held
        at += 1
    return found
