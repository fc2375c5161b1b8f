"""Grams: here is a text, which characters stand side by side in it?"""

from __future__ import annotations

from analyzers.folding import fold


def bigrams(text: str) -> list[str]:
    """Return each pair of neighbours in ``fold(text)``; pair i starts at folded offset i."""
    return pairs_of(fold(text))


def pairs_of(folded: str) -> list[str]:
    """Return the same of a text that is folded."""
    return [folded[i : i + 2] for i in range(len(folded) - 1)]
