from index.kernel.term_lookup import decode_labels as decode_labels
from index.kernel.term_lookup import find_known_terms as find_known_terms
from index.kernel.term_lookup import find_term as find_term
from index.kernel.term_lookup import find_terms as find_terms
from index.kernel.term_lookup import lower_bound as lower_bound
from index.kernel.term_lookup import prefix_range as prefix_range
