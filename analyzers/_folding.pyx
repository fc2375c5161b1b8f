# The twin of PlainTranslation in folding.py, whose docstrings hold for it; a test compares the two. It is faster
# because a look-up reads an array instead of a dictionary of Python integers.

from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport UINT32_MAX, uint8_t, uint16_t, uint32_t
from libc.stdlib cimport calloc, free, realloc

cdef enum:
    CODES = 0x110000
    SEVERAL = 0x80000000  # the other bits are where the several characters stand in ``_several``: how many, then each
    REMOVED = 0xFFFFFFFF
    SPARE = 64  # characters by which a text may grow before its buffer does

ctypedef fused Code:  # of a character, in a text of so many bytes for each
    uint8_t
    uint16_t
    uint32_t


cdef class Translation:
    """Translates by ``table``, code point -> characters, which is asked once for each code point."""

    def __cinit__(self, table, /):
        self._table = table
        self._known = <uint32_t*> calloc(CODES, sizeof(uint32_t))
        if not self._known:
            raise MemoryError

    def __dealloc__(self):
        free(self._known)
        free(self._several)

    def __call__(self, str text, /):
        cdef Translated out = Translated(NULL, NULL, 0, 0)
        try:
            self.append(text, 0, len(text), &out)
            return PyUnicode_FromKindAndData(4, out.chars, out.count)
        finally:
            free(out.chars)
            free(out.origins)

    def offsets(self, str text, Py_ssize_t start=0, end=None, /):
        cdef Translated out = Translated(NULL, NULL, 0, 0)
        cdef Py_ssize_t stop = len(text) if end is None else min(<Py_ssize_t> end, len(text))
        if start < 0:
            raise IndexError(f"offset {start}")
        try:
            if start < stop:
                self.append(text, start, stop, &out)
            return PyBytes_FromStringAndSize(<const char*> out.origins, out.count * sizeof(uint32_t))
        finally:
            free(out.chars)
            free(out.origins)

    cdef int append(self, str text, Py_ssize_t start, Py_ssize_t end, Translated* out) except -1:
        """Translate the characters of ``text`` from ``start`` to ``end``, both within it, and append them to ``out``."""
        cdef Py_ssize_t at = start, i, more, left = SPARE
        cdef uint32_t given
        cdef Py_UCS4 char
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        if not 0 <= start <= end <= min(len(text), UINT32_MAX):
            raise IndexError(f"offsets {start} to {end} of {len(text)}")
        _reserve(out, end - start + left)
        while True:
            if kind == 1:
                at = _append_single(<const uint8_t*> data, at, end, self._known, out)
            elif kind == 2:
                at = _append_single(<const uint16_t*> data, at, end, self._known, out)
            else:
                at = _append_single(<const uint32_t*> data, at, end, self._known, out)
            if at == end:
                return 0
            char = PyUnicode_READ(kind, data, at)
            given = self._known[char] or self._learn(char)
            if given < SEVERAL:
                continue  # now it is known
            if given != REMOVED:
                given -= SEVERAL
                more = self._several[given]
                if more > left:
                    left = more + end - start
                    _reserve(out, end - at + left)
                left -= more - 1
                for i in range(more):
                    out.chars[out.count] = self._several[given + 1 + i]
                    out.origins[out.count] = at
                    out.count += 1
            at += 1

    cdef uint32_t _learn(self, Py_UCS4 char) except? 0:
        """Ask the table for ``char`` and return what is then in ``_known``."""
        cdef str translated = self._table[<uint32_t> char]
        cdef Py_ssize_t size = len(translated), i
        cdef uint32_t* grown
        if size == 1:
            self._known[char] = <uint32_t> ord(translated) + 1
        elif not size:
            self._known[char] = REMOVED
        else:
            # Another thread may hold the old array only while it holds the interpreter, as this one does now.
            grown = <uint32_t*> realloc(self._several, (self._several_count + size + 1) * sizeof(uint32_t))
            if not grown:
                raise MemoryError
            self._several = grown
            grown[self._several_count] = size
            for i in range(size):
                grown[self._several_count + 1 + i] = <uint32_t> ord(translated[i])
            self._known[char] = SEVERAL + self._several_count
            self._several_count += size + 1
        return self._known[char]


cdef inline Py_ssize_t _append_single(
    const Code* text, Py_ssize_t at, Py_ssize_t end, const uint32_t* known, Translated* out
) noexcept nogil:
    """Append to ``out``, which has room, what characters become that become one; return where another one stands."""
    cdef Py_UCS4* chars = out.chars + out.count
    cdef uint32_t* origins = out.origins + out.count
    cdef Py_ssize_t start = at
    cdef uint32_t given
    while at < end:
        given = known[text[at]] - 1
        if given >= SEVERAL - 1:  # or it is not known, and was 0
            break
        chars[at - start] = given
        origins[at - start] = at
        at += 1
    out.count += at - start
    return at


cdef int _reserve(Translated* out, Py_ssize_t more) except -1:
    """Make room for ``more`` characters; where there is none, for half as many again as there are."""
    cdef Py_ssize_t room
    cdef Py_UCS4* chars
    cdef uint32_t* origins
    if out.count + more <= out.room:
        return 0
    room = max(out.count + more, out.count + out.count // 2)
    chars = <Py_UCS4*> realloc(out.chars, room * sizeof(Py_UCS4))
    if not chars:
        raise MemoryError
    out.chars = chars
    origins = <uint32_t*> realloc(out.origins, room * sizeof(uint32_t))
    if not origins:
        raise MemoryError
    out.origins = origins
    out.room = room
    return 0
