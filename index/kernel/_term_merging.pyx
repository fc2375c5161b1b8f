# The merging of merging.py, whose docstrings say what each function gives; held equal to it by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from libc.stdlib cimport calloc, free
from libc.string cimport memcmp, memcpy
from numpy cimport PyArray_DATA, int64_t, uint8_t, uint32_t

from index.kernel._arrays cimport data, new_array

import numpy as np

np.import_array()

cdef struct Head:  # of a dictionary that is merged: its next term
    const uint8_t* text
    const uint32_t* starts
    uint32_t* ranks
    Py_ssize_t at
    Py_ssize_t count


cdef inline int _compare(const Head* one, const Head* other) noexcept nogil:
    cdef Py_ssize_t length = one.starts[one.at + 1] - one.starts[one.at]
    cdef Py_ssize_t other_length = other.starts[other.at + 1] - other.starts[other.at]
    cdef int order = memcmp(
        one.text + one.starts[one.at], other.text + other.starts[other.at], min(length, other_length)
    )
    return order if order else (length > other_length) - (length < other_length)


def merge_terms(dictionaries, /):
    cdef Py_ssize_t count = len(dictionaries), i, at, bytes_ = 0, terms = 0, size = 0, rank = 0, length
    cdef np.ndarray text, starts, ranks
    cdef const Head* least
    cdef Head* heads = <Head*> calloc(count + 1, sizeof(Head))
    if not heads:
        raise MemoryError
    try:
        found = []
        for i in range(count):
            text, starts = dictionaries[i]
            heads[i].text = <uint8_t*> data(text, np.NPY_UINT8)
            heads[i].starts = <uint32_t*> data(starts, np.NPY_UINT32)
            heads[i].count = len(starts) - 1
            for at in range(heads[i].count):
                if not heads[i].starts[at] <= heads[i].starts[at + 1] <= <Py_ssize_t> len(text):
                    raise IndexError(f"terms to {heads[i].starts[at + 1]} of {len(text)} bytes")
            ranks = new_array(heads[i].count, np.NPY_UINT32)
            heads[i].ranks = <uint32_t*> PyArray_DATA(ranks)
            found.append(ranks)
            terms += heads[i].count
            if heads[i].count:
                bytes_ += heads[i].starts[heads[i].count] - heads[i].starts[0]
        merged, lengths = new_array(bytes_, np.NPY_UINT8), new_array(terms, np.NPY_INT64)
        while True:
            least = NULL
            for i in range(count):
                if heads[i].at < heads[i].count and (not least or _compare(&heads[i], least) < 0):
                    least = &heads[i]
            if not least:
                break
            length = least.starts[least.at + 1] - least.starts[least.at]
            memcpy(<uint8_t*> PyArray_DATA(merged) + size, least.text + least.starts[least.at], length)
            (<int64_t*> PyArray_DATA(lengths))[rank] = length
            # The copy is what the others are compared with: their heads go on, and ``least`` is one of them.
            for i in range(count):
                if heads[i].at < heads[i].count and _is(&heads[i], <uint8_t*> PyArray_DATA(merged) + size, length):
                    heads[i].ranks[heads[i].at] = rank
                    heads[i].at += 1
            size += length
            rank += 1
        return merged[:size], lengths[:rank], found
    finally:
        free(heads)


cdef inline bint _is(const Head* head, const uint8_t* term, Py_ssize_t length) noexcept nogil:
    cdef Py_ssize_t start = head.starts[head.at]
    return head.starts[head.at + 1] - start == length and not memcmp(head.text + start, term, length)


def interleave(sources, Py_ssize_t count, /):
    cdef np.ndarray values, counts, ranks, merged
    cdef Py_ssize_t i, at, total, width = 0, sum = 0
    cdef const int64_t* held
    cdef const uint32_t* rank
    cdef const char* taken
    cdef char* given
    cdef int64_t* ends = <int64_t*> calloc(count + 1, sizeof(int64_t))
    if not ends:
        raise MemoryError
    try:
        for values, counts, ranks in sources:
            held = <int64_t*> data(counts, np.NPY_INT64)
            rank = <uint32_t*> data(ranks, np.NPY_UINT32)
            total = 0
            if len(counts) != len(ranks):
                raise IndexError(f"{len(counts)} counts of {len(ranks)} terms")
            for i in range(len(ranks)):
                if rank[i] >= count or held[i] < 0 or held[i] > len(values):
                    raise IndexError(f"rank {rank[i]} of {count}, {held[i]} of {len(values)} values")
                ends[rank[i] + 1] += held[i]
                total += held[i]
            if total != len(values):
                raise IndexError(f"{len(values)} values of terms that have {total}")
            sum += total
        for i in range(count):
            ends[i + 1] += ends[i]
        first = sources[0][0]
        merged = np.empty(sum, dtype=first.dtype)
        width = merged.itemsize
        given = <char*> PyArray_DATA(merged)
        # Where the next value of a rank goes: it ends where the next rank began.
        for values, counts, ranks in sources:
            if values.dtype != first.dtype:
                raise TypeError(f"{values.dtype} beside {first.dtype}")
            taken = <char*> data(values, np.PyArray_TYPE(values))
            held = <int64_t*> data(counts, np.NPY_INT64)
            rank = <uint32_t*> data(ranks, np.NPY_UINT32)
            for i in range(len(ranks)):
                memcpy(given + ends[rank[i]] * width, taken, held[i] * width)
                ends[rank[i]] += held[i]
                taken += held[i] * width
        return merged
    finally:
        free(ends)
