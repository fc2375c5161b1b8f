"""Which matches a request counts and lists, as every engine decides it: docs/search.md, "Totals"."""

from __future__ import annotations

from index.backend import Request
from index.run_plan import MAX_WORDS_WHOLE_FIRST


def counts_partial(request: Request, whole: int, *, asks: bool) -> bool:
    """Whether partial matches count: none is ``whole``, the question asks (谁 …), or it is wanted so."""
    return request.loose or asks or not whole


def lists_partial(request: Request, whole: int, *, is_loose: bool) -> bool:
    """Whether partial matches are listed best first: they count, or few articles are ``whole``."""
    return is_loose or (request.sort == "relevance" and whole < request.fill)


def is_ranked_as_one(word_count: int, *, asks: bool) -> bool:
    """Whether partial matches stand among whole ones, by their scores: the question asks, or it is long."""
    return asks or word_count > MAX_WORDS_WHOLE_FIRST
