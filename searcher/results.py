"""Results: what does a search answer, and what does a script get?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson

from index.article import Article
from index.backend import Facet, Part
from index.deadline import NEVER, Deadline
from searcher.snippets import Snippet

Read = Callable[[Sequence[str]], list[Article]]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches: ``snippets`` show why, ``score`` is comparable within one search only.

    ``reprints`` are the ids of the other matching articles of its story, where the search collapsed them.
    """

    article: Article
    score: float
    snippets: tuple[Snippet, ...]
    reprints: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.article.id

    def to_dict(self) -> dict[str, object]:
        """The hit as in ``Results.to_json``."""
        article = self.article
        return {
            "id": article.id,
            "score": round(self.score, 4),
            "date": article.date.isoformat(),
            "page": article.page,
            "section": article.section,
            "headline": article.headline,
            "kicker": article.kicker,
            "reporters": list(article.reporters),
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


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a search's answer.

    ``total`` is the number of articles that match, whatever ``limit`` and ``offset``. ``interpreted`` is the
    query as it was understood. ``warnings`` say what a reader should know before trusting the answer.
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

    def to_dict(self) -> dict[str, object]:
        """The results as JSON's types."""
        return {
            "query": self.query,
            "interpreted": self.interpreted,
            "total": self.total,
            "offset": self.offset,
            "limit": self.limit,
            "took_ms": round(self.took_ms, 1),
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {
                facet: [{"value": each.value, "count": each.count} for each in counts]
                for facet, counts in self.facets.items()
            },
            "warnings": list(self.warnings),
        }

    def to_json(self) -> str:
        """One JSON object, the same that ``searcher find --json`` prints."""
        return orjson.dumps(self.to_dict()).decode()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article has its score: the sum of ``parts``, each ``times * idf * weight``.

    No parts: no match, or a match that is not weighed, as by a date.
    """

    article_id: str
    interpreted: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        return sum(part.score for part in self.parts)


class Stream:
    """Every article a question finds, in order. Iterate for the articles, or take ``ids`` and ``total``."""

    def __init__(
        self,
        total: int,
        ids: tuple[str, ...],
        warnings: tuple[str, ...],
        read: Read,
        deadline: Deadline = NEVER,
    ) -> None:
        self.total = total
        self.ids = ids
        self.warnings = warnings
        self._read = read
        self._deadline = deadline
        deadline.pause()  # what the caller does meanwhile takes none of the time

    def __iter__(self) -> Iterator[Article]:
        for article_id in self.ids:
            self._deadline.resume()
            self._deadline.check()
            (article,) = self._read([article_id])
            self._deadline.pause()
            yield article
