"""Snippets: which part of an article shows why it matched, and which characters did?

Everything works on the text as printed: matching folds, spans are mapped back (law 5).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NamedTuple

from analyzers import Analyzer, fold, fold_offsets
from index.article import SCOPES, Article, Scope
from index.query import Literal, Prefix, Query, Words, positive_leaves

SNIPPET_CHARS = 80
_LATIN = re.compile(r"[a-z0-9]")
_LATIN_PAIR = re.compile(r"[a-z]{2}|[0-9]{2}")
_Edges = OneOf["none", "start", "both"]  # at which ends a Latin match must not continue
_SENTENCE_ENDS = "。！？!?；;\n"


class Span(NamedTuple):
    """``start`` and ``end`` are character offsets into the text shown, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article's ``field`` (``headline`` or ``body``), and what matched in it, in order."""

    field: str
    text: str
    spans: tuple[Span, ...]


class Highlighter:
    """Finds in any text what a query's positive leaves match."""

    def __init__(self, query: Query, analyzer: Analyzer) -> None:
        self._sought: dict[tuple[str, _Edges, Scope | None], None] = {}
        for leaf in positive_leaves(query):
            match leaf:
                case Literal(text, scope):
                    self._seek(text, "none", scope)
                case Prefix(text, scope):
                    self._seek(text, "start", scope)
                case Words(text, scope):
                    self._seek(text, "none", scope)
                    words = analyzer.query_terms(text)
                    # 的 and 了 of a question stand in every line: marked, they would hide what was asked for.
                    for word in [word for word in words if len(word) > 1] or words:
                        self._seek(word, "both", scope)

    def _seek(self, text: str, edges: _Edges, scope: Scope | None) -> None:
        if folded := fold(text):
            # Only a Latin word can go on; and so a word is sought once that is the whole run too.
            latin = _LATIN.fullmatch(folded[0]) or _LATIN.fullmatch(folded[-1])
            self._sought[folded, edges if latin else "none", scope] = None

    def spans(self, article: Article, scope: Scope) -> tuple[Span, ...]:
        """Return what matches in ``text_of(article, scope)``, in order, joined where spans touch."""
        found: list[Span] = []
        start = 0
        for unit in article.units(scope):
            found += (Span(start + a, start + b) for a, b in self._matches(unit, scope))
            start += len(unit) + 1
        return join(found)

    def snippets(self, article: Article) -> tuple[Snippet, ...]:
        """Return the headline where it matches, and the best passage of the body."""
        snippets = []
        for scope in SCOPES:
            spans, text = self.spans(article, scope), text_of(article, scope)
            if spans or (scope == "body" and text):
                size = len(text) if scope == "headline" else SNIPPET_CHARS
                snippets.append(snippet(text, scope, spans, size=size))
        return tuple(snippets)

    def _matches(self, text: str, scope: Scope) -> Iterator[Span]:
        folded = fold(text)
        offsets: list[int] = []
        for sought, edges, wanted in self._sought:
            at = folded.find(sought) if wanted in (None, scope) else -1
            while at >= 0:
                offsets = offsets or fold_offsets(text)
                span = _printed(text, offsets[at], offsets[at + len(sought) - 1] + 1)
                if not _continues(text, span, edges):
                    yield span
                at = folded.find(sought, at + 1)


def text_of(article: Article, scope: Scope) -> str:
    """The text that spans of ``scope`` point into: the article's units, a line each."""
    return "\n".join(article.units(scope))


def join(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return ``spans`` in order, those that touch or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def best_passage(text: str, spans: Sequence[Span], *, size: int) -> tuple[int, int]:
    """Return start and end of the passage of about ``size`` characters that shows most of what matched.

    Different matches count first, then all matches; the earliest passage wins a tie. It begins at a sentence
    where one begins shortly before.
    """
    if len(text) <= size:
        return 0, len(text)
    starts = [span.start for span in spans]
    best, best_worth = 0, (0, 0)
    for first, span in enumerate(spans):
        last = bisect_right(starts, span.start + size)
        inside = [each for each in spans[first:last] if each.end <= span.start + size]
        worth = (len({text[each.start : each.end] for each in inside}), sum(b - a for a, b in inside))
        if worth > best_worth:
            best, best_worth = span.start, worth
    start = _sentence_start(text, best, size // 3)
    last_end = max((s.end for s in spans[bisect_left(starts, best) :] if s.end <= best + size), default=best)
    end = min(len(text), max(start + size, last_end))
    return min(start, max(0, end - size)), end


def snippet(text: str, field: str, spans: Sequence[Span], *, size: int) -> Snippet:
    """Cut the best passage out of ``text``; the spans are those of the passage."""
    start, end = best_passage(text, spans, size=size)
    inside = (Span(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)
    return Snippet(field, text[start:end], tuple(inside))


def _sentence_start(text: str, at: int, reach: int) -> int:
    for start in range(at, max(0, at - reach), -1):
        if text[start - 1] in _SENTENCE_ENDS:
            return start
    return max(0, at - reach)


def _continues(text: str, span: Span, edges: _Edges) -> bool:
    """Whether a Latin word goes on beyond the span: ai in mail."""
    before, after = text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1]
    return (edges != "none" and _inside_word(before)) or (edges == "both" and _inside_word(after))


def _inside_word(pair: str) -> bool:
    return _LATIN_PAIR.fullmatch(fold(pair)) is not None


def _printed(text: str, start: int, end: int) -> Span:
    """A match that opens a subscript takes its closing mark along: ``PM_{2.5}``, not ``PM_{2.5``."""
    if "{" in text[start:end] and text[end : end + 1] == "}":
        end += 1
    return Span(start, end)
