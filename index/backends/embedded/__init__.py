"""Internal; import from searcher. An archive in a directory: Whoosh keeps the postings, arrays answer."""
