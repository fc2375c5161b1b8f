"""Internal; import from searcher. Answers in, lines of text out: what formats returns, the command prints."""
