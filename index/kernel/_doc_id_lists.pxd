# The fields and the private methods of DocIdLists that _posting_lists.pyx inherits, and a cursor over its lists.

from libc.stdint cimport INTPTR_MAX
from libc.string cimport memcpy
from numpy cimport npy_intp, uint8_t, uint16_t, uint32_t, uint64_t

from index.kernel._arrays cimport gallop

cdef enum:
    ESCAPE = 255  # in gaps: add 255, and go on with the next byte
    BLOCK = 64  # gap bytes that are summed at once; their sum fits in 16 bits and their number in 8

cdef struct DocIdCursor:  # the local doc ids of a term, and how far they have been read
    Py_ssize_t posting  # the one that was reached, counted from the first of the term
    Py_ssize_t count  # how many postings a sparse term has
    const uint16_t* docs_16  # its local doc ids, of 16 or of 32 bits
    const uint32_t* docs_32
    const uint8_t* gaps  # of a dense term; NULL for a sparse one
    Py_ssize_t byte, end  # the gap bytes [byte, end) are left; those before are of postings before ``posting``
    Py_ssize_t doc_before  # the sum of the gap bytes before ``byte``
    Py_ssize_t block_byte, block_posting, block_doc  # the same three at the end of the last block that was summed


cdef inline Py_ssize_t count_below(
    const uint32_t* values, Py_ssize_t low, Py_ssize_t high, Py_ssize_t target
) noexcept nogil:
    """Return the first index in [low, high) whose value is not below ``target``, by bisection; else ``high``."""
    cdef Py_ssize_t middle
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < target:
            low = middle + 1
        else:
            high = middle
    return low


cdef class DocIdLists:
    cdef object _parts  # owns the memory that the pointers point into
    cdef const uint32_t* _starts
    cdef const void* _docs
    cdef bint _docs_are_32_bits  # else 16
    cdef const uint8_t* _gaps
    cdef const uint32_t* _dense
    cdef const uint64_t* _gap_starts
    cdef const uint32_t* _dense_starts
    cdef Py_ssize_t _term_count, _sparse_count, _gap_count, _dense_count

    cdef Py_ssize_t _doc_freq(self, Py_ssize_t term_id) except -1
    cdef Py_ssize_t _decode(self, Py_ssize_t term_id, npy_intp** decoded) except -1
    cdef Py_ssize_t _span(self, Py_ssize_t term_id, Py_ssize_t* start, Py_ssize_t* count) except -2
    cdef int _read(self, Py_ssize_t dense, Py_ssize_t start, Py_ssize_t count, npy_intp* out) except -1
    cdef int _open(self, Py_ssize_t term_id, DocIdCursor* cursor) except -1


cdef inline bint seek(DocIdCursor* cursor, npy_intp target) noexcept nogil:
    """Move on to the posting of document ``target``, or to the first one beyond; return whether it is held.

    Targets ascend from call to call.
    """
    if cursor.gaps:
        return _seek_gap(cursor, target)
    if cursor.docs_32:
        cursor.posting = gallop(cursor.docs_32, cursor.posting, cursor.count, target)
        return cursor.posting < cursor.count and cursor.docs_32[cursor.posting] == target
    cursor.posting = gallop(cursor.docs_16, cursor.posting, cursor.count, target)
    return cursor.posting < cursor.count and cursor.docs_16[cursor.posting] == target


cdef inline bint _seek_gap(DocIdCursor* cursor, npy_intp target) noexcept nogil:
    """``seek`` for a dense term.

    A block below the target is summed without a branch, which the compiler vectorises, and each is summed once:
    the sum of the block that the target is in is kept for the next target.
    """
    cdef Py_ssize_t i, byte, doc_before, posting
    cdef const uint8_t* block
    cdef uint16_t sum
    cdef uint8_t escapes
    cdef uint64_t word
    if cursor.block_doc < target:
        cursor.byte, cursor.doc_before, cursor.posting = cursor.block_byte, cursor.block_doc, cursor.block_posting
        while True:
            if cursor.byte + BLOCK > cursor.end:
                cursor.block_doc = INTPTR_MAX  # the rest is shorter than a block
                break
            block = cursor.gaps + cursor.byte
            sum = escapes = 0
            for i in range(BLOCK):
                sum += block[i]
                escapes += block[i] == ESCAPE
            cursor.block_byte = cursor.byte + BLOCK
            cursor.block_doc = cursor.doc_before + sum
            cursor.block_posting = cursor.posting + BLOCK - escapes
            if cursor.block_doc >= target:
                break
            cursor.byte, cursor.doc_before, cursor.posting = cursor.block_byte, cursor.block_doc, cursor.block_posting
    byte, doc_before, posting = cursor.byte, cursor.doc_before, cursor.posting
    while byte + 8 <= cursor.end:  # eight gap bytes as one integer; a product adds its parts up in the highest
        memcpy(&word, cursor.gaps + byte, 8)
        sum = ((word & 0x00FF00FF00FF00FFULL) + (word >> 8 & 0x00FF00FF00FF00FFULL)) * 0x0001000100010001ULL >> 48
        if doc_before + sum >= target:
            break
        doc_before += sum
        word &= (word & 0x7F7F7F7F7F7F7F7FULL) + 0x0101010101010101ULL  # the highest bit of a byte says: ESCAPE
        posting += 8 - <Py_ssize_t> ((word >> 7 & 0x0101010101010101ULL) * 0x0101010101010101ULL >> 56)
        byte += 8
    while byte < cursor.end and (cursor.gaps[byte] == ESCAPE or doc_before + cursor.gaps[byte] < target):
        doc_before += cursor.gaps[byte]
        posting += cursor.gaps[byte] != ESCAPE
        byte += 1
    cursor.byte, cursor.doc_before, cursor.posting = byte, doc_before, posting
    return byte < cursor.end and doc_before + cursor.gaps[byte] == target
