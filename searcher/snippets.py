"""Snippets: the passage of an article that shows why it matched, and the spans that matched.

What a question seeks is decided here; ``analyzers.passages`` finds it in the text as printed (law 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analyzers import Analyzer, Edges, PassageFinder, Span, fold, passage_finder
from index.article import SCOPES, Article, Scope
from index.deadline import NEVER, Deadline
from index.query import (
    Alternatives,
    And,
    Gap,
    Literal,
    Near,
    Or,
    Prefix,
    Query,
    Words,
    near_texts,
    positive_leaves,
)
from index.run_plan import RunPlan, plan_run, standing_text

SNIPPET_CHARS = 80


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of an article's ``field`` (``headline`` or ``body``), and what matched in it, in order."""

    field: str
    text: str
    spans: tuple[Span, ...]


class Highlighter:
    """Finds in any text what a query's positive leaves match."""

    def __init__(
        self, query: Query, analyzer: Analyzer, runs: Mapping[str, RunPlan] = MappingProxyType({})
    ) -> None:
        """``runs`` are what is known already of the query's runs of text, by their texts."""
        sought: list[tuple[str, Edges, Scope | None]] = []
        nears: list[tuple[list[list[str]], tuple[Gap, ...], Scope | None]] = []
        for leaf in _marked_leaves(query):
            match leaf:
                case Literal(text, scope):
                    sought.append((fold(text), "none", scope))
                case Prefix(text, scope):
                    sought.append((fold(text), "start", scope))
                case Words(text, scope):
                    run = runs.get(text) or plan_run(text, analyzer)
                    # 的 and 了 of a question stand in every line: marked, they would hide what was asked for.
                    literals = {run.typed, run.folded, *_long(part.folded for part in run.parts)}
                    sought += [(literal, "none", scope) for literal in literals]
                    if len(run.parts) > 1 or run.parts[0].words:
                        sought += [(word, "both", scope) for word in _long(run.words) or run.words]
                case Near(parts, gaps):
                    texts = list(map(near_texts, parts))
                    standing = [[standing_text(each) for each in part] for part in texts]
                    nears.append((standing, gaps, texts[0][0].scope))
        self._finders = _finders(sought)
        if nears:
            from analyzers.proximity import NearFinder  # few questions have one

            for scope, finder in self._finders.items():
                here = [(parts, gaps) for parts, gaps, wanted in nears if wanted in (None, scope)]
                self._finders[scope] = NearFinder(finder, here)

    def spans(self, article: Article, scope: Scope, deadline: Deadline = NEVER) -> tuple[Span, ...]:
        """Return what matches in ``text_of(article, scope)``, in order, joined where spans touch."""
        if scope not in SCOPES:
            raise ValueError(f"scope={scope!r:.40}; it is one of {', '.join(SCOPES)}")
        return self._finders[scope].spans(article.units(scope), deadline.check)

    def snippets(self, article: Article, deadline: Deadline = NEVER) -> tuple[Snippet, ...]:
        """Return the headline where it matches, and the best passage of the body."""
        snippets = []
        for scope, size in _SIZES:
            text, spans = self._finders[scope].passage(article.units(scope), size, deadline.check)
            if spans or (scope == "body" and text):
                snippets.append(Snippet(scope, text, spans))
        return tuple(snippets)


_SIZES: tuple[tuple[Scope, int | None], ...] = (("headline", None), ("body", SNIPPET_CHARS))


def _finders(sought: Iterable[tuple[str, Edges, Scope | None]]) -> dict[Scope, PassageFinder]:
    """What finds in each scope the texts that are sought there."""
    found: dict[Scope, PassageFinder] = {}
    by_texts: dict[tuple[tuple[str, Edges], ...], PassageFinder] = {}  # mostly the same are sought in both
    for scope in SCOPES:
        texts = tuple((text, edges) for text, edges, wanted in sought if wanted in (None, scope))
        if texts not in by_texts:
            by_texts[texts] = passage_finder(texts)
        found[scope] = by_texts[texts]
    return found


def _marked_leaves(query: Query) -> tuple[Query, ...]:
    """The positive leaves, and those of the other forms of what was typed."""
    match query:
        case And(children) | Or(children):
            return tuple(leaf for child in children for leaf in _marked_leaves(child))
        case Alternatives(typed, forms):
            others = [leaf for form in forms for leaf in positive_leaves(form.query(typed.scope))]
            return tuple(dict.fromkeys((typed, *others)))
        case _:
            return positive_leaves(query)


def _long(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if len(text) > 1]


def text_of(article: Article, scope: Scope) -> str:
    """The text that spans of ``scope`` point into: the article's units, a line each."""
    return "\n".join(article.units(scope))
