"""What the cluster is sent of an article, and the article that it gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import orjson
from numpy.typing import NDArray

from analyzers import Analyzer, fold
from index.article import SCOPES, UNIT_KEYS, Article, Scope, units_of
from index.backends.opensearch.mapping import (
    DELIMITER,
    HEAD,
    MAX_KEYWORD_BYTES,
    MAX_TERM_CHARS,
    TEXT_FIELDS,
    facet_field,
)
from index.errors import IssueFormatError
from index.facet_values import LABEL_SEPARATOR
from index.indexed_text import UNIT_END, indexed_text, indexed_units
from index.issue import Issue, IssueKey
from index.messages import tr
from index.page_label import page_order
from index.reprints import reprint_keys
from index.schema import FACETS, FIELD_OF_FACET, VALUED

Row = dict[str, Any]
TermIds: TypeAlias = NDArray[np.uint32]


class RowMaker:
    """Makes rows of articles; one for each commit, since it remembers every word it has met."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._vocabulary = analyzer.vocabulary()

    def rows_of(self, articles: Sequence[Article]) -> Iterator[Row]:
        """Yield the fields of each article but those that its commit gives it: batch, version, place."""
        cut = [[self._words(article.units(scope)) for scope in ("headline", "body")] for article in articles]
        terms = self._vocabulary.terms  # a copy of all: once for many articles
        for article, (headline, body) in zip(articles, cut, strict=True):
            yield self._row_of(article, headline, body, terms)

    def _row_of(self, article: Article, headline: TermIds, body: TermIds, terms: Sequence[str]) -> Row:
        text = indexed_text(article)
        headline_units = text.headline.split(UNIT_END) if article.units("headline") else []
        units = text.whole.split(UNIT_END)
        row: Row = {
            "id": article.id,
            "issue": str(IssueKey.of(article)),
            "day": article.date.toordinal(),
            "reprint": reprint_keys(article),
            "page_letters": page_order(article.page)[0],
            "words": _coded(terms, np.concatenate((headline, body)), headline),
            "headline_words": _coded(terms, headline),
            # Behind a unit's last character a mark, so that it begins a pair too.
            "bigrams": [unit + UNIT_END for unit in units],
            "headline_bigrams": [unit + UNIT_END for unit in headline_units],
            "words_length": len(headline) + len(body),
            "headline_words_length": len(headline),
            "bigrams_length": _pair_count(units),
            "headline_bigrams_length": _pair_count(headline_units),
            "article": orjson.dumps(article.to_dict()).decode(),
        }
        for field in VALUED:
            if field.values:
                values = list(field.values(article))
                is_folded = field.type in ("label", "person")
                row[field.name] = (
                    sorted({fold(value) for value in values}) if is_folded else list(map(str, values))
                )
        for facet in FACETS:
            row[facet_field(facet)] = _facet_values(facet, article)
        return row

    def _words(self, units: Sequence[str]) -> TermIds:
        return np.frombuffer(self._vocabulary.term_ids(units), dtype=np.uint32)


def _coded(terms: Sequence[str], term_ids: TermIds, above: TermIds | None = None) -> str:
    """Each term once, with its frequency and HEAD times that ``above``: 太原_4099 is 3, one above."""
    distinct, counts = np.unique(term_ids, return_counts=True)
    codes = np.minimum(counts, HEAD - 1)
    if above is not None and len(above):
        of_headline, above_counts = np.unique(above, return_counts=True)
        codes[distinct.searchsorted(of_headline)] += HEAD * np.minimum(above_counts, HEAD - 1)
    coded = zip(distinct.tolist(), codes.tolist(), strict=True)
    return " ".join([f"{terms[at][:MAX_TERM_CHARS]}{DELIMITER}{code}" for at, code in coded if terms[at]])


def lengths_of(row: Row) -> dict[str, int]:
    """How many terms of each text field a row has."""
    return {name: row[f"{name}_length"] for name in TEXT_FIELDS}


def article_of(source: Mapping[str, Any], *, bodies: bool = True) -> Article:
    """The article of a stored row."""
    told = orjson.loads(source["article"])
    if not bodies:
        told |= {"subheads": (), "paragraphs": (), "printed": ()}
    return Article.from_dict(told)


def text_of(source: Mapping[str, Any]) -> str:
    """The whole indexed text of a stored row, without the rest of the article."""
    units = row_units(source)
    return indexed_units(units["headline"], units["body"]).whole


def row_units(source: Mapping[str, Any]) -> dict[Scope, Sequence[str]]:
    """The units of a stored row by their scope, without the rest of the article."""
    told = orjson.loads(source["article"])
    texts = {key: told[key] for key in UNIT_KEYS}
    return {scope: units_of(scope, **texts) for scope in SCOPES}


def check_fits(issue: Issue) -> None:
    """IssueFormatError for a value that is longer than the cluster can hold."""
    for article in issue.articles:
        for field in VALUED:
            for value in field.values(article) if field.values else ():
                if len(fold(value).encode()) + len(value.encode()) >= MAX_KEYWORD_BYTES:
                    raise IssueFormatError(
                        str(issue.key),
                        tr(
                            "{id}: {name} has {count:,} characters, more than a cluster can hold; "
                            "shorten it, or keep the archive in a folder",
                            id=article.id,
                            name=field.name,
                            count=len(value),
                        ),
                    )


def _pair_count(units: Sequence[str]) -> int:
    return sum([max(len(unit) - 1, 0) for unit in units])


def _facet_values(facet: str, article: Article) -> list[str]:
    """What an article counts for in a facet; of several prints of one form for the first of them."""
    field = FIELD_OF_FACET[facet]
    assert field.values, "a facet is of values"
    values = field.values(article)
    if chars := field.facets[facet]:
        return sorted({value[:chars] for value in values})
    if field.type not in ("label", "person"):
        return list(values)
    prints: dict[str, str] = {}
    for value in sorted(values, reverse=True):
        prints[fold(value)] = value
    return [
        print_ if print_ == folded else f"{folded}{LABEL_SEPARATOR}{print_}"
        for folded, print_ in prints.items()
    ]
