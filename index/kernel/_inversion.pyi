from index.kernel.inversion import invert_pairs as invert_pairs
from index.kernel.inversion import number as number
