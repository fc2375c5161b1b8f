"""The quotations of a draft: what stands in quotes, each with its line."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers import fold

_CLOSING = {"“": "”", "「": "」", "『": "』", "〝": "〞", '"': '"', "＂": "＂"}


def quotations_in(draft: str) -> list[tuple[int, str]]:
    """Return (line, text) for each quotation of ``draft``, lines counted from 1, in order.

    Quotes within quotes are part of the outer one. A quotation ends with its line at the latest, as one that
    goes on in the next paragraph does: there another opening mark stands before it. Quotes are “ ”, 「 」,
    『 』, 〝 〞 and " "; single ones are none, since an apostrophe looks like them.
    """
    found = []
    for number, line in enumerate(draft.splitlines(), 1):
        found += [(number, text) for text in _in_line(line) if fold(text)]
    return found


def _in_line(line: str) -> Iterator[str]:
    start, closers = 0, ""  # the closing marks that are waited for, the innermost last
    for at, char in enumerate(line):
        if closers and char == closers[-1]:
            closers = closers[:-1]
            if not closers:
                yield line[start:at]
        elif char in _CLOSING:
            if not closers:
                start = at + 1
            closers += _CLOSING[char]
    if closers:
        yield line[start:]
