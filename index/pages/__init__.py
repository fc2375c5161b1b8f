"""Pages: here is a page of a newspaper as raw text, give me its articles.

Internal; import from searcher.
"""

from index.pages.drafts import Doubt
from index.pages.grammar import weights_digest
from index.pages.names import NOBODY, Signers
from index.pages.page import Line, Roles, parse_page, read_roles

__all__ = ["NOBODY", "Doubt", "Line", "Roles", "Signers", "parse_page", "read_roles", "weights_digest"]
