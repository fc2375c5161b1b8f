"""Internal; import from searcher. The columnar codec: segment files that are read in place (FORMAT.md).

Import what you need from its modules: a search must not load the modules that only writing needs.
"""
