# The twin of PlainPassageFinder in passages.py, whose docstrings hold for it; a test compares the two.
# All sought texts are found in one pass over the folded text, however many they are and however often they stand
# there: Aho and Corasick, "Efficient string matching: an aid to bibliographic search", 1975.

from analyzers._folding cimport Translated, Translation
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR
from libc.stdint cimport INT32_MAX, INTPTR_MAX, int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp, memset

cdef enum:
    PIECE = 1 << 14  # characters that are folded, or searched, between two looks at the time
    STEPS = 512  # matches between two looks, where each takes little
    FIRST = 1 << 10

cdef enum Edges:  # of a node: which of its matches count, the most permissive of the sought texts that end in it
    NO_TEXT
    NONE
    START
    BOTH

EDGES = {"none": NONE, "start": START, "both": BOTH}

cdef struct Node:  # the beginning of a sought text; node 0 is the empty one
    uint32_t char  # its last character
    int32_t parent  # it without its last character
    int32_t size
    int32_t fallback  # the longest node that it ends in
    int32_t shorter  # the longest sought text that it ends in and is not; 0 where there is none
    Edges edges

cdef struct Stretch:
    Py_ssize_t start, end

cdef struct Marks:  # of a text: in order, none touches another
    Stretch* spans
    Py_ssize_t count, room


