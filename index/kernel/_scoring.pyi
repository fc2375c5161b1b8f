from index.kernel.scoring import count_codes as count_codes
from index.kernel.scoring import sum_impacts as sum_impacts
from index.kernel.scoring import sums_at_least as sums_at_least
from index.kernel.scoring import top_k_with_ties as top_k_with_ties
