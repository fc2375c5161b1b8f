# The twin of PlainVocabulary in vocabulary.py, whose docstrings hold for it; a test compares the two. It is faster
# because a word that was met before is found by its characters: no string is made of it.
# Every index is checked before memory is read or written.

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp, memcpy

from analyzers._cutting cimport CompiledCutter, Path, allocate_path, free_path, is_han

cdef extern from "Python.h":
    Py_UCS4* PyUnicode_AsUCS4(object text, Py_UCS4* buffer, Py_ssize_t size, int copy_null) except NULL

cdef enum:
    CODES = 0x110000
    # What ``char_kind`` returns: a Han character that is a word, part of a word of letters, a mark that goes on with
    # such a word, one that joins two, anything else.
    RARE_HAN = 1
    LETTER = 2
    KANA_MARK = 3
    JOINER = 4
    IN_KEY = 3  # characters of 21 bits in a key of 64

cdef struct Word:
    uint64_t key  # its characters, where they are at most ``IN_KEY``, else a hash of them
    uint32_t size  # characters; 0 in a free slot
    uint32_t chars  # where they stand in ``_chars``
    uint32_t id_count  # term ids: its own and those of its sub-words
    uint32_t ids  # where they stand in ``_ids``; a single one itself, so that most words are one read of memory

cdef struct Numbers:  # an array that grows
    uint32_t* items
    Py_ssize_t count
    Py_ssize_t room


cdef int make_room(Numbers* numbers, Py_ssize_t more) except -1:
    """Make room for ``more`` numbers behind those there are."""
    cdef uint32_t* grown
    cdef Py_ssize_t room
    if numbers.count + more > numbers.room:
        room = 2 * numbers.room + more
        grown = <uint32_t*> realloc(numbers.items, room * sizeof(uint32_t))
        if not grown:
            raise MemoryError
        numbers.items = grown
        numbers.room = room
    return 0


