"""Snippets: which part of an article shows why it matched, and which characters did?

Everything works on the text as printed: matching folds, spans are mapped back (law 5).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from reprlib import Repr
from typing import Literal as OneOf
from typing import NamedTuple

from analyzers import Analyzer, fold, fold_offsets
from index.article import SCOPES, Article, Scope
from index.deadline import NEVER, Deadline
from index.query import Literal, Prefix, Query, Words, positive_leaves

SNIPPET_CHARS = 80
MOST_MATCHES = 1000  # of each text sought, from which a passage is chosen: a long article may have millions
CHECKED = 1000  # matches between two looks at the clock
APART = "\0"  # stands in no text, nor in what is sought: no match runs across two units
_LATIN = re.compile(r"[a-z0-9]")
_LATIN_PAIR = re.compile(r"[a-z]{2}|[0-9]{2}")
_Edges = OneOf["none", "start", "both"]  # at which ends a Latin match must not continue
_SENTENCE_ENDS = "。！？!?；;\n"
_SHORT = Repr()
_SHORT.maxstring = 60


class Span(NamedTuple):
    """``start`` and ``end`` are character offsets into the text shown, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, repr=False)
class Snippet:
    """A passage of an article's ``field`` (``headline`` or ``body``), and what matched in it.

    ``spans`` are offsets into ``text`` in code points, end exclusive, in order and apart.
    """

    field: str
    text: str
    spans: tuple[Span, ...]

    def __repr__(self) -> str:
        count = len(self.spans)
        return f"Snippet({self.field!r}, {_SHORT.repr(self.text)}, {count} span{'' if count == 1 else 's'})"


class Highlighter:
    """Finds in any text what a query's positive leaves match."""

    def __init__(self, query: Query, analyzer: Analyzer, deadline: Deadline = NEVER) -> None:
        self._deadline = deadline
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
        folded = fold(text)
        if folded and APART not in folded:
            # Only a Latin word can go on; and so a word is sought once that is the whole run too.
            latin = _LATIN.fullmatch(folded[0]) or _LATIN.fullmatch(folded[-1])
            self._sought[folded, edges if latin else "none", scope] = None

    def spans(self, article: Article, scope: Scope, most: int | None = None) -> tuple[Span, ...]:
        """Return what matches in ``text_of(article, scope)``, in order, joined where spans touch.

        Of each text that is sought the first ``most`` matches are returned; None: all. ``scope`` is
        ``headline`` or ``body``, else it is a ValueError.
        """
        if scope not in SCOPES:
            raise ValueError(f"scope={scope!r:.40}; it is one of {', '.join(SCOPES)}")
        text, apart = text_of(article, scope), APART.join(article.units(scope))
        folded = fold(apart)
        offsets: Sequence[int] = ()
        found: list[Span] = []
        for sought, edges, wanted in self._sought:
            self._deadline.check()
            seen = 0
            at = folded.find(sought) if wanted in (None, scope) else -1
            if at >= 0 and not offsets:
                offsets = range(len(text)) if len(folded) == len(text) else fold_offsets(apart)
            last = len(sought) - 1
            while at >= 0 and seen != most:
                seen += 1
                if seen % CHECKED == 0:
                    self._deadline.check()
                span = Span(offsets[at], offsets[at + last] + 1)
                if edges == "none" or not _continues(text, span, edges):
                    found.append(span)
                at = folded.find(sought, at + 1)
        return join(found if "{" not in text else [_printed(text, span) for span in found])

    def snippets(self, article: Article) -> tuple[Snippet, ...]:
        """Return the headline where it matches, and the best passage of the body."""
        snippets = []
        for scope in SCOPES:
            spans, text = self.spans(article, scope, MOST_MATCHES), text_of(article, scope)
            if spans or (scope == "body" and text):
                size = len(text) if scope == "headline" else SNIPPET_CHARS
                snippets.append(snippet(text, scope, spans, size=size))
        return tuple(snippets)


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
    shown = [text[start:end] for start, end in spans]
    best, best_worth = 0, (0, 0)
    held: Counter[str] = Counter()  # what is shown from ``first`` on, up to ``last``
    chars = last = 0
    for first, span in enumerate(spans):
        while last < len(spans) and spans[last].end <= span.start + size:
            held[shown[last]] += 1
            chars += len(shown[last])
            last += 1
        if (worth := (len(held), chars)) > best_worth:
            best, best_worth = span.start, worth
        if first == last:  # longer than the window
            last += 1
            continue
        held[shown[first]] -= 1
        chars -= len(shown[first])
        if not held[shown[first]]:
            del held[shown[first]]
    starts = [span.start for span in spans]
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
    return _inside_word(before) or (edges == "both" and _inside_word(after))


def _inside_word(pair: str) -> bool:
    return _LATIN_PAIR.fullmatch(fold(pair)) is not None


def _printed(text: str, span: Span) -> Span:
    """A match that opens a subscript takes its closing mark along: ``PM_{2.5}``, not ``PM_{2.5``."""
    start, end = span
    return Span(start, end + 1) if "{" in text[start:end] and text[end : end + 1] == "}" else span
