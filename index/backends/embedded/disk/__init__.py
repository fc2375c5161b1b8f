"""Durable storage of an archive: its folder, commits, the write lock, and translation of errors."""
