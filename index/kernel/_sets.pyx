# The twin of sets.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written.

cimport numpy as np
from numpy cimport PyArray_DATA, npy_bool, npy_intp

from index.kernel._arrays cimport GALLOP_RATIO, data_pointer, gallop, new_ids

import numpy as np

np.import_array()


cdef inline npy_intp* _ids(np.ndarray array) except? NULL:
    return <npy_intp*> data_pointer(array, np.NPY_INTP)


cdef Py_ssize_t _intersect(
    const npy_intp* shorter, Py_ssize_t shorter_count, const npy_intp* longer, Py_ssize_t longer_count, npy_intp* both
) noexcept nogil:
    """Write the ids that are in both lists to ``both``, which may be ``shorter`` itself; return how many.

    The lists are merged; a list ``GALLOP_RATIO`` times longer than the other is searched by galloping.
    """
    cdef Py_ssize_t i = 0, j = 0, count = 0
    cdef npy_intp a, b
    if shorter_count * GALLOP_RATIO < longer_count:
        for i in range(shorter_count):
            j = gallop(longer, j, longer_count, shorter[i])
            if j == longer_count:
                break
            if longer[j] == shorter[i]:
                both[count] = shorter[i]
                count += 1
        return count
    while i < shorter_count and j < longer_count:
        a = shorter[i]
        b = longer[j]
        # Written unconditionally and overwritten by the next id where it is not in both: no branch to mispredict.
        both[count] = a
        count += a == b
        i += a <= b
        j += b <= a
    return count


def intersection(sets, /):
    cdef Py_ssize_t count
    cdef np.ndarray shortest, other, both
    if len(sets) == 1:
        return sets[0]
    ordered = sorted(sets, key=len)
    shortest = ordered[0]
    both = new_ids(len(shortest))
    count = len(shortest)
    for other in ordered[1:]:
        count = _intersect(_ids(shortest), count, _ids(other), len(other), _ids(both))
        shortest = both
    return both[:count]


cdef np.ndarray _unite_two(np.ndarray one, np.ndarray other):
    """Return the union of two sets, by merging them."""
    cdef Py_ssize_t i = 0, j = 0, count = 0, one_length = len(one), other_length = len(other)
    cdef const npy_intp* one_ids = _ids(one)
    cdef const npy_intp* other_ids = _ids(other)
    cdef np.ndarray joined = new_ids(one_length + other_length)
    cdef npy_intp* out = _ids(joined)
    cdef npy_intp a, b
    while i < one_length and j < other_length:
        a = one_ids[i]
        b = other_ids[j]
        out[count] = a if a <= b else b
        count += 1
        i += a <= b
        j += b <= a
    while i < one_length:
        out[count] = one_ids[i]
        count += 1
        i += 1
    while j < other_length:
        out[count] = other_ids[j]
        count += 1
        j += 1
    return joined[:count]


def union(sets, /):
    sets = [doc_ids for doc_ids in sets if len(doc_ids)]
    if not sets:
        return new_ids(0)
    # Neighbours are united in rounds that halve the number of sets: each id is copied once in a round, so
    # log2(number of sets) times.
    while len(sets) > 1:
        united = [_unite_two(sets[i], sets[i + 1]) for i in range(0, len(sets) - 1, 2)]
        if len(sets) % 2:
            united.append(sets[len(sets) - 1])
        sets = united
    return sets[0]


def difference(np.ndarray doc_ids, np.ndarray excluded, /):
    cdef Py_ssize_t i, j = 0, count = 0, length = len(doc_ids), excluded_length = len(excluded)
    if not length or not excluded_length:
        return doc_ids
    cdef const npy_intp* ids = _ids(doc_ids)
    cdef const npy_intp* excluded_ids = _ids(excluded)
    cdef np.ndarray kept = new_ids(length)
    cdef npy_intp* out = _ids(kept)
    for i in range(length):
        j = gallop(excluded_ids, j, excluded_length, ids[i])
        out[count] = ids[i]
        count += j == excluded_length or excluded_ids[j] != ids[i]
    return doc_ids if count == length else kept[:count]


def is_in(np.ndarray doc_ids, np.ndarray members, /):
    cdef Py_ssize_t i, j = 0, length = len(doc_ids), member_count = len(members)
    cdef const npy_intp* ids = _ids(doc_ids)
    cdef const npy_intp* member_ids = _ids(members)
    cdef npy_intp shape = length
    cdef np.ndarray mask = np.PyArray_EMPTY(1, &shape, np.NPY_BOOL, 0)
    cdef npy_bool* out = <npy_bool*> PyArray_DATA(mask)
    for i in range(length):
        j = gallop(member_ids, j, member_count, ids[i])
        out[i] = j < member_count and member_ids[j] == ids[i]
    return mask
