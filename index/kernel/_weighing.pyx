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

cdef enum:
    ENOUGH = 128  # the bit of a document's mark that says it holds enough
    LIGHT_WORDS = 7  # the bits below it

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
    cdef uint8_t* marks = <uint8_t*> calloc(max(size, 0) + 8, 1)
    cdef Py_ssize_t count
    try:
        count = _mark_all(lists, term_ids, weights, least, others, deleted, size, marks)
        doc_ids = new_ids(count + 1)  # one more, which is overwritten for each that is not marked
        _write_marked(<npy_intp*> PyArray_DATA(doc_ids), marks, size)
        return doc_ids[:count]
    finally:
        free(marks)


def count_holding_enough(
    PostingLists lists, term_ids, weights, double least, np.ndarray others, np.ndarray deleted, Py_ssize_t size, /
):
    cdef uint8_t* marks = <uint8_t*> calloc(max(size, 0) + 8, 1)
    try:
        return _mark_all(lists, term_ids, weights, least, others, deleted, size, marks)
    finally:
        free(marks)


cdef Py_ssize_t _mark_all(
    PostingLists lists, term_ids, weights, double least, np.ndarray others, np.ndarray deleted, Py_ssize_t size,
    uint8_t* marks
) except -1:
    """Set the bit ``ENOUGH`` of each document that ``holding_enough`` returns, and return how many these are.

    ``marks``, 0 at first, has a byte for each document. Whoever holds one heavy word has enough. The light words have
    a bit each, and a table says which of them are enough together: so one byte of a document is read and written for a
    posting, and nothing is read for the others. Where there are more light words than bits, their weights are added.
    """
    cdef double weight
    cdef double[LIGHT_WORDS] light
    cdef double* sums = NULL
    cdef uint8_t[1 << LIGHT_WORDS] enough
    cdef npy_intp* decoded = NULL
    cdef Py_ssize_t light_count = 0, count, marked = 0, mask, i
    if size < 0:
        raise ValueError(f"{size} documents")
    if not marks:
        raise MemoryError
    for weight in weights:
        if not (weight >= least and weight > 0):
            if light_count < LIGHT_WORDS:
                light[light_count] = weight
            light_count += 1
    for mask in range(1 << light_count if light_count <= LIGHT_WORDS else 0):
        weight = 0
        for i in range(light_count):
            weight += light[i] if mask >> i & 1 else 0
        enough[mask] = ENOUGH if weight >= least and weight > 0 else 0
    try:
        if light_count > LIGHT_WORDS:
            sums = <double*> calloc(size + 1, sizeof(double))
            if not sums:
                raise MemoryError
        i = 0
        for term_id, weight in zip(term_ids, weights, strict=True):
            count = lists._decode(term_id, &decoded)
            if weight >= least and weight > 0:
                marked += _mark(decoded, count, size, marks, ENOUGH, enough)
            elif sums:
                _add_weight(decoded, count, weight, size, sums)
            else:
                marked += _mark(decoded, count, size, marks, 1 << i, enough)
                i += 1
        if sums:
            marked += _mark_at_least(sums, least, size, marks)
        count = len(others)
        marked += _mark(<const npy_intp*> data_pointer(others, np.NPY_INTP), count, size, marks, ENOUGH, enough)
        count = len(deleted)
        return marked - _unmark(<const npy_intp*> data_pointer(deleted, np.NPY_INTP), count, size, marks)
    finally:
        free(decoded)
        free(sums)


cdef Py_ssize_t _mark(
    const npy_intp* docs, Py_ssize_t count, Py_ssize_t size, uint8_t* marks, uint8_t bit, const uint8_t* enough
) except -1:
    """Set ``bit`` of some documents, and return how many have enough by that."""
    cdef Py_ssize_t i, marked = 0
    cdef uint8_t before, after
    for i in range(count):
        if not 0 <= docs[i] < size:
            raise IndexError(f"document {docs[i]} of {size}")
        before = marks[docs[i]]
        after = before | bit
        if not after & ENOUGH:
            after |= enough[after]
        marked += (after >> LIGHT_WORDS) - (before >> LIGHT_WORDS)
        marks[docs[i]] = after
    return marked


cdef Py_ssize_t _unmark(const npy_intp* docs, Py_ssize_t count, Py_ssize_t size, uint8_t* marks) except -1:
    """Take all bits from some documents, and return how many of them had enough."""
    cdef Py_ssize_t i, unmarked = 0
    for i in range(count):
        if not 0 <= docs[i] < size:
            raise IndexError(f"document {docs[i]} of {size}")
        unmarked += marks[docs[i]] >> LIGHT_WORDS
        marks[docs[i]] = 0
    return unmarked


cdef int _add_weight(
    const npy_intp* docs, Py_ssize_t count, double weight, Py_ssize_t size, double* sums
) except -1:
    cdef Py_ssize_t i
    for i in range(count):
        if not 0 <= docs[i] < size:
            raise IndexError(f"document {docs[i]} of {size}")
        sums[docs[i]] += weight
    return 0


cdef Py_ssize_t _mark_at_least(const double* sums, double least, Py_ssize_t size, uint8_t* marks) noexcept nogil:
    cdef Py_ssize_t i, marked = 0
    for i in range(size):
        if sums[i] >= least and sums[i] > 0 and not marks[i]:
            marks[i] = ENOUGH
            marked += 1
    return marked


cdef void _write_marked(npy_intp* out, const uint8_t* marks, Py_ssize_t size) noexcept nogil:
    """Write the places of the marks that say ``ENOUGH``; eight without one are passed over at once.

    ``out`` has room for one more: each place is written, and overwritten by the next unless it is marked.
    """
    cdef Py_ssize_t start, i, count = 0
    cdef uint64_t eight
    for start in range(0, size, 8):
        memcpy(&eight, marks + start, 8)
        if eight & 0x8080808080808080ULL:
            for i in range(start, start + 8):
                out[count] = i
                count += marks[i] >> LIGHT_WORDS
