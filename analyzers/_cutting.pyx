# The twin of LookupCutter in lookup.py, whose docstrings hold for it; a test compares the two, and both with jieba.
# It is faster because the dictionary is a trie of numbers, and because a caller in Cython gets offsets, no strings.
# Every index is checked before memory is read or written.

from cpython.bytes cimport PyBytes_AS_STRING
from cpython.unicode cimport PyUnicode_Substring
from cpython.mem cimport PyMem_Free
from libc.math cimport log
from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc

cdef extern from "Python.h":
    Py_UCS4* PyUnicode_AsUCS4(object text, Py_UCS4* buffer, Py_ssize_t size, int copy_null) except NULL
    Py_UCS4* PyUnicode_AsUCS4Copy(object text) except NULL

cdef enum:
    FIRST_HAN = 0x4E00
    HAN_COUNT = 0x9FD5 - 0x4E00 + 1
    # An edge is 22 bits of the node that it leaves, 15 of the character, a bit for a word that ends there, and 22 of
    # the node that it leads to. Node 0 is the root, which no edge leads to: an edge of 0 is a free slot.
    CHAR_BITS = 15
    WORD = 1 << 22  # set in a node where a word ends
    NODE_MASK = WORD - 1
    NODE_BITS = 23  # with the bit of the word
    MAX_WORD = 64  # characters of a word of the dictionary; the longest of jieba's has 16
    TAGS = 4

cdef double LOG_ZERO = -3.14e100  # jieba's logarithm of probability 0
TAG_NAMES = "BEMS"  # in the order of their letters, which decides between two ways that are as probable
cdef enum:
    BEGIN = 0
    END = 1
    MIDDLE = 2
    SINGLE = 3


cdef bint allocate_path(Path* path, Py_ssize_t size) noexcept:
    """Allocate what cutting runs of up to ``size`` characters needs; false where there is no memory."""
    path.scores = <double*> malloc((size + 1) * sizeof(double))
    path.ends = <uint32_t*> malloc((size + 1) * sizeof(uint32_t))
    path.tags = <unsigned char*> malloc((size + 1) * TAGS)
    return path.scores and path.ends and path.tags


cdef void free_path(Path* path) noexcept:
    free(path.scores)
    free(path.ends)
    free(path.tags)


