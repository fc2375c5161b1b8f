"""The browser in the terminal: a question, its hits, the article; loaded by ``searcher browse`` alone."""
