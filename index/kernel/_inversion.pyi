from index.kernel.inversion import assign_term_ids as assign_term_ids
from index.kernel.inversion import invert_bigrams as invert_bigrams
