"""Placement: of which paper, day and page a file is.

The caller's options say it, else a header in the page (``headers``), else the file's format, else its path
(``paths``, or a ``PathPattern``). The forms that are read are those of docs/papers.md.
"""

from __future__ import annotations

from index.intake.placement.headers import split_header
from index.intake.placement.merging import NOTHING_SAID, Placement, merge_placements
from index.intake.placement.path_pattern import PathPattern
from index.intake.placement.paths import placement_of_path
from index.intake.placement.suggesting import suggest_pattern

__all__ = [
    "NOTHING_SAID",
    "PathPattern",
    "Placement",
    "merge_placements",
    "placement_of_path",
    "split_header",
    "suggest_pattern",
]
