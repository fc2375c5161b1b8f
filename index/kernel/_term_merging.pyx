# The twin of term_merging.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.stdlib cimport calloc, free
from libc.string cimport memcmp, memcpy
from numpy cimport PyArray_DATA, int64_t, uint8_t, uint32_t

from index.kernel._arrays cimport data_pointer, new_array

import numpy as np

np.import_array()

cdef struct TermCursor:  # the next term of a dictionary that is merged
    const uint8_t* text
    const uint32_t* starts
    uint32_t* ranks
    Py_ssize_t term_id
    Py_ssize_t count


cdef inline int _compare(const TermCursor* one, const TermCursor* other) noexcept nogil:
    """Compare the next terms of two cursors: below 0, 0 or above 0, by their bytes."""
    cdef Py_ssize_t length = one.starts[one.term_id + 1] - one.starts[one.term_id]
    cdef Py_ssize_t other_length = other.starts[other.term_id + 1] - other.starts[other.term_id]
    cdef int order = memcmp(
        one.text + one.starts[one.term_id], other.text + other.starts[other.term_id], min(length, other_length)
    )
    return order if order else (length > other_length) - (length < other_length)


cdef inline bint _is_at(const TermCursor* cursor, const uint8_t* term, Py_ssize_t length) noexcept nogil:
    """Return whether the next term of a cursor is ``term``."""
    cdef Py_ssize_t start = cursor.starts[cursor.term_id]
    return cursor.starts[cursor.term_id + 1] - start == length and not memcmp(cursor.text + start, term, length)


def merge_terms(dictionaries, /):
    """A k-way merge; the smallest term is found by a scan of all cursors, because segments are few."""
    cdef Py_ssize_t count = len(dictionaries), i, term_id, total_bytes = 0, terms = 0, size = 0, rank = 0, length
    cdef np.ndarray text, starts, ranks
    cdef const TermCursor* least
    cdef TermCursor* cursors = <TermCursor*> calloc(count + 1, sizeof(TermCursor))
    if not cursors:
        raise MemoryError
    try:
        ranks_of = []
        for i in range(count):
            text, starts = dictionaries[i]
            cursors[i].text = <uint8_t*> data_pointer(text, np.NPY_UINT8)
            cursors[i].starts = <uint32_t*> data_pointer(starts, np.NPY_UINT32)
            cursors[i].count = len(starts) - 1
            for term_id in range(cursors[i].count):
                if not cursors[i].starts[term_id] <= cursors[i].starts[term_id + 1] <= <Py_ssize_t> len(text):
                    raise IndexError(f"terms to {cursors[i].starts[term_id + 1]} of {len(text)} bytes")
            ranks = new_array(cursors[i].count, np.NPY_UINT32)
            cursors[i].ranks = <uint32_t*> PyArray_DATA(ranks)
            ranks_of.append(ranks)
            terms += cursors[i].count
            if cursors[i].count:
                total_bytes += cursors[i].starts[cursors[i].count] - cursors[i].starts[0]
        merged, lengths = new_array(total_bytes, np.NPY_UINT8), new_array(terms, np.NPY_INT64)
        while True:
            least = NULL
            for i in range(count):
                if cursors[i].term_id < cursors[i].count and (not least or _compare(&cursors[i], least) < 0):
                    least = &cursors[i]
            if not least:
                break
            length = least.starts[least.term_id + 1] - least.starts[least.term_id]
            memcpy(<uint8_t*> PyArray_DATA(merged) + size, least.text + least.starts[least.term_id], length)
            (<int64_t*> PyArray_DATA(lengths))[rank] = length
            # Compared with the copy, because ``least`` is one of the cursors that move on here.
            for i in range(count):
                if cursors[i].term_id < cursors[i].count and _is_at(
                    &cursors[i], <uint8_t*> PyArray_DATA(merged) + size, length
                ):
                    cursors[i].ranks[cursors[i].term_id] = rank
                    cursors[i].term_id += 1
            size += length
            rank += 1
        return merged[:size], lengths[:rank], ranks_of
    finally:
        free(cursors)


def interleave(sources, Py_ssize_t rank_count, /):
    """A counting sort by rank, which keeps the order of sources."""
    cdef np.ndarray values, counts, ranks, merged
    cdef Py_ssize_t i, total, width = 0, sum = 0
    cdef const int64_t* value_count
    cdef const uint32_t* rank
    cdef const char* source
    cdef char* target
    # First how many values the ranks before a rank have, then where the next value of a rank goes.
    cdef int64_t* next_of = <int64_t*> calloc(rank_count + 1, sizeof(int64_t))
    if not next_of:
        raise MemoryError
    try:
        for values, counts, ranks in sources:
            value_count = <int64_t*> data_pointer(counts, np.NPY_INT64)
            rank = <uint32_t*> data_pointer(ranks, np.NPY_UINT32)
            total = 0
            if len(counts) != len(ranks):
                raise IndexError(f"{len(counts)} counts of {len(ranks)} terms")
            for i in range(len(ranks)):
                if rank[i] >= rank_count or value_count[i] < 0 or value_count[i] > len(values):
                    raise IndexError(
                        f"rank {rank[i]} of {rank_count}, {value_count[i]} of {len(values)} values"
                    )
                next_of[rank[i] + 1] += value_count[i]
                total += value_count[i]
            if total != len(values):
                raise IndexError(f"{len(values)} values of terms that have {total}")
            sum += total
        for i in range(rank_count):
            next_of[i + 1] += next_of[i]
        first = sources[0][0]
        merged = np.empty(sum, dtype=first.dtype)
        width = merged.itemsize
        target = <char*> PyArray_DATA(merged)
        for values, counts, ranks in sources:
            if values.dtype != first.dtype:
                raise TypeError(f"{values.dtype} beside {first.dtype}")
            source = <char*> data_pointer(values, np.PyArray_TYPE(values))
            value_count = <int64_t*> data_pointer(counts, np.NPY_INT64)
            rank = <uint32_t*> data_pointer(ranks, np.NPY_UINT32)
            for i in range(len(ranks)):
                memcpy(target + next_of[rank[i]] * width, source, value_count[i] * width)
                next_of[rank[i]] += value_count[i]
                source += value_count[i] * width
        return merged
    finally:
        free(next_of)
