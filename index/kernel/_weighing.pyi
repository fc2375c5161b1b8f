from index.kernel.weighing import add_weights as add_weights
from index.kernel.weighing import count_holding_enough as count_holding_enough
from index.kernel.weighing import holding_enough as holding_enough
