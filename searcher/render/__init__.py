"""Internal; import from searcher. Answers become lines of text, which the command prints."""
