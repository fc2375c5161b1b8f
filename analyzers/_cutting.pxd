from libc.stdint cimport int64_t, uint32_t, uint64_t

cdef struct Path:
    double* scores  # from each offset: logarithm of the best product of frequencies, up to the end of the run
    uint32_t* ends  # from each offset: the end of the first word of that path
    unsigned char* tags  # of each character four: the tag before it on the best way to each tag

cdef bint allocate_path(Path* path, Py_ssize_t size) noexcept
cdef void free_path(Path* path) noexcept

cdef inline bint is_han(uint32_t char) noexcept nogil:
    return 0x4E00 <= char <= 0x9FD5  # ``lexicon.HAN``

cdef class CompiledCutter:
    cdef uint32_t* _first  # by character: the node of the words that begin with it, 0 for none
    cdef uint64_t* _edges  # a hash table of node, character and the node it leads to; see ``_cutting.pyx``
    cdef int _edge_bits  # the table has 2 ** _edge_bits slots
    cdef uint32_t _node_count
    cdef double* _weights  # by node: logarithm of its word's probability; 0 for no word
    cdef double _unknown  # the same for a character that is no word
    cdef double* _emission  # by character and tag
    cdef double[4] _start
    cdef double[4][4] _transition

    cdef uint32_t _next(self, uint32_t node, uint32_t char) noexcept
    cdef bint is_word(self, const uint32_t* chars, Py_ssize_t size) noexcept
    cdef Py_ssize_t split(self, const uint32_t* run, Py_ssize_t size, Path path, uint32_t* ends) noexcept
    cdef Py_ssize_t _join_singles(
        self, const uint32_t* run, Py_ssize_t start, Py_ssize_t end, Path path, uint32_t* ends
    ) noexcept
    cdef uint32_t _add(self, const uint32_t* chars, Py_ssize_t size) except 0
    cdef int _grow(self) except -1
    cdef int64_t _read(self, bytes dictionary) except -1
    cdef int _read_model(self, model) except -1
