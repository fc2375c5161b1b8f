from index.kernel.closeness import closeness as closeness
