# The twin of hashing.py, whose docstrings hold for it; a test compares the two.

cimport numpy as np
from libc.stdlib cimport free, malloc
from numpy cimport PyArray_DATA, npy_intp, uint32_t, uint64_t

from index.kernel._arrays cimport data_pointer

import numpy as np

from index.kernel import hashing

np.import_array()

cdef uint64_t POLYNOMIAL_BASE = hashing.POLYNOMIAL_BASE
cdef uint64_t MIX_FACTOR = hashing.MIX_FACTOR


def minhash(np.ndarray codes, Py_ssize_t size, np.ndarray factors, /):
    cdef npy_intp count = len(factors)
    cdef Py_ssize_t start, i, shingle_count = len(codes) - size + 1
    cdef const uint32_t* code = <uint32_t*> data_pointer(codes, np.NPY_UINT32)
    cdef const uint64_t* factor = <uint64_t*> data_pointer(factors, np.NPY_UINT64)
    if shingle_count < 1 or size < 1:
        raise ValueError(f"{len(codes)} characters have no shingle of {size}")
    cdef np.ndarray smallest = np.PyArray_EMPTY(1, &count, np.NPY_UINT64, 0)
    cdef uint64_t* out = <uint64_t*> PyArray_DATA(smallest)
    cdef uint64_t hash, power, least
    cdef uint64_t* hashes = <uint64_t*> malloc(shingle_count * sizeof(uint64_t))
    if not hashes:
        raise MemoryError
    for start in range(shingle_count):
        hash = 0
        power = 1
        for i in range(start, start + size):
            hash += code[i] * power
            power *= POLYNOMIAL_BASE
        hash ^= hash >> 29
        hash *= MIX_FACTOR
        hashes[start] = hash ^ hash >> 32
    for i in range(count):
        least = <uint64_t> -1
        for start in range(shingle_count):
            hash = hashes[start] * factor[i] >> 32
            least = min(least, hash)
        out[i] = least
    free(hashes)
    return smallest
