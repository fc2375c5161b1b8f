# The twin of inversion.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc
from numpy cimport PyArray_DATA, int64_t, uint32_t, uint64_t

from index.kernel._arrays cimport data_pointer, new_array

import numpy as np

from index.kernel.inversion import BigramPostings, TermPostings

np.import_array()


cdef struct Occurrence:  # of a bigram whose left character is known
    uint32_t right
    uint32_t local_doc_id
    uint32_t position


def invert_bigrams(np.ndarray codes, np.ndarray sizes, /):
    """Counting sort of the bigrams by the left character, then of each of its parts by the right one.

    Parts are small enough for the processor's cache, so that memory is only written and read in order. Local
    doc ids and positions stay ascending within a bigram, because both sorts are stable.
    Knuth, "The Art of Computer Programming", vol. 3, 5.2.5.
    """
    cdef Py_ssize_t count = len(codes), i, local_doc_id, offset = 0, largest = 0, sum = 0, total = 0, widest = 0
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
        total += code[i] != 0
    cdef np.ndarray starts = np.zeros(largest + 2, dtype=np.int64)  # of each left character, where its part begins
    cdef int64_t* start = <int64_t*> PyArray_DATA(starts)
    cdef Occurrence* by_left = <Occurrence*> malloc((total + 1) * sizeof(Occurrence))
    cdef Occurrence* occurrence
    cdef Bigrams found = Bigrams(total, largest)
    try:
        if not by_left:
            raise MemoryError
        for i in range(count):
            if code[i]:
                start[code[i] + 1] += 1
        for i in range(1, largest + 2):
            widest = max(widest, <Py_ssize_t> start[i])
            start[i] += start[i - 1]
        for local_doc_id in range(len(sizes)):
            for i in range(size[local_doc_id]):
                if code[offset + i]:
                    occurrence = by_left + start[code[offset + i]]
                    occurrence.right = code[offset + i + 1]  # the last code is 0, so there is one more
                    occurrence.local_doc_id = local_doc_id
                    occurrence.position = i
                    start[code[offset + i]] += 1
            offset += size[local_doc_id]
        found.allocate(widest)
        offset = 0
        for i in range(1, largest + 1):  # by now ``start`` is where each part ends
            if start[i] > offset:
                found.add(i, by_left + offset, start[i] - offset)
                offset = start[i]
        return found.postings()
    finally:
        free(by_left)


cdef class Bigrams:
    """Postings of bigrams, added in order of the left character; ``total`` occurrences at most."""

    cdef np.ndarray _left, _right, _doc_freqs, _local_doc_ids, _freqs, _positions
    cdef Py_ssize_t _bigrams, _postings, _occurrences, _largest
    cdef uint32_t* _next  # of each right character how often it occurs in a part, then where its next one goes
    cdef uint64_t* _present  # a bit for each right character of a part
    cdef Occurrence* _sorted

    def __cinit__(self, Py_ssize_t total, Py_ssize_t largest):
        self._left, self._right = new_array(total, np.NPY_UINT32), new_array(total, np.NPY_UINT32)
        self._doc_freqs, self._local_doc_ids = new_array(total, np.NPY_INT64), new_array(total, np.NPY_UINT32)
        self._freqs, self._positions = new_array(total, np.NPY_UINT32), new_array(total, np.NPY_UINT32)
        self._largest = largest

    def __dealloc__(self):
        free(self._next)
        free(self._present)
        free(self._sorted)

    cdef int allocate(self, Py_ssize_t widest) except -1:
        """Make room for parts of up to ``widest`` occurrences."""
        self._next = <uint32_t*> calloc(self._largest + 1, sizeof(uint32_t))
        self._present = <uint64_t*> calloc(self._largest // 64 + 1, sizeof(uint64_t))
        self._sorted = <Occurrence*> malloc((widest + 1) * sizeof(Occurrence))
        if not (self._next and self._present and self._sorted):
            raise MemoryError
        return 0

    cdef int add(self, uint32_t left, const Occurrence* part, Py_ssize_t size) except -1:
        """Add the occurrences of a left character, at least one; ``part`` ascends by document and position."""
        cdef uint32_t* next = self._next
        cdef uint32_t* lefts = <uint32_t*> PyArray_DATA(self._left)
        cdef uint32_t* rights = <uint32_t*> PyArray_DATA(self._right)
        cdef int64_t* doc_freqs = <int64_t*> PyArray_DATA(self._doc_freqs)
        cdef uint32_t* local_doc_ids = <uint32_t*> PyArray_DATA(self._local_doc_ids)
        cdef uint32_t* freqs = <uint32_t*> PyArray_DATA(self._freqs)
        cdef uint32_t* positions = <uint32_t*> PyArray_DATA(self._positions)
        cdef Py_ssize_t i, word, first = 0, bigram = self._bigrams - 1, posting = self._postings - 1
        cdef Py_ssize_t least = self._largest, most = 0  # of the right characters
        cdef uint32_t right = 0, times
        cdef uint64_t bits
        for i in range(size):
            right = part[i].right
            next[right] += 1
            self._present[right >> 6] |= <uint64_t> 1 << (right & 63)
            least = min(least, <Py_ssize_t> right)
            most = max(most, <Py_ssize_t> right)
        for word in range(least >> 6, (most >> 6) + 1):
            bits = self._present[word]
            self._present[word] = 0
            right = word << 6
            while bits:
                if not bits & 255:
                    bits >>= 8
                    right += 8
                    continue
                if bits & 1:
                    times = next[right]
                    next[right] = first
                    first += times
                bits >>= 1
                right += 1
        for i in range(size):
            self._sorted[next[part[i].right]] = part[i]
            next[part[i].right] += 1
        for i in range(size):
            positions[self._occurrences + i] = self._sorted[i].position
            if not i or self._sorted[i].right != right:
                right = self._sorted[i].right
                next[right] = 0  # as the next part finds it
                bigram += 1
                lefts[bigram] = left
                rights[bigram] = right
                doc_freqs[bigram] = 0
            elif self._sorted[i].local_doc_id == local_doc_ids[posting]:
                freqs[posting] += 1
                continue
            posting += 1
            local_doc_ids[posting] = self._sorted[i].local_doc_id
            freqs[posting] = 1
            doc_freqs[bigram] += 1
        self._bigrams = bigram + 1
        self._postings = posting + 1
        self._occurrences += size
        return 0

    cdef postings(self):
        # Copies, so that the arrays of the worst case are freed.
        return BigramPostings(
            self._left[:self._bigrams].copy(), self._right[:self._bigrams].copy(),
            self._doc_freqs[:self._bigrams].copy(), self._local_doc_ids[:self._postings].copy(),
            self._freqs[:self._postings].copy(), self._positions,
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
