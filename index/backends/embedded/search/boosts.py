"""What is added to the scores of terms: where a run stands as typed, and how close, early and timely it is.

Each is a share, 0 to 1, of the question's ideal score: that of an article which held every term of the
question that stands anywhere in the archive, as often as counts. docs/search.md, "Ranking", has the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as civil_date
from operator import attrgetter

import numpy as np

from index.backend import Boost, Floats
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.nodes import SearchContext
from index.backends.embedded.search.terms import IndexedTerm
from index.backends.embedded.search.text_nodes import WordsNode
from index.first_fifty import FADE_CHARS, heaviest_pairs, span_of, years_of
from index.first_fifty import timely as timely_years
from index.kernel import measure_closeness


class Booster:
    """The boosts of one question over one snapshot."""

    def __init__(self, context: SearchContext, runs: Sequence[WordsNode], ideal: float) -> None:
        """``runs`` are those that score; ``ideal`` is the question's ideal score."""
        self._context = context
        self._runs = runs
        self._ideal = ideal
        self._years = years_of([run.run for run in runs])

    @property
    def is_needed(self) -> bool:
        """Whether any of the best could gain by what ``first`` returns."""
        return self._ideal > 0 and bool(self._runs)

    def typed(self, doc_ids: DocIds) -> Iterator[tuple[float, DocIds]]:
        """Yield what standing as typed adds to a score, and which of ``doc_ids`` (ascending) gain it."""
        factor = self._context.scorer.boosts.typed
        for run in self._runs if factor else ():
            for held in run.typed(doc_ids):
                yield factor * self._context.scorer.ideal(run.terms), held

    def first(self, doc_ids: DocIds) -> list[tuple[str, float, Floats]]:
        """Return for each kind its factor, and the share of each of ``doc_ids`` (ascending)."""
        boosts = self._context.scorer.boosts
        found = []
        if boosts.near or boosts.early:
            near, early = self._near_and_early(doc_ids)
            found += [("near", boosts.near, near), ("early", boosts.early, early)]
        if boosts.timely and self._years:
            found.append(("timely", boosts.timely, timely(self._context.snapshot, self._years, doc_ids)))
        return found

    def gains(self, doc_ids: DocIds) -> Floats:
        """Return what each of the best ``doc_ids`` (ascending) gains by being near, early and timely."""
        gains = [shares * (factor * self._ideal) for _, factor, shares in self.first(doc_ids)]
        return sum(gains[1:], gains[0]) if gains else np.zeros(len(doc_ids))

    def explain(self, doc_id: int, *, is_first: bool) -> Iterator[Boost]:
        """Yield what is added to the score of ``doc_id``; ``is_first`` says whether it is one of the best."""
        one = np.array([doc_id], dtype=np.intp)
        factor = self._context.scorer.boosts.typed
        for gain, held in self.typed(one):
            if len(held):
                yield Boost("typed", factor, gain / factor, 1.0, gain)
        if is_first:
            for kind, factor, shares in self.first(one):
                if share := float(shares[0]):
                    yield Boost(kind, factor, self._ideal, share, factor * self._ideal * share)

    def _near_and_early(self, doc_ids: DocIds) -> tuple[Floats, Floats]:
        near, early = np.zeros(len(doc_ids)), np.zeros(len(doc_ids))
        heaviest = self._heaviest_pairs()
        total = sum([weight for _, weight in heaviest])
        if not total:
            return near, early
        span = span_of(run.run for run in self._runs)
        for at, part, local_doc_ids, here in heaviest[0][0].field.split(doc_ids):
            known = [
                (pair.term_ids[at], weight / total) for pair, weight in heaviest if pair.term_ids[at] >= 0
            ]
            near[here], early[here] = measure_closeness(
                part.postings.lists,
                [term_id for term_id, _ in known],
                [share for _, share in known],
                local_doc_ids,
                span=span,
                fade=FADE_CHARS,
            )
        return near, early

    def _heaviest_pairs(self) -> list[tuple[IndexedTerm, float]]:
        """The pairs that closeness is measured by, each once and with its weight, heaviest first."""
        weighed: list[tuple[IndexedTerm, float]] = []
        for run in self._runs:
            if run.scope is None:
                idfs = {word.text: word.idf for word in run.words if word.doc_freq}
                for pair in run.pairs:
                    share, word = run.run.pair_shares[pair.text]
                    if share and pair.doc_freq and isinstance(pair, IndexedTerm):
                        weighed.append((pair, share * idfs.get(word or "", pair.idf)))
        return heaviest_pairs(weighed, attrgetter("text"))


def timely(snapshot: Snapshot, years: set[int], doc_ids: DocIds) -> Floats:
    """The share of each of ``doc_ids`` (ascending), by the years of their days."""
    days = snapshot.day_ordinals(doc_ids).tolist()
    return timely_years(years, [civil_date.fromordinal(day).year for day in days])
