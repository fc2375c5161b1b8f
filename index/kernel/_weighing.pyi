from index.kernel.weighing import add_weights as add_weights
from index.kernel.weighing import sums_at_least as sums_at_least
