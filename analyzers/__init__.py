"""Internal; import from searcher. A string in, tokens out; the only package that knows jieba."""
