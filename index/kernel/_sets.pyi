from index.kernel.sets import difference as difference
from index.kernel.sets import intersection as intersection
from index.kernel.sets import is_in as is_in
from index.kernel.sets import union as union