cdef class PassageFinder:
    cdef Translation _folding
    cdef object _span_type
    cdef Node* _nodes
    cdef int32_t* _table  # open addressing: the nodes, each where its parent and character send it; 0 is free
    cdef Py_ssize_t _node_count, _table_mask
    cdef uint8_t _first[FIRST]  # by the lowest bits of a character: whether sought texts begin with such a one

    def __cinit__(self, Translation folding not None, type span_type, sought, /):
        cdef list texts = list(sought)
        cdef Py_ssize_t chars = 1, slots = 8
        cdef str text
        self._folding, self._span_type = folding, span_type
        for text, _ in texts:
            chars += len(text)
        if chars > INT32_MAX >> 2:
            raise MemoryError
        while slots < 2 * chars:
            slots *= 2
        self._table_mask = slots - 1
        self._node_count = 1
        self._nodes = <Node*> calloc(chars, sizeof(Node))
        self._table = <int32_t*> calloc(slots, sizeof(int32_t))
        if not self._nodes or not self._table:
            raise MemoryError
        for text, edges in texts:
            self._add(text, EDGES[edges])
        self._link()

    def __dealloc__(self):
        free(self._nodes)
        free(self._table)

    def spans(self, units, check, /):
        cdef Marks marks = Marks(NULL, 0, 0)
        cdef list parts = list(units)
        try:
            self._find("\n".join(parts), parts, check, &marks)
            return self._spans_of(&marks, 0, marks.count, 0, INTPTR_MAX, check)
        finally:
            free(marks.spans)

    def passage(self, units, size, check, /):
        cdef Marks marks = Marks(NULL, 0, 0)
        cdef list parts = list(units)
        cdef str text = "\n".join(parts)
        cdef Py_ssize_t start = 0, end = len(text), first = 0, last
        try:
            self._find(text, parts, check, &marks)
            if size is not None and len(text) > <Py_ssize_t> size:
                _choose(text, &marks, size, check, &start, &end)
            while first < marks.count and marks.spans[first].end <= start:
                first += 1
            last = first
            while last < marks.count and marks.spans[last].start < end:
                last += 1
            return text[start:end], self._spans_of(&marks, first, last, start, end, check)
        finally:
            free(marks.spans)

    cdef tuple _spans_of(
        self, const Marks* marks, Py_ssize_t first, Py_ssize_t last, Py_ssize_t start, Py_ssize_t end, check
    ):
        """Return what the marks ``first`` to ``last`` have of the text from ``start`` to ``end``."""
        cdef list found = []
        cdef Py_ssize_t i
        for i in range(first, last):
            if (i - first) % STEPS == STEPS - 1:
                check()
            found.append(
                _NEW(
                    self._span_type,
                    (max(marks.spans[i].start, start) - start, min(marks.spans[i].end, end) - start),
                )
            )
        return tuple(found)

    cdef int _add(self, str text, Edges edges) except -1:
        """Add a sought text, and each of its beginnings, as nodes."""
        cdef int32_t node = 0, next
        cdef Py_ssize_t slot, at
        cdef uint32_t char
        if not text:
            return 0
        char = PyUnicode_READ_CHAR(text, 0)
        self._first[char % FIRST] = True
        for at in range(len(text)):
            char = PyUnicode_READ_CHAR(text, at)
            slot = self._slot(node, char)
            next = self._table[slot]
            if not next:
                next = self._node_count
                self._node_count += 1
                self._table[slot] = next
                self._nodes[next].char, self._nodes[next].parent = char, node
                self._nodes[next].size = self._nodes[node].size + 1
            node = next
        if self._nodes[node].edges == NO_TEXT or edges < self._nodes[node].edges:
            self._nodes[node].edges = edges
        return 0

    cdef int _link(self) except -1:
        """Fill ``fallback`` and ``shorter``, of the shortest nodes first."""
        cdef int32_t count = self._node_count, node, size, fallback, at
        cdef int32_t* by_size = <int32_t*> calloc(2 * count + 1, sizeof(int32_t))  # where each size ends, then the nodes
        cdef int32_t* nodes = by_size + count + 1
        if not by_size:
            raise MemoryError
        for node in range(count):
            by_size[self._nodes[node].size + 1] += 1
        for size in range(count):
            by_size[size + 1] += by_size[size]
        for node in range(count):
            nodes[by_size[self._nodes[node].size]] = node
            by_size[self._nodes[node].size] += 1
        for at in range(1, count):
            node = nodes[at]
            if self._nodes[node].parent:
                fallback = self._next(self._nodes[self._nodes[node].parent].fallback, self._nodes[node].char)
                self._nodes[node].fallback = fallback
                self._nodes[node].shorter = (
                    fallback if self._nodes[fallback].edges != NO_TEXT else self._nodes[fallback].shorter
                )
        free(by_size)
        return 0

    cdef inline Py_ssize_t _slot(self, int32_t parent, uint32_t char) noexcept:
        """Return where in the table the node of ``parent`` with ``char`` behind it is, or may be put."""
        cdef uint64_t key = (<uint64_t> parent << 21 | char) * 0x9E3779B97F4A7C15ULL
        cdef Py_ssize_t slot = key >> 32 & self._table_mask
        cdef int32_t node
        while True:
            node = self._table[slot]
            if not node or (self._nodes[node].parent == parent and self._nodes[node].char == char):
                return slot
            slot = slot + 1 & self._table_mask

    cdef inline int32_t _next(self, int32_t node, uint32_t char) noexcept:
        """Return the longest node that ends the text of ``node`` with ``char`` behind it."""
        cdef int32_t found
        while True:
            found = self._table[self._slot(node, char)]
            if found or not node:
                return found
            node = self._nodes[node].fallback

    cdef int _find(self, str text, list units, check, Marks* marks) except -1:
        """Mark what matches in ``text``, the ``units`` joined by one character each."""
        cdef Translated folded = Translated(NULL, NULL, 0, 0)
        cdef Py_ssize_t start = 0, end, piece
        cdef str unit
        try:
            for unit in units:
                end = start + len(unit)
                folded.count = 0
                for piece in range(start, end, PIECE):
                    check()
                    self._folding.append(text, piece, min(piece + PIECE, end), &folded)
                self._find_in_unit(text, start, end, &folded, check, marks)
                start = end + 1
        finally:
            free(folded.chars)
            free(folded.origins)
        return 0

    cdef int _find_in_unit(
        self, str text, Py_ssize_t begin, Py_ssize_t stop, const Translated* folded, check, Marks* marks
    ) except -1:
        """Mark what matches in the characters of ``text`` from ``begin`` to ``stop``, of which ``folded`` is the fold."""
        cdef Py_ssize_t at = 0, steps = 0, end, looked = begin, opening = -1
        cdef int32_t node = 0, found
        while True:
            if not node:
                at = _next_first(self._first, folded.chars, at, folded.count)
            if at == folded.count:
                return 0
            steps += 1
            if steps >= PIECE:
                steps = 0
                check()
            node = self._next(node, folded.chars[at])
            at += 1
            found = node if self._nodes[node].edges != NO_TEXT else self._nodes[node].shorter
            # The longest match is marked: those that end with it lie within it.
            while found and not _counts(folded, at, &self._nodes[found]):
                steps += 1
                found = self._nodes[found].shorter
            if not found:
                continue
            steps += PIECE // STEPS - 1
            end = folded.origins[at - 1] + 1
            # A match that opens a subscript takes its closing mark along: PM_{2.5}, not PM_{2.5
            if end < stop and text[end] == "}":
                while looked < end:
                    if text[looked] == "{":
                        opening = looked
                    looked += 1
                end += opening >= <Py_ssize_t> folded.origins[at - self._nodes[found].size]
            _mark(marks, folded.origins[at - self._nodes[found].size], end)


_NEW = tuple.__new__


cdef inline Py_ssize_t _next_first(
    const uint8_t* first, const Py_UCS4* chars, Py_ssize_t at, Py_ssize_t count
) noexcept nogil:
    """Return where, from ``at`` on, a sought text may begin; ``count`` where none does."""
    while at < count and not first[<uint32_t> chars[at] % FIRST]:
        at += 1
    return at


cdef inline bint _counts(const Translated* folded, Py_ssize_t end, const Node* node) noexcept:
    """Whether no Latin word goes on, where that matters, beyond the match that ends before the character ``end``."""
    if node.edges == NONE:
        return True
    if end > node.size and _goes_on(folded, end - node.size):
        return False
    return node.edges == START or end == folded.count or not _goes_on(folded, end)


