from index.kernel.inversion import invert_bigrams as invert_bigrams
from index.kernel.inversion import invert_terms as invert_terms
