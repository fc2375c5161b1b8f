# The twin of scoring.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, npy_bool, npy_intp, uint8_t, uint16_t, uint32_t

from index.kernel._arrays cimport GALLOP_RATIO, data_pointer, gallop, new_ids

import numpy as np

np.import_array()

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t


cdef void _add_impacts(
    double* sums, const npy_intp* ids, Py_ssize_t count,
    const npy_intp* term_docs, const float* impacts, Py_ssize_t term_doc_count,
) noexcept nogil:
    """Add the impact of each doc id in ``term_docs`` to the sum of the same doc id in ``ids``.

    Two lists are merged; where one is ``GALLOP_RATIO`` times longer than the other, it is searched by galloping.
    """
    cdef Py_ssize_t i = 0, j = 0
    cdef npy_intp a, b
    if ids == term_docs and count == term_doc_count:
        for i in range(count):
            sums[i] += impacts[i]
    elif count * GALLOP_RATIO < term_doc_count:
        for i in range(count):
            j = gallop(term_docs, j, term_doc_count, ids[i])
            if j == term_doc_count:
                return
            if term_docs[j] == ids[i]:
                sums[i] += impacts[j]
    elif term_doc_count * GALLOP_RATIO < count:
        for j in range(term_doc_count):
            i = gallop(ids, i, count, term_docs[j])
            if i == count:
                return
            if term_docs[j] == ids[i]:
                sums[i] += impacts[j]
    else:
        while i < count and j < term_doc_count:
            a = ids[i]
            b = term_docs[j]
            if a == b:
                sums[i] += impacts[j]
            i += a <= b
            j += b <= a


def sum_impacts(np.ndarray doc_ids, terms, /):
    cdef npy_intp count = len(doc_ids)
    cdef np.ndarray sums = np.PyArray_ZEROS(1, &count, np.NPY_DOUBLE, 0)
    cdef np.ndarray term_doc_ids, impacts
    for term_doc_ids, impacts in terms:
        if len(term_doc_ids) != len(impacts):
            raise ValueError(f"{len(term_doc_ids)} doc ids and {len(impacts)} impacts")
        _add_impacts(
            <double*> PyArray_DATA(sums), <npy_intp*> data_pointer(doc_ids, np.NPY_INTP), count,
            <npy_intp*> data_pointer(term_doc_ids, np.NPY_INTP), <float*> data_pointer(impacts, np.NPY_FLOAT),
            len(term_doc_ids),
        )
    return sums


def sums_at_least(terms, Py_ssize_t size, double least, /):
    cdef Py_ssize_t i, length
    cdef npy_intp count = 0
    cdef np.ndarray term_doc_ids
    cdef const npy_intp* docs
    cdef double weight
    cdef double* sums = <double*> calloc(size + 1, sizeof(double))
    if not sums:
        raise MemoryError
    try:
        for term_doc_ids, term_weight in terms:
            docs = <npy_intp*> data_pointer(term_doc_ids, np.NPY_INTP)
            length = len(term_doc_ids)
            weight = term_weight
            for i in range(length):
                if docs[i] < 0 or docs[i] >= size:
                    raise IndexError(f"document {docs[i]} of {size}")
                sums[docs[i]] += weight
        doc_ids = new_ids(size)
        count = _at_least(<npy_intp*> PyArray_DATA(doc_ids), sums, size, least)
        return doc_ids[:count].copy()
    finally:
        free(sums)


cdef Py_ssize_t _at_least(npy_intp* out, const double* sums, Py_ssize_t size, double least) noexcept nogil:
    """Write where a sum is above 0 and at least ``least``; ``out`` has room for ``size``. Return how many."""
    cdef Py_ssize_t i, count = 0
    for i in range(size):
        out[count] = i  # overwritten by the next one unless it is kept: no branch to mispredict
        count += (sums[i] >= least) & (sums[i] > 0)
    return count


def top_k_with_ties(np.ndarray keys, Py_ssize_t k, /):
    """Selection by a min-heap of the k largest keys so far: most keys are below its root and cost one comparison.

    The heap is that of Williams, "Algorithm 232: Heapsort", 1964.
    """
    cdef Py_ssize_t i, size = 0, length = len(keys), parent, child
    cdef npy_intp count = 0
    if k >= length:
        return np.arange(length)
    if k <= 0:
        return np.arange(0)
    cdef const double* values = <double*> data_pointer(keys, np.NPY_DOUBLE)
    cdef double* heap = <double*> malloc(k * sizeof(double))
    cdef double value
    if not heap:
        raise MemoryError
    for i in range(length):
        value = values[i]
        if size < k:
            child = size
            size += 1
            while child and heap[(child - 1) >> 1] > value:
                heap[child] = heap[(child - 1) >> 1]
                child = (child - 1) >> 1
            heap[child] = value
        elif value > heap[0]:
            parent = 0
            while (child := 2 * parent + 1) < k:
                child += child + 1 < k and heap[child + 1] < heap[child]
                if heap[child] >= value:
                    break
                heap[parent] = heap[child]
                parent = child
            heap[parent] = value
    value = heap[0]
    free(heap)
    for i in range(length):
        count += values[i] >= value
    cdef np.ndarray indexes = new_ids(count)
    cdef npy_intp* out = <npy_intp*> PyArray_DATA(indexes)
    count = 0
    for i in range(length):
        if values[i] >= value:
            out[count] = i
            count += 1
    return indexes


cdef tuple _count_codes(
    const Code* codes, Py_ssize_t doc_count, const npy_intp* docs, Py_ssize_t count, Py_ssize_t code_count
):
    cdef Py_ssize_t i
    cdef Code code
    cdef uint32_t* counts = <uint32_t*> calloc(code_count, sizeof(uint32_t))
    if not counts:
        raise MemoryError
    try:
        for i in range(count):
            if docs[i] < 0 or docs[i] >= doc_count:
                raise IndexError(f"document {docs[i]} of {doc_count}")
            code = codes[docs[i]]
            if code >= code_count:
                raise IndexError(f"code {code} of {code_count}")
            counts[code] += 1
        # For few documents, sorting their codes is faster than a scan of all counts.
        if count * GALLOP_RATIO < code_count:
            occurring = sorted({codes[docs[i]] for i in range(count)} - {0})
        else:
            occurring = [i for i in range(1, code_count) if counts[i]]
        return occurring, [counts[<Py_ssize_t> code] for code in occurring]
    finally:
        free(counts)


def count_codes(np.ndarray codes, np.ndarray local_doc_ids, Py_ssize_t code_count, /):
    cdef const npy_intp* docs = <npy_intp*> data_pointer(local_doc_ids, np.NPY_INTP)
    cdef int dtype = np.PyArray_TYPE(codes)
    cdef Py_ssize_t count = len(local_doc_ids)
    if dtype == np.NPY_UINT8:
        return _count_codes(<uint8_t*> data_pointer(codes, dtype), len(codes), docs, count, code_count)
    if dtype == np.NPY_UINT16:
        return _count_codes(<uint16_t*> data_pointer(codes, dtype), len(codes), docs, count, code_count)
    return _count_codes(<uint32_t*> data_pointer(codes, np.NPY_UINT32), len(codes), docs, count, code_count)
