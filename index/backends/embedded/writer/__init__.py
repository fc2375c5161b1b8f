"""Commits: issues are analysed and written to new segments, and small segments are merged."""
