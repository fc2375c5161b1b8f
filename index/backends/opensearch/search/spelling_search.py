"""What stands in the archive of many spellings, asked of a cluster."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from analyzers import fold
from index.backend import SpeltField
from index.backends.opensearch.article_rows import article_of
from index.backends.opensearch.commits.scanning import counting
from index.backends.opensearch.mapping import ARTICLES, Body
from index.backends.opensearch.search.clauses import Term
from index.backends.opensearch.search.facet_counts import value_counts
from index.backends.opensearch.search.term_counts import CommitView
from index.deadline import Deadline
from index.indexed_text import indexed_text

ARTICLES_PER_ROUND = 50
MAX_CLASS = 2000  # characters of one place in a regular expression
MAX_STATES = 100_000
FIRST_CHAR, LAST_CHAR = "\u0800", "\uffff"  # of three bytes in UTF-8: as the other engine, which counts bytes


def count_literals(view: CommitView, texts: Sequence[str], deadline: Deadline) -> list[int]:
    """How many articles hold each text literally, folded; 0 for fewer than two characters."""
    terms = {text: Term("literal", fold(text), None) for text in texts}
    found = view.count_articles([term for term in terms.values() if len(term.text) > 1], deadline)
    return [found.get(terms[text], 0) for text in texts]


def terms_spelt(
    view: CommitView, field: SpeltField, places: Sequence[str], deadline: Deadline
) -> list[tuple[str, int]]:
    """The words, or names, whose characters are each among those of its place; most frequent first."""
    classes = [
        {char for char in chars if FIRST_CHAR <= char <= LAST_CHAR and char.isalnum()} for chars in places
    ]
    if not places or not all(classes):
        return []
    # A class of very many characters is any character to the cluster; which fit is seen here.
    pattern = "".join(f"[{''.join(sorted(chars))}]" if len(chars) <= MAX_CLASS else "." for chars in classes)
    query = counting(
        view.commit, {"regexp": {field: {"value": pattern, "max_determinized_states": MAX_STATES}}}
    )

    def fits(text: str) -> bool:
        return len(text) == len(classes) and all(map(operator.contains, classes, text))

    if field == "words":
        counts = _word_counts(view, query, len(places), fits, deadline)
    else:
        values = value_counts(view.wire, field, query, deadline)
        counts = {text: count for text, count in values.items() if fits(text)}
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _word_counts(
    view: CommitView, query: Body, size: int, fits: Callable[[str], bool], deadline: Deadline
) -> dict[str, int]:
    """The words that fit, found in the texts of articles that hold one, until no other article does."""
    counts: dict[str, int] = {}
    excluded = query["bool"]["must_not"]
    while True:
        deadline.check()
        held = [text for text, count in counts.items() if count]
        query["bool"]["must_not"] = [*excluded, {"terms": {"words": held}}]
        body: Body = {"query": query, "size": ARTICLES_PER_ROUND, "_source": True}
        hits = view.wire.search(ARTICLES, body, deadline)["hits"]["hits"]
        texts = [indexed_text(article_of(hit["_source"])).whole for hit in hits]
        standing = {text[at : at + size] for text in texts for at in range(len(text) - size + 1)}
        terms = [Term("word", each, None) for each in sorted(standing) if each not in counts and fits(each)]
        if not terms:
            return {text: count for text, count in counts.items() if count}
        counts |= {term.text: count for term, count in view.count_articles(terms, deadline).items()}
