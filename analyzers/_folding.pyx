# ``str.translate`` for a table of one character or none each, which is what folding.py needs of it; a test holds the
# two equal. A look-up is a read of an array, and no number is made of a character to look it up in a dictionary.

from cpython.unicode cimport PyUnicode_FromKindAndData
from libc.stdint cimport uint32_t
from libc.stdlib cimport calloc, free, malloc

cdef enum:
    CODES = 0x110000
    REMOVED = 0xFFFFFFFF

cdef class Translation:
    """``table[code]`` gives the character, or none, for each code point; asked once for each that is met."""

    cdef object _table
    cdef uint32_t* _known  # by code point: what it gives, plus 1, or REMOVED; 0 is not known yet

    def __cinit__(self, table, /):
        self._table = table
        self._known = <uint32_t*> calloc(CODES, sizeof(uint32_t))
        if not self._known:
            raise MemoryError

    def __dealloc__(self):
        free(self._known)

    def __call__(self, str text, /):
        cdef Py_ssize_t count = 0
        cdef uint32_t given
        cdef Py_UCS4 char
        cdef Py_UCS4* out = <Py_UCS4*> malloc((len(text) + 1) * sizeof(Py_UCS4))
        if not out:
            raise MemoryError
        try:
            for char in text:
                given = self._known[char]
                if not given:
                    translated = self._table[<uint32_t> char]
                    given = ord(translated) + 1 if translated else REMOVED
                    self._known[char] = given
                if given != REMOVED:
                    out[count] = given - 1
                    count += 1
            return PyUnicode_FromKindAndData(4, out, count)
        finally:
            free(out)
