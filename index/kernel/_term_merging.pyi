from index.kernel.term_merging import interleave as interleave
from index.kernel.term_merging import merge_terms as merge_terms
