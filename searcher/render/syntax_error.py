"""A syntax error with a caret under the wrong part of the query."""

from __future__ import annotations

from rich.cells import cell_len

from index.errors import QuerySyntaxError
from searcher.render.control_characters import one_line

_MARGIN = "  "
_CUT = "…"


def format_syntax_error(error: QuerySyntaxError, width: int) -> str:
    """Return the message, the question, and a caret under each cell of what is wrong in it.

    Of a question too long for a line of ``width`` cells, the part around the fault is shown.
    """
    if not error.query.strip():
        return str(error)
    query = one_line(error.query)
    start, end = _window(query, error.start, error.end, width - len(_MARGIN) - 2 * len(_CUT) - 1)
    before, inside = query[start : error.start], query[error.start : min(error.end, end)]
    lead = _CUT if start else ""
    shown = f"{lead}{query[start:end]}{_CUT if end < len(query) else ''}"
    carets = "^" * max(1, cell_len(inside))
    return f"{error}\n{_MARGIN}{shown}\n{_MARGIN}{' ' * cell_len(lead + before)}{carets}"


def _window(query: str, start: int, end: int, cells: int) -> tuple[int, int]:
    """Return start and end of what to show in ``cells``: all, or what is wrong and what stands around it."""
    left = right = start
    used = 0
    while used < cells and (left > 0 or right < len(query)):
        # What is wrong comes first, then as much on either side.
        grows_right = right < len(query) and (right < end or start - left >= right - end or left == 0)
        char = query[right] if grows_right else query[left - 1]
        used += cell_len(char)
        if used > cells:
            break
        left, right = (left, right + 1) if grows_right else (left - 1, right)
    return left, right
