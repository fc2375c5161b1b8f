# The twin of scoring.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, npy_intp, uint8_t, uint16_t, uint32_t

from index.kernel._arrays cimport data_pointer, new_ids

from operator import itemgetter

import numpy as np

np.import_array()

cdef object _KEY = itemgetter(1)

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t


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


def best(np.ndarray doc_ids, np.ndarray keys, Py_ssize_t k, /):
    if len(doc_ids) != len(keys):
        raise ValueError(f"{len(keys)} keys of {len(doc_ids)} documents")
    cdef const npy_intp* docs = <const npy_intp*> data_pointer(doc_ids, np.NPY_INTP)
    cdef const double* values = <const double*> data_pointer(keys, np.NPY_DOUBLE)
    cdef np.ndarray chosen
    cdef const npy_intp* places
    cdef Py_ssize_t i
    if k >= len(keys):
        pairs = [(docs[i], values[i]) for i in range(len(keys))]
    else:
        chosen = top_k_with_ties(keys, k)
        places = <const npy_intp*> data_pointer(chosen, np.NPY_INTP)
        pairs = [(docs[places[i]], values[places[i]]) for i in range(len(chosen))]
    pairs.sort(key=_KEY, reverse=True)
    for i in range(1, len(pairs)):
        if pairs[i - 1][1] == pairs[i][1]:
            return pairs, True
    return pairs, False


cdef tuple _count_codes(
    const Code* codes, Py_ssize_t doc_count, const npy_intp* docs, Py_ssize_t count, Py_ssize_t code_count
):
    cdef Py_ssize_t i
    cdef Code code
    cdef uint32_t* counts = <uint32_t*> calloc(code_count, sizeof(uint32_t))
    if not counts:
        raise MemoryError
    occurring = []
    try:
        for i in range(count):
            if docs[i] < 0 or docs[i] >= doc_count:
                raise IndexError(f"document {docs[i]} of {doc_count}")
            code = codes[docs[i]]
            if code >= code_count:
                raise IndexError(f"code {code} of {code_count}")
            if not counts[code] and code:
                occurring.append(code)
            counts[code] += 1
        occurring.sort()
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
