"""Internal; import from searcher. The embedded engine: an archive is a folder, searched by this process."""
