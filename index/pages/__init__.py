"""Pages: here is a page of a newspaper as raw text, give me its articles.

Internal; import from searcher.
"""

from index.pages.drafts import Doubt
from index.pages.grammar import weights_digest
from index.pages.page_parser import Line, Roles, parse_page, read_roles
from index.pages.person_names import NOBODY, Signers

__all__ = ["NOBODY", "Doubt", "Line", "Roles", "Signers", "parse_page", "read_roles", "weights_digest"]
