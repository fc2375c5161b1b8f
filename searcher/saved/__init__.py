"""Searches that are kept by a name: asked as ``@name``, and compared with what was added since."""
