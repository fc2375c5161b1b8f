from index.kernel.inverting import invert_pairs as invert_pairs
from index.kernel.inverting import number as number
