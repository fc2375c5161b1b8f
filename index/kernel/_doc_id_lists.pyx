# The twin of doc_id_lists.py, whose docstrings hold for it; a test compares the two.
# Every index is checked before memory is read or written: a damaged file may hold any numbers.

cimport numpy as np
from libc.stdlib cimport realloc
from numpy cimport PyArray_DATA, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport data_pointer, new_ids

import numpy as np

np.import_array()


cdef class DocIdLists:
    def __init__(self, parts, /):
        self._parts = parts
        docs = parts["docs"]
        self._docs_are_32_bits = docs.dtype.itemsize == 4
        self._docs = data_pointer(docs, np.NPY_UINT32 if self._docs_are_32_bits else np.NPY_UINT16)
        self._starts = <uint32_t*> data_pointer(parts["starts"], np.NPY_UINT32)
        self._gaps = <uint8_t*> data_pointer(parts["gaps"], np.NPY_UINT8)
        self._dense = <uint32_t*> data_pointer(parts["dense"], np.NPY_UINT32)
        self._gap_starts = <uint64_t*> data_pointer(parts["gap_starts"], np.NPY_UINT64)
        self._dense_starts = <uint32_t*> data_pointer(parts["dense_starts"], np.NPY_UINT32)
        self._term_count = len(parts["starts"]) - 1
        self._sparse_count = len(docs)
        self._gap_count = len(parts["gaps"])
        self._dense_count = len(parts["dense"])
        if self._dense_count >= min(len(parts["gap_starts"]), len(parts["dense_starts"])):
            self._dense_count = 0

    def local_doc_ids(self, Py_ssize_t term_id, /):
        return self.all_local_doc_ids(term_id, term_id + 1)

    def doc_freqs(self, term_ids, np.ndarray deleted, /):
        cdef Py_ssize_t term_id, start, count, i, deleted_count = len(deleted)
        cdef const npy_intp* docs = <const npy_intp*> data_pointer(deleted, np.NPY_INTP)
        cdef DocIdCursor cursor
        found = []
        for term_id in term_ids:
            if term_id < 0:
                found.append(0)
                continue
            self._span(term_id, &start, &count)
            if deleted_count:
                self._open(term_id, &cursor)
                for i in range(deleted_count):
                    count -= seek(&cursor, docs[i])
            found.append(count)
        return found

    def among(self, Py_ssize_t term_id, np.ndarray local_doc_ids, /):
        cdef Py_ssize_t i, kept = 0, count = len(local_doc_ids)
        cdef const npy_intp* docs = <const npy_intp*> data_pointer(local_doc_ids, np.NPY_INTP)
        cdef np.ndarray held = new_ids(count)
        cdef npy_intp* out = <npy_intp*> PyArray_DATA(held)
        cdef DocIdCursor cursor
        self._open(term_id, &cursor)
        for i in range(count):
            out[kept] = docs[i]  # overwritten by the next one unless it is kept
            kept += seek(&cursor, docs[i])
        return held[:kept]

    def all_local_doc_ids(self, Py_ssize_t first, Py_ssize_t end, /):
        cdef Py_ssize_t term_id, dense, start, count, total
        if not 0 <= first <= end <= self._term_count:
            raise IndexError(f"terms to {end} of {self._term_count}")
        total = <Py_ssize_t> self._starts[end] - self._starts[first]
        # Every posting takes at least one number or one gap byte: a larger total is damage, so nothing is allocated.
        if not 0 <= total <= self._sparse_count + self._gap_count:
            raise IndexError(f"{total} postings of {self._sparse_count + self._gap_count}")
        cdef np.ndarray local_doc_ids = new_ids(total)
        cdef npy_intp* out = <npy_intp*> PyArray_DATA(local_doc_ids)
        for term_id in range(first, end):
            dense = self._span(term_id, &start, &count)
            if count > total:
                raise IndexError(f"{count} postings of a term, of {total} left")
            self._read(dense, start, count, out)
            out += count
            total -= count
        return local_doc_ids

    cdef Py_ssize_t _doc_freq(self, Py_ssize_t term_id) except -1:
        """Return how many documents hold a term, deleted ones among them."""
        cdef Py_ssize_t start, count
        self._span(term_id, &start, &count)
        return count

    cdef Py_ssize_t _decode(self, Py_ssize_t term_id, npy_intp** decoded) except -1:
        """Write the local doc ids of a term to ``decoded``, which is grown, and the caller frees; return how many."""
        cdef Py_ssize_t start, count, dense = self._span(term_id, &start, &count)
        cdef npy_intp* grown = <npy_intp*> realloc(decoded[0], (count + 1) * sizeof(npy_intp))
        if not grown:
            raise MemoryError
        decoded[0] = grown
        self._read(dense, start, count, grown)
        return count

    cdef int _read(self, Py_ssize_t dense, Py_ssize_t start, Py_ssize_t count, npy_intp* out) except -1:
        """Write the ``count`` local doc ids of a term to ``out``; ``dense`` and ``start`` are those of ``_span``."""
        cdef Py_ssize_t end, i, posting = 0, local_doc_id = 0
        if dense >= 0:
            end = self._gap_starts[dense + 1]
            for i in range(start, end):
                local_doc_id += self._gaps[i]
                if posting < count:
                    out[posting] = local_doc_id
                posting += self._gaps[i] != ESCAPE
            if posting != count:
                raise IndexError(f"{posting} gaps of {count} postings")
        elif self._docs_are_32_bits:
            for i in range(count):
                out[i] = (<const uint32_t*> self._docs)[start + i]
        else:
            for i in range(count):
                out[i] = (<const uint16_t*> self._docs)[start + i]
        return 0

    cdef Py_ssize_t _span(self, Py_ssize_t term_id, Py_ssize_t* start, Py_ssize_t* count) except -2:
        """Set where the local doc ids of a term start and how many there are.

        Return the index of a dense term in ``dense``, whose ``start`` is in ``gaps``; -1 for a sparse term, whose
        ``start`` is in ``docs``. Everything that ``_read`` will read is inside the arrays, else IndexError.
        """
        if not 0 <= term_id < self._term_count:
            raise IndexError(f"term {term_id} of {self._term_count}")
        cdef Py_ssize_t dense = count_below(self._dense, 0, self._dense_count, term_id), dense_postings = 0
        count[0] = <Py_ssize_t> self._starts[term_id + 1] - self._starts[term_id]
        if dense < self._dense_count and self._dense[dense] == term_id:
            start[0] = self._gap_starts[dense]
            if not 0 <= start[0] <= <Py_ssize_t> self._gap_starts[dense + 1] <= self._gap_count:
                raise IndexError(f"gaps to {self._gap_starts[dense + 1]} of {self._gap_count}")
            if not 0 <= count[0] <= <Py_ssize_t> self._gap_starts[dense + 1] - start[0]:
                raise IndexError(f"{count[0]} postings of a term with fewer gaps")
            return dense
        if self._dense_count:
            dense_postings = self._dense_starts[dense]
        start[0] = self._starts[term_id] - dense_postings
        if start[0] < 0 or count[0] < 0 or start[0] + count[0] > self._sparse_count:
            raise IndexError(f"postings to {start[0] + count[0]} of {self._sparse_count}")
        return -1

    cdef int _open(self, Py_ssize_t term_id, DocIdCursor* cursor) except -1:
        """Set the cursor before the first posting of a term."""
        cdef Py_ssize_t start, dense = self._span(term_id, &start, &cursor.count)
        cursor.posting = cursor.doc_before = cursor.block_posting = cursor.block_doc = 0
        cursor.gaps, cursor.docs_16, cursor.docs_32 = NULL, NULL, NULL
        if dense >= 0:
            cursor.gaps = self._gaps
            cursor.byte = cursor.block_byte = start
            cursor.end = self._gap_starts[dense + 1]
        elif self._docs_are_32_bits:
            cursor.docs_32 = <const uint32_t*> self._docs + start
        else:
            cursor.docs_16 = <const uint16_t*> self._docs + start
        return 0
