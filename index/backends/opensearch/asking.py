"""A question as the cluster is asked it: which terms it has, what matches it in each tier, what weighs.

Two rounds. The first counts the articles that hold each term, exactly, of one commit; with these the client
computes every idf, which the second round brings along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as civil_date

from analyzers import Analyzer, fold
from index.backend import Boosts, Ranking
from index.backends.opensearch.clauses import ALL, NOTHING, Term, either, every, held, weighed
from index.backends.opensearch.mapping import MAX_TERM_CHARS, TEXT_FIELDS, Body
from index.errors import UnsupportedByBackend
from index.first_fifty import heaviest_pairs
from index.query import (
    And,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Query,
    Words,
)
from index.run_plan import NAME_FIELDS, RunPart, RunPlan, needed_idf, plan_run, rarest
from index.schema import FIELD
from index.tier_rules import is_ranked_as_one

ENOUGH_ROUNDING = 1e-6  # of a sum of floats, of 24 bits each
NO_BOOSTS = Boosts(0, 0, 0, 0)


class Statistics:
    """What a ranking needs to know of one commit: how many articles there are, hold a term, their lengths."""

    def __init__(
        self, ranking: Ranking, doc_freqs: Mapping[Term, int], doc_count: int, totals: Mapping[str, int]
    ) -> None:
        """``totals`` are sums of lengths, by the names of TEXT_FIELDS."""
        assert set(totals) == set(TEXT_FIELDS)
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


class Run:
    """A run of words: its terms, and what matches it."""

    def __init__(self, query: Words, plan: RunPlan) -> None:
        self.query, self.plan, self.scope = query, plan, query.scope
        self._words = {text: Term("word", text, self.scope) for text in plan.words}
        self._pairs = {text: Term("bigram", text, self.scope) for text in plan.bigrams}

    def all_terms(self) -> Iterator[Term]:
        """Every term whose number of articles is wanted."""
        yield from self._words.values()
        yield from self._pairs.values()

    def words(self, statistics: Statistics) -> list[Term]:
        """The words that score: the rarest of too many."""
        return rarest(list(self._words.values()), statistics.doc_freq, lambda term: term.text)

    def pairs(self, statistics: Statistics) -> list[Term]:
        """The pairs that score: the rarest of too many."""
        return rarest(list(self._pairs.values()), statistics.doc_freq, lambda term: term.text)

    def times(self, statistics: Statistics) -> dict[Term, float]:
        """The terms that score, each with how often the run has it."""
        words = {term: self.plan.words[term.text] for term in self.words(statistics)}
        return words | {term: self.plan.bigrams[term.text] for term in self.pairs(statistics)}

    def apart_words(self, statistics: Statistics) -> list[Term]:
        """The words that score and may be held apart."""
        return [word for word in self.words(statistics) if word.text in self.plan.apart_words]

    def whole(self, statistics: Statistics) -> Body:
        """What holds each part of it."""
        words = self.words(statistics)
        needed = {word.text for word in words}
        if len(words) < len(self._words):  # of too many only the rarest are needed, and those nobody holds
            needed |= {text for text, term in self._words.items() if not statistics.doc_freq(term)}
        return every([self._of_part(part, needed) for part in self.plan.parts])

    def _of_part(self, part: RunPart, needed: set[str]) -> Body:
        words = [self._words[text] for text in part.words if text in needed]
        ways = [self.standing(part.folded), *self._persons(part.folded)]
        if words:
            ways.append(every([held(word) for word in words]))
        return either([way for way in ways if way is not NOTHING])

    def literal(self) -> Body | None:
        """What of all that matches it holds it as it stands, or is a name; None for all of it."""
        if self.plan.is_one_literal:
            return None
        return either([self.standing(self.plan.folded), *self._persons(self.plan.folded)])

    def typed(self, statistics: Statistics) -> list[Body]:
        """Where it stands more and more as it was typed: each of these gains."""
        plan = self.plan
        found = []
        if plan.is_latin_word:
            found.append(held(self.words(statistics)[0]))
        elif not plan.is_one_literal:
            found.append(self.standing(plan.folded))
        if plan.typed != plan.folded:
            found.append(self.standing(plan.typed))
        return found

    def weighed_pairs(self, statistics: Statistics) -> Iterator[tuple[str, float]]:
        """Its pairs, each with what it weighs for closeness; none in a scope."""
        if self.scope is not None:
            return
        idfs = {
            word.text: statistics.idf(word) for word in self.words(statistics) if statistics.doc_freq(word)
        }
        for pair in self.pairs(statistics):
            share, word = self.plan.pair_shares[pair.text]
            if share and statistics.doc_freq(pair):
                yield pair.text, share * idfs.get(word or "", statistics.idf(pair))

    def standing(self, folded: str) -> Body:
        """What holds a folded text as it stands."""
        return held(Term("literal", folded, self.scope)) if folded else NOTHING

    def _persons(self, folded: str) -> list[Body]:
        """What is of a person whose whole name it is; nothing where a scope asks for text only."""
        if self.scope is not None:
            return []
        return [{"term": {field.name: folded[:MAX_TERM_CHARS]}} for field in NAME_FIELDS]


class Question:
    """A query tree: which terms are counted, what matches it, in part and literally, and what weighs."""

    def __init__(self, analyzer: Analyzer, query: Query) -> None:
        """UnsupportedByBackend for a part of a query that is not known here."""
        self._analyzer, self._query = analyzer, query
        self._plans: dict[str, RunPlan] = {}
        self._runs: dict[Words, Run] = {}
        self._scoring = list(_scoring_leaves(query))
        self.runs = [self._run(leaf) for leaf in self._scoring if isinstance(leaf, Words)]
        """The runs that score, in order; one that stands there twice is there twice."""
        self.asks = any(run.plan.asks for run in self.runs)
        self.may_be_partial = bool(self.runs)
        """Whether anything may match it only in part."""

    @property
    def plans(self) -> dict[str, RunPlan]:
        """The runs that score, as planned, by their texts."""
        return {run.query.text: run.plan for run in self.runs}

    def terms(self) -> list[Term]:
        """Every term whose number of articles is wanted, each once."""
        found: dict[Term, None] = {}
        for leaf in self._scoring:
            found |= dict.fromkeys(self._terms_of(leaf))
        for run in self._excluded_runs(self._query):
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
        found: list[tuple[Term, float]] = []
        for leaf in self._scoring:
            if isinstance(leaf, Words):
                found += self._run(leaf).times(statistics).items()
            else:
                found += [(term, 1.0) for term in self._terms_of(leaf)]
        return found

    def ideal(self, statistics: Statistics) -> float:
        """The question's ideal score."""
        return sum([statistics.ideal({term: count}) for term, count in self.times(statistics)])

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

    def _terms_of(self, leaf: Query) -> list[Term]:
        match leaf:
            case Words():
                return list(self._run(leaf).all_terms())
            case Literal(text, scope):
                return [Term("literal", fold(text), scope)]
            case Prefix(text, scope):
                return [Term("prefix", fold(text), scope)]
            case _:
                return []

    def _excluded_runs(self, query: Query, *, is_excluded: bool = False) -> Iterator[Run]:
        """The runs under a Not: of one with too many words the rarest have to be held."""
        match query:
            case And(children) | Or(children):
                for child in children:
                    yield from self._excluded_runs(child, is_excluded=is_excluded)
            case Not(child):
                yield from self._excluded_runs(child, is_excluded=True)
            case Words() if is_excluded:
                yield self._run(query)

    def _excluded(self, children: Sequence[Query], statistics: Statistics) -> list[Body]:
        return [self.where(child.child, statistics) for child in children if isinstance(child, Not)]

    def _literal(self, query: Query, statistics: Statistics) -> Body | None:
        match query:
            case Words():
                return self._run(query).literal()
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
            case And(children):
                runs = [
                    self._run(child) for child in children if isinstance(child, Words) and child.scope is None
                ]
                others = [
                    self._loose(child, statistics)
                    for child in children
                    if not isinstance(child, Not | Everything)
                    and not (isinstance(child, Words) and child.scope is None)
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
        case Words() | Literal() | Prefix() | Field() | DateRange() | Everything():
            yield query
        case _:
            raise _unsupported(query)


def _unsupported(query: object) -> UnsupportedByBackend:
    return UnsupportedByBackend(
        f"{type(query).__name__} cannot be asked of an archive on a cluster; copy the archive to a folder "
        "(searcher copy), and ask there"
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
