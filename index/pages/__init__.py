"""Pages: here is a page of a newspaper as raw text, give me its articles.

Internal; import from searcher.
"""

from index.pages.page import Line, parse_page, read_lines

__all__ = ["Line", "parse_page", "read_lines"]
