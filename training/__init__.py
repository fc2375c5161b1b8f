"""Training of the page parser's weights (``index/pages/weights.tsv`` and ``common.tsv``).

Not part of the package: it needs pages under copyright that are not distributed with it.
"""
