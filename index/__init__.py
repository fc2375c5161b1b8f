"""Internal; import from searcher. Articles in, postings and matches out; the only package that knows Whoosh."""
