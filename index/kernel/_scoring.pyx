# The sums of scoring.py, whose docstrings say what each function gives; held equal to them by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, npy_bool, npy_intp, uint8_t, uint16_t, uint32_t

from index.kernel._arrays cimport GALLOP_RATIO, data, gallop, new_ids

import numpy as np

np.import_array()

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t


cdef void _add(
    double* sums, const npy_intp* ids, Py_ssize_t count,
    const npy_intp* others, const float* impacts, Py_ssize_t other_count,
) noexcept nogil:
    cdef Py_ssize_t i = 0, j = 0
    cdef npy_intp a, b
    if ids == others and count == other_count:
        for i in range(count):
            sums[i] += impacts[i]
    elif count * GALLOP_RATIO < other_count:
        for i in range(count):
            j = gallop(others, j, other_count, ids[i])
            if j == other_count:
                return
            if others[j] == ids[i]:
                sums[i] += impacts[j]
    elif other_count * GALLOP_RATIO < count:
        for j in range(other_count):
            i = gallop(ids, i, count, others[j])
            if i == count:
                return
            if others[j] == ids[i]:
                sums[i] += impacts[j]
    else:
        while i < count and j < other_count:
            a = ids[i]
            b = others[j]
            if a == b:
                sums[i] += impacts[j]
            i += a <= b
            j += b <= a


def sum_impacts(np.ndarray doc_ids, terms, /):
    cdef npy_intp count = len(doc_ids)
    cdef np.ndarray sums = np.PyArray_ZEROS(1, &count, np.NPY_DOUBLE, 0)
    cdef np.ndarray others, impacts
    for others, impacts in terms:
        if len(others) != len(impacts):
            raise ValueError(f"{len(others)} doc ids and {len(impacts)} impacts")
        _add(
            <double*> PyArray_DATA(sums), <npy_intp*> data(doc_ids, np.NPY_INTP), count,
            <npy_intp*> data(others, np.NPY_INTP), <float*> data(impacts, np.NPY_FLOAT), len(others),
        )
    return sums


def top_k_with_ties(np.ndarray keys, Py_ssize_t count, /):
    cdef Py_ssize_t i, held = 0, length = len(keys), parent, child
    cdef npy_intp found = 0
    if count >= length:
        return np.arange(length)
    if count <= 0:
        return np.arange(0)
    cdef const double* values = <double*> data(keys, np.NPY_DOUBLE)
    cdef double* heap = <double*> malloc(count * sizeof(double))
    cdef double value
    if not heap:
        raise MemoryError
    # A heap of the largest so far, the least of them on top: most of what follows is below it.
    for i in range(length):
        value = values[i]
        if held < count:
            child = held
            held += 1
            while child and heap[(child - 1) >> 1] > value:
                heap[child] = heap[(child - 1) >> 1]
                child = (child - 1) >> 1
            heap[child] = value
        elif value > heap[0]:
            parent = 0
            while (child := 2 * parent + 1) < count:
                child += child + 1 < count and heap[child + 1] < heap[child]
                if heap[child] >= value:
                    break
                heap[parent] = heap[child]
                parent = child
            heap[parent] = value
    value = heap[0]
    free(heap)
    for i in range(length):
        found += values[i] >= value
    cdef np.ndarray places = new_ids(found)
    cdef npy_intp* out = <npy_intp*> PyArray_DATA(places)
    found = 0
    for i in range(length):
        if values[i] >= value:
            out[found] = i
            found += 1
    return places


cdef tuple _count_codes(const Code* codes, Py_ssize_t length, const npy_intp* at, Py_ssize_t count, Py_ssize_t size):
    cdef Py_ssize_t i
    cdef Code code
    cdef uint32_t* counts = <uint32_t*> calloc(size, sizeof(uint32_t))
    if not counts:
        raise MemoryError
    try:
        for i in range(count):
            if at[i] < 0 or at[i] >= length:
                raise IndexError(f"document {at[i]} of {length}")
            code = codes[at[i]]
            if code >= size:
                raise IndexError(f"code {code} of {size}")
            counts[code] += 1
        # Few are found sooner among the few that were counted than among all codes.
        if count * GALLOP_RATIO < size:
            held = sorted({codes[at[i]] for i in range(count)} - {0})
        else:
            held = [i for i in range(1, size) if counts[i]]
        return held, [counts[<Py_ssize_t> code] for code in held]
    finally:
        free(counts)


def count_codes(np.ndarray codes, np.ndarray at, Py_ssize_t size, /):
    cdef const npy_intp* numbers = <npy_intp*> data(at, np.NPY_INTP)
    cdef int kind = np.PyArray_TYPE(codes)
    if kind == np.NPY_UINT8:
        return _count_codes(<uint8_t*> data(codes, kind), len(codes), numbers, len(at), size)
    if kind == np.NPY_UINT16:
        return _count_codes(<uint16_t*> data(codes, kind), len(codes), numbers, len(at), size)
    return _count_codes(<uint32_t*> data(codes, np.NPY_UINT32), len(codes), numbers, len(at), size)
