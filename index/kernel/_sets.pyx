# The sets of sets.py, whose docstrings say what each function gives; held equal to them by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from numpy cimport PyArray_DATA, npy_bool, npy_intp

from index.kernel._arrays cimport GALLOP_RATIO, data, gallop, new_ids

import numpy as np

np.import_array()


cdef inline npy_intp* _ids(np.ndarray array) except? NULL:
    return <npy_intp*> data(array, np.NPY_INTP)


cdef Py_ssize_t _intersect(
    const npy_intp* few, Py_ssize_t few_count, const npy_intp* many, Py_ssize_t many_count, npy_intp* both
) noexcept nogil:
    """Write what is in both; ``both`` may be ``few``."""
    cdef Py_ssize_t i = 0, j = 0, count = 0
    cdef npy_intp a, b
    if few_count * GALLOP_RATIO < many_count:
        for i in range(few_count):
            j = gallop(many, j, many_count, few[i])
            if j == many_count:
                break
            if many[j] == few[i]:
                both[count] = few[i]
                count += 1
        return count
    while i < few_count and j < many_count:
        a = few[i]
        b = many[j]
        both[count] = a  # written over by the next where it was not in both: no branch to guess
        count += a == b
        i += a <= b
        j += b <= a
    return count


def intersection(sets, /):
    cdef Py_ssize_t count
    cdef np.ndarray first, other, met
    if len(sets) == 1:
        return sets[0]
    ordered = sorted(sets, key=len)
    first = ordered[0]
    met = new_ids(len(first))
    count = len(first)
    for other in ordered[1:]:
        count = _intersect(_ids(first), count, _ids(other), len(other), _ids(met))
        first = met
    return met[:count]


cdef np.ndarray _unite_two(np.ndarray some, np.ndarray others):
    cdef Py_ssize_t i = 0, j = 0, count = 0, length = len(some), other_length = len(others)
    cdef const npy_intp* one = _ids(some)
    cdef const npy_intp* other = _ids(others)
    cdef np.ndarray joined = new_ids(length + other_length)
    cdef npy_intp* out = _ids(joined)
    cdef npy_intp a, b
    while i < length and j < other_length:
        a = one[i]
        b = other[j]
        out[count] = a if a <= b else b
        count += 1
        i += a <= b
        j += b <= a
    while i < length:
        out[count] = one[i]
        count += 1
        i += 1
    while j < other_length:
        out[count] = other[j]
        count += 1
        j += 1
    return joined[:count]


def union(sets, /):
    sets = [each for each in sets if len(each)]
    if not sets:
        return new_ids(0)
    while len(sets) > 1:  # neighbours with each other: each number is moved as often as halving takes
        halves = [_unite_two(sets[at], sets[at + 1]) for at in range(0, len(sets) - 1, 2)]
        if len(sets) % 2:
            halves.append(sets[len(sets) - 1])
        sets = halves
    return sets[0]


def difference(np.ndarray some, np.ndarray others, /):
    cdef Py_ssize_t i, j = 0, count = 0, length = len(some), other_length = len(others)
    if not length or not other_length:
        return some
    cdef const npy_intp* one = _ids(some)
    cdef const npy_intp* other = _ids(others)
    cdef np.ndarray left = new_ids(length)
    cdef npy_intp* out = _ids(left)
    for i in range(length):
        j = gallop(other, j, other_length, one[i])
        out[count] = one[i]
        count += j == other_length or other[j] != one[i]
    return some if count == length else left[:count]


def is_in(np.ndarray some, np.ndarray others, /):
    cdef Py_ssize_t i, j = 0, length = len(some), other_length = len(others)
    cdef const npy_intp* one = _ids(some)
    cdef const npy_intp* other = _ids(others)
    cdef npy_intp shape = length
    cdef np.ndarray mask = np.PyArray_EMPTY(1, &shape, np.NPY_BOOL, 0)
    cdef npy_bool* out = <npy_bool*> PyArray_DATA(mask)
    for i in range(length):
        j = gallop(other, j, other_length, one[i])
        out[i] = j < other_length and other[j] == one[i]
    return mask
