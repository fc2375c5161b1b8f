"""A question as the cluster is asked it: which terms it has, what matches it in each tier, what weighs.

Two rounds. The first counts the articles that hold each term, exactly, of one commit; with these the client
computes every idf, which the second round brings along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as civil_date

from analyzers import Analyzer, fold
from index.backends.opensearch.mapping import MAX_TERM_CHARS, Body
from index.backends.opensearch.search.clauses import ALL, Term, either, every, held
from index.backends.opensearch.search.other_forms import OtherForms
from index.backends.opensearch.search.ranking_statistics import Statistics
from index.backends.opensearch.search.word_runs import Run
from index.errors import UnsupportedByBackend
from index.first_fifty import heaviest_pairs
from index.messages import tr
from index.query import (
    Alternatives,
    And,
    DateRange,
    Everything,
    Field,
    Ids,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Words,
    near_texts,
)
from index.run_plan import RunPlan, needed_idf, plan_run, standing_text
from index.schema import FIELD
from index.tier_rules import is_ranked_as_one

ENOUGH_ROUNDING = 1e-6  # of a sum of floats, of 24 bits each
MAX_TERMS = 65_536  # of one clause: index.max_terms_count


class Question:
    """A query tree: which terms are counted, what matches it, in part and literally, and what weighs."""

    def __init__(self, analyzer: Analyzer, query: Query) -> None:
        """UnsupportedByBackend for a part of a query that is not known here."""
        self._analyzer, self._query = analyzer, query
        self._plans: dict[str, RunPlan] = {}
        self._runs: dict[Words, Run] = {}
        self._forms: dict[Alternatives, OtherForms] = {}
        self._scoring = list(_scoring_leaves(query))
        self.runs = [self._run(leaf) for leaf in self._scoring if isinstance(leaf, Words)]
        """The runs that score, in order; one that stands there twice is there twice."""
        self.asks = any(run.plan.asks for run in self.runs)
        self.may_be_partial = bool(self.runs)
        """Whether anything may match it only in part."""
        self.nears = list(nears_of(query))
        """The texts near each other that it asks for, those it excludes too."""

    @property
    def plans(self) -> dict[str, RunPlan]:
        """The runs that score, as planned, by their texts."""
        return {run.query.text: run.plan for run in self.runs}

    def terms(self) -> list[Term]:
        """Every term whose number of articles is wanted, each once."""
        found: dict[Term, None] = {}
        for leaf in self._scoring:
            found |= dict.fromkeys(self._terms_of(leaf))
        for run in self._matching_runs(self._query):
            found |= dict.fromkeys(run.all_terms())
        return list(found)

    def whole(self, statistics: Statistics) -> Body:
        """What matches wholly."""
        return self.where(self._query, statistics)

    def where(self, query: Query, statistics: Statistics) -> Body:
        """What matches a tree wholly."""
        match query:
            case Words():
                return self._run(query).whole(statistics)
            case Literal(text, scope):
                return held(Term("literal", fold(text), scope))
            case Prefix(text, scope):
                return held(Term("prefix", fold(text), scope))
            case Near():
                return of_ids(statistics.near_ids[query])
            case Alternatives(typed, forms):
                others = [form.query(typed.scope) for form in forms]
                return either([self.where(each, statistics) for each in (typed, *others)])
            case And(children):
                wanted = [
                    self.where(child, statistics)
                    for child in children
                    if not isinstance(child, Not | Everything)
                ]
                return every(wanted, self._excluded(children, statistics))
            case Or(children):
                return either([self.where(child, statistics) for child in children])
            case Not(child):
                return every([], [self.where(child, statistics)])
            case Field(name, value, prefix):
                return _of_field(name, value, prefix=prefix)
            case DateRange(start, end):
                return _of_days(start, end)
            case Ids(ids):
                return of_ids(sorted(ids))
            case Everything():
                return ALL
            case _:
                raise _unsupported(query)

    def literal(self, statistics: Statistics) -> Body | None:
        """What of all that matches holds each run as it stands; None for all of it."""
        return self._literal(self._query, statistics)

    def loose(self, statistics: Statistics) -> Body:
        """What matches wholly or in part."""
        return self._loose(self._query, statistics)

    def is_ranked_as_one(self, statistics: Statistics) -> bool:
        """Whether partial matches stand among whole ones, by their scores."""
        words = {word.text for run in self.runs for word in run.words(statistics)}
        return is_ranked_as_one(len(words), asks=self.asks)

    def times(self, statistics: Statistics) -> list[tuple[Term, float]]:
        """The terms that score, leaf by leaf, each with how often the leaf has it."""
        return [each for leaf in self._scoring for each in self._times_of(leaf, statistics)]

    def ideal(self, statistics: Statistics) -> float:
        """The question's ideal score: that of what was typed, not of its other forms."""
        typed = [leaf for leaf in self._scoring if not isinstance(leaf, Alternatives)]
        times = [each for leaf in typed for each in self._times_of(leaf, statistics)]
        return sum([statistics.ideal({term: count}) for term, count in times])

    def scoring(self, statistics: Statistics) -> list[Body]:
        """What is added to a score: the weights of terms, and of runs that stand as typed."""
        times: dict[Term, float] = {}
        for term, count in self.times(statistics):
            times[term] = times.get(term, 0.0) + count
        return statistics.weigh(times) + [
            {"constant_score": {"filter": clause, "boost": gain}} for clause, gain in self.typed(statistics)
        ]

    def typed(self, statistics: Statistics) -> list[tuple[Body, float]]:
        """Each clause by which a run stands as typed, and what that gains."""
        found: list[tuple[Body, float]] = []
        for run in self.runs if statistics.boosts.typed else ():
            gain = statistics.boosts.typed * statistics.ideal(run.times(statistics))
            found += [(clause, gain) for clause in run.typed(statistics) if gain > 0]
        return found

    def closeness_shares(self, statistics: Statistics) -> dict[str, float]:
        """The share of each pair that closeness is measured by, heaviest first."""
        weighed_pairs = [each for run in self.runs for each in run.weighed_pairs(statistics)]
        heaviest = heaviest_pairs(weighed_pairs, str)
        total = sum([weight for _, weight in heaviest])
        return {pair: weight / total for pair, weight in heaviest} if total else {}

    def only_inside_words(self, statistics: Statistics) -> list[Run]:
        """The runs of one word in Latin letters that no article holds as a word."""
        alone = [run for run in self.runs if run.plan.is_latin_word]
        return [run for run in alone if not statistics.doc_freq(run.words(statistics)[0])]

    def _run(self, query: Words) -> Run:
        if query not in self._runs:
            if query.text not in self._plans:
                self._plans[query.text] = plan_run(query.text, self._analyzer)
            self._runs[query] = Run(query, self._plans[query.text])
        return self._runs[query]

    def _forms_of(self, query: Alternatives) -> OtherForms:
        if query not in self._forms:
            self._forms[query] = OtherForms(query, self._analyzer)
        return self._forms[query]

    def _times_of(self, leaf: Query, statistics: Statistics) -> list[tuple[Term, float]]:
        match leaf:
            case Words():
                return list(self._run(leaf).times(statistics).items())
            case Alternatives():
                return self._forms_of(leaf).times(statistics)
            case _:
                return [(term, 1.0) for term in self._terms_of(leaf)]

    def _terms_of(self, leaf: Query) -> list[Term]:
        match leaf:
            case Words():
                return list(self._run(leaf).all_terms())
            case Alternatives():
                return self._forms_of(leaf).all_terms()
            case Near(parts):
                return [
                    Term("literal", text, near_texts(part)[0].scope)
                    for part in parts
                    for text in dict.fromkeys(map(standing_text, near_texts(part)))
                ]
            case Literal(text, scope):
                return [Term("literal", fold(text), scope)]
            case Prefix(text, scope):
                return [Term("prefix", fold(text), scope)]
            case _:
                return []

    def _matching_runs(self, query: Query, *, scores: bool = True) -> Iterator[Run]:
        """The runs that match, or exclude, and do not score: of many words the rarest have to be held."""
        match query:
            case And(children) | Or(children):
                for child in children:
                    yield from self._matching_runs(child, scores=scores)
            case Not(child):
                yield from self._matching_runs(child, scores=False)
            case Alternatives(typed, forms):
                yield from self._matching_runs(typed, scores=scores)
                for form in forms:
                    yield from self._matching_runs(form.query(typed.scope), scores=False)
            case Words() if not scores:
                yield self._run(query)

    def _excluded(self, children: Sequence[Query], statistics: Statistics) -> list[Body]:
        return [self.where(child.child, statistics) for child in children if isinstance(child, Not)]

    def _literal(self, query: Query, statistics: Statistics) -> Body | None:
        match query:
            case Words():
                return self._run(query).literal()
            case Alternatives(typed):
                return every([self.where(typed, statistics), self._run(typed).literal() or ALL])
            case And(children):
                clauses = [self._literal(child, statistics) for child in children]
                narrowing = [clause for clause in clauses if clause is not None]
                return every(narrowing) if narrowing else None
            case Or(children):
                if all(self._literal(child, statistics) is None for child in children):
                    return None
                ways = []
                for child in children:
                    clause = self._literal(child, statistics)
                    whole = self.where(child, statistics)
                    ways.append(whole if clause is None else every([whole, clause]))
                return either(ways)
            case _:
                return None

    def _loose(self, query: Query, statistics: Statistics) -> Body:
        whole = self.where(query, statistics)
        match query:
            case Words():
                enough = _enough(statistics, self._run(query).apart_words(statistics))
                return either([whole, *enough])
            case Alternatives(typed):
                return either([whole, self._loose(typed, statistics)])
            case And(children):
                runs = [self._run(run) for child in children if (run := _plain_run(child))]
                others = [
                    self._loose(child, statistics)
                    for child in children
                    if not isinstance(child, Not | Everything) and not _plain_run(child)
                ]
                clauses = others
                if runs:
                    words = [word for run in runs for word in run.apart_words(statistics)]
                    clauses = [*others, either([whole, *_enough(statistics, words)])]
                return every(clauses, self._excluded(children, statistics)) if clauses else whole
            case Or(children):
                return either([self._loose(child, statistics) for child in children])
            case _:
                return whole


