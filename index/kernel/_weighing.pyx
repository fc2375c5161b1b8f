# The twin of weighing.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy
from numpy cimport PyArray_DATA, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport GALLOP_RATIO, data_pointer, gallop, new_ids
from index.kernel._doc_id_lists cimport DocIdCursor, seek
from index.kernel._posting_lists cimport LARGE_FREQ, PostingLists

import numpy as np

np.import_array()

cdef struct FreqCursor:  # the frequencies of a term, which are read in ascending order
    Py_ssize_t first  # the term's first posting
    Py_ssize_t large  # what comes before this index in ``large_at`` is of earlier postings

cdef struct Weights:  # the numbers of the formula, with the lengths of all documents
    double top, headline_extra, base, per_term
    const uint8_t* lengths_8  # one of these three
    const uint16_t* lengths_16
    const uint32_t* lengths_32
    Py_ssize_t length_count

cdef struct HeadlineTerm:  # a term in the headlines, and how far it has been read
    bint is_known
    DocIdCursor docs
    FreqCursor freqs


def add_weights(
    PostingLists lists, PostingLists headline_lists, terms, formula, np.ndarray lengths, np.ndarray local_doc_ids,
    np.ndarray sums, /
):
    cdef Py_ssize_t count = len(local_doc_ids), term_id, headline_id
    cdef const npy_intp* docs = <const npy_intp*> data_pointer(local_doc_ids, np.NPY_INTP)
    cdef double* values = <double*> data_pointer(sums, np.NPY_DOUBLE)
    cdef npy_intp* decoded = NULL  # room for the doc ids of a term
    cdef Weights weights
    if len(sums) != count:
        raise ValueError(f"{len(sums)} sums of {count} documents")
    weights.headline_extra, weights.base, weights.per_term = formula
    _set_lengths(&weights, lengths)
    try:
        for term_id, headline_id, weights.top in terms:
            if count * GALLOP_RATIO < lists._doc_freq(term_id):
                _add_by_seeking(lists, headline_lists, term_id, headline_id, docs, count, &weights, values)
            else:
                _add_by_merging(lists, headline_lists, term_id, headline_id, docs, count, &weights, values, &decoded)
    finally:
        free(decoded)


cdef int _set_lengths(Weights* weights, np.ndarray lengths) except -1:
    cdef int dtype = np.PyArray_TYPE(lengths)
    weights.lengths_8, weights.lengths_16, weights.lengths_32 = NULL, NULL, NULL
    weights.length_count = len(lengths)
    if dtype == np.NPY_UINT8:
        weights.lengths_8 = <const uint8_t*> data_pointer(lengths, dtype)
    elif dtype == np.NPY_UINT16:
        weights.lengths_16 = <const uint16_t*> data_pointer(lengths, dtype)
    else:
        weights.lengths_32 = <const uint32_t*> data_pointer(lengths, np.NPY_UINT32)
    return 0


cdef int _add_by_seeking(
    PostingLists lists, PostingLists headline_lists, Py_ssize_t term_id, Py_ssize_t headline_id,
    const npy_intp* docs, Py_ssize_t count, const Weights* weights, double* sums,
) except -1:
    """Add what a term weighs, by looking for each of ``docs`` among its documents, which are far more."""
    cdef Py_ssize_t i
    cdef DocIdCursor cursor
    cdef FreqCursor freqs
    cdef HeadlineTerm headline
    lists._open(term_id, &cursor)
    _open_freqs(lists, term_id, &freqs)
    _open_headline(headline_lists, headline_id, &headline)
    for i in range(count):
        if seek(&cursor, docs[i]):
            sums[i] += _weight(lists, headline_lists, &freqs, &headline, cursor.posting, docs[i], weights)
    return 0


cdef int _add_by_merging(
    PostingLists lists, PostingLists headline_lists, Py_ssize_t term_id, Py_ssize_t headline_id,
    const npy_intp* docs, Py_ssize_t count, const Weights* weights, double* sums, npy_intp** decoded,
) except -1:
    """Add what a term weighs, by merging ``docs`` with its documents, which are written to ``decoded``."""
    cdef Py_ssize_t doc_freq = lists._decode(term_id, decoded), i = 0, j = 0
    cdef npy_intp doc, other
    cdef FreqCursor freqs
    cdef HeadlineTerm headline
    _open_freqs(lists, term_id, &freqs)
    _open_headline(headline_lists, headline_id, &headline)
    while i < count and j < doc_freq:
        doc, other = docs[i], decoded[0][j]
        if doc == other:
            sums[i] += _weight(lists, headline_lists, &freqs, &headline, j, doc, weights)
        i += doc <= other
        j += other <= doc
    return 0


cdef int _open_headline(PostingLists lists, Py_ssize_t term_id, HeadlineTerm* headline) except -1:
    headline.is_known = lists is not None and term_id >= 0
    if headline.is_known:
        lists._open(term_id, &headline.docs)
        _open_freqs(lists, term_id, &headline.freqs)
    return 0


cdef inline void _open_freqs(PostingLists lists, Py_ssize_t term_id, FreqCursor* cursor) noexcept:
    """Set the cursor before the first posting of a term, which has been opened."""
    cursor.first, cursor.large = lists._starts[term_id], 0


