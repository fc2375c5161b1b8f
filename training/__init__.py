"""Training: here are pages and the articles expected of them, give me the weights of index/pages.

Not part of the package: it needs pages under copyright, which nobody gets with it.
"""
