"""What a search returns: hits with snippets and facet counts, a stream of articles, an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from reprlib import Repr
from typing import TYPE_CHECKING, overload

import orjson

from index.article import Article
from index.backend import Boost, Matches, Part, ReadArticles, Tier, Totals
from index.deadline import NEVER, Deadline
from index.schema import Facet

if TYPE_CHECKING:
    from searcher.snippets import Snippet
    from searcher.suggestions import Suggestion

_SHORT = Repr()
_NO_TOTALS = Totals(0, 0, 0)
_SHORT.maxstring = _SHORT.maxother = 60


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """An article that matches: ``snippets`` show why, ``score`` is comparable within one search only.

    ``tier`` is ``literal`` where it holds what was asked for as it stands, ``all`` where it holds all words,
    ``partial`` where it holds only some. ``reprints`` are the ids of the other matching articles of its
    story, where the search collapsed them.
    """

    article: Article
    score: float
    snippets: tuple[Snippet, ...]
    tier: Tier = "literal"
    reprints: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Hit({self.id!r}, {_SHORT.repr(self.article.headline)}, score={self.score:.2f})"

    @property
    def id(self) -> str:
        """The id of the article."""
        return self.article.id

    @property
    def paper(self) -> str:
        """The code of the article's paper."""
        return self.article.paper

    def to_dict(self) -> dict[str, object]:
        """The hit as in ``Results.to_json``."""
        article = self.article
        return {
            "id": article.id,
            "score": round(self.score, 4),
            "tier": self.tier,
            "paper": article.paper,
            "date": article.date.isoformat(),
            "edition": article.edition,
            "page": article.page,
            "page_name": article.page_name,
            "section": article.section,
            "headline": article.headline,
            "kicker": article.kicker,
            "reporters": list(article.reporters),
            "authors": list(article.authors),
            "kind": article.kind,
            "snippets": [
                {"field": each.field, "text": each.text, "spans": [list(span) for span in each.spans]}
                for each in self.snippets
            ],
            "reprints": list(self.reprints),
        }


@dataclass(frozen=True, slots=True)
class FacetCount:
    """So many of the matching articles have this ``value``."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """One page of a search's answer: a sequence of its hits, best first, which is false when there are none.

    ``len`` counts the hits of this page, and a slice is a tuple of hits. ``total`` is the number of articles
    that match, whatever ``limit`` and ``offset``: with ``limit=0`` the page is empty, and false, beside any
    total. ``totals`` counts the articles that hold what was asked for literally, all its words, or a part of
    them; ``total`` is ``totals.all``, and ``totals.partial`` with it where partial matches count, which
    ``warnings`` say.
    ``interpreted`` is the query as it was understood, ``facets`` how many of the matching articles
    have which value, ``valueless`` how many have none, and ``took_ms`` the time it took in milliseconds.
    ``warnings`` say what a reader should know before trusting the answer. ``suggestions`` are
    empty, but where ``searcher find --json`` found nothing; a script asks for them by ``Archive.suggest``.
    """

    query: str
    interpreted: str
    total: int
    offset: int
    limit: int | None
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    warnings: tuple[str, ...] = ()
    totals: Totals = _NO_TOTALS
    valueless: Mapping[Facet, int] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()

    def with_suggestions(self, suggestions: Iterable[Suggestion]) -> Results:
        """The same, with what may have been meant."""
        return replace(self, suggestions=tuple(suggestions))

    @property
    def counts_partial(self) -> bool:
        """Whether ``total`` and facets count the articles that hold only a part, too."""
        return self.totals.partial > 0 and self.total > self.totals.all

    def __len__(self) -> int:
        """The number of hits on this page; ``total`` counts all that match."""
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, at: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[at]

    def __repr__(self) -> str:
        shown = f"{self.offset + 1:,} to {self.offset + len(self):,}" if self.hits else "none"
        return f"Results({_SHORT.repr(self.interpreted)}, {self.total:,} articles, {shown} here)"

    def _repr_html_(self) -> str:
        """The hits as a list, for notebooks: what matched is marked. Of very many the first are shown."""
        from searcher.notebook import MOST_HITS, html_of

        hits = [(hit.article, hit.snippets) for hit in self.hits[:MOST_HITS]]
        return html_of(repr(self), self.warnings, hits, first=self.offset + 1, more=len(self) - len(hits))

    def to_dict(self) -> dict[str, object]:
        """The results as JSON's types; spans are offsets in code points, end exclusive."""
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "total": self.total,
            "totals": {
                "literal": self.totals.literal,
                "all": self.totals.all,
                "partial": self.totals.partial,
            },
            "offset": self.offset,
            "limit": self.limit,
            "took_ms": round(self.took_ms, 1),
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {
                facet: [{"value": each.value, "count": each.count} for each in counts]
                for facet, counts in self.facets.items()
            },
            "valueless": dict(self.valueless),
            "warnings": list(self.warnings),
            "suggestions": [each.to_dict() for each in self.suggestions],
        }

    def to_json(self) -> str:
        """One JSON object, the same that ``searcher find --json`` prints."""
        return orjson.dumps(self.to_dict()).decode()


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """Why an article has its score: the sum of ``parts``, each ``times * idf * weight``, and of ``boosts``.

    No parts: no match, or a match that is not weighed, as by a date. The score is that of a search without
    filters, best first.
    """

    article_id: str
    interpreted: str
    parts: tuple[Part, ...]
    boosts: tuple[Boost, ...] = ()

    def __repr__(self) -> str:
        asked = _SHORT.repr(self.interpreted)
        return f"Explanation({self.article_id!r}, {asked}, score={self.score:.2f}, {len(self.parts)} parts)"

    @property
    def score(self) -> float:
        """The article's score: 0 where it does not match, or its match is not weighed."""
        return sum(part.score for part in self.parts) + sum(boost.score for boost in self.boosts)


class Stream:
    """Every article that a question finds, in order; it may be iterated over more than once.

    ``total`` is the number of articles that count as matches, ``totals`` as in ``Results``. ``ids``,
    ``tiers`` and ``len`` are of those that ``limit`` and ``offset`` leave. Each article is read when it is
    asked for, from the commit that was searched.
    """

    def __init__(self, matches: Matches, warnings: tuple[str, ...], deadline: Deadline = NEVER) -> None:
        self.total = matches.total
        self.totals = matches.totals
        self.ids = tuple(article_id for article_id, _ in matches.hits)
        self.tiers = matches.tiers
        self.warnings = warnings
        self._read: ReadArticles = matches.articles
        self._deadline = deadline
        deadline.pause()  # what the caller does meanwhile takes none of the time

    def __len__(self) -> int:
        """The number of articles that ``limit`` and ``offset`` leave; ``total`` counts all that match."""
        return len(self.ids)

    def __repr__(self) -> str:
        return f"Stream({self.total:,} articles, {len(self):,} here)"

    def __iter__(self) -> Iterator[Article]:
        return self._articles(bodies=True)

    def heads(self) -> Iterator[Article]:
        """The same articles without subheads and paragraphs, which are not read: for lists and tables."""
        return self._articles(bodies=False)

    def _articles(self, *, bodies: bool) -> Iterator[Article]:
        for article_id in self.ids:
            self._deadline.resume()
            self._deadline.check()
            (article,) = self._read([article_id], bodies=bodies)
            self._deadline.pause()
            yield article
