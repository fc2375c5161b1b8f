# The search for a term, and for those that begin with a prefix, which search/_segment_texts.pyx also calls.

cimport numpy as np

cdef Py_ssize_t find_bound(np.ndarray text, np.ndarray starts, bytes term, bint* is_equal) except -1
cpdef prefix_range(np.ndarray text, np.ndarray starts, bytes prefix)
