"""Reading: here are a page's rows, give me the best sequence of states, looked at twice."""

from __future__ import annotations

from collections.abc import Sequence

from index.pages.boundary_rescoring import second_look
from index.pages.grammar import Reader, Reading, reader
from index.pages.marginals import chances
from index.pages.page_features import evidence
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.rows import Row


def read(rows: Sequence[Row], known_names: NameCounts = NO_NAMES, by: Reader | None = None) -> Reading:
    """The reading of a page by the package's own weights, or ``by`` another's."""
    by = by or reader()
    seen = evidence(rows, known_names)
    first = by.read(seen.features)
    if not rows:
        return first
    opened = chances(first.worths, first.steps).opened()
    return by.read_again(first, second_look(seen.looks, seen.matters, opened))