def _enough(statistics: Statistics, words: Sequence[Term]) -> list[Body]:
    """What holds enough idf of several words together; no clause where that says nothing."""
    distinct = {word.text: word for word in words}
    known = [word for word in distinct.values() if statistics.doc_freq(word)] if len(distinct) > 1 else []
    idfs = [statistics.idf(word) for word in known]
    least = needed_idf(idfs)
    if not known or not max(idfs) > 0:
        return []
    if all(idf >= least for idf in idfs):  # as of up to five words that are about as rare: any one will do
        return [either([held(word) for word in known])]
    clauses = [
        {"constant_score": {"filter": held(word), "boost": idf}}
        for word, idf in zip(known, idfs, strict=True)
        if idf
    ]
    return [
        {
            "function_score": {
                "query": {"bool": {"should": clauses}},
                "min_score": least * (1 - ENOUGH_ROUNDING),
                "functions": [],
            }
        }
    ]


def _scoring_leaves(query: Query) -> Iterator[Query]:
    """Yield the leaves under no Not; UnsupportedByBackend for what is no query that is known here."""
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from _scoring_leaves(child)
        case Not(child):
            list(_scoring_leaves(child))
        case Alternatives(typed):
            yield typed
            yield query
        case Words() | Literal() | Prefix() | Near() | Field() | DateRange() | Ids() | Everything():
            yield query
        case _:
            raise _unsupported(query)