cdef inline bint _goes_on(const Translated* folded, Py_ssize_t at) noexcept:
    """Whether one Latin word, or number, holds the character ``at`` and the one before it."""
    cdef uint32_t left = folded.chars[at - 1], right = folded.chars[at]
    if folded.origins[at] - folded.origins[at - 1] > 1:  # white space, or what is never visible, stands between
        return False
    if 97 <= right <= 122:
        return 97 <= left <= 122
    return 48 <= right <= 57 and 48 <= left <= 57


cdef int _mark(Marks* marks, Py_ssize_t start, Py_ssize_t end) except -1:
    """Add a span that ends where the last one does or later; those that it touches are joined with it."""
    cdef Stretch* grown
    while marks.count and marks.spans[marks.count - 1].end >= start:
        marks.count -= 1
        start = min(start, marks.spans[marks.count].start)
        end = max(end, marks.spans[marks.count].end)
    if marks.count == marks.room:
        marks.room = 2 * marks.room + 8
        grown = <Stretch*> realloc(marks.spans, marks.room * sizeof(Stretch))
        if not grown:
            raise MemoryError
        marks.spans = grown
    marks.spans[marks.count] = Stretch(start, end)
    marks.count += 1
    return 0


cdef int _choose(str text, const Marks* marks, Py_ssize_t size, check, Py_ssize_t* start, Py_ssize_t* end) except -1:
    """Set ``start`` and ``end`` to those of the passage of ``text``, which is longer than ``size``."""
    cdef Py_ssize_t first, last = 0, kinds = 0, chars = 0, best = 0, most_kinds = 0, most_chars = 0, at, last_end
    cdef Py_ssize_t* kind_of = <Py_ssize_t*> malloc((marks.count + 1) * sizeof(Py_ssize_t))
    cdef Py_ssize_t* shown = <Py_ssize_t*> calloc(marks.count + 1, sizeof(Py_ssize_t))  # by kind: how many
    try:
        if not kind_of or not shown:
            raise MemoryError
        _number_kinds(text, marks, size, check, kind_of)
        for first in range(marks.count):
            if first % STEPS == STEPS - 1:
                check()
            while last < marks.count and marks.spans[last].end <= marks.spans[first].start + size:
                kinds += not shown[kind_of[last]]
                shown[kind_of[last]] += 1
                chars += marks.spans[last].end - marks.spans[last].start
                last += 1
            if kinds > most_kinds or (kinds == most_kinds and chars > most_chars):
                best, most_kinds, most_chars = marks.spans[first].start, kinds, chars
            if first == last:  # longer than the passage
                last += 1
                continue
            shown[kind_of[first]] -= 1
            kinds -= not shown[kind_of[first]]
            chars -= marks.spans[first].end - marks.spans[first].start
    finally:
        free(kind_of)
        free(shown)
    last_end = best
    for at in range(marks.count):
        if marks.spans[at].end > best + size:
            break
        last_end = max(last_end, marks.spans[at].end)
    start[0] = best
    while start[0] > max(0, best - size // 3) and not _ends_sentence(text[start[0] - 1]):
        start[0] -= 1
    end[0] = min(len(text), max(start[0] + size, last_end))
    start[0] = min(start[0], max(0, end[0] - size))
    return 0


cdef inline bint _ends_sentence(Py_UCS4 char) noexcept:
    return char in (u"。", u"！", u"？", u"!", u"?", u"；", u";", u"\n")


cdef int _number_kinds(str text, const Marks* marks, Py_ssize_t size, check, Py_ssize_t* kind_of) except -1:
    """Give each mark of at most ``size`` characters a number below their count, the same to the same text."""
    cdef Py_ssize_t slots = 8, slot, i, at, other, length
    cdef uint64_t hash
    cdef Py_ssize_t* table
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    while slots < 2 * marks.count:
        slots *= 2
    table = <Py_ssize_t*> malloc(slots * sizeof(Py_ssize_t))
    if not table:
        raise MemoryError
    memset(table, 0xFF, slots * sizeof(Py_ssize_t))
    try:
        for i in range(marks.count):
            if i % STEPS == STEPS - 1:
                check()
            length = marks.spans[i].end - marks.spans[i].start
            if length > size:
                kind_of[i] = i
                continue
            hash = 0
            for at in range(marks.spans[i].start, marks.spans[i].end):
                hash = (hash ^ <uint32_t> PyUnicode_READ(kind, data, at)) * 0x9E3779B97F4A7C15ULL
            slot = hash >> 32 & slots - 1
            while True:
                other = table[slot]
                if other < 0:
                    table[slot] = kind_of[i] = i
                    break
                if marks.spans[other].end - marks.spans[other].start == length and _is_same(
                    text, marks.spans[i].start, marks.spans[other].start, length
                ):
                    kind_of[i] = other
                    break
                slot = slot + 1 & slots - 1
    finally:
        free(table)
    return 0


cdef inline bint _is_same(str text, Py_ssize_t one, Py_ssize_t other, Py_ssize_t length) noexcept:
    cdef Py_ssize_t size = PyUnicode_KIND(text)  # of a character, in bytes
    cdef const char* data = <const char*> PyUnicode_DATA(text)
    return memcmp(data + size * one, data + size * other, size * length) == 0
