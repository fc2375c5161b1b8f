"""Internal; import from searcher. The engines that can hold an archive."""
