# The lists of lists.py, whose docstrings say what each method gives; held equal to them by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from libc.stdlib cimport calloc, free, malloc, realloc
from numpy cimport PyArray_DATA, int64_t, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport data, gallop, new_ids
from index.kernel._doc_id_lists cimport ESCAPE, DocIdLists, below

import numpy as np

np.import_array()

cdef enum:
    LARGE = 15  # a frequency that says: look among the large ones
    BLOCK = 64  # gaps that are added up at once
    SAMPLED = 4096  # postings from one of which it is known where its positions begin to the next

cdef struct Row:  # one term of a phrase
    Py_ssize_t term
    Py_ssize_t freq  # how many documents hold it
    Py_ssize_t shift  # where in the phrase it stands
    Py_ssize_t start  # its first posting
    npy_intp* places  # which of its postings is that of each candidate
    Py_ssize_t sampled  # up to which posting frequencies were added up, and
    Py_ssize_t offset  # where the positions of that one begin


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
        self._freqs = <uint8_t*> data(parts["freqs"], np.NPY_UINT8)
        self._large_at = <uint32_t*> data(parts["large_at"], np.NPY_UINT32)
        self._large = <double*> data(parts["large"], np.NPY_DOUBLE)
        self._positions = <uint16_t*> data(parts["positions"], np.NPY_UINT16)
        self._far_at = <uint64_t*> data(parts["far_at"], np.NPY_UINT64)
        self._far = <uint16_t*> data(parts["far"], np.NPY_UINT16)
        self._samples = <uint64_t*> data(parts["position_samples"], np.NPY_UINT64)
        self._freq_count = 2 * len(parts["freqs"])
        self._large_count = min(len(parts["large_at"]), len(parts["large"]))
        self._position_count = len(parts["positions"])
        self._far_count = min(len(parts["far_at"]), len(parts["far"]))
        self._sample_count = len(parts["position_samples"])

    def phrase(self, list terms, Py_ssize_t base, exclude, candidates, /):
        cdef Py_ssize_t count, i, j, found, length = 0, kept = 0
        cdef np.ndarray doc_ids, counts
        cdef npy_intp* docs
        cdef int64_t* together = NULL
        cdef Row* rows = <Row*> calloc(len(terms) + 1, sizeof(Row))
        if not rows:
            raise MemoryError
        try:
            length = self._cover(terms, rows)
            doc_ids = self.doc_ids(rows[0].term)
            docs = <npy_intp*> PyArray_DATA(doc_ids)
            count = len(doc_ids)
            if exclude is not None:
                count = _filter(docs, count, base, exclude, False)
            if candidates is not None:
                count = _filter(docs, count, base, candidates, True)
            for j in range(length):
                count = self._seek(docs, count, rows, j)
            counts = new_ids(count)
            for i in range(count):
                found = -1
                for j in range(length):
                    found = self._intersect_positions(rows[j].places[i], &rows[j], &together, found)
                    if not found:
                        break
                if found:
                    docs[kept] = docs[i]
                    (<npy_intp*> PyArray_DATA(counts))[kept] = found
                    kept += 1
            return doc_ids[:kept], counts[:kept]
        finally:
            for j in range(length):
                free(rows[j].places)
            free(rows)
            free(together)

    cdef Py_ssize_t _cover(self, list terms, Row* rows) except -1:
        """Make a row of each term that is asked for, the one with the fewest documents first; return how many."""
        cdef Py_ssize_t length = len(terms), i, j, term, rarest = 0, count = 0
        cdef Row row
        for i in range(length):
            term = terms[i]
            if not 0 <= term < self._term_count:
                raise IndexError(f"term {term} of {self._term_count}")
            rows[i].term = term
            rows[i].shift = i
            rows[i].start = self._starts[term]
            rows[i].freq = <Py_ssize_t> self._starts[term + 1] - rows[i].start
            rows[i].sampled = -1
            if rows[i].freq < rows[rarest].freq:
                rarest = i
        for i in range(length):
            if i and i < length - 1 and (i - rarest) % 2:
                continue
            row = rows[i]
            j = count
            while j and rows[j - 1].freq > row.freq:
                rows[j] = rows[j - 1]
                j -= 1
            rows[j] = row
            count += 1
        return count

    cdef Py_ssize_t _seek(self, npy_intp* docs, Py_ssize_t count, Row* rows, Py_ssize_t row) except -1:
        """Keep those of ``docs`` that hold the term of a row, and put down where they are among those that do."""
        cdef Py_ssize_t start, length, i, j, kept = 0, posting = 0, at = 0, end = 0, before = 0
        cdef Py_ssize_t dense = self._span(rows[row].term, &start, &length)
        cdef bint held
        cdef const uint32_t* wide = <const uint32_t*> self._docs + start
        cdef const uint16_t* narrow = <const uint16_t*> self._docs + start
        cdef npy_intp* places = <npy_intp*> malloc((count + 1) * sizeof(npy_intp))
        if not places:
            raise MemoryError
        rows[row].places = places
        if dense >= 0:
            at = start
            end = self._gap_starts[dense + 1]
        for i in range(count):
            if dense >= 0:
                held = _step(self._gaps, &at, end, &before, &posting, docs[i])
            elif self._wide:
                posting = gallop(wide, posting, length, docs[i])
                held = posting < length and wide[posting] == docs[i]
            else:
                posting = gallop(narrow, posting, length, docs[i])
                held = posting < length and narrow[posting] == docs[i]
            if held:
                docs[kept] = docs[i]
                for j in range(row):
                    rows[j].places[kept] = rows[j].places[i]
                places[kept] = posting
                kept += 1
        return kept

    cdef Py_ssize_t _intersect_positions(
        self, Py_ssize_t place, Row* row, int64_t** together, Py_ssize_t found
    ) except -1:
        """Keep of the ``found`` positions of a phrase those where its term stands too; -1: all of its term."""
        cdef Py_ssize_t freq, first, at, i = 0, kept = 0
        cdef int64_t position
        cdef int64_t* grown
        self._walk_to(row, row.start + place)
        freq = self._freq(row.start + place)
        first = row.offset
        if freq > self._position_count - first:  # first + freq might pass the largest integer
            raise IndexError(f"{freq} positions from {first} of {self._position_count}")
        if found < 0:
            grown = <int64_t*> realloc(together[0], (freq + 1) * sizeof(int64_t))
            if not grown:
                raise MemoryError
            together[0] = grown
        for at in range(first, first + freq):
            position = self._position(at) - row.shift
            if found < 0:
                together[0][kept] = position
                kept += 1
                continue
            while i < found and together[0][i] < position:
                i += 1
            if i == found:
                break
            if together[0][i] == position:
                together[0][kept] = position
                kept += 1
                i += 1
        return kept

    cdef int _walk_to(self, Row* row, Py_ssize_t posting) except -1:
        """Move the row's offset to where the positions of ``posting`` begin, which is among the positions."""
        cdef Py_ssize_t sample = posting // SAMPLED, passed
        if row.sampled < 0 or row.sampled // SAMPLED != sample:
            if sample >= self._sample_count:
                raise IndexError(f"sample {sample} of {self._sample_count}")
            if self._samples[sample] > <uint64_t> self._position_count:
                raise IndexError(f"positions from {self._samples[sample]} of {self._position_count}")
            row.sampled = sample * SAMPLED
            row.offset = self._samples[sample]
        passed = self._sum(row.sampled, posting)
        if passed > self._position_count - row.offset:
            raise IndexError(f"{passed} positions from {row.offset} of {self._position_count}")
        row.offset += passed
        row.sampled = posting
        return 0

    cdef Py_ssize_t _sum(self, Py_ssize_t start, Py_ssize_t stop) except -1:
        """The frequencies of the postings from ``start`` to ``stop`` (exclusive), together; 0 where there are none."""
        cdef Py_ssize_t sum = 0, at, large
        cdef double freq
        cdef uint32_t run = 0
        if start >= stop:
            return 0
        if not self._freq_count:
            return stop - start
        if stop > self._freq_count:
            raise IndexError(f"frequencies to {stop} of {self._freq_count}")
        large = below(self._large_at, 0, self._large_count, start)
        while large < self._large_count and self._large_at[large] < stop:
            freq = self._large[large]
            # What is no number is neither below nor above another; what is beyond an integer cannot be made one.
            if not (0 <= freq <= self._position_count) or sum > self._position_count:
                raise IndexError(f"a frequency of {freq} with {self._position_count} positions")
            sum += <Py_ssize_t> freq - LARGE
            large += 1
        if start % 2:
            sum += self._freqs[start // 2] >> 4
        for at in range((start + 1) // 2, stop // 2):
            run += (self._freqs[at] & 15) + (self._freqs[at] >> 4)
        if stop % 2:
            sum += self._freqs[stop // 2] & 15
        sum += run
        if sum < 0:
            raise IndexError(f"large frequencies of {stop - start} postings that are not large")
        return sum

    cdef inline Py_ssize_t _freq(self, Py_ssize_t posting) except -1:
        return self._sum(posting, posting + 1)

    cdef inline int64_t _position(self, Py_ssize_t at) noexcept:
        cdef Py_ssize_t low = 0, high = self._far_count, middle
        cdef int64_t position = self._positions[at]
        if high and self._far_at[0] <= <uint64_t> at <= self._far_at[high - 1]:
            while low < high:
                middle = (low + high) >> 1
                if self._far_at[middle] < <uint64_t> at:
                    low = middle + 1
                else:
                    high = middle
            if self._far_at[low] == <uint64_t> at:
                position += <int64_t> self._far[low] << 16
        return position


cdef bint _step(
    const uint8_t* gaps, Py_ssize_t* at, Py_ssize_t end, Py_ssize_t* before, Py_ssize_t* posting, npy_intp doc_id
) noexcept nogil:
    """Go on to the first gap that leads to ``doc_id`` or behind it; say whether it leads there.

    The gaps before ``at`` add up to ``before`` and are those of ``posting`` documents.
    """
    cdef Py_ssize_t i
    cdef uint32_t sum, escapes
    while at[0] + BLOCK <= end:
        sum = escapes = 0
        for i in range(at[0], at[0] + BLOCK):
            sum += gaps[i]
            escapes += gaps[i] == ESCAPE
        if before[0] + <Py_ssize_t> sum >= doc_id:
            break
        before[0] += sum
        posting[0] += BLOCK - <Py_ssize_t> escapes
        at[0] += BLOCK
    while at[0] < end and (gaps[at[0]] == ESCAPE or before[0] + gaps[at[0]] < doc_id):
        before[0] += gaps[at[0]]
        posting[0] += gaps[at[0]] != ESCAPE
        at[0] += 1
    return at[0] < end and before[0] + gaps[at[0]] == doc_id


cdef Py_ssize_t _filter(
    npy_intp* docs, Py_ssize_t count, Py_ssize_t base, np.ndarray others, bint wanted
) except -1:
    """Keep those of ``docs`` that are among ``others``, which count from ``base`` on, or those that are not."""
    cdef Py_ssize_t i, at = 0, length = len(others), kept = 0
    cdef const npy_intp* ids = <const npy_intp*> data(others, np.NPY_INTP)
    for i in range(count):
        at = gallop(ids, at, length, docs[i] + base)
        if (at < length and ids[at] == docs[i] + base) == wanted:
            docs[kept] = docs[i]
            kept += 1
    return kept
