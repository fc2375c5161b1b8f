"""The page parser, which cuts the raw text of a newspaper page into its articles.

Internal; import from searcher.
"""

from index.pages.bylines import read_names
from index.pages.drafts import Doubt
from index.pages.grammar import weights_hash
from index.pages.page_parser import Line, Roles, parse_page, read_roles
from index.pages.person_names import NO_NAMES, NameCounts

__all__ = [
    "NO_NAMES",
    "Doubt",
    "Line",
    "NameCounts",
    "Roles",
    "parse_page",
    "read_names",
    "read_roles",
    "weights_hash",
]
