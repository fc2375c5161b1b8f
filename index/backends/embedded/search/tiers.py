"""Which documents match wholly, which only in part, and which of them a request counts and lists."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.backend import TIERS, Filter, Request, Tier, Totals
from index.backends.embedded.reader.snapshot import DocIds
from index.backends.embedded.search.query_plan import Plan
from index.kernel import is_in, union
from index.tier_rules import counts_partial, lists_partial


class Tiers:
    """The matches of a plan under ``filters``; all arrays are global doc ids, ascending: do not modify."""

    def __init__(self, plan: Plan, request: Request, filters: tuple[Filter, ...]) -> None:
        self._plan, self._request, self._filters = plan, request, filters
        self.whole = self._filtered(plan.doc_ids())
        """Those that hold everything asked for."""
        self.is_loose = counts_partial(request, len(self.whole), asks=plan.asks)
        """Whether partial matches count: none is whole, the question asks (谁 …), or it is wanted so."""
        self._partial: DocIds | None = None
        self._literal: DocIds | None = None
        self.counted = union([self.whole, self.partial]) if self.is_loose else self.whole
        """Those that totals, facets, sorts and exports are of."""
        self.listed = self._list()
        """Those that are listed best first, group by group."""
        self.listed_count = sum(map(len, self.listed))

    @property
    def partial(self) -> DocIds:
        """Those that hold only a part of it."""
        if self._partial is None:
            self._partial = self._filtered(self._plan.partial_doc_ids)
        return self._partial

    @property
    def literal(self) -> DocIds:
        """Those of ``whole`` that hold each run of text as it stands."""
        if self._literal is None:
            self._literal = self._plan.literal(self.whole)
        return self._literal

    def _list(self) -> tuple[DocIds, ...]:
        if not lists_partial(self._request, len(self.whole), is_loose=self.is_loose):
            return (self.whole,)
        if self._plan.is_ranked_as_one:
            return (union([self.whole, self.partial]),)
        return (self.whole, self.partial)

    def totals(self) -> Totals:
        """How many there are of each."""
        counted = self._partial is None and not self._filters  # then nobody needs to know which they are
        partial = self._plan.partial_count if counted else len(self.partial)
        return Totals(len(self.literal), len(self.whole), partial)

    def tiers_of(self, doc_ids: Sequence[int]) -> tuple[Tier, ...]:
        """How each of some documents that match does so."""
        if len(self.literal) == self.listed_count:
            return (TIERS[0],) * len(doc_ids)
        ascending = np.array(sorted(doc_ids), dtype=np.intp)
        literal = set(ascending[is_in(ascending, self.literal)].tolist())
        whole = set(ascending[is_in(ascending, self.whole)].tolist())
        tiers: list[Tier] = [TIERS[(each not in literal) + (each not in whole)] for each in doc_ids]
        return tuple(tiers)

    def _filtered(self, doc_ids: DocIds) -> DocIds:
        for each in self._filters:
            doc_ids = self._plan.filter(each.query, doc_ids)
        return doc_ids
