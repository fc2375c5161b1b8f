from index.kernel.term_lookup import find as find
from index.kernel.term_lookup import find_all as find_all
from index.kernel.term_lookup import lower_bound as lower_bound
from index.kernel.term_lookup import strings as strings
