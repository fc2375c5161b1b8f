"""Tagging of a page's rows in two passes: CRF decoding, then decoding with rescored boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from index.pages.boundary_rescoring import extract_boundary_features
from index.pages.grammar import Tagger, TagSequence, package_tagger
from index.pages.marginals import forward_backward
from index.pages.page_features import extract_page_features
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.rows import Row


def tag_rows(
    rows: Sequence[Row], known_names: NameCounts = NO_NAMES, tagger: Tagger | None = None
) -> TagSequence:
    """Tag a page's rows with the weights of the package, or with another ``tagger``."""
    tagger = tagger or package_tagger()
    page = extract_page_features(rows, known_names)
    first_pass = tagger.tag(page.features)
    if not rows:
        return first_pass
    boundaries = forward_backward(first_pass.emissions, first_pass.transitions).boundaries()
    return tagger.rescore(first_pass, extract_boundary_features(page.rows, page.bigrams, boundaries))