cdef inline double _weight(
    PostingLists lists, PostingLists headline_lists, FreqCursor* freqs, HeadlineTerm* headline,
    Py_ssize_t posting, npy_intp doc, const Weights* weights,
) except? -1:
    """Return what the term weighs in ``doc``, which holds it: ``posting`` counts from its first."""
    cdef double freq = _freq(lists, freqs, posting), length
    if not 0 <= doc < weights.length_count:
        raise IndexError(f"document {doc} of {weights.length_count}")
    if headline.is_known and seek(&headline.docs, doc):
        freq += weights.headline_extra * _freq(headline_lists, &headline.freqs, headline.docs.posting)
    if weights.lengths_16:
        length = weights.lengths_16[doc]
    elif weights.lengths_32:
        length = weights.lengths_32[doc]
    else:
        length = weights.lengths_8[doc]
    return weights.top * freq / (freq + weights.base + weights.per_term * length)


cdef inline double _freq(PostingLists lists, FreqCursor* cursor, Py_ssize_t posting) except? -1:
    """Return the frequency of a posting, counted from the term's first."""
    cdef Py_ssize_t freq
    if not lists._freq_count:
        return 1
    posting += cursor.first
    if posting >= lists._freq_count:
        raise IndexError(f"frequency {posting} of {lists._freq_count}")
    freq = lists._freqs[posting // 2] >> 4 * (posting % 2) & 15
    if freq == LARGE_FREQ:
        cursor.large = gallop(lists._large_at, cursor.large, lists._large_count, posting)
        if cursor.large < lists._large_count and lists._large_at[cursor.large] == posting:
            return lists._large[cursor.large]
    return freq


def holding_enough(
    PostingLists lists, term_ids, weights, double least, np.ndarray others, np.ndarray deleted, Py_ssize_t size, /
):
    cdef uint8_t* marks = _marked(lists, term_ids, weights, least, others, deleted, size)
    try:
        doc_ids = new_ids(_count(marks, size) + 1)  # one more, which is overwritten for each that is not marked
        return doc_ids[: _write_marked(<npy_intp*> PyArray_DATA(doc_ids), marks, size)]
    finally:
        free(marks)


def count_holding_enough(
    PostingLists lists, term_ids, weights, double least, np.ndarray others, np.ndarray deleted, Py_ssize_t size, /
):
    cdef uint8_t* marks = _marked(lists, term_ids, weights, least, others, deleted, size)
    try:
        return _count(marks, size)
    finally:
        free(marks)


cdef uint8_t* _marked(
    PostingLists lists, term_ids, weights, double least, np.ndarray others, np.ndarray deleted, Py_ssize_t size
) except NULL:
    """Return a byte for each document, 1 for those that ``holding_enough`` returns; the caller frees them.

    Whoever holds one heavy word has enough and is marked: only of the light ones are weights added.
    """
    cdef double weight, light = 0
    cdef double* sums = NULL
    cdef uint8_t* marks = NULL
    cdef npy_intp* decoded = NULL
    cdef Py_ssize_t count
    if size < 0:
        raise ValueError(f"{size} documents")
    for weight in weights:
        light += weight if weight < least else 0
    try:
        marks = <uint8_t*> calloc(size + 8, 1)
        if light >= least:
            sums = <double*> calloc(size + 1, sizeof(double))
        if not marks or (light >= least and not sums):
            raise MemoryError
        for term_id, weight in zip(term_ids, weights, strict=True):
            if weight >= least and weight > 0:
                count = lists._decode(term_id, &decoded)
                _mark(decoded, count, size, marks, 1)
            elif sums:
                count = lists._decode(term_id, &decoded)
                _add_weight(decoded, count, weight, size, sums)
        if sums:
            _mark_at_least(sums, least, size, marks)
        _mark(<const npy_intp*> data_pointer(others, np.NPY_INTP), len(others), size, marks, 1)
        _mark(<const npy_intp*> data_pointer(deleted, np.NPY_INTP), len(deleted), size, marks, 0)
        return marks
    except BaseException:
        free(marks)
        raise
    finally:
        free(decoded)
        free(sums)


cdef int _mark(const npy_intp* docs, Py_ssize_t count, Py_ssize_t size, uint8_t* marks, uint8_t mark) except -1:
    cdef Py_ssize_t i
    for i in range(count):
        if not 0 <= docs[i] < size:
            raise IndexError(f"document {docs[i]} of {size}")
        marks[docs[i]] = mark
    return 0


cdef int _add_weight(
    const npy_intp* docs, Py_ssize_t count, double weight, Py_ssize_t size, double* sums
) except -1:
    cdef Py_ssize_t i
    for i in range(count):
        if not 0 <= docs[i] < size:
            raise IndexError(f"document {docs[i]} of {size}")
        sums[docs[i]] += weight
    return 0


cdef void _mark_at_least(const double* sums, double least, Py_ssize_t size, uint8_t* marks) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(size):
        marks[i] |= (sums[i] >= least) & (sums[i] > 0)


cdef Py_ssize_t _count(const uint8_t* marks, Py_ssize_t size) noexcept nogil:
    cdef Py_ssize_t i, count = 0
    for i in range(size):
        count += marks[i]
    return count


cdef Py_ssize_t _write_marked(npy_intp* out, const uint8_t* marks, Py_ssize_t size) noexcept nogil:
    """Write the places of the marks, and return how many; eight without one are passed over at once.

    ``out`` has room for one more: each place is written, and overwritten by the next unless it is marked.
    """
    cdef Py_ssize_t start, i, count = 0
    cdef uint64_t eight
    for start in range(0, size, 8):
        memcpy(&eight, marks + start, 8)
        if eight:
            for i in range(start, start + 8):
                out[count] = i
                count += marks[i]
    return count
