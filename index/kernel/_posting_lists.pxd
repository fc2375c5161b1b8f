# The fields and the private methods of PostingLists: _closeness.pyx uses the cursor over positions, _weighing.pyx the
# frequencies.

from numpy cimport int64_t, npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._doc_id_lists cimport DocIdLists

cdef enum:
    LARGE_FREQ = 15  # in the 4 bits of a frequency: look it up in ``large``

cdef struct PositionCursor:  # how far the frequencies of a term have been summed
    Py_ssize_t posting  # those before it are summed; -1 at first
    Py_ssize_t start  # where the positions of ``posting`` begin
    Py_ssize_t large  # what comes before this index in ``large_at`` is of earlier postings
    Py_ssize_t far  # what comes before this index in ``far_at`` is of earlier positions

cdef struct PhraseTerm:  # one term of a phrase, and how far its postings have been read
    Py_ssize_t term_id
    Py_ssize_t doc_freq
    Py_ssize_t offset  # of the term in the phrase, in characters
    Py_ssize_t start  # its first posting
    npy_intp* postings  # for each candidate the index of its posting, counted from ``start``
    PositionCursor cursor


cdef class PostingLists(DocIdLists):
    cdef const uint8_t* _freqs
    cdef const uint32_t* _large_at
    cdef const double* _large
    cdef const uint16_t* _positions
    cdef const npy_intp* _far_at  # of 64 bits; a damaged one below 0 is the index of no position
    cdef const uint16_t* _far
    cdef const uint64_t* _samples
    cdef Py_ssize_t _freq_count, _large_count, _position_count, _far_count, _sample_count

    cdef Py_ssize_t _cover(self, list term_ids, PhraseTerm* terms) except -1
    cdef Py_ssize_t _intersect_docs(
        self, npy_intp* docs, Py_ssize_t count, PhraseTerm* terms, Py_ssize_t index
    ) except -1
    cdef Py_ssize_t _intersect_positions(
        self, Py_ssize_t index, PhraseTerm* term, int64_t** begins, Py_ssize_t count
    ) except -1
    cdef Py_ssize_t _seek_positions(self, PositionCursor* cursor, Py_ssize_t posting) except -1
    cdef Py_ssize_t _sum_freqs(self, PositionCursor* cursor, Py_ssize_t end) except -1
    cdef Py_ssize_t _large_freq(self, Py_ssize_t index) except -1

    cdef inline void _open_positions(self, PositionCursor* cursor) noexcept:
        """Set the cursor before the first posting of any term."""
        cursor.posting = -1
        cursor.start = cursor.large = cursor.far = 0

    cdef inline int64_t _position(self, PositionCursor* cursor, Py_ssize_t index) noexcept:
        """Return the position at an index of ``positions``, with its upper 16 bits where ``far`` has them.

        ``_seek_positions`` has set ``far`` of the cursor; indexes ascend from call to call.
        """
        cdef int64_t position = self._positions[index]
        while cursor.far < self._far_count and self._far_at[cursor.far] < index:
            cursor.far += 1
        if cursor.far < self._far_count and self._far_at[cursor.far] == index:
            position += <int64_t> self._far[cursor.far] << 16
        return position
