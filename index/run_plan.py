"""What a run of text matches, decided above the engines: each of them, and the tests' oracle, asks here.

An article matches a run of text when it holds each part of the run, literally or as its words apart, or when
the run is a name in its byline. Marks cut a run into parts, as white space would; those at its ends fall
away. A part of digits, marks and single characters (a date, a sum, a score) means itself: it is held
literally or not at all. What holds only some of the words is a partial match: docs/search.md, "What a run of
text finds".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from analyzers import INTERROGATIVES, Analyzer, fold, folded_bigrams, word_form
from index.query import Literal, Words
from index.schema import FIELD

# Of the sum of the words' idf; more loses answers of judged questions: docs/measurements.md, "Ranking".
MIN_IDF_SHARE = 0.2
# Words of a question. Of one with more, or one that asks, partial matches are ranked among whole ones.
MAX_WORDS_WHOLE_FIRST = 4
MAX_TERMS = 64  # of the words, and of the bigrams, of one run: bounds the work of a pasted page
ROUNDING = 1e-9  # engines add the same idfs in another order
FORM_SHARE = 0.5  # of what a piece weighs, another form: docs/measurements.md, "Other forms"
# Words that join others and say nothing by themselves.
LINKING = frozenset("的了在和是与及等对为有中上于以从被把将到由而也都就并或其之所")
LINKING_SHARE = 0.25  # of a pair that touches one, of what it else would count for closeness
ACROSS_SHARE = 0.4  # of its own idf, which a pair counts for closeness that stands across two words
ASIDE_SHARE = 0.25  # of what else it would count, where it stands in brackets behind other text

NAME_FIELDS = (FIELD["reporter"],)  # it has the names of every role
"""A run that searches no one text matches, too, where it is a whole value of one of these."""

_HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Strings, which ``re`` compiles and caches at their first use: most questions need none of them.
_MARKS = "[^\\w\u3099\u309a]+"
_UNITS = "%‰°+#"  # behind a number, or a name such as C++
_SIGNS = "+-$¥€£#"  # before a number
_JOINTS = frozenset(".-'+@")  # of one word in Latin letters, and of a Han character with one
_SUM = r"[.\-:/+×*=%<>]{1,2}"
_THOUSANDS = r",\d{3}(?!\d)"
_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_NUMERAL_UNITS = tuple("年月日号时点分秒")

Term = TypeVar("Term")


class RunPart(NamedTuple):
    """A part of a run between marks that cut it: ``folded`` is the part as a literal, ``words`` are its own.

    Without ``words`` it is matched literally only.
    """

    folded: str
    words: tuple[str, ...]


class PairShare(NamedTuple):
    """How much a bigram counts for closeness: a ``share``, 0 to 1, of the idf of ``word``, or of its own."""

    share: float
    word: str | None = None
    """The word that the bigram stands in; None where it stands across two."""


class RunPlan(NamedTuple):
    """A run, analysed: its distinct ``words`` and ``bigrams`` in order, each with how often it stands there.

    ``typed`` is the whole run as a literal, ``folded`` the same without marks at its ends. ``pair_shares``
    says of each bigram how much it counts for closeness. In brackets behind other text a word or bigram
    stands ``ASIDE_SHARE`` times. ``asks``: it holds an interrogative, which an answer rarely repeats.
    ``is_latin_word``: in longer words it may stand by chance.
    """

    typed: str
    folded: str
    parts: tuple[RunPart, ...]
    words: Mapping[str, float]
    bigrams: Mapping[str, float]
    pair_shares: Mapping[str, PairShare]
    asks: bool
    is_latin_word: bool

    @property
    def apart_words(self) -> set[str]:
        """The words that may be held apart: those of the parts that do not mean themselves."""
        return {word for part in self.parts for word in part.words}

    @property
    def is_one_literal(self) -> bool:
        """Whether all that matches its text holds the run literally: it is one word, or means itself."""
        return len(self.parts) == 1 and (not self.parts[0].words or self.parts[0].words == (self.folded,))


def plan_run(text: str, analyzer: Analyzer) -> RunPlan:
    """Analyse a run of text as typed."""
    typed = fold(text)
    form = word_form(text)
    if form.isalpha() and len(form) > 1 and analyzer.query_terms(form) == [typed]:
        return _plan_word(typed)
    spans = [(0, len(form))] if form.isalnum() else list(_part_spans(form)) or [(0, len(form))]
    words: list[str] = []
    counts: dict[str, float] = {}
    parts = []
    asides = _asides(form)
    for start, end in spans:
        part = form[start:end]
        own = analyzer.query_terms(part)
        words += own
        times = ASIDE_SHARE if asides and asides[start] else 1
        for word in own:
            counts[word] = counts.get(word, 0) + times
        parts.append(RunPart(fold(part), () if _means_itself(part, own) else tuple(dict.fromkeys(own))))
    folded = parts[0].folded if len(parts) == 1 else fold(form[spans[0][0] : spans[-1][1]])
    return RunPlan(
        typed=typed,
        folded=folded,
        parts=tuple(dict.fromkeys(parts)),
        words=counts,
        bigrams=_bigrams(typed),
        pair_shares=_pair_shares(typed, words),
        asks=not INTERROGATIVES.isdisjoint(counts),
        is_latin_word=words == [folded] and folded.isascii() and folded.isalnum(),
    )


def standing_text(part: Words | Literal) -> str:
    """The folded text of a part that is near others: a literal as it is, a run without marks at its ends."""
    if isinstance(part, Literal):
        return fold(part.text)
    form = word_form(part.text)
    spans = list(_part_spans(form)) or [(0, len(form))]
    return fold(form[spans[0][0] : spans[-1][1]])


def _plan_word(word: str) -> RunPlan:
    """What ``plan_run`` returns for a run that is one word of letters, as most are; in fewer steps."""
    bigrams: dict[str, float] = {}
    for pair in folded_bigrams(word):
        bigrams[pair] = bigrams.get(pair, 0) + 1
    asks = word in INTERROGATIVES
    share = PairShare(0.0 if asks else 1 / (len(word) - 1), word)
    part = RunPart(word, (word,))
    return RunPlan(
        word, word, (part,), {word: 1}, bigrams, dict.fromkeys(bigrams, share), asks, word.isascii()
    )


def _part_spans(form: str) -> Iterator[tuple[int, int]]:
    """Yield where each part of a word form begins and ends: what stands between two marks that cut it."""
    start = 0
    for found in re.finditer(_MARKS, form):
        first, last = found.span()
        # A unit belongs to the number before it, a sign to the number behind it.
        if first and not _is_han(form[first - 1]):
            first = last - len(form[first:last].lstrip(_UNITS))
        if form[last : last + 1].isdecimal():
            last = first + len(form[first:last].rstrip(_SIGNS))
        if first == last or (first > 0 and last < len(form) and _joins(form, first, last)):
            continue
        if start < first:
            yield start, first
        start = last
    if start < len(form):
        yield start, len(form)


def _joins(form: str, first: int, last: int) -> bool:
    """Whether the marks from ``first`` to ``last`` hold together what stands around them."""
    marks, left, right = form[first:last], form[first - 1], form[last]
    if left.isdecimal() and right.isdecimal():
        return bool(re.fullmatch(_SUM, marks)) or (marks == "," and bool(re.match(_THOUSANDS, form[first:])))
    if _is_han(left) and _is_han(right):
        return marks == "." or marks.isspace()  # of a name: 阿不都·某; of letters set apart
    return marks in _JOINTS


def _is_han(char: str) -> bool:
    return re.match(f"[{_HAN}]", char) is not None


def _means_itself(part: str, words: Sequence[str]) -> bool:
    """Whether a part is a date, a sum or a score: digits, marks and single characters."""
    if not words:
        return True
    if len(words) == 1 and words[0] == fold(part):
        return False
    numeric = list(map(_is_numeric, words))
    return any(numeric) and all(
        is_numeric or len(word) == 1 for is_numeric, word in zip(numeric, words, strict=True)
    )


def _is_numeric(word: str) -> bool:
    """Whether a word is of digits and marks, or of numerals with at most one unit behind them."""
    if any(map(str.isdecimal, word)):
        return not any((char.isalnum() or char == "_") and not char.isdecimal() for char in word)
    numerals = word[:-1] if word.endswith(_NUMERAL_UNITS) else word
    return bool(numerals) and not numerals.strip(_NUMERALS)


def _asides(text: str) -> list[bool]:
    """Say of each character whether it is an aside: it stands in brackets, and other text outside of them.

    A column's name behind a headline is such a one: 把握向好大势（人民时评）. Brackets may nest. Empty where
    there is no aside.
    """
    if "(" not in text:
        return []
    asides = [False] * len(text)
    opened: list[int] = []
    for at, char in enumerate(text):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            start = opened.pop()
            asides[start : at + 1] = [True] * (at + 1 - start)
    has_other_text = any(char.isalnum() for char, is_aside in zip(text, asides, strict=True) if not is_aside)
    return asides if has_other_text else []


def _bigrams(typed: str) -> dict[str, float]:
    """How often each bigram with a letter or a digit stands there; one that touches an aside, in part."""
    asides = _asides(typed)
    counts: dict[str, float] = {}
    for at, pair in enumerate(folded_bigrams(typed)):
        if pair[0].isalnum() or pair[1].isalnum():
            times = ASIDE_SHARE if asides and (asides[at] or asides[at + 1]) else 1
            counts[pair] = counts.get(pair, 0) + times
    return counts


def _pair_shares(typed: str, words: Sequence[str]) -> dict[str, PairShare]:
    """How much each bigram counts: the pairs of a word share it, those across words count less.

    Nothing where it touches a word that asks, little with a linking one or in an aside.
    """
    shares = [ASIDE_SHARE if is_aside else 1.0 for is_aside in _asides(typed)] or [1.0] * len(typed)
    word_at = [-1] * len(typed)  # the index of the word that each character is of
    end = 0
    for index, word in enumerate(words):
        start = typed.find(word, end)
        if start < 0:
            continue
        end = start + len(word)
        word_at[start:end] = [index] * len(word)
        if word in LINKING:
            shares[start] = LINKING_SHARE
        elif word in INTERROGATIVES:
            shares[start:end] = [0.0] * len(word)
    found: dict[str, PairShare] = {}
    for at, pair in enumerate(folded_bigrams(typed)):
        share, index = min(shares[at], shares[at + 1]), word_at[at]
        if 0 <= index == word_at[at + 1]:
            each = PairShare(share / (len(words[index]) - 1), words[index])
        else:
            each = PairShare(ACROSS_SHARE * share, None)
        before = found.get(pair)
        if before is None or (before.word is None, -before.share) > (each.word is None, -each.share):
            found[pair] = each
    return found


def rarest(terms: Sequence[Term], doc_freq: Callable[[Term], int], text: Callable[[Term], str]) -> list[Term]:
    """Return ``terms``, or the MAX_TERMS rarest of too many, by doc freq, then text.

    Of too many, those that no article holds are left out: a wrong character makes them, so they are no rare
    words.
    """
    if len(terms) <= MAX_TERMS:
        return list(terms)
    known = [term for term in terms if doc_freq(term)]
    return sorted(known, key=lambda term: (doc_freq(term), text(term)))[:MAX_TERMS]


def needed_idf(idfs: Iterable[float]) -> float:
    """The least sum of the idf of its words by which an article is a partial match of a run.

    ``idfs`` are those of the run's words that some article holds, as the ranking computes them.
    """
    return MIN_IDF_SHARE * sum(idfs) - ROUNDING
