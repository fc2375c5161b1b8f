from index.kernel.closeness import measure_closeness as measure_closeness
