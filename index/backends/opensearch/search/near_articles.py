"""The articles where texts stand near each other: the cluster says where they may, their texts are read here.

An article may be one where it holds a text of each part, and where the positions of pairs, as far as they
tell, lie near enough. Its text decides, by the code that the other engine shares (``analyzers.proximity``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analyzers import folded_bigrams
from analyzers.proximity import are_near
from index.article import SCOPES, Scope
from index.backends.opensearch.article_rows import row_units
from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import counting, scan
from index.backends.opensearch.mapping import ARTICLES, Body
from index.backends.opensearch.search.clauses import Term, either, every, held
from index.backends.opensearch.wire import Wire
from index.deadline import Deadline
from index.errors import QueryTooLarge
from index.messages import tr
from index.query import Near, near_texts
from index.run_plan import standing_text

MAX_CANDIDATES = 20_000  # articles whose texts are read for one question
MAX_REMEMBERED = 64  # questions of one commit

Parts = Sequence[Sequence[str]]


class NearArticles:
    """Finds the articles of texts near each other, and remembers them for the newest commit."""

    def __init__(self, wire: Wire, max_candidates: int = MAX_CANDIDATES) -> None:
        """``max_candidates`` is of how many articles the texts may be read."""
        self._wire, self._max = wire, max_candidates
        self._found: tuple[int, dict[Near, tuple[str, ...]]] = (-1, {})

    def ids(self, commit: Commit, near: Near, deadline: Deadline) -> tuple[str, ...]:
        """The ids of all articles of a commit that match. QueryTooLarge where too many may."""
        number, known = self._found
        if number != commit.number or len(known) >= MAX_REMEMBERED:
            known = {}
            self._found = commit.number, known
        if near not in known:
            known[near] = self._ask(commit, near, deadline)
        return known[near]

    def _ask(self, commit: Commit, near: Near, deadline: Deadline) -> tuple[str, ...]:
        texts = list(map(near_texts, near.parts))
        scope = texts[0][0].scope
        parts = [list(dict.fromkeys(map(standing_text, part))) for part in texts]
        candidates = _candidates(parts, near, scope)
        self._check_few(counting(commit, candidates), deadline)
        scopes = [scope] if scope else SCOPES
        found = []
        for hit in scan(self._wire, commit, ARTICLES, candidates, sort=[{"id": "asc"}], deadline=deadline):
            units = row_units(hit["_source"])
            if any(are_near(units[each], parts, near.gaps, deadline.check) for each in scopes):
                found.append(hit["_source"]["id"])
        return tuple(found)

    def _check_few(self, query: Body, deadline: Deadline) -> None:
        body = {"size": 0, "track_total_hits": self._max + 1, "query": query}
        if self._wire.search(ARTICLES, body, deadline)["hits"]["total"]["value"] > self._max:
            raise QueryTooLarge(
                tr(
                    "over {max:,} articles hold all texts that are to stand near each other, too many for a "
                    "cluster; ask for rarer ones, or copy the archive to a folder and ask there",
                    max=self._max,
                )
            )


def _candidates(parts: Parts, near: Near, scope: Scope | None) -> Body:
    """What may match: all that does, and not much more."""
    clauses = [either([held(Term("literal", text, scope)) for text in part]) for part in parts]
    field = "headline_bigrams" if scope == "headline" else "bigrams"
    for (one, other), gap in zip(pairwise(parts), near.gaps, strict=True):
        # Pairs have places, single characters have none here.
        if isinstance(gap, int) and all(len(text) > 1 for text in (*one, *other)):
            # Between the last pair of a text and the first of the next stands one more than characters do. Of
            # texts that begin or end one in the other the cluster sees the shortest alone.
            slack = 1 + sum(max(map(len, part)) - min(map(len, part)) for part in (one, other))
            ways = [_standing(one), _standing(other)]
            clauses.append({"intervals": {field: {"all_of": {"max_gaps": gap + slack, "intervals": ways}}}})
    return every(clauses)


def _standing(texts: Sequence[str]) -> Body:
    ways: list[Body] = [
        {
            "match": {
                "query": " ".join(folded_bigrams(text)),
                "analyzer": "whole",
                "ordered": True,
                "max_gaps": 0,
            }
        }
        for text in texts
    ]
    return ways[0] if len(ways) == 1 else {"any_of": {"intervals": ways}}
