from index.kernel.terms import find as find
from index.kernel.terms import find_all as find_all
from index.kernel.terms import lower_bound as lower_bound
from index.kernel.terms import strings as strings
