# Access to the memory of numpy arrays, and galloping search in ascending ones. Shared by the Cython twins.

cimport numpy as np
from libc.string cimport memcpy
from numpy cimport PyArray_DATA, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

cdef enum:
    GALLOP_RATIO = 8  # a list this many times longer than the other is searched by galloping, not merged

ctypedef fused Id:
    npy_intp
    uint16_t
    uint32_t


cdef inline Py_ssize_t gallop(const Id* ids, Py_ssize_t start, Py_ssize_t end, npy_intp target) noexcept nogil:
    """Return the first index in [start, end) whose id is not below ``target``; ``end`` where there is none.

    ``ids`` ascend. Steps double until the target is passed, then the last step is bisected.
    Bentley and Yao, "An almost optimal algorithm for unbounded searching", 1976.
    """
    cdef Py_ssize_t step = 1, low = start, high, middle
    if start >= end or ids[start] >= target:
        return start
    while start + step < end and ids[start + step] < target:
        low = start + step
        step <<= 1
    high = min(start + step, end)
    while low + 1 < high:
        middle = (low + high) >> 1
        if ids[middle] < target:
            low = middle
        else:
            high = middle
    return high


cdef inline void* data_pointer(np.ndarray array, int dtype) except? NULL:
    """Return a pointer to the values of an array; NULL for an empty one.

    TypeError unless the array is contiguous, aligned and of ``dtype``, one of numpy's type numbers.
    """
    if np.PyArray_SIZE(array) and (np.PyArray_TYPE(array) != dtype or not np.PyArray_ISCARRAY_RO(array)):
        raise TypeError("an array of another dtype, or one that is not contiguous")
    return PyArray_DATA(array)


cdef inline np.ndarray new_array(npy_intp length, int dtype):
    """Return a new array of one dimension, its values not initialised."""
    return np.PyArray_EMPTY(1, &length, dtype, 0)


cdef inline np.ndarray new_ids(npy_intp length):
    """Return a new array of intp, the dtype of doc ids, its values not initialised."""
    return new_array(length, np.NPY_INTP)


cdef inline Py_ssize_t sum_nibbles(
    const uint8_t* packed, Py_ssize_t start, Py_ssize_t end, bint* may_have_15
) noexcept nogil:
    """Return the sum of the values [start, end) of ``packed``, two to a byte: at least one, at most 4,096.

    ``may_have_15`` is set false where none of them is 15. Sixteen are added at once, in four lanes of 16 bits.
    """
    cdef Py_ssize_t byte = start // 2, last = (end - 1) // 2, i, words = (last + 1 - byte) // 8
    cdef uint64_t word, sum = 0, fifteens = 0
    for i in range(words):
        memcpy(&word, packed + byte + 8 * i, 8)
        fifteens |= word & word >> 1 & word >> 2 & word >> 3
        word = (word & 0x0F0F0F0F0F0F0F0FULL) + (word >> 4 & 0x0F0F0F0F0F0F0F0FULL)
        sum += (word & 0x00FF00FF00FF00FFULL) + (word >> 8 & 0x00FF00FF00FF00FFULL)
    sum = sum * 0x0001000100010001ULL >> 48
    word = 0
    for i in range(byte + 8 * words, last + 1):
        word = word << 8 | packed[i]
    fifteens |= word & word >> 1 & word >> 2 & word >> 3
    word = (word & 0x0F0F0F0F0F0F0F0FULL) + (word >> 4 & 0x0F0F0F0F0F0F0F0FULL)
    sum += word * 0x0101010101010101ULL >> 56
    if start % 2:
        sum -= packed[byte] & 15
    if end % 2:
        sum -= packed[last] >> 4
    may_have_15[0] = fifteens & 0x1111111111111111ULL != 0
    return sum