cdef class CompiledCutter:
    """Cuts runs of Han characters by ``dictionary``, the bytes of jieba's ``dict.txt``, and its ``model``.

    ``user_words`` have the frequency ``user_freq``. ValueError where the dictionary is none.
    """

    def __cinit__(self, bytes dictionary, model, user_words, int64_t user_freq, /):
        self._first = <uint32_t*> calloc(HAN_COUNT, sizeof(uint32_t))
        self._edge_bits = 20
        self._edges = <uint64_t*> calloc(<size_t> 1 << self._edge_bits, sizeof(uint64_t))
        self._node_count = 1
        self._weights = <double*> calloc(1 << 20, sizeof(double))
        self._emission = <double*> malloc(HAN_COUNT * TAGS * sizeof(double))
        if not (self._first and self._edges and self._weights and self._emission):
            raise MemoryError
        # Weights are frequencies until their sum is known.
        cdef int64_t total = self._read(dictionary)
        cdef uint32_t node
        cdef Py_ssize_t i
        cdef Py_UCS4* chars
        for word in user_words:
            chars = PyUnicode_AsUCS4Copy(word)
            try:
                for i in range(len(word)):
                    if not is_han(chars[i]):
                        raise ValueError(f"the user word {word} has other characters than Han")
                if not len(word):
                    raise ValueError("a user word is empty")
                node = self._add(<uint32_t*> chars, len(word))
            finally:
                PyMem_Free(chars)
            total += user_freq - <int64_t> self._weights[node]
            self._weights[node] = <double> user_freq
        if total <= 0:
            raise ValueError("jieba's dictionary is empty")
        cdef double log_total = log(<double> total)
        self._unknown = log(1.0) - log_total
        for i in range(self._node_count):
            if self._weights[i]:
                self._weights[i] = log(self._weights[i]) - log_total
        self._read_model(model)

    def __dealloc__(self):
        free(self._first)
        free(self._edges)
        free(self._weights)
        free(self._emission)

    def cut(self, str runs, /):
        cdef Py_ssize_t size = len(runs), start = 0, at, end, words, i
        cdef Path path = Path(NULL, NULL, NULL)
        cdef uint32_t* chars = <uint32_t*> malloc((size + 1) * sizeof(uint32_t))
        cdef uint32_t* ends = <uint32_t*> malloc((size + 1) * sizeof(uint32_t))
        cdef list found = []
        try:
            if not (allocate_path(&path, size) and chars and ends):
                raise MemoryError
            if size:
                PyUnicode_AsUCS4(runs, <Py_UCS4*> chars, size, 0)
            while start < size:
                end = start
                while end < size and is_han(chars[end]):
                    end += 1
                words = self.split(chars + start, end - start, path, ends)
                at = start
                for i in range(words):
                    found.append(PyUnicode_Substring(runs, at, start + ends[i]))
                    at = start + ends[i]
                if end < size:
                    found.append(PyUnicode_Substring(runs, end, end + 1))
                start = end + 1
            return found
        finally:
            free(chars)
            free(ends)
            free_path(&path)

    def has_word(self, str word, /):
        cdef Py_UCS4* chars = PyUnicode_AsUCS4Copy(word)
        try:
            return self.is_word(<uint32_t*> chars, len(word))
        finally:
            PyMem_Free(chars)

    cdef bint is_word(self, const uint32_t* chars, Py_ssize_t size) noexcept:
        """Whether the dictionary or the user words hold the word."""
        cdef uint32_t node
        cdef Py_ssize_t at
        if not size or not is_han(chars[0]):
            return False
        node = self._first[chars[0] - FIRST_HAN]
        for at in range(1, size):
            if not node or not is_han(chars[at]):
                return False
            node = self._next(node, chars[at])
        return node & WORD != 0

    cdef Py_ssize_t split(self, const uint32_t* run, Py_ssize_t size, Path path, uint32_t* ends) noexcept:
        """Write the end of each word of a run of Han characters to ``ends``; return how many there are.

        ``ends`` and ``path`` have room for ``size``.
        """
        cdef Py_ssize_t start, end, words = 0, singles = 0
        cdef double score, best
        cdef uint32_t node
        cdef bint found
        path.scores[size] = 0
        for start in range(size - 1, -1, -1):
            node = self._first[run[start] - FIRST_HAN]
            end = start + 1
            found = False
            best = 0
            while node:
                if node & WORD:
                    score = self._weights[node & NODE_MASK] + path.scores[end]
                    if not found or score >= best:
                        found = True
                        best = score
                        path.ends[start] = end
                if end == size:
                    break
                node = self._next(node, run[end])
                end += 1
            if not found:
                best = self._unknown + path.scores[start + 1]
                path.ends[start] = start + 1
            path.scores[start] = best
        start = 0
        while start < size:
            end = path.ends[start]
            if end > start + 1:
                words += self._join_singles(run, singles, start, path, ends + words)
                ends[words] = end
                words += 1
                singles = end
            start = end
        return words + self._join_singles(run, singles, size, path, ends + words)

    cdef Py_ssize_t _join_singles(
        self, const uint32_t* run, Py_ssize_t start, Py_ssize_t end, Path path, uint32_t* ends
    ) noexcept:
        """Cut the characters [start, end), which the best path has one by one, by the hidden Markov model.

        Write the end of each word to ``ends`` and return how many there are.
        """
        cdef Py_ssize_t at, words = 0
        cdef int tag
        cdef double score
        cdef double[TAGS] best, reached
        cdef int[TAGS] low, high  # the two tags that may precede each, in the order of their letters
        cdef const double* emission
        cdef unsigned char* tags = path.tags
        low[BEGIN], high[BEGIN] = END, SINGLE
        low[END], high[END] = BEGIN, MIDDLE
        low[MIDDLE], high[MIDDLE] = BEGIN, MIDDLE
        low[SINGLE], high[SINGLE] = END, SINGLE
        if end - start < 2 or self.is_word(run + start, end - start):
            for at in range(start, end):
                ends[words] = at + 1
                words += 1
            return words
        emission = self._emission + TAGS * (run[start] - FIRST_HAN)
        for tag in range(TAGS):
            best[tag] = self._start[tag] + emission[tag]
        for at in range(start + 1, end):
            emission = self._emission + TAGS * (run[at] - FIRST_HAN)
            for tag in range(TAGS):
                # Summed in jieba's order, so that two ways are as probable here where they are there.
                score = best[low[tag]] + self._transition[low[tag]][tag] + emission[tag]
                reached[tag] = best[high[tag]] + self._transition[high[tag]][tag] + emission[tag]
                tags[TAGS * (at - start) + tag] = high[tag]
                if score > reached[tag]:
                    reached[tag] = score
                    tags[TAGS * (at - start) + tag] = low[tag]
            for tag in range(TAGS):
                best[tag] = reached[tag]
        tag = END if best[END] > best[SINGLE] else SINGLE
        # From the last character to the first: a word ends where the tag is that of an end or of a single one.
        for at in range(end - 1, start - 1, -1):
            if tag == END or tag == SINGLE:
                words += 1
                path.ends[end - words] = at + 1
            if at > start:
                tag = tags[TAGS * (at - start) + tag]
        for at in range(words):
            ends[at] = path.ends[end - words + at]
        return words

    cdef uint32_t _next(self, uint32_t node, uint32_t char) noexcept:
        """Return the node that a Han character leads to from ``node``, 0 for none."""
        cdef uint64_t key = <uint64_t> (node & NODE_MASK) << CHAR_BITS | (char - FIRST_HAN)
        cdef uint64_t mask = (<uint64_t> 1 << self._edge_bits) - 1
        cdef uint64_t slot = key * <uint64_t> 0x9E3779B97F4A7C15 >> 64 - self._edge_bits
        while self._edges[slot]:
            if self._edges[slot] >> NODE_BITS == key:
                return self._edges[slot] & (WORD | NODE_MASK)
            slot = slot + 1 & mask
        return 0

    cdef uint32_t _add(self, const uint32_t* chars, Py_ssize_t size) except 0:
        """Add a word of Han characters, at least one, and return its node, without the bit of the word."""
        cdef uint32_t* first = &self._first[chars[0] - FIRST_HAN]
        cdef uint64_t key, mask, slot
        cdef uint32_t node
        cdef Py_ssize_t at
        while self._node_count + size >= <Py_ssize_t> 1 << self._edge_bits - 1:
            self._grow()
        if not first[0]:
            first[0] = self._node_count
            self._node_count += 1
        if size == 1:
            first[0] |= WORD
        node = first[0] & NODE_MASK
        for at in range(1, size):
            key = <uint64_t> node << CHAR_BITS | (chars[at] - FIRST_HAN)
            mask = (<uint64_t> 1 << self._edge_bits) - 1
            slot = key * <uint64_t> 0x9E3779B97F4A7C15 >> 64 - self._edge_bits
            while self._edges[slot] and self._edges[slot] >> NODE_BITS != key:
                slot = slot + 1 & mask
            if not self._edges[slot]:
                self._edges[slot] = key << NODE_BITS | self._node_count
                self._node_count += 1
            if at == size - 1:
                self._edges[slot] |= WORD
            node = self._edges[slot] & NODE_MASK
        return node

    cdef int _grow(self) except -1:
        """Double the slots, at most half of which are taken, and the room for weights, as many as slots."""
        cdef uint64_t slots = <uint64_t> 1 << self._edge_bits, i, slot, key
        cdef uint64_t* edges
        cdef double* weights
        if self._edge_bits > 22:
            raise ValueError("the user words are too many for one dictionary")
        weights = <double*> realloc(self._weights, 2 * slots * sizeof(double))
        if not weights:
            raise MemoryError
        self._weights = weights
        for i in range(slots, 2 * slots):
            weights[i] = 0
        edges = <uint64_t*> calloc(2 * slots, sizeof(uint64_t))
        if not edges:
            raise MemoryError
        for i in range(slots):
            if self._edges[i]:
                key = self._edges[i] >> NODE_BITS
                slot = key * <uint64_t> 0x9E3779B97F4A7C15 >> 63 - self._edge_bits
                while edges[slot]:
                    slot = slot + 1 & 2 * slots - 1
                edges[slot] = self._edges[i]
        free(self._edges)
        self._edges = edges
        self._edge_bits += 1
        return 0

    cdef int64_t _read(self, bytes dictionary) except -1:
        """Add the words of Han characters, and return the sum of the frequencies of all words."""
        cdef const unsigned char* text = <const unsigned char*> PyBytes_AS_STRING(dictionary)
        cdef Py_ssize_t size = len(dictionary), at = 0, length
        cdef uint32_t[MAX_WORD] word
        cdef uint32_t char, node
        cdef int64_t total = 0, freq
        cdef bint taken
        while at < size:
            length = 0
            taken = True
            while at < size and text[at] != 32 and text[at] != 10:
                # A Han character has three bytes: 1110xxxx 10xxxxxx 10xxxxxx.
                char = 0
                if text[at] >> 4 == 14 and at + 2 < size:
                    char = (text[at] & 15) << 12 | (text[at + 1] & 63) << 6 | text[at + 2] & 63
                if is_han(char) and length < MAX_WORD:
                    word[length] = char
                    length += 1
                    at += 3
                else:
                    taken = False
                    at += 1
            freq = 0
            at += 1
            while at < size and 48 <= text[at] <= 57 and freq < 1 << 40:
                freq = freq * 10 + (text[at] - 48)  # digits from "0"
                at += 1
            total += freq
            if total >> 50:
                raise ValueError("the frequencies of jieba's dictionary are too large")
            if taken and length:
                node = self._add(word, length)
                self._weights[node] = <double> freq
            while at < size and text[at] != 10:
                at += 1
            at += 1
        return total

    cdef int _read_model(self, model) except -1:
        """Fill the arrays of the hidden Markov model."""
        cdef int tag, after
        cdef Py_ssize_t i
        cdef uint32_t code
        for i in range(HAN_COUNT * TAGS):
            self._emission[i] = LOG_ZERO
        for tag in range(TAGS):
            name = TAG_NAMES[tag]
            self._start[tag] = model.start[name]
            for after in range(TAGS):
                self._transition[tag][after] = model.transition[name].get(TAG_NAMES[after], LOG_ZERO)
            for char, emitted in model.emission[name].items():
                code = ord(char)
                if is_han(code):
                    self._emission[TAGS * (code - FIRST_HAN) + tag] = emitted
        return 0
