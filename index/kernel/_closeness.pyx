# The twin of closeness.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.math cimport exp, rint
from libc.stdint cimport INT64_MAX
from libc.stdlib cimport calloc, free
from numpy cimport PyArray_DATA, int64_t, npy_intp

from index.kernel._arrays cimport data_pointer, new_array
from index.kernel._doc_id_lists cimport DocIdCursor, seek
from index.kernel._posting_lists cimport PositionCursor, PostingLists

import numpy as np

np.import_array()

cdef extern from *:
    """
    #define UNIT 1099511627776.0
    #define POSITION_SPACE 4294967296
    #if defined(__GNUC__)
    #define PREFETCH(address) __builtin_prefetch(address)
    #else
    #define PREFETCH(address) ((void) 0)
    #endif
    """
    const double UNIT  # these two as in closeness.py
    const Py_ssize_t POSITION_SPACE
    void PREFETCH(const void* address) noexcept nogil

cdef enum:
    HEAD_BITS = 24  # of the index of a head, in one integer with a position of 32 bits

cdef struct Occurrences:  # of one term in one document: indexes in ``positions`` and ``far_at``
    Py_ssize_t start
    Py_ssize_t freq  # 0 where the document does not hold the term
    Py_ssize_t far

cdef struct Head:  # how far the occurrences of one term in one document have been read
    int64_t position  # the next one
    int64_t last_position  # the one before it
    int64_t units  # the share of the term
    Py_ssize_t index  # of ``position`` in ``positions``
    Py_ssize_t end
    PositionCursor cursor


def measure_closeness(
    PostingLists lists, term_ids, shares, np.ndarray local_doc_ids, /, Py_ssize_t span, double fade
):
    cdef Py_ssize_t term_count = len(term_ids), doc_count = len(local_doc_ids), i
    cdef np.ndarray near = new_array(doc_count, np.NPY_DOUBLE), early = new_array(doc_count, np.NPY_DOUBLE)
    cdef double* near_values = <double*> PyArray_DATA(near)
    cdef double* early_values = <double*> PyArray_DATA(early)
    cdef Occurrences* occurrences = NULL  # document by document, in each as many as terms
    cdef double* term_shares = NULL
    cdef Head* heads = NULL
    if len(shares) != term_count or span < 2 or not fade > 0:
        raise ValueError(f"{len(shares)} shares of {term_count} terms, a span of {span}, a fade of {fade}")
    span = min(span, POSITION_SPACE)
    try:
        occurrences = <Occurrences*> calloc(term_count * doc_count + 1, sizeof(Occurrences))
        term_shares = <double*> calloc(term_count + 1, sizeof(double))
        heads = <Head*> calloc(term_count + 1, sizeof(Head))
        if not occurrences or not term_shares or not heads:
            raise MemoryError
        for i in range(term_count):
            term_shares[i] = shares[i]
            if not 0 <= term_shares[i] <= 1:
                raise ValueError(f"a share of {shares[i]}")
        # Positions are read only after those of all terms are found: by then they are in the cache.
        _find_occurrences(lists, term_ids, term_shares, local_doc_ids, occurrences)
        for i in range(doc_count):
            near_values[i] = _near_and_early(
                lists, occurrences + i * term_count, term_shares, term_count, span - 2, fade, heads, &early_values[i]
            )
        return near, early
    finally:
        free(occurrences)
        free(term_shares)
        free(heads)


cdef int _find_occurrences(
    PostingLists lists, term_ids, const double* shares, np.ndarray local_doc_ids, Occurrences* occurrences
) except -1:
    """Fill ``occurrences``, which are 0, for the documents that hold a term whose share is above 0."""
    cdef Py_ssize_t term_count = len(term_ids), doc_count = len(local_doc_ids), term_id, i, j, total = 0
    cdef const npy_intp* docs = <const npy_intp*> data_pointer(local_doc_ids, np.NPY_INTP)
    cdef Occurrences* found
    cdef DocIdCursor doc_cursor
    cdef PositionCursor cursor
    for j in range(term_count):
        if not shares[j]:
            continue
        term_id = term_ids[j]
        lists._open(term_id, &doc_cursor)
        lists._open_positions(&cursor)
        for i in range(doc_count):
            if not seek(&doc_cursor, docs[i]):
                continue
            found = &occurrences[i * term_count + j]
            found.freq = lists._seek_positions(&cursor, lists._starts[term_id] + doc_cursor.posting)
            found.start = cursor.start
            found.far = cursor.far
            PREFETCH(lists._positions + cursor.start)
            # Each posting has positions of its own, so there are as many at most. More would take hours to read.
            total += found.freq
            if total > lists._position_count:
                raise IndexError(f"{total} positions of {lists._position_count}")
    return 0


cdef double _near_and_early(
    PostingLists lists, const Occurrences* occurrences, const double* shares, Py_ssize_t term_count,
    int64_t reach, double fade, Head* heads, double* early,
) noexcept:
    """Return ``near`` of a document and set its ``early``; an occurrence reaches ``reach`` positions on.

    The occurrences of all terms are read in ascending order, by a merge of their lists: the fewest comparisons
    need a heap, but for 16 lists a look at all of them is faster, because it has no branch to mispredict.
    Reading ends where what is left cannot exceed what was found: mostly after the last occurrences of rare terms.
    """
    cdef Py_ssize_t count = 0, left, i
    cdef int64_t key, other, position, sum, sum_ended, best = 0, possible = 0
    cdef Head head
    early[0] = 0
    for i in range(term_count):
        if not occurrences[i].freq:
            continue
        head.index = occurrences[i].start
        head.end = occurrences[i].start + occurrences[i].freq
        head.cursor.far = occurrences[i].far
        head.position = lists._position(&head.cursor, head.index)
        head.last_position = -1 - reach
        head.units = <int64_t> rint(shares[i] * UNIT)
        early[0] += shares[i] * exp(-head.position / fade)
        possible += head.units
        heads[count] = head
        count += 1
    left = count  # the heads before it have occurrences left, whose units add up to ``possible``
    while left:
        key = INT64_MAX
        for i in range(left):
            other = heads[i].position << HEAD_BITS | i
            key = min(key, other)
        position = key >> HEAD_BITS
        i = key & ((1 << HEAD_BITS) - 1)
        heads[i].last_position = position
        heads[i].index += 1
        if heads[i].index < heads[i].end:
            heads[i].position = lists._position(&heads[i].cursor, heads[i].index)
        else:
            possible -= heads[i].units
            left -= 1
            head = heads[i]
            heads[i] = heads[left]
            heads[left] = head
        # In the window that ends here are the terms whose last occurrence reaches it. (A mask, not a branch.)
        sum = sum_ended = 0
        for i in range(left):
            sum += heads[i].units & -<int64_t> (heads[i].last_position >= position - reach)
        for i in range(left, count):
            sum_ended += heads[i].units & -<int64_t> (heads[i].last_position >= position - reach)
        best = max(best, sum + sum_ended)
        if possible + sum_ended <= best:
            break
    return best / UNIT
