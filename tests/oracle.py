"""Oracle: here are articles, what must an archive of them answer? By brute force, straight from the laws.

It reads every text of every article for every question and knows no index. Where it and an engine differ,
the engine is wrong.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from analyzers import Analyzer, fold
from index.article import SCOPES, Article, Scope
from index.backend import Filter, Tier
from index.page_label import page_order
from index.query import (
    Alternatives,
    And,
    DateRange,
    Everything,
    Field,
    Gap,
    Ids,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Saved,
    Words,
    near_texts,
    positive_leaves,
)
from index.run_plan import MAX_WORDS_WHOLE_FIRST, RunPlan, needed_idf, plan_run, rarest, standing_text
from index.schema import Facet
from searcher import BM25

IDF_POWER = BM25().idf_power
OWN_FILTER: dict[str, str] = {"year": "date", "month": "date"}


class Oracle:
    def __init__(self, articles: Iterable[Article], analyzer: Analyzer) -> None:
        self.articles = {article.id: article for article in articles}
        self._analyzer = analyzer

    @cached_property
    def _folded(self) -> dict[tuple[str, Scope], tuple[str, ...]]:
        return {
            (article.id, scope): tuple(fold(unit) for unit in article.units(scope))
            for article in self.articles.values()
            for scope in SCOPES
        }

    @cached_property
    def _terms(self) -> dict[tuple[str, Scope], frozenset[str]]:
        return {
            (article.id, scope): frozenset(
                term for unit in article.units(scope) for term in self._analyzer.terms(unit)
            )
            for article in self.articles.values()
            for scope in SCOPES
        }

    def matches(self, query: Query, filters: Sequence[Filter] = (), tier: Tier = "all") -> set[str]:
        """The ids of the articles that match the query, as ``tier`` says, and every filter.

        ``partial``: at least in part.
        """
        found = self._matches(query, tier)
        for each in filters:
            found &= self._matches(each.query)
        return found

    def counted(self, query: Query, filters: Sequence[Filter] = ()) -> set[str]:
        """Law 3: what totals, facets and exports are of."""
        whole = self.matches(query, filters)
        return whole if whole and not self._asks(query) else self.matches(query, filters, "partial")

    def _asks(self, query: Query) -> bool:
        return any(run.asks for run, _ in self._runs(query))

    def is_ranked_as_one(self, query: Query) -> bool:
        """Whether partial matches stand among whole ones."""
        words = {
            word
            for run, scope in self._runs(query)
            for word in rarest(list(run.words), lambda word, scope=scope: self._doc_freq(word, scope), str)  # type: ignore[misc]
        }
        return self._asks(query) or len(words) > MAX_WORDS_WHOLE_FIRST

    def _runs(self, query: Query) -> list[tuple[RunPlan, Scope | None]]:
        leaves = [leaf for leaf in positive_leaves(query) if isinstance(leaf, Words)]
        return [(plan_run(leaf.text, self._analyzer), leaf.scope) for leaf in leaves]

    def facet(self, facet: Facet, query: Query, filters: Sequence[Filter] = ()) -> dict[str, int]:
        """Law 4: the values of the articles that match under all filters but the facet's own.

        Prints of a value are counted as one, shown in the commonest. An article that has several counts for
        the first.
        """
        own = OWN_FILTER.get(facet, facet)
        found = self.counted(query, [each for each in filters if each.name != own])
        prints: dict[str, Counter[str]] = defaultdict(Counter)
        for each in found:
            values = facet_values(self.articles[each], facet)
            for folded, value in {fold(value): value for value in sorted(values, reverse=True)}.items():
                prints[folded][value] += 1
        return {
            min(counts, key=lambda value, counts=counts: (-counts[value], value)): counts.total()  # type: ignore[misc]
            for counts in prints.values()
        }

    def valueless(self, facet: Facet, query: Query, filters: Sequence[Filter] = ()) -> int:
        """Law 4: how many of these articles have no value of the facet."""
        own = OWN_FILTER.get(facet, facet)
        found = self.counted(query, [each for each in filters if each.name != own])
        return sum(not facet_values(self.articles[each], facet) for each in found)

    def holds(self, article_id: str, text: str, scope: Scope | None) -> bool:
        """Law 1: whether the folded text stands in a unit of the article."""
        sought = fold(text)
        scopes = SCOPES if scope is None else (scope,)
        return bool(sought) and any(
            sought in unit for each in scopes for unit in self._folded[article_id, each]
        )

    def are_near(self, article: Article, parts: Sequence[Query], gaps: Sequence[Gap]) -> bool:
        """Whether the parts stand near each other in the headline or in the body: every chain is tried."""
        wanted = near_texts(parts[0])[0].scope
        for scope in SCOPES if wanted is None else (wanted,):
            # Folded, with what ends a paragraph kept: a line inside a unit, and a unit.
            lines = [[fold(line) for line in unit.split("\n")] for unit in article.units(scope)]
            text = "\0".join(map("".join, lines))
            ends, at = set(), 0
            for unit in lines:
                ends.add(at)
                for line in unit:
                    at += len(line)
                    ends.add(at)
                at += 1
            chains = [
                [
                    (start, start + len(sought))
                    for sought in map(standing_text, near_texts(part))
                    for start in range(len(text))
                    if sought and text.startswith(sought, start)
                ]
                for part in parts
            ]
            reached = chains[0]
            for places, gap in zip(chains[1:], gaps, strict=True):
                reached = [
                    two for two in places if any(_are_linked(one, two, gap, text, ends) for one in reached)
                ]
            if reached:
                return True
        return False

    def _where(self, holds: Callable[[Article], bool]) -> set[str]:
        return {article.id for article in self.articles.values() if holds(article)}

    def _having(self, scope: Scope | None, wanted: Callable[[str], bool]) -> set[str]:
        scopes = SCOPES if scope is None else (scope,)
        return self._where(lambda a: any(wanted(term) for each in scopes for term in self._terms[a.id, each]))

    def _matches(self, query: Query, tier: Tier = "all") -> set[str]:
        match query:
            case And(children):
                runs = [child for child in children if tier == "partial" and _is_plain_run(child)]
                found = [self._matches(child, tier) for child in children if child not in runs]
                if runs:
                    whole = set.intersection(*map(self._matches, children))
                    found.append(whole | self._loosely([_typed(child).text for child in runs], None))
                return set.intersection(*found)
            case Or(children):
                return set.union(*(self._matches(child, tier) for child in children))
            case Not(child):
                return set(self.articles) - self._matches(child)
            case Everything():
                return set(self.articles)
            case Ids(ids):
                return set(self.articles) & ids
            case Saved(name):
                raise AssertionError(f"@{name} is none of the engine's")
            case Literal(text, scope):
                return self._where(lambda article: self.holds(article.id, text, scope))
            case Prefix(text, scope):
                return self._having(scope, lambda term: term.startswith(fold(text)))
            case DateRange(start, end):
                return self._where(
                    lambda article: (not start or start <= article.date) and (not end or article.date <= end)
                )
            case Field("page", value, True):
                return self._where(lambda article: page_order(article.page)[0] == value)
            case Field(name, value, prefix):
                sought = fold(value)
                return self._where(
                    lambda article: any(
                        fold(each).startswith(sought) if prefix else fold(each) == sought
                        for each in facet_values(article, name)
                    )
                )
            case Alternatives(typed, forms):
                as_typed = self._matches(typed, tier)
                others = [self._matches(form.query(typed.scope)) for form in forms]
                return as_typed if tier == "literal" else as_typed.union(*others)
            case Near(parts, gaps):
                return self._where(lambda article: self.are_near(article, parts, gaps))
            case Words(text, scope):
                return self._of_run(text, scope, tier)

    def _of_run(self, text: str, scope: Scope | None, tier: Tier) -> set[str]:
        run = plan_run(text, self._analyzer)
        if tier == "literal" and not run.is_one_literal:
            return self._as_it_stands(run.folded, scope)
        needed = self._needed_words(run)
        whole = set.intersection(
            *(
                self._as_it_stands(part.folded, scope)
                | self._holding([word for word in part.words if word in needed], scope)
                for part in run.parts
            )
        )
        return whole | self._loosely([text], scope) if tier == "partial" else whole

    def _as_it_stands(self, text: str, scope: Scope | None) -> set[str]:
        found = self._matches(Literal(text, scope))
        return found | self._matches(Field("reporter", text)) if scope is None else found

    def _holding(self, words: Sequence[str], scope: Scope | None) -> set[str]:
        holders = [self._having(scope, lambda term, word=word: term == word) for word in words]  # type: ignore[misc]
        return set.intersection(*holders) if holders else set()

    def _doc_freq(self, word: str, scope: Scope | None = None) -> int:
        return len(self._holding([word], scope))

    def _needed_words(self, run: RunPlan) -> set[str]:
        """The rarest words of a run, and those that nobody holds."""
        words = list(run.words)
        return {*rarest(words, self._doc_freq, str), *(word for word in words if not self._doc_freq(word))}

    def _loosely(self, texts: Sequence[str], scope: Scope | None) -> set[str]:
        """What holds enough of the words of some runs, which are as one."""
        runs = [plan_run(text, self._analyzer) for text in texts]
        words = {
            word
            for run in runs
            for word in rarest(list(run.words), self._doc_freq, str)
            if word in run.apart_words
        }
        if len(words) < 2:
            return set()
        count = len(self.articles)
        held_by = {word: held for word in words if (held := self._holding([word], scope))}
        idfs = {
            word: math.log(1 + (count - len(held) + 0.5) / (len(held) + 0.5)) ** IDF_POWER
            for word, held in held_by.items()
        }
        needed = needed_idf(idfs.values())
        sums = Counter[str]()
        for word, held in held_by.items():
            for article_id in held:
                sums[article_id] += idfs[word]
        return {article_id for article_id, idf in sums.items() if idf >= needed and idf > 0}


def _are_linked(
    one: tuple[int, int], two: tuple[int, int], gap: Gap, text: str, paragraph_ends: set[int]
) -> bool:
    (_, start), (end, _) = sorted((one, two))
    if start > end:
        return False  # they overlap
    if isinstance(gap, int):
        return end - start <= gap
    if any(start <= each <= end for each in paragraph_ends):
        return False
    return gap == "paragraph" or set(text[start:end]).isdisjoint("。!?;")


def _is_plain_run(query: Query) -> bool:
    return isinstance(query, Words | Alternatives) and _typed(query).scope is None


def _typed(query: Query) -> Words:
    typed = query.typed if isinstance(query, Alternatives) else query
    assert isinstance(typed, Words)
    return typed


def facet_values(article: Article, facet: Facet) -> tuple[str, ...]:
    """What an article counts under in a facet, each value once."""
    match facet:
        case "section":
            return (article.section,) if article.section else ()
        case "reporter":
            return article.names
        case "year":
            return (f"{article.date.year:04d}",)
        case "month":
            return (article.date.isoformat()[:7],)
        case "page":
            return (str(article.page),)
        case "page_name":
            return (article.page_name,) if article.page_name else ()
        case "author":
            return article.authors
        case "paper":
            return (article.paper,)
        case "kind":
            return (article.kind,)
        case _:
            raise ValueError(facet)
