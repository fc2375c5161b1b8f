# The search for one term, which the compiled conjunction (search/_conjunction.pyx) also calls.

cimport numpy as np

cdef Py_ssize_t find_bound(np.ndarray text, np.ndarray starts, bytes term, bint* is_equal) except -1
