"""What may have been meant by a question that finds nothing: did you mean, and pinyin.

One character at a time is replaced by one that is read or drawn alike, and what comes of it is counted in the
archive. Latin letters are read as pinyin. Nothing is kept for it but two tables of characters
(``analyzers/confusions.py``): what may be meant are the texts, words and names of the archive itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from analyzers import fold
from analyzers.confusions import all_chars, alternatives, likelihood, spelt
from index.backend import Backend, Ranking, Request, SpeltField, Totals
from index.deadline import Deadline
from index.query import And, Field, Not, Or, Query, Words, positive_leaves
from index.query import Literal as LiteralQuery
from searcher.language.echo import interpret
from searcher.questions import Question

Kind = Literal["sound", "near", "shape", "pinyin"]
"""What was mistaken: a character for one read the same, nearly the same or drawn alike; or it is pinyin."""

MIN_CHARS, MAX_CHARS = 2, 12  # of a run that is looked at: one character may be any, and a sentence is quoted
MAX_LEAVES = 5  # of a question, the first
COMMONER = 20  # times as frequent is what is suggested for something that stands in the archive too
COUNTED = 4  # times the limit: of so many, the likeliest, is counted what they find under the filters
WORD_WEIGHT = 50  # of an article that has it as a word or a name, beside one that merely holds it
# What reads like a name that is not there is one, as a rule: any two characters sound like some word.
# Something else was meant where it is so many times as likely: by length, for 1 to 3 % of false suggestions
# in benchmarks/suggestions.py.
NAME_ODDS = {2: 250, 3: 10}
UNSEEN = 0.5  # names that have a character which none has

_Leaf = Words | LiteralQuery | Field


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that may have been meant, and finds something.

    ``original`` is the run of text or the name that was asked for, ``text`` what stands in its place, folded;
    ``kind`` says what was mistaken. ``query`` is the whole question with it, in the query language, and
    ``count`` the number of articles in which it finds what it asks for as it stands, under the same filters:
    ``archive.search(query, …).totals.literal``.
    """

    query: str
    original: str
    text: str
    kind: Kind
    count: int

    def to_dict(self) -> dict[str, object]:
        """The suggestion as in ``Results.to_json``."""
        return {name: getattr(self, name) for name in ("query", "original", "text", "kind", "count")}


class _Candidate(NamedTuple):
    """What may stand in a leaf's place; the better the higher its score."""

    score: float
    text: str
    kind: Kind
    leaf: _Leaf


def suggest(
    backend: Backend, question: Question, ranking: Ranking, limit: int, deadline: Deadline
) -> list[Suggestion]:
    """Return at most ``limit`` suggestions, the likeliest first. SearchTimeout when the deadline is over."""

    def totals(tree: Query) -> Totals:
        request = Request(tree, question.filters, limit=0, deadline=deadline)
        return backend.search(request, ranking).totals

    leaves = [leaf for leaf in positive_leaves(question.tree) if isinstance(leaf, _Leaf)]
    own = totals(question.tree)
    least = COMMONER * max(own.literal, 1) if own.all else 1
    candidates = [each for leaf in leaves[:MAX_LEAVES] for each in _candidates(backend, leaf, deadline)]
    found: list[Suggestion] = []
    for _, text, kind, leaf in sorted(candidates, key=lambda each: (-each.score, each.text))[
        : COUNTED * limit
    ]:
        tree = _replaced(question.tree, leaf, _with_text(leaf, text))
        number = totals(tree).literal
        if number >= least:
            found.append(Suggestion(interpret(tree), _text(leaf), text, kind, number))
        if len(found) == limit:
            break
    return found


def _text(leaf: _Leaf) -> str:
    return leaf.value if isinstance(leaf, Field) else leaf.text


def _with_text(leaf: _Leaf, text: str) -> _Leaf:
    match leaf:
        case Field(name):
            return Field(name, text)
        case Words(_, scope):
            return Words(text, scope)
        case LiteralQuery(_, scope):
            return LiteralQuery(text, scope)


def _replaced(tree: Query, leaf: Query, new: Query) -> Query:
    match tree:
        case And(children):
            return And(tuple(_replaced(child, leaf, new) for child in children))
        case Or(children):
            return Or(tuple(_replaced(child, leaf, new) for child in children))
        case Not():
            return tree
        case _:
            return new if tree == leaf else tree


def _candidates(backend: Backend, leaf: _Leaf, deadline: Deadline) -> Iterator[_Candidate]:
    folded = fold(_text(leaf))
    fields: tuple[SpeltField, ...] = ("words", "reporter")
    if isinstance(leaf, Field):
        if leaf.name not in {"reporter", "author"}:
            return
        fields = ("reporter",) if leaf.name == "reporter" else ("author",)
    if folded.isascii():
        for places in spelt(folded):
            for field in fields:
                for text, doc_freq in backend.terms_spelt(field, places, deadline):
                    yield _Candidate(doc_freq, text, "pinyin", leaf)
    elif MIN_CHARS <= len(folded) <= MAX_CHARS:
        yield from _alike(backend, leaf, folded, fields, deadline)


def _alike(
    backend: Backend, leaf: _Leaf, folded: str, fields: Iterable[SpeltField], deadline: Deadline
) -> Iterator[_Candidate]:
    """Yield what differs from the leaf by one character.

    Scores are those of a noisy channel: how often it stands, times how likely it is mistaken so.
    """
    alike = [alternatives(char) for char in folded]
    wrong = {
        folded[:at] + other + folded[at + 1 :]: (at, other)
        for at, others in enumerate(alike)
        for other in others
    }
    articles, weights = dict.fromkeys(wrong, 0), dict.fromkeys(wrong, 0)
    if not isinstance(leaf, Field):
        texts = list(wrong)
        articles |= zip(texts, backend.count_literals(texts, deadline), strict=True)
    for field in fields:
        places = [char + "".join(others) for char, others in zip(folded, alike, strict=True)]
        for text, doc_freq in backend.terms_spelt(field, places, deadline):
            if text in wrong:
                articles[text] = max(articles[text], doc_freq)
                weights[text] += WORD_WEIGHT * doc_freq
    found = [
        _Candidate((number + weights[text]) * likelihood(folded[at], other), text, alike[at][other], leaf)
        for text, number in articles.items()
        if number
        for at, other in [wrong[text]]
    ]
    named = max((each.score for each in found if weights[each.text]), default=0.0)
    if isinstance(leaf, Field) or (found and named >= _least(backend, folded, deadline)):
        yield from found


def _least(backend: Backend, folded: str, deadline: Deadline) -> float:
    """The score that what is meant must have at least, as ``folded`` may be a name itself: see ``NAME_ODDS``.

    A name is as likely as its first character begins the names of reporters, and each other one stands in
    them.
    """
    if len(folded) not in NAME_ODDS:
        return 0.0
    of_length = [backend.terms_spelt("reporter", [all_chars()] * size, deadline) for size in NAME_ODDS]
    names = [name for found in of_length for name, _ in found]
    articles = sum(doc_freq for found in of_length for _, doc_freq in found)
    surnames = Counter(name[0] for name in names)
    given = Counter("".join(name[1:] for name in names))
    likely = surnames[folded[0]] / max(len(names), 1)
    for char in folded[1:]:
        likely *= (given[char] or UNSEEN) / max(given.total(), 1)
    return WORD_WEIGHT * NAME_ODDS[len(folded)] * articles * likely
