# The documents of documents.py, whose docstrings say what each method gives; held equal to them by a test.
# Only what lies between the ends of an array is read or written, however wrong its numbers are.

cimport numpy as np
from numpy cimport PyArray_DATA, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport data, new_ids

import numpy as np

np.import_array()


cdef class DocIdLists:
    def __init__(self, parts, /):
        self._parts = parts
        docs = parts["docs"]
        self._wide = docs.dtype.itemsize == 4
        self._docs = data(docs, np.NPY_UINT32 if self._wide else np.NPY_UINT16)
        self._starts = <uint32_t*> data(parts["starts"], np.NPY_UINT32)
        self._gaps = <uint8_t*> data(parts["gaps"], np.NPY_UINT8)
        self._dense = <uint32_t*> data(parts["dense"], np.NPY_UINT32)
        self._gap_starts = <uint64_t*> data(parts["gap_starts"], np.NPY_UINT64)
        self._dense_starts = <uint32_t*> data(parts["dense_starts"], np.NPY_UINT32)
        self._term_count = len(parts["starts"]) - 1
        self._doc_count = len(docs)
        self._gap_count = len(parts["gaps"])
        self._dense_count = len(parts["dense"])
        if self._dense_count >= min(len(parts["gap_starts"]), len(parts["dense_starts"])):
            self._dense_count = 0

    def doc_ids(self, Py_ssize_t term, /):
        return self.all_doc_ids(term, term + 1)

    def all_doc_ids(self, Py_ssize_t first, Py_ssize_t end, /):
        cdef Py_ssize_t term, dense, start, count, total
        if not 0 <= first <= end <= self._term_count:
            raise IndexError(f"terms to {end} of {self._term_count}")
        total = <Py_ssize_t> self._starts[end] - self._starts[first]
        # Every document takes a number or a gap: what is more than all of these cannot be, and is not made room for.
        if not 0 <= total <= self._doc_count + self._gap_count:
            raise IndexError(f"{total} documents of {self._doc_count + self._gap_count}")
        cdef np.ndarray doc_ids = new_ids(total)
        cdef npy_intp* out = <npy_intp*> PyArray_DATA(doc_ids)
        for term in range(first, end):
            dense = self._span(term, &start, &count)
            if count > total:
                raise IndexError(f"{count} documents of a term, of {total} left")
            self._read(dense, start, count, out)
            out += count
            total -= count
        return doc_ids

    cdef int _read(self, Py_ssize_t dense, Py_ssize_t start, Py_ssize_t count, npy_intp* out) except -1:
        """Write the ``count`` documents of a term whose span this is."""
        cdef Py_ssize_t end, at, posting = 0, doc_id = 0
        if dense >= 0:
            end = self._gap_starts[dense + 1]
            for at in range(start, end):
                doc_id += self._gaps[at]
                if posting < count:
                    out[posting] = doc_id
                posting += self._gaps[at] != ESCAPE
            if posting != count:
                raise IndexError(f"{posting} gaps of {count} documents")
        elif self._wide:
            for at in range(count):
                out[at] = (<const uint32_t*> self._docs)[start + at]
        else:
            for at in range(count):
                out[at] = (<const uint16_t*> self._docs)[start + at]
        return 0

    cdef Py_ssize_t _span(self, Py_ssize_t term, Py_ssize_t* start, Py_ssize_t* count) except -2:
        """Where the documents of a term begin, in the gaps of the dense term returned or, with -1, as they are."""
        if not 0 <= term < self._term_count:
            raise IndexError(f"term {term} of {self._term_count}")
        cdef Py_ssize_t dense = below(self._dense, 0, self._dense_count, term), before = 0
        count[0] = <Py_ssize_t> self._starts[term + 1] - self._starts[term]
        if dense < self._dense_count and self._dense[dense] == term:
            start[0] = self._gap_starts[dense]
            if not 0 <= start[0] <= <Py_ssize_t> self._gap_starts[dense + 1] <= self._gap_count:
                raise IndexError(f"gaps to {self._gap_starts[dense + 1]} of {self._gap_count}")
            if not 0 <= count[0] <= <Py_ssize_t> self._gap_starts[dense + 1] - start[0]:
                raise IndexError(f"{count[0]} documents of a term with fewer gaps")
            return dense
        if self._dense_count:
            before = self._dense_starts[dense]
        start[0] = self._starts[term] - before
        if start[0] < 0 or count[0] < 0 or start[0] + count[0] > self._doc_count:
            raise IndexError(f"documents to {start[0] + count[0]} of {self._doc_count}")
        return -1
