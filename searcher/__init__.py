"""Full-text search for a newspaper's archive, in Chinese."""
