"""Internal; import from searcher. The query language: from what people type to a query tree, and back."""
