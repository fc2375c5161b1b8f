"""The layout of a page: from characters or lines with their places to text in reading order."""
