"""What a ranking needs to know of one commit, and what the terms of a question weigh by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.backend import Boosts, Ranking
from index.backends.opensearch.mapping import TEXT_FIELDS, Body
from index.backends.opensearch.search.clauses import Term, weighed
from index.query import Near

NO_BOOSTS = Boosts(0, 0, 0, 0)


class Statistics:
    """What a ranking needs to know of one commit: how many articles there are, hold a term, their lengths."""

    def __init__(
        self,
        ranking: Ranking,
        doc_freqs: Mapping[Term, int],
        doc_count: int,
        totals: Mapping[str, int],
    ) -> None:
        """``totals`` are sums of lengths, by the names of TEXT_FIELDS."""
        assert set(totals) == set(TEXT_FIELDS)
        self.near_ids: Mapping[Near, Sequence[str]] = {}
        """The articles where texts stand near each other."""
        self.ranking, self.doc_count = ranking, doc_count
        self.boosts: Boosts = getattr(ranking, "boosts", NO_BOOSTS)
        self._doc_freqs, self._totals = doc_freqs, totals

    def doc_freq(self, term: Term) -> int:
        """How many articles hold a term in its scope."""
        return self._doc_freqs[term]

    def idf(self, term: Term) -> float:
        """The ranking's idf of a term."""
        return self.ranking.idf(self._doc_freqs[term], self.doc_count)

    def mean_length(self, term: Term) -> float:
        """The mean length of the texts that a term is sought in, at least 1."""
        total = self._totals[f"headline_{term.field}" if term.scope == "headline" else term.field]
        if term.scope == "body":
            total -= self._totals[f"headline_{term.field}"]
        return max(total / self.doc_count, 1.0) if self.doc_count else 1.0

    def ideal(self, times: Mapping[Term, float]) -> float:
        """The score of an article that held all terms that any holds, as often as counts."""
        if self.boosts == NO_BOOSTS:
            return 0.0
        return self.ranking.max_weight * sum(
            [count * self.idf(term) for term, count in times.items() if self.doc_freq(term)]
        )

    def weigh(self, times: Mapping[Term, float]) -> list[Body]:
        """What each term that any article holds weighs, of a question that has it so many times."""
        ranking = self.ranking
        return [
            weighed(
                term,
                ranking.max_weight * count * self.idf(term),
                ranking.half_freq(self.mean_length(term)),
                ranking.headline_boost,
            )
            for term, count in times.items()
            if self.doc_freq(term)
        ]
