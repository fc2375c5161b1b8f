"""Snippets: the passage of an article that shows why it matched, and the spans that matched.

Everything works on the text as printed: matching folds, spans are mapped back (law 5).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import NamedTuple

from analyzers import Analyzer, fold
from index.article import SCOPES, Article, Scope
from index.deadline import NEVER, Deadline
from index.query import Literal, Prefix, Query, Words, positive_leaves
from index.run_plan import plan_run
from searcher.text_matches import STEPS, FoldedText, occurrences

SNIPPET_CHARS = 80
APART = "\0"  # stands in no text, nor in what is sought: no match runs across two units
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
                    run = plan_run(text, analyzer)
                    # 的 and 了 of a question stand in every line: marked, they would hide what was asked for.
                    for literal in (run.typed, run.folded, *_long(part.folded for part in run.parts)):
                        self._seek(literal, "none", scope)
                    if len(run.parts) > 1 or run.parts[0].words:
                        for word in _long(run.words) or run.words:
                            self._seek(word, "both", scope)

    def _seek(self, text: str, edges: _Edges, scope: Scope | None) -> None:
        folded = fold(text)
        if folded and APART not in folded:
            # Only a Latin word can go on; and so a word is sought once that is the whole run too.
            latin = _LATIN.fullmatch(folded[0]) or _LATIN.fullmatch(folded[-1])
            self._sought[folded, edges if latin else "none", scope] = None

    def spans(self, article: Article, scope: Scope, deadline: Deadline = NEVER) -> tuple[Span, ...]:
        """Return what matches in ``text_of(article, scope)``, in order, joined where spans touch."""
        if scope not in SCOPES:
            raise ValueError(f"scope={scope!r:.40}; it is one of {', '.join(SCOPES)}")
        text = FoldedText(APART.join(article.units(scope)), deadline)
        subscripts = "{" in text.printed
        covered = bytearray()  # a byte a printed character, 1 where it is marked
        for sought, edges, wanted in self._sought:
            if wanted not in (None, scope):
                continue
            size, plain = len(sought), edges == "none" and not subscripts
            for at in occurrences(text.folded, sought, deadline):
                start, end = text.bounds(at, size)
                if not plain:
                    if edges != "none" and _continues(text.printed, start, end, edges):
                        continue
                    end = _printed_end(text.printed, start, end)
                covered = covered or bytearray(len(text.printed))
                covered[start:end] = b"\1" * (end - start)
        return _marked(covered, deadline)

    def snippets(self, article: Article, deadline: Deadline = NEVER) -> tuple[Snippet, ...]:
        """Return the headline where it matches, and the best passage of the body."""
        snippets = []
        for scope in SCOPES:
            spans, text = self.spans(article, scope, deadline), text_of(article, scope)
            if spans or (scope == "body" and text):
                size = len(text) if scope == "headline" else SNIPPET_CHARS
                snippets.append(snippet(text, scope, spans, size=size, deadline=deadline))
        return tuple(snippets)


def _long(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if len(text) > 1]


def text_of(article: Article, scope: Scope) -> str:
    """The text that spans of ``scope`` point into: the article's units, a line each."""
    return "\n".join(article.units(scope))


def best_passage(
    text: str, spans: Sequence[Span], *, size: int, deadline: Deadline = NEVER
) -> tuple[int, int]:
    """Return start and end of the passage of about ``size`` characters that shows most of what matched.

    ``spans`` are in order and do not touch. Different matches count first, then all matches; the earliest
    passage wins a tie. It begins at a sentence where one begins shortly before.
    """
    if len(text) <= size:
        return 0, len(text)
    best, best_worth = 0, (0, 0)
    held: Counter[str] = Counter()  # what is shown from ``first`` on, up to ``last``
    chars = last = 0
    for first, (start, end) in enumerate(spans):
        if not first % STEPS:
            deadline.check()
        while last < len(spans) and spans[last][1] <= start + size:
            left, right = spans[last]
            held[text[left:right]] += 1
            chars += right - left
            last += 1
        if (worth := (len(held), chars)) > best_worth:
            best, best_worth = start, worth
        if first == last:  # longer than the window
            last += 1
            continue
        shown = text[start:end]
        held[shown] -= 1
        chars -= len(shown)
        if not held[shown]:
            del held[shown]
    start = _sentence_start(text, best, size // 3)
    last_end = max(
        (each.end for each in spans_within(spans, best, best + size) if each.end <= best + size), default=best
    )
    end = min(len(text), max(start + size, last_end))
    return min(start, max(0, end - size)), end


def snippet(
    text: str, field: str, spans: Sequence[Span], *, size: int, deadline: Deadline = NEVER
) -> Snippet:
    """Cut the best passage out of ``text``; the spans are those of the passage."""
    start, end = best_passage(text, spans, size=size, deadline=deadline)
    inside = (Span(max(a, start) - start, min(b, end) - start) for a, b in spans_within(spans, start, end))
    return Snippet(field, text[start:end], tuple(inside))


def spans_within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ``spans``, which are in order and do not touch, that share a character with start to end."""
    return spans[
        bisect_right(spans, start, key=lambda span: span.end) : bisect_left(
            spans, end, key=lambda span: span.start
        )
    ]


def _sentence_start(text: str, at: int, reach: int) -> int:
    for start in range(at, max(0, at - reach), -1):
        if text[start - 1] in _SENTENCE_ENDS:
            return start
    return max(0, at - reach)


def _marked(covered: bytearray, deadline: Deadline) -> tuple[Span, ...]:
    """The stretches of ``covered`` that are not 0."""
    spans: list[Span] = []
    start = covered.find(1)
    while start >= 0:
        if not len(spans) % STEPS:
            deadline.check()
        end = covered.find(0, start)
        end = end if end >= 0 else len(covered)
        spans.append(Span(start, end))
        start = covered.find(1, end)
    return tuple(spans)


def _continues(text: str, start: int, end: int, edges: _Edges) -> bool:
    """Whether a Latin word goes on beyond a match: ai in mail."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return _inside_word(before) or (edges == "both" and _inside_word(after))


def _inside_word(pair: str) -> bool:
    return _LATIN_PAIR.fullmatch(fold(pair)) is not None


def _printed_end(text: str, start: int, end: int) -> int:
    """A match that opens a subscript takes its closing mark along: ``PM_{2.5}``, not ``PM_{2.5``."""
    return end + 1 if text[end : end + 1] == "}" and "{" in text[start:end] else end
