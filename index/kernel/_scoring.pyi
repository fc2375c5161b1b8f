from index.kernel.scoring import add_up as add_up
from index.kernel.scoring import largest as largest
from index.kernel.scoring import tally as tally
