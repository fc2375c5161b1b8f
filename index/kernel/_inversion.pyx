# The twin of inversion.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, int64_t, uint32_t

from index.kernel._arrays cimport data_pointer, new_array

import numpy as np

from index.kernel.inversion import BigramPostings, TermPostings

np.import_array()


def invert_bigrams(np.ndarray codes, np.ndarray sizes, /):
    """Radix sort of the bigrams: two stable counting sorts, by the right character and then by the left.

    Local doc ids and positions stay ascending within a bigram, because both sorts are stable.
    Knuth, "The Art of Computer Programming", vol. 3, 5.2.5.
    """
    cdef Py_ssize_t count = len(codes), i, local_doc_id, offset = 0, largest = 0, sum = 0, bigram_count = 0
    cdef const uint32_t* code = <uint32_t*> data_pointer(codes, np.NPY_UINT32)
    cdef const int64_t* size = <int64_t*> data_pointer(sizes, np.NPY_INT64)
    for local_doc_id in range(len(sizes)):
        if not 0 <= size[local_doc_id] <= count - sum:  # a plain sum might pass the largest integer
            raise ValueError(f"a text of {size[local_doc_id]} characters, of {count - sum} left")
        sum += size[local_doc_id]
    if sum != count or (count and code[count - 1]) or count >> 32:
        raise ValueError(f"{count} characters of texts that have {sum}, the last no end")
    for i in range(count):
        largest = max(largest, <Py_ssize_t> code[i])
        bigram_count += code[i] != 0
    cdef uint32_t* doc_of = <uint32_t*> malloc((count + 1) * sizeof(uint32_t))  # of each offset in codes
    cdef uint32_t* start_of = <uint32_t*> malloc((len(sizes) + 1) * sizeof(uint32_t))  # of each document
    cdef uint32_t* by_right = <uint32_t*> malloc((bigram_count + 1) * sizeof(uint32_t))  # offsets, sorted once
    cdef uint32_t* by_both = <uint32_t*> malloc((bigram_count + 1) * sizeof(uint32_t))  # offsets, sorted twice
    # The counts of each character, summed up: where the next offset of that character goes.
    cdef uint32_t* next_right = <uint32_t*> calloc(largest + 2, sizeof(uint32_t))
    cdef uint32_t* next_left = <uint32_t*> calloc(largest + 2, sizeof(uint32_t))
    try:
        if not (doc_of and start_of and by_right and by_both and next_right and next_left):
            raise MemoryError
        for local_doc_id in range(len(sizes)):
            start_of[local_doc_id] = offset
            for i in range(offset, offset + size[local_doc_id]):
                doc_of[i] = local_doc_id
            offset += size[local_doc_id]
        for i in range(count):
            if code[i]:
                next_right[code[i + 1] + 1] += 1
                next_left[code[i] + 1] += 1
        for i in range(largest + 1):
            next_right[i + 1] += next_right[i]
            next_left[i + 1] += next_left[i]
        for i in range(count):
            if code[i]:
                by_right[next_right[code[i + 1]]] = i
                next_right[code[i + 1]] += 1
        for i in range(bigram_count):
            offset = by_right[i]
            by_both[next_left[code[offset]]] = offset
            next_left[code[offset]] += 1
        return _gather(code, doc_of, start_of, by_both, bigram_count)
    finally:
        free(doc_of)
        free(start_of)
        free(by_right)
        free(by_both)
        free(next_right)
        free(next_left)


