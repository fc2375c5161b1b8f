# The twin of posting_lists.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc, realloc
from numpy cimport PyArray_DATA, int64_t, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport data_pointer, gallop, new_ids
from index.kernel._doc_id_lists cimport ESCAPE, DocIdLists, count_below

import numpy as np

np.import_array()

cdef enum:
    LARGE_FREQ = 15  # in the 4 bits of a frequency: look it up in ``large``
    BLOCK = 64  # gap bytes that are summed at once
    SAMPLE_INTERVAL = 4096  # postings from one sampled start of positions to the next

cdef struct PhraseTerm:  # one term of a phrase, and how far its postings have been read
    Py_ssize_t term_id
    Py_ssize_t doc_freq
    Py_ssize_t offset  # of the term in the phrase, in characters
    Py_ssize_t start  # its first posting
    npy_intp* postings  # for each candidate the index of its posting, counted from ``start``
    Py_ssize_t summed_to  # the posting before which frequencies were summed; -1 at first
    Py_ssize_t positions_start  # where the positions of that posting begin


cdef class PostingLists(DocIdLists):
    cdef const uint8_t* _freqs
    cdef const uint32_t* _large_at
    cdef const double* _large
    cdef const uint16_t* _positions
    cdef const uint64_t* _far_at
    cdef const uint16_t* _far
    cdef const uint64_t* _samples
    cdef Py_ssize_t _freq_count, _large_count, _position_count, _far_count, _sample_count

    def __init__(self, parts, /):
        super().__init__(parts)
        self._freqs = <uint8_t*> data_pointer(parts["freqs"], np.NPY_UINT8)
        self._large_at = <uint32_t*> data_pointer(parts["large_at"], np.NPY_UINT32)
        self._large = <double*> data_pointer(parts["large"], np.NPY_DOUBLE)
        self._positions = <uint16_t*> data_pointer(parts["positions"], np.NPY_UINT16)
        self._far_at = <uint64_t*> data_pointer(parts["far_at"], np.NPY_UINT64)
        self._far = <uint16_t*> data_pointer(parts["far"], np.NPY_UINT16)
        self._samples = <uint64_t*> data_pointer(parts["position_samples"], np.NPY_UINT64)
        self._freq_count = 2 * len(parts["freqs"])
        self._large_count = min(len(parts["large_at"]), len(parts["large"]))
        self._position_count = len(parts["positions"])
        self._far_count = min(len(parts["far_at"]), len(parts["far"]))
        self._sample_count = len(parts["position_samples"])

    def phrase(self, list term_ids, Py_ssize_t base, exclude, candidates, /):
        cdef Py_ssize_t count, i, j, phrase_freq, length = 0, kept = 0
        cdef np.ndarray local_doc_ids, counts
        cdef npy_intp* docs
        cdef int64_t* begins = NULL  # the positions in one document where the phrase may begin
        cdef PhraseTerm* terms = <PhraseTerm*> calloc(len(term_ids) + 1, sizeof(PhraseTerm))
        if not terms:
            raise MemoryError
        try:
            length = self._cover(term_ids, terms)
            local_doc_ids = self.local_doc_ids(terms[0].term_id)
            docs = <npy_intp*> PyArray_DATA(local_doc_ids)
            count = len(local_doc_ids)
            if exclude is not None:
                count = _filter(docs, count, base, exclude, False)
            if candidates is not None:
                count = _filter(docs, count, base, candidates, True)
            for j in range(length):
                count = self._intersect_docs(docs, count, terms, j)
            counts = new_ids(count)
            for i in range(count):
                phrase_freq = -1
                for j in range(length):
                    phrase_freq = self._intersect_positions(terms[j].postings[i], &terms[j], &begins, phrase_freq)
                    if not phrase_freq:
                        break
                if phrase_freq:
                    docs[kept] = docs[i]
                    (<npy_intp*> PyArray_DATA(counts))[kept] = phrase_freq
                    kept += 1
            return local_doc_ids[:kept], counts[:kept]
        finally:
            for j in range(length):
                free(terms[j].postings)
            free(terms)
            free(begins)

    cdef Py_ssize_t _cover(self, list term_ids, PhraseTerm* terms) except -1:
        """Fill ``terms`` with those that ``cover`` chooses, lowest doc freq first; return how many."""
        cdef Py_ssize_t length = len(term_ids), i, j, term_id, rarest = 0, count = 0
        cdef PhraseTerm term
        for i in range(length):
            term_id = term_ids[i]
            if not 0 <= term_id < self._term_count:
                raise IndexError(f"term {term_id} of {self._term_count}")
            terms[i].term_id = term_id
            terms[i].offset = i
            terms[i].start = self._starts[term_id]
            terms[i].doc_freq = <Py_ssize_t> self._starts[term_id + 1] - terms[i].start
            terms[i].summed_to = -1
            if terms[i].doc_freq < terms[rarest].doc_freq:
                rarest = i
        for i in range(length):
            if i and i < length - 1 and (i - rarest) % 2:
                continue
            term = terms[i]  # insertion sort: phrases are short
            j = count
            while j and terms[j - 1].doc_freq > term.doc_freq:
                terms[j] = terms[j - 1]
                j -= 1
            terms[j] = term
            count += 1
        return count

    cdef Py_ssize_t _intersect_docs(
        self, npy_intp* docs, Py_ssize_t count, PhraseTerm* terms, Py_ssize_t index
    ) except -1:
        """Keep in ``docs`` the documents that hold ``terms[index]``; return how many.

        Set its ``postings``, and move up those of the terms before it.
        """
        cdef Py_ssize_t start, length, i, j, kept = 0, posting = 0, byte = 0, end = 0, doc_before = 0
        cdef Py_ssize_t dense = self._span(terms[index].term_id, &start, &length)
        cdef bint is_held
        cdef const uint32_t* docs_32 = <const uint32_t*> self._docs + start
        cdef const uint16_t* docs_16 = <const uint16_t*> self._docs + start
        cdef npy_intp* postings = <npy_intp*> malloc((count + 1) * sizeof(npy_intp))
        if not postings:
            raise MemoryError
        terms[index].postings = postings
        if dense >= 0:
            byte = start
            end = self._gap_starts[dense + 1]
        for i in range(count):
            if dense >= 0:
                is_held = _advance(self._gaps, &byte, end, &doc_before, &posting, docs[i])
            elif self._docs_are_32_bits:
                posting = gallop(docs_32, posting, length, docs[i])
                is_held = posting < length and docs_32[posting] == docs[i]
            else:
                posting = gallop(docs_16, posting, length, docs[i])
                is_held = posting < length and docs_16[posting] == docs[i]
            if is_held:
                docs[kept] = docs[i]
                for j in range(index):
                    terms[j].postings[kept] = terms[j].postings[i]
                postings[kept] = posting
                kept += 1
        return kept

    cdef Py_ssize_t _intersect_positions(
        self, Py_ssize_t index, PhraseTerm* term, int64_t** begins, Py_ssize_t count
    ) except -1:
        """Keep of the ``count`` positions in ``begins`` those where the term has an occurrence; return how many.

        ``index`` is that of the term's posting, from its ``start``. With ``count`` -1, ``begins`` is filled with
        all occurrences of the term, less its offset in the phrase.
        """
        cdef Py_ssize_t freq, first, occurrence, i = 0, kept = 0
        cdef int64_t position
        cdef int64_t* grown
        self._sum_to(term, term.start + index)
        freq = self._freq(term.start + index)
        first = term.positions_start
        if freq > self._position_count - first:  # first + freq might pass the largest integer
            raise IndexError(f"{freq} positions from {first} of {self._position_count}")
        if count < 0:
            grown = <int64_t*> realloc(begins[0], (freq + 1) * sizeof(int64_t))
            if not grown:
                raise MemoryError
            begins[0] = grown
        for occurrence in range(first, first + freq):
            position = self._position(occurrence) - term.offset
            if count < 0:
                begins[0][kept] = position
                kept += 1
                continue
            while i < count and begins[0][i] < position:
                i += 1
            if i == count:
                break
            if begins[0][i] == position:
                begins[0][kept] = position
                kept += 1
                i += 1
        return kept

    cdef int _sum_to(self, PhraseTerm* term, Py_ssize_t posting) except -1:
        """Set the term's ``positions_start`` to where those of ``posting`` begin: inside the positions."""
        cdef Py_ssize_t sample = posting // SAMPLE_INTERVAL, skipped
        if term.summed_to < 0 or term.summed_to // SAMPLE_INTERVAL != sample:
            if sample >= self._sample_count:
                raise IndexError(f"sample {sample} of {self._sample_count}")
            if self._samples[sample] > <uint64_t> self._position_count:
                raise IndexError(f"positions from {self._samples[sample]} of {self._position_count}")
            term.summed_to = sample * SAMPLE_INTERVAL
            term.positions_start = self._samples[sample]
        skipped = self._sum_freqs(term.summed_to, posting)
        if skipped > self._position_count - term.positions_start:
            raise IndexError(f"{skipped} positions from {term.positions_start} of {self._position_count}")
        term.positions_start += skipped
        term.summed_to = posting
        return 0

    cdef Py_ssize_t _sum_freqs(self, Py_ssize_t start, Py_ssize_t end) except -1:
        """Return the sum of the frequencies of the postings [start, end); 0 where there are none."""
        cdef Py_ssize_t sum = 0, byte, large
        cdef double freq
        cdef uint32_t nibbles = 0
        if start >= end:
            return 0
        if not self._freq_count:
            return end - start
        if end > self._freq_count:
            raise IndexError(f"frequencies to {end} of {self._freq_count}")
        large = count_below(self._large_at, 0, self._large_count, start)
        while large < self._large_count and self._large_at[large] < end:
            freq = self._large[large]
            # Written so that NaN fails too, and that no value beyond an integer is converted to one.
            if not (0 <= freq <= self._position_count) or sum > self._position_count:
                raise IndexError(f"a frequency of {freq} with {self._position_count} positions")
            sum += <Py_ssize_t> freq - LARGE_FREQ
            large += 1
        if start % 2:
            sum += self._freqs[start // 2] >> 4
        for byte in range((start + 1) // 2, end // 2):
            nibbles += (self._freqs[byte] & 15) + (self._freqs[byte] >> 4)
        if end % 2:
            sum += self._freqs[end // 2] & 15
        sum += nibbles
        if sum < 0:
            raise IndexError(f"large frequencies of {end - start} postings that are not large")
        return sum

    cdef inline Py_ssize_t _freq(self, Py_ssize_t posting) except -1:
        """Return the frequency of one posting."""
        return self._sum_freqs(posting, posting + 1)

    cdef inline int64_t _position(self, Py_ssize_t index) noexcept:
        """Return the position at an index of ``positions``, with its upper 16 bits where ``far`` has them."""
        cdef Py_ssize_t low = 0, high = self._far_count, middle
        cdef int64_t position = self._positions[index]
        if high and self._far_at[0] <= <uint64_t> index <= self._far_at[high - 1]:
            while low < high:
                middle = (low + high) >> 1
                if self._far_at[middle] < <uint64_t> index:
                    low = middle + 1
                else:
                    high = middle
            if self._far_at[low] == <uint64_t> index:
                position += <int64_t> self._far[low] << 16
        return position


cdef bint _advance(
    const uint8_t* gaps, Py_ssize_t* byte, Py_ssize_t end, Py_ssize_t* doc_before, Py_ssize_t* posting, npy_intp target
) noexcept nogil:
    """Move on to the gap that leads to ``target`` or beyond it; return whether it leads to ``target``.

    The bytes before ``byte`` add up to ``doc_before`` and belong to ``posting`` postings; all three are updated.
    Whole blocks below the target are summed without a branch, which the compiler vectorises.
    """
    cdef Py_ssize_t i
    cdef uint32_t sum, escapes
    while byte[0] + BLOCK <= end:
        sum = escapes = 0
        for i in range(byte[0], byte[0] + BLOCK):
            sum += gaps[i]
            escapes += gaps[i] == ESCAPE
        if doc_before[0] + <Py_ssize_t> sum >= target:
            break
        doc_before[0] += sum
        posting[0] += BLOCK - <Py_ssize_t> escapes
        byte[0] += BLOCK
    while byte[0] < end and (gaps[byte[0]] == ESCAPE or doc_before[0] + gaps[byte[0]] < target):
        doc_before[0] += gaps[byte[0]]
        posting[0] += gaps[byte[0]] != ESCAPE
        byte[0] += 1
    return byte[0] < end and doc_before[0] + gaps[byte[0]] == target


cdef Py_ssize_t _filter(
    npy_intp* docs, Py_ssize_t count, Py_ssize_t base, np.ndarray doc_ids, bint keep_members
) except -1:
    """Keep the local ``docs`` whose global doc id (plus ``base``) is in ``doc_ids``, or those whose is not."""
    cdef Py_ssize_t i, j = 0, length = len(doc_ids), kept = 0
    cdef const npy_intp* ids = <const npy_intp*> data_pointer(doc_ids, np.NPY_INTP)
    for i in range(count):
        j = gallop(ids, j, length, docs[i] + base)
        if (j < length and ids[j] == docs[i] + base) == keep_members:
            docs[kept] = docs[i]
            kept += 1
    return kept
