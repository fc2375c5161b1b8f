"""The other forms of a run of text as a cluster is asked for them: what weighs, and how much."""

from __future__ import annotations

from analyzers import Analyzer
from index.article import Scope
from index.backends.opensearch.search.clauses import Term
from index.backends.opensearch.search.ranking_statistics import Statistics
from index.query import Alternatives, Words
from index.run_plan import FORM_SHARE, RunPlan, plan_run, standing_text


class OtherForms:
    """The other texts of each piece of a run; each weighs a share of what its piece would."""

    def __init__(self, query: Alternatives, analyzer: Analyzer) -> None:
        scope = query.typed.scope
        others: dict[str, list[str]] = {}
        for form in query.forms:
            for piece, other in form.pieces:
                others.setdefault(piece, []).append(standing_text(Words(other)))
        self._pieces = [
            (plan_run(piece, analyzer), scope, _terms(standing_text(Words(piece)), texts, scope))
            for piece, texts in others.items()
        ]

    def all_terms(self) -> list[Term]:
        """Every term whose number of articles is wanted."""
        return [term for run, scope, others in self._pieces for term in (*_times_of(run, scope), *others)]

    def times(self, statistics: Statistics) -> list[tuple[Term, float]]:
        """The other texts, each with how often it counts: so that it weighs its share."""
        found = []
        for run, scope, others in self._pieces:
            typed = 0.0 if run.is_one_literal else statistics.boosts.typed
            idfs = sum(
                times * statistics.idf(term)
                for term, times in _times_of(run, scope).items()
                if statistics.doc_freq(term)
            )
            ideal = FORM_SHARE * (1 + typed) * idfs
            for term in others:
                idf = statistics.idf(term)
                found.append((term, ideal / idf if idf else 0.0))
        return found


def _times_of(run: RunPlan, scope: Scope | None) -> dict[Term, float]:
    """The terms of a piece that was asked for by itself, each with how often it has it."""
    words = {Term("word", text, scope): times for text, times in run.words.items()}
    return words | {Term("bigram", text, scope): times for text, times in run.bigrams.items()}


def _terms(piece: str, texts: list[str], scope: Scope | None) -> list[Term]:
    """Each other text, in what holds neither the piece nor an other text before it."""
    earlier, found = [piece], []
    for text in dict.fromkeys(texts):
        if text not in earlier:
            without = tuple(each for each in earlier if each)
            found.append(Term("literal", text, scope, without))
            earlier.append(text)
    return found
