# The twin of posting_lists.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc, realloc
from numpy cimport PyArray_DATA, int64_t, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport data_pointer, gallop, new_ids, sum_nibbles
from index.kernel._doc_id_lists cimport DocIdCursor, DocIdLists, seek

import numpy as np

np.import_array()

cdef enum:
    SAMPLE_INTERVAL = 4096  # postings from one sampled start of positions to the next

cdef class PostingLists(DocIdLists):
    def __init__(self, parts, /):
        super().__init__(parts)
        self._freqs = <uint8_t*> data_pointer(parts["freqs"], np.NPY_UINT8)
        self._large_at = <uint32_t*> data_pointer(parts["large_at"], np.NPY_UINT32)
        self._large = <double*> data_pointer(parts["large"], np.NPY_DOUBLE)
        self._positions = <uint16_t*> data_pointer(parts["positions"], np.NPY_UINT16)
        self._far_at = <npy_intp*> data_pointer(parts["far_at"], np.NPY_UINT64)
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

    def occurrences(self, list term_ids, np.ndarray local_doc_ids, /):
        cdef Py_ssize_t count = len(local_doc_ids), i, j, freq, length = 0, size = 0, room = 0
        cdef np.ndarray remaining, found_docs, found_positions
        cdef npy_intp* docs
        cdef int64_t* begins = NULL
        cdef npy_intp* found = NULL  # a doc id and a position for each occurrence
        cdef npy_intp* grown
        cdef PhraseTerm* terms = <PhraseTerm*> calloc(len(term_ids) + 1, sizeof(PhraseTerm))
        if not terms:
            raise MemoryError
        try:
            data_pointer(local_doc_ids, np.NPY_INTP)  # refuses another type
            remaining = local_doc_ids.copy()
            docs = <npy_intp*> PyArray_DATA(remaining)
            length = self._cover(term_ids, terms)
            for j in range(length):
                count = self._intersect_docs(docs, count, terms, j)
            for i in range(count):
                freq = -1
                for j in range(length):
                    freq = self._intersect_positions(terms[j].postings[i], &terms[j], &begins, freq)
                    if not freq:
                        break
                if size + freq > self._position_count:  # each posting has positions of its own
                    raise IndexError(f"{size + freq} positions of {self._position_count}")
                if freq > 0 and size + freq > room:
                    room = 2 * (size + freq)
                    grown = <npy_intp*> realloc(found, 2 * room * sizeof(npy_intp))
                    if not grown:
                        raise MemoryError
                    found = grown
                for j in range(freq):
                    found[2 * size] = docs[i]
                    found[2 * size + 1] = begins[j]
                    size += 1
            found_docs, found_positions = new_ids(size), new_ids(size)
            for i in range(size):
                (<npy_intp*> PyArray_DATA(found_docs))[i] = found[2 * i]
                (<npy_intp*> PyArray_DATA(found_positions))[i] = found[2 * i + 1]
            return found_docs, found_positions
        finally:
            for j in range(length):
                free(terms[j].postings)
            free(terms)
            free(begins)
            free(found)

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
            self._open_positions(&terms[i].cursor)
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
        cdef Py_ssize_t i, j, kept = 0
        cdef DocIdCursor doc_cursor
        cdef npy_intp* postings = <npy_intp*> malloc((count + 1) * sizeof(npy_intp))
        if not postings:
            raise MemoryError
        terms[index].postings = postings
        self._open(terms[index].term_id, &doc_cursor)
        for i in range(count):
            if seek(&doc_cursor, docs[i]):
                docs[kept] = docs[i]
                for j in range(index):
                    terms[j].postings[kept] = terms[j].postings[i]
                postings[kept] = doc_cursor.posting
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
        freq = self._seek_positions(&term.cursor, term.start + index)
        first = term.cursor.start
        if count < 0:
            grown = <int64_t*> realloc(begins[0], (freq + 1) * sizeof(int64_t))
            if not grown:
                raise MemoryError
            begins[0] = grown
        for occurrence in range(first, first + freq):
            position = self._position(&term.cursor, occurrence) - term.offset
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

    cdef Py_ssize_t _seek_positions(self, PositionCursor* cursor, Py_ssize_t posting) except -1:
        """Move on to ``posting`` and return its frequency: so many positions begin at ``start``, all inside.

        Postings ascend from call to call.
        """
        cdef Py_ssize_t sample = posting // SAMPLE_INTERVAL, freq = 1
        if cursor.posting < 0 or cursor.posting // SAMPLE_INTERVAL != sample:
            if sample >= self._sample_count:
                raise IndexError(f"sample {sample} of {self._sample_count}")
            if self._samples[sample] > <uint64_t> self._position_count:
                raise IndexError(f"positions from {self._samples[sample]} of {self._position_count}")
            cursor.posting = sample * SAMPLE_INTERVAL
            cursor.start = self._samples[sample]
        if not self._freq_count:
            cursor.start += posting - cursor.posting
        else:
            if posting >= self._freq_count:
                raise IndexError(f"frequency {posting} of {self._freq_count}")
            cursor.start += self._sum_freqs(cursor, posting)
            freq = self._freqs[posting // 2] >> 4 * (posting % 2) & 15
            if freq == LARGE_FREQ:
                cursor.large = gallop(self._large_at, cursor.large, self._large_count, posting)
                if cursor.large < self._large_count and self._large_at[cursor.large] == posting:
                    freq = self._large_freq(cursor.large)
        cursor.posting = posting
        if cursor.start > self._position_count or freq > self._position_count - cursor.start:
            raise IndexError(f"{freq} positions from {cursor.start} of {self._position_count}")
        cursor.far = gallop(self._far_at, cursor.far, self._far_count, cursor.start)
        return freq

    cdef Py_ssize_t _sum_freqs(self, PositionCursor* cursor, Py_ssize_t end) except -1:
        """Return the sum of the frequencies from the cursor's posting to ``end``, which is within one sample."""
        cdef Py_ssize_t start = cursor.posting, sum
        cdef bint may_be_large
        if start >= end:
            return 0
        sum = sum_nibbles(self._freqs, start, end, &may_be_large)
        if may_be_large:  # few are, and the search for them would be most of the time
            cursor.large = gallop(self._large_at, cursor.large, self._large_count, start)
            while cursor.large < self._large_count and self._large_at[cursor.large] < end:
                sum += self._large_freq(cursor.large) - LARGE_FREQ
                if sum > self._position_count:
                    raise IndexError(f"frequencies of {sum} with {self._position_count} positions")
                cursor.large += 1
            if sum < 0:
                raise IndexError(f"large frequencies of {end - start} postings that are not large")
        return sum

    cdef Py_ssize_t _large_freq(self, Py_ssize_t index) except -1:
        """Return the frequency at an index of ``large``: at most as many as there are positions."""
        cdef double freq = self._large[index]
        # Written so that NaN fails too, and that no value beyond an integer is converted to one.
        if not 0 <= freq <= self._position_count:
            raise IndexError(f"a frequency of {freq} with {self._position_count} positions")
        return <Py_ssize_t> freq


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