cdef _gather(
    const uint32_t* code, const uint32_t* doc_of, const uint32_t* start_of, const uint32_t* offsets, Py_ssize_t count
):
    """Make the postings of ``count`` occurrences of bigrams, given by their sorted offsets in ``code``."""
    cdef Py_ssize_t i, offset, bigrams = 0, postings = 0
    cdef np.ndarray left = new_array(count, np.NPY_UINT32), right = new_array(count, np.NPY_UINT32)
    cdef np.ndarray doc_freqs = new_array(count, np.NPY_INT64), positions = new_array(count, np.NPY_UINT32)
    cdef np.ndarray local_doc_ids = new_array(count, np.NPY_UINT32), freqs = new_array(count, np.NPY_UINT32)
    cdef uint32_t* lefts = <uint32_t*> PyArray_DATA(left)
    cdef uint32_t* rights = <uint32_t*> PyArray_DATA(right)
    cdef int64_t* doc_freq = <int64_t*> PyArray_DATA(doc_freqs)
    cdef uint32_t* position = <uint32_t*> PyArray_DATA(positions)
    cdef uint32_t* posting_doc = <uint32_t*> PyArray_DATA(local_doc_ids)
    cdef uint32_t* freq = <uint32_t*> PyArray_DATA(freqs)
    cdef uint32_t local_doc_id
    cdef bint is_new
    for i in range(count):
        offset = offsets[i]
        local_doc_id = doc_of[offset]
        position[i] = offset - start_of[local_doc_id]
        is_new = not bigrams or lefts[bigrams - 1] != code[offset] or rights[bigrams - 1] != code[offset + 1]
        if is_new:
            lefts[bigrams] = code[offset]
            rights[bigrams] = code[offset + 1]
            doc_freq[bigrams] = 0
            bigrams += 1
        if is_new or posting_doc[postings - 1] != local_doc_id:
            posting_doc[postings] = local_doc_id
            freq[postings] = 0
            doc_freq[bigrams - 1] += 1
            postings += 1
        freq[postings - 1] += 1
    # Copies, so that the arrays of the worst case are freed.
    return BigramPostings(
        left[:bigrams].copy(), right[:bigrams].copy(), doc_freqs[:bigrams].copy(),
        local_doc_ids[:postings].copy(), freqs[:postings].copy(), positions,
    )


def invert_terms(np.ndarray term_ids, np.ndarray sizes, Py_ssize_t term_count, /):
    """Counting sort in two passes: how many documents each term has, then where they go."""
    cdef Py_ssize_t count = len(term_ids), documents = len(sizes), i, end, local_doc_id, sum = 0, postings = 0
    cdef const uint32_t* term_id = <uint32_t*> data_pointer(term_ids, np.NPY_UINT32)
    cdef const int64_t* size = <int64_t*> data_pointer(sizes, np.NPY_INT64)
    cdef uint32_t term
    for local_doc_id in range(documents):
        if not 0 <= size[local_doc_id] <= count - sum:  # a plain sum might pass the largest integer
            raise ValueError(f"a document of {size[local_doc_id]} terms, of {count - sum} left")
        sum += size[local_doc_id]
    if sum != count or documents >> 31 or not 0 <= term_count <= <Py_ssize_t> 1 << 32:
        raise ValueError(f"{count} terms of documents that have {sum}")
    cdef np.ndarray doc_freqs = np.zeros(term_count, dtype=np.int64)
    cdef int64_t* doc_freq = <int64_t*> PyArray_DATA(doc_freqs)
    # Of each term the last document that had it, counted from 1, and where its next posting goes.
    cdef uint32_t* last = <uint32_t*> calloc(term_count + 1, sizeof(uint32_t))
    cdef int64_t* next = <int64_t*> malloc((term_count + 1) * sizeof(int64_t))
    cdef np.ndarray local_doc_ids, freqs
    cdef uint32_t* doc_id
    cdef uint32_t* freq
    try:
        if not (last and next):
            raise MemoryError
        i = 0
        for local_doc_id in range(documents):
            end = i + size[local_doc_id]
            while i < end:
                term = term_id[i]
                if term >= term_count:
                    raise IndexError(f"term id {term} of {term_count}")
                if last[term] != <uint32_t> local_doc_id + 1:
                    last[term] = local_doc_id + 1
                    doc_freq[term] += 1
                i += 1
        for i in range(term_count):
            next[i] = postings
            postings += doc_freq[i]
            last[i] = 0
        local_doc_ids = new_array(postings, np.NPY_UINT32)
        freqs = new_array(postings, np.NPY_UINT32)
        doc_id = <uint32_t*> PyArray_DATA(local_doc_ids)
        freq = <uint32_t*> PyArray_DATA(freqs)
        i = 0
        for local_doc_id in range(documents):
            end = i + size[local_doc_id]
            while i < end:
                term = term_id[i]
                if last[term] != <uint32_t> local_doc_id + 1:
                    last[term] = local_doc_id + 1
                    doc_id[next[term]] = local_doc_id
                    freq[next[term]] = 1
                    next[term] += 1
                else:
                    freq[next[term] - 1] += 1
                i += 1
        return TermPostings(doc_freqs, local_doc_ids, freqs)
    finally:
        free(last)
        free(next)
