"""Internal; import from searcher. From paths to a plan of what is to be added."""
