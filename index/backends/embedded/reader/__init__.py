"""The newest commit, read as a snapshot: arrays over all its segments, which threads share."""
