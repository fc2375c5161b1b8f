from index.kernel.merging import interleave as interleave
from index.kernel.merging import merge_terms as merge_terms
