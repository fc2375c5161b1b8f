# The fields of one segment as a compiled conjunction reads them: made once for a snapshot, so that a question finds
# all arrays at hand. The kernel's modules check what they read.

cimport numpy as np

from index.kernel._term_lookup cimport find_bound, prefix_range

from index.kernel._sets import union

import numpy as np

np.import_array()

NO_DOC_IDS = np.zeros(0, dtype=np.intp)


cdef class TextField:
    """A field of terms in one segment, with the field of the same terms in the headline (None for none)."""
    def __init__(self, text, starts, lists, lengths, headline, /):
        self.text, self.starts, self.lists, self.lengths, self.headline = text, starts, lists, lengths, headline

    cdef Py_ssize_t term_id(self, bytes term) except -2:
        """Return the id of a term; -1 where the field does not have it."""
        cdef bint is_equal
        cdef Py_ssize_t term_id = find_bound(self.text, self.starts, term, &is_equal)
        return term_id if is_equal else -1

    cdef np.ndarray doc_ids(self, Py_ssize_t term_id, np.ndarray among):
        """Return the local doc ids of a term: of those of ``among``, where it is given."""
        if term_id < 0:
            return NO_DOC_IDS
        return self.lists.local_doc_ids(term_id) if among is None else self.lists.among(term_id, among)

    cdef tuple phrase(self, list terms):
        """Return the local doc ids that hold the terms one behind the other, and how often each does so."""
        cdef Py_ssize_t term_id
        term_ids = []
        for text in terms:
            term_id = self.term_id(text.encode("utf-8", "surrogatepass"))
            if term_id < 0:
                return NO_DOC_IDS, NO_DOC_IDS
            term_ids.append(term_id)
        return self.lists.phrase(term_ids, 0, None, None)


cdef class SegmentTexts:
    """What a conjunction reads of one segment. ``names`` are the fields whose whole values are names."""
    def __init__(self, words, bigrams, names, deleted, base, size, /):
        self.words, self.bigrams, self.names = words, bigrams, names
        self.deleted, self.base, self.size = deleted, base, size

    cdef np.ndarray persons(self, str folded):
        """Return the documents of a person of this name; None where there is none."""
        cdef TextField names
        found = None
        prefix = f"{folded}\0".encode("utf-8", "surrogatepass")  # a label's term: the folded value, the mark, its print
        for names in self.names:
            first, end = prefix_range(names.text, names.starts, prefix)
            if first < end:
                doc_ids = np.unique(names.lists.all_local_doc_ids(first, end))
                found = doc_ids if found is None else union([found, doc_ids])
        return found


cdef class ArchiveTexts:
    """The texts of all segments of a snapshot, and how many words and bigrams an article has in the mean, at least 1."""

    def __init__(self, list segments, double mean_words, double mean_bigrams, /):
        self.segments, self.mean_words, self.mean_bigrams = segments, mean_words, mean_bigrams
