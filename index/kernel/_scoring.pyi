from index.kernel.scoring import best as best
from index.kernel.scoring import count_codes as count_codes
from index.kernel.scoring import top_k_with_ties as top_k_with_ties
