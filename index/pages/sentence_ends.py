"""The marks that end a sentence, and those that close behind them."""

from __future__ import annotations

SENTENCE_ENDS = frozenset("。！？!?…")
CLOSERS = "”’」』）)》〉】〕]\"'"


def is_sentence_end(text: str) -> bool:
    """Whether the text ends in a sentence mark, closing quotes and brackets ignored."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_ENDS
