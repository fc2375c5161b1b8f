# What twins share: how an array's numbers are reached, and sought where they ascend.

cimport numpy as np
from numpy cimport PyArray_DATA, npy_intp, uint16_t, uint32_t

cdef enum:
    GALLOP_RATIO = 8  # so many times fewer are sought by leaps

ctypedef fused Id:
    npy_intp
    uint16_t
    uint32_t


cdef inline Py_ssize_t gallop(const Id* ids, Py_ssize_t at, Py_ssize_t end, npy_intp sought) noexcept nogil:
    """The first place from ``at`` on that is not below ``sought``: by steps that double, then by halves."""
    cdef Py_ssize_t step = 1, low = at, high, middle
    if at >= end or ids[at] >= sought:
        return at
    while at + step < end and ids[at + step] < sought:
        low = at + step
        step <<= 1
    high = min(at + step, end)
    while low + 1 < high:
        middle = (low + high) >> 1
        if ids[middle] < sought:
            low = middle
        else:
            high = middle
    return high


cdef inline void* data(np.ndarray array, int kind) except? NULL:
    """Where the numbers of an array lie: NULL where there are none. TypeError unless they are of that kind, in a row."""
    if np.PyArray_SIZE(array) and (np.PyArray_TYPE(array) != kind or not np.PyArray_ISCARRAY_RO(array)):
        raise TypeError("an array of another kind, or not in a row")
    return PyArray_DATA(array)


cdef inline np.ndarray new_array(npy_intp length, int kind):
    return np.PyArray_EMPTY(1, &length, kind, 0)


cdef inline np.ndarray new_ids(npy_intp length):
    return new_array(length, np.NPY_INTP)
