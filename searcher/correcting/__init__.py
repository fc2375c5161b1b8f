"""Correcting what a page was read as: from fields, pairs of articles or marked lines to a sidecar, and back.

Internal; import from searcher. docs/correcting.md says what each command does.
"""
