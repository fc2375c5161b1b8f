"""How many articles hold each term of a question: exact, over all shards, of one commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.backend import Ranking
from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import chunks, counting
from index.backends.opensearch.mapping import ARTICLES, Body
from index.backends.opensearch.search.clauses import Term, held
from index.backends.opensearch.search.ranking_statistics import Statistics
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER, Deadline

TERMS_PER_REQUEST = 500
MAX_REMEMBERED = 100_000


class CommitView(NamedTuple):
    """One commit of an archive, and what counts the articles of its terms."""

    wire: Wire
    counter: TermCounter
    commit: Commit

    def count_articles(self, terms: Iterable[Term], deadline: Deadline = NEVER) -> dict[Term, int]:
        """How many articles hold each term."""
        return self.counter.count(self.commit, terms, deadline)

    def statistics(self, terms: Iterable[Term], ranking: Ranking, deadline: Deadline = NEVER) -> Statistics:
        """What a ranking needs to know of some terms."""
        found = self.count_articles(terms, deadline)
        return Statistics(ranking, found, self.commit.articles, self.commit.totals)


class TermCounter:
    """Counts articles by term, and remembers the counts of the newest commit."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._counted: tuple[int, dict[Term, int]] = (-1, {})

    def count(self, commit: Commit, terms: Iterable[Term], deadline: Deadline = NEVER) -> dict[Term, int]:
        """How many articles of a commit hold each term in its scope."""
        number, known = self._counted
        if number != commit.number or len(known) > MAX_REMEMBERED:
            known = {}
            self._counted = commit.number, known
        wanted = list(dict.fromkeys(terms))
        found = {term: known[term] for term in wanted if term in known}
        for some in chunks([term for term in wanted if term not in found], TERMS_PER_REQUEST):
            body: Body = {
                "size": 0,
                "track_total_hits": False,
                "query": counting(commit, {"match_all": {}}),
                "aggs": {str(at): {"filter": held(term)} for at, term in enumerate(some)},
            }
            told = self._wire.search(ARTICLES, body, deadline)["aggregations"]
            found |= {term: told[str(at)]["doc_count"] for at, term in enumerate(some)}
        known |= found
        return found
