"""Internal; import from searcher. The columnar codec: segment files used as they lie (FORMAT.md).

Take what you need from its modules: who reads is not to wait for what writes.
"""
