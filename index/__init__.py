"""Internal; import from searcher. Articles in, matches out; the only package that knows Whoosh."""
