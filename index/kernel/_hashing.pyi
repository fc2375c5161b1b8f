from index.kernel.hashing import minhash as minhash
