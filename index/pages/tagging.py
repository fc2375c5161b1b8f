"""Tagging of a page's rows in two passes: CRF decoding, then decoding with rescored boundaries."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from index.pages.boundary_rescoring import extract_boundary_features
from index.pages.grammar import Tagger, TagSequence, package_tagger
from index.pages.marginals import forward_backward
from index.pages.page_features import extract_page_features
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.rows import Row
from index.pages.type_sizes import type_size_evidence

KNOWN_BOUNDARY = 50.0  # the log-odds of a boundary that a format knows, or of none


def tag_rows(
    rows: Sequence[Row],
    known_names: NameCounts = NO_NAMES,
    tagger: Tagger | None = None,
    starts: Collection[int] = (),
) -> TagSequence:
    """Tag a page's rows with the weights of the package, or with another ``tagger``.

    Where the rows have type sizes, these are weighed too. ``starts`` are the indexes of the rows at which
    articles begin, if they are known: then none begins elsewhere.
    """
    tagger = tagger or package_tagger()
    page = extract_page_features(rows, known_names)
    known = None
    if starts:
        known = np.array([KNOWN_BOUNDARY if at in starts else -KNOWN_BOUNDARY for at in range(len(rows))])
    first_pass = tagger.tag(page.features, type_size_evidence(rows), known)
    if not rows:
        return first_pass
    boundaries = forward_backward(
        first_pass.emissions, first_pass.transitions, first_pass.boundary_bonus
    ).boundaries()
    return tagger.rescore(first_pass, extract_boundary_features(page.rows, page.bigrams, boundaries))
