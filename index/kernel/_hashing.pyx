# The hashing of hashing.py, whose docstring says what it gives; held equal to it by a test.

cimport numpy as np
from libc.stdlib cimport free, malloc
from numpy cimport PyArray_DATA, npy_intp, uint32_t, uint64_t

from index.kernel._arrays cimport data

import numpy as np

from index.kernel import hashing

np.import_array()

cdef uint64_t POWER = hashing.POWER
cdef uint64_t MIX = hashing.MIX


def minhash(np.ndarray codes, Py_ssize_t size, np.ndarray factors, /):
    cdef npy_intp count = len(factors)
    cdef Py_ssize_t at, i, shingles = len(codes) - size + 1
    cdef const uint32_t* code = <uint32_t*> data(codes, np.NPY_UINT32)
    cdef const uint64_t* factor = <uint64_t*> data(factors, np.NPY_UINT64)
    if shingles < 1 or size < 1:
        raise ValueError(f"{len(codes)} characters have no shingle of {size}")
    cdef np.ndarray smallest = np.PyArray_EMPTY(1, &count, np.NPY_UINT64, 0)
    cdef uint64_t* out = <uint64_t*> PyArray_DATA(smallest)
    cdef uint64_t hash, power, least
    cdef uint64_t* mixed = <uint64_t*> malloc(shingles * sizeof(uint64_t))
    if not mixed:
        raise MemoryError
    for at in range(shingles):
        hash = 0
        power = 1
        for i in range(at, at + size):
            hash += code[i] * power
            power *= POWER
        hash ^= hash >> 29
        hash *= MIX
        mixed[at] = hash ^ hash >> 32
    for i in range(count):
        least = <uint64_t> -1
        for at in range(shingles):
            hash = mixed[at] * factor[i] >> 32
            least = min(least, hash)
        out[i] = least
    free(mixed)
    return smallest
