"""Character bigrams of a text, by which every run of characters can be found whatever the lexicon cuts."""

from __future__ import annotations

from analyzers.folding import fold


def bigrams(text: str) -> list[str]:
    """Return each pair of neighbours in ``fold(text)``, in order; bigram i starts at folded offset i."""
    return folded_bigrams(fold(text))


def folded_bigrams(folded: str) -> list[str]:
    """Return the bigrams of a text that is folded already; a text of one character has none."""
    return [folded[i : i + 2] for i in range(len(folded) - 1)]
