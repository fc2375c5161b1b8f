"""The terms of a question as clauses: what holds one, how often, and what that weighs.

A clause that matches and one that weighs are apart. What weighs is a script over a coded frequency
(``HEAD``), an exact length and the statistics that the client brings along: nothing depends on shards, copies
or deleted articles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzers import folded_bigrams
from index.article import Scope
from index.backend import HalfFreq
from index.backends.opensearch.mapping import GAP, HEAD, LONGEST_BEGINNING, MAX_TERM_CHARS, Body
from index.indexed_text import UNIT_END

NOTHING: Body = {"match_none": {}}
ALL: Body = {"match_all": {}}

# One source for each kind of field and scope, whatever the parameters: the cluster compiles each once.
_SPLIT = (
    f"double code = Math.rint(_score); double head = Math.floor(code / {HEAD}.0); "
    f"double all = code - {HEAD}.0 * head;"
)
_WEIGH = "return params.top * (tf / (tf + params.base + params.per_term * length));"
_BODY_COUNT = f"{_SPLIT} return all - head;"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question: ``kind`` is word, bigram, literal or prefix, ``text`` is folded.

    What holds any of the literals ``without``, in the same scope, does not count as holding it.
    """

    kind: str
    text: str
    scope: Scope | None
    without: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field whose terms, or pairs, it is of."""
        return "words" if self.kind in ("word", "prefix") else "bigrams"


def held(term: Term) -> Body:
    """What holds a term in its scope."""
    if term.without:
        return every([held(replace(term, without=()))], _unwanted(term))
    if term.scope == "body":
        return {"script_score": {"query": _coded(term), "script": {"source": _BODY_COUNT}, "min_score": 0.5}}
    return _occurring(term, "headline_" if term.scope == "headline" else "", is_scored=False)


def weighed(term: Term, top: float, half: HalfFreq, headline_boost: float) -> Body:
    """What a term weighs: ``top * tf / (tf + base + per_term * length)``, in what holds it."""
    params = {"top": top, "base": half.base, "per_term": half.per_term}
    if term.scope is None:
        params["above"] = headline_boost - 1.0
    return {
        "script_score": {"query": frequencies(term), "script": {"source": _script(term), "params": params}}
    }


def frequencies(term: Term) -> Body:
    """What holds a term, scored by its frequency: coded, but that of pairs in a headline as it is."""
    if term.without:
        return {"bool": {"must": [frequencies(replace(term, without=()))], "must_not": _unwanted(term)}}
    if term.scope == "headline" and term.field == "bigrams":
        return _occurring(term, "headline_")
    return _coded(term)


def term_freq(term: Term, code: float, headline_boost: float) -> float:
    """The frequency of a term in its scope, by the score of ``frequencies``; the headline's are boosted."""
    if term.scope == "headline" and term.field == "bigrams":
        return round(code)
    head, every = divmod(round(code), HEAD)
    return {None: every + (headline_boost - 1) * head, "headline": float(head), "body": float(every - head)}[
        term.scope
    ]


def either(ways: list[Body]) -> Body:
    """What matches one of several clauses."""
    if not ways:
        return NOTHING
    return ways[0] if len(ways) == 1 else {"bool": {"should": ways, "minimum_should_match": 1}}


def every(clauses: list[Body], unwanted: list[Body] | None = None) -> Body:
    """What matches all of several clauses, and none of those that are unwanted."""
    if len(clauses) == 1 and not unwanted:
        return clauses[0]
    if not clauses and not unwanted:
        return ALL
    return {"bool": {"filter": clauses, **({"must_not": unwanted} if unwanted else {})}}


def _unwanted(term: Term) -> list[Body]:
    return [held(Term("literal", text, term.scope)) for text in term.without]


def _occurring(term: Term, part: str = "", boost: float = 1, *, is_scored: bool = True) -> Body:
    """What holds a term in ``part`` of it ("" or "headline_"); its score is how often, times ``boost``."""
    text = term.text
    match term.kind:
        case "word":
            return {"term": {f"{part}words": {"value": text[:MAX_TERM_CHARS], "boost": boost}}}
        case "prefix":
            if not part and 0 < len(text) <= LONGEST_BEGINNING:
                return {"term": {"words.beginnings": {"value": text, "boost": boost}}}
            rewrite: Body = {"rewrite": "scoring_boolean"} if is_scored else {}
            return {"prefix": {f"{part}words": {"value": text[:MAX_TERM_CHARS], "boost": boost, **rewrite}}}
    if not text or UNIT_END in text:
        return NOTHING
    if len(text) <= 2:
        field = f"{part}bigrams" if len(text) == 2 else f"{part}bigrams.chars"
        return {"term": {field: {"value": text, "boost": boost}}}
    # A scripted similarity scores a phrase once for each of its terms; a script rounds the quotient again.
    proof, pairs = _cover(text)
    return {"match_phrase": {f"{part}bigrams": {"query": proof, "boost": boost / pairs}}}


def _cover(text: str) -> tuple[str, int]:
    """As few pairs as prove a text, each at its place: 空气质量 is 空气 _ 质量; and how many these are."""
    pairs = folded_bigrams(text)
    proof = [pair if at % 2 == 0 or at == len(pairs) - 1 else GAP for at, pair in enumerate(pairs)]
    return " ".join(proof), len(proof) - proof.count(GAP)


def _coded(term: Term) -> Body:
    """Scored by how often a term stands in all, and HEAD times how often in the headline."""
    if term.field == "words":
        return _occurring(term)
    return {"bool": {"must": [_occurring(term)], "should": [_occurring(term, "headline_", HEAD)]}}


def _script(term: Term) -> str:
    of = term.field
    match term.scope:
        case None:
            return (
                f"{_SPLIT} double tf = all + params.above * head; double length = "
                f"doc['{of}_length'].value; {_WEIGH}"
            )
        case "headline":
            tf = f"{_SPLIT} double tf = head;" if of == "words" else "double tf = Math.rint(_score);"
            return f"{tf} if (tf <= 0) return 0; double length = doc['headline_{of}_length'].value; {_WEIGH}"
        case "body":
            lengths = f"doc['{of}_length'].value - doc['headline_{of}_length'].value"
            return (
                f"{_SPLIT} double tf = all - head; if (tf <= 0) return 0; double length = {lengths}; {_WEIGH}"
            )