def nears_of(query: Query) -> Iterator[Near]:
    """Yield the texts near each other that a tree asks for, those it excludes too."""
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from nears_of(child)
        case Not(child):
            yield from nears_of(child)
        case Near():
            yield query


def of_ids(ids: Sequence[str]) -> Body:
    """What matches the articles of some ids."""
    parts = [ids[at : at + MAX_TERMS] for at in range(0, len(ids), MAX_TERMS)]
    return either([{"terms": {"id": part}} for part in parts])


def _plain_run(query: Query) -> Words | None:
    """The run of text that is typed, and searches no one text; None for any other query."""
    typed = query.typed if isinstance(query, Alternatives) else query
    return typed if isinstance(typed, Words) and typed.scope is None else None


def _unsupported(query: object) -> UnsupportedByBackend:
    return UnsupportedByBackend(
        tr(
            "{name} cannot be asked of an archive on a cluster; copy the archive to a folder (searcher "
            "copy), and ask there",
            name=type(query).__name__,
        )
    )


def _of_field(name: str, value: str, *, prefix: bool) -> Body:
    kind = FIELD[name].type
    if kind == "page":
        return {"term": {"page_letters" if prefix else "page": value}}
    if kind in ("label", "person"):
        folded = fold(value)[:MAX_TERM_CHARS]
        return {"prefix" if prefix else "term": {name: {"value": folded}}}
    return {"term": {name: value}}


def _of_days(start: civil_date | None, end: civil_date | None) -> Body:
    days = {key: day.toordinal() for key, day in (("gte", start), ("lte", end)) if day}
    return {"range": {"day": days}} if days else ALL