cdef class CompiledVocabulary:
    """``forms`` returns of a word that is no Han word its form and those of its sub-words."""

    cdef CompiledCutter _cutter
    cdef object _word_form, _fold, _char_kind, _forms
    cdef dict _id_of_term
    cdef unsigned char* _kinds  # by code point, 0 is not known yet
    cdef Word* _words  # a hash table of ``_slots`` slots, a power of 2, at most half of which are taken
    cdef Py_ssize_t _slots, _word_count
    cdef Numbers _chars, _ids

    def __cinit__(self, CompiledCutter cutter, word_form, fold, char_kind, forms, /):
        self._cutter = cutter
        self._word_form = word_form
        self._fold = fold
        self._char_kind = char_kind
        self._forms = forms
        self._id_of_term = {}
        self._slots = 1 << 12
        self._kinds = <unsigned char*> calloc(CODES, 1)
        self._words = <Word*> calloc(self._slots, sizeof(Word))
        if not (self._kinds and self._words):
            raise MemoryError

    def __dealloc__(self):
        free(self._kinds)
        free(self._words)
        free(self._chars.items)
        free(self._ids.items)

    @property
    def terms(self):
        return list(self._id_of_term)

    def term_ids(self, units, /):
        cdef Numbers found = Numbers(NULL, 0, 0)
        try:
            for unit in units:
                self._add_unit(self._word_form(unit), &found)
            return PyBytes_FromStringAndSize(<char*> found.items, found.count * sizeof(uint32_t))
        finally:
            free(found.items)

    cdef int _add_unit(self, str form, Numbers* found) except -1:
        """Append the term ids of a unit, given by its word form, to ``found``."""
        cdef Py_ssize_t size = len(form), at = 0, begin, last, gap, words, i
        cdef Path path = Path(NULL, NULL, NULL)
        cdef uint32_t* chars = <uint32_t*> malloc((size + 1) * sizeof(uint32_t))
        cdef uint32_t* ends = <uint32_t*> malloc((size + 1) * sizeof(uint32_t))
        cdef unsigned char kind
        try:
            if not (allocate_path(&path, size) and chars and ends):
                raise MemoryError
            if size:
                PyUnicode_AsUCS4(form, <Py_UCS4*> chars, size, 0)
            while at < size:
                begin = at
                if is_han(chars[at]):
                    # The run is moved together: white space between Han characters spaces letters, not words.
                    last = at
                    while True:
                        while at < size and is_han(chars[at]):
                            chars[last] = chars[at]
                            last += 1
                            at += 1
                        gap = at
                        while gap < size and chars[gap] == 32:
                            gap += 1
                        if gap == at or gap == size or not is_han(chars[gap]):
                            break
                        at = gap
                    words = self._cutter.split(chars + begin, last - begin, path, ends)
                    last = 0
                    for i in range(words):
                        self._add_word(chars + begin + last, ends[i] - last, True, found)
                        last = ends[i]
                    continue
                kind = self._kinds[chars[at]] or self._learn_kind(chars[at])
                at += 1
                if kind == LETTER:
                    while at < size:
                        kind = self._kinds[chars[at]] or self._learn_kind(chars[at])
                        if kind == LETTER or kind == KANA_MARK:
                            at += 1
                        elif kind == JOINER and at + 1 < size and LETTER == (
                            self._kinds[chars[at + 1]] or self._learn_kind(chars[at + 1])
                        ):
                            at += 2
                        else:
                            break
                elif kind != RARE_HAN:
                    continue
                self._add_word(chars + begin, at - begin, False, found)
            return 0
        finally:
            free(chars)
            free(ends)
            free_path(&path)

    cdef int _add_word(self, const uint32_t* chars, Py_ssize_t size, bint is_han_word, Numbers* found) except -1:
        """Append the term ids of a word and its sub-words to ``found``."""
        cdef uint64_t key = 0
        cdef Py_ssize_t i, slot
        cdef Word* word
        if size <= IN_KEY:
            for i in range(size):
                key = key << 21 | chars[i]
        else:
            key = size
            for i in range(size):
                key = (key ^ chars[i]) * <uint64_t> 0x9E3779B97F4A7C15
                key ^= key >> 29
        slot = self._slot_of(key)
        while self._words[slot].size:
            if self._words[slot].key == key and self._words[slot].size == size and (
                size <= IN_KEY
                or not memcmp(self._chars.items + self._words[slot].chars, chars, size * sizeof(uint32_t))
            ):
                break
            slot = slot + 1 & self._slots - 1
        if not self._words[slot].size:
            slot = self._learn_word(chars, size, is_han_word, key)
        word = self._words + slot
        make_room(found, word.id_count)
        if word.id_count == 1:
            found.items[found.count] = word.ids
        else:
            memcpy(found.items + found.count, self._ids.items + word.ids, word.id_count * sizeof(uint32_t))
        found.count += word.id_count
        return 0

    cdef inline Py_ssize_t _slot_of(self, uint64_t key) noexcept:
        """Return the slot where the search for a key begins."""
        return (key * <uint64_t> 0x9E3779B97F4A7C15 >> 32) & self._slots - 1

    cdef Py_ssize_t _learn_word(
        self, const uint32_t* chars, Py_ssize_t size, bint is_han_word, uint64_t key
    ) except -1:
        """Add a word that was not met before, and return its slot."""
        cdef Py_ssize_t ids = self._ids.count, start, part, slot
        form = PyUnicode_FromKindAndData(4, chars, size)
        if is_han_word:
            self._add_term(form)
            for part in range(2, 4):  # as ``Lexicon.sub_words``
                if size > part:
                    for start in range(size - part + 1):
                        if self._cutter.is_word(chars + start, part):
                            self._add_term(PyUnicode_FromKindAndData(4, chars + start, part))
        else:
            for each in self._forms(form):
                self._add_term(each)
        if size > IN_KEY:
            make_room(&self._chars, size)
            memcpy(self._chars.items + self._chars.count, chars, size * sizeof(uint32_t))
        if (self._ids.count | self._chars.count) >> 32:
            raise MemoryError("the words of one segment are too many")
        if 2 * self._word_count >= self._slots:
            self._grow()
        slot = self._free_slot(key)
        self._words[slot] = Word(key, size, self._chars.count, self._ids.count - ids, ids)
        if size > IN_KEY:
            self._chars.count += size
        if self._words[slot].id_count == 1:
            self._ids.count = ids
            self._words[slot].ids = self._ids.items[ids]
        self._word_count += 1
        return slot

    cdef int _add_term(self, form) except -1:
        cdef str term = self._fold(form)
        cdef Py_ssize_t term_id = self._id_of_term.setdefault(term, len(self._id_of_term))
        make_room(&self._ids, 1)
        self._ids.items[self._ids.count] = term_id
        self._ids.count += 1
        return 0

    cdef Py_ssize_t _free_slot(self, uint64_t key) noexcept:
        cdef Py_ssize_t slot = self._slot_of(key)
        while self._words[slot].size:
            slot = slot + 1 & self._slots - 1
        return slot

    cdef int _grow(self) except -1:
        """Double the slots."""
        cdef Word* old = self._words
        cdef Py_ssize_t count = self._slots, i
        cdef Word* grown = <Word*> calloc(2 * count, sizeof(Word))
        if not grown:
            raise MemoryError
        self._words = grown
        self._slots = 2 * count
        for i in range(count):
            if old[i].size:
                self._words[self._free_slot(old[i].key)] = old[i]
        free(old)
        return 0

    cdef unsigned char _learn_kind(self, uint32_t char) except 0:
        self._kinds[char] = self._char_kind(<Py_UCS4> char)
        return self._kinds[char]
