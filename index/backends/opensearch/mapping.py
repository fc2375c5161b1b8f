"""The indexes of an archive NAME on a cluster, and what stands in them.

    NAME-state      "commit": what counts, and who writes; "papers", "words", "saved" …: of users
    NAME-issues     a record for each version of each issue
    NAME-articles   an article for each version of each issue

Nothing is analysed by the server: it is sent terms that ``analyzers`` has cut, and text that it has folded.
The similarity ``occurrences`` returns how often a term stands there, so that a script computes our formula:
docs/cluster.md, "What is indexed".
"""

from __future__ import annotations

from typing import Any

from index.schema import FACETS, FIELD_OF_FACET, LABELLED

Body = dict[str, Any]

STATE, ISSUES, ARTICLES = "state", "issues", "articles"
FORMAT = 1  # of what stands there; another one is another version's
HEAD = 4096
"""An occurrence in the headline counts so much more in a coded frequency: a score is a float, of 24 bits."""
DELIMITER = "_"  # of a term and its frequency; ``fold`` removes it, so no term has it
GAP = "_"  # stands for a pair that a phrase need not prove
LONGEST_BEGINNING = (
    3  # characters that are indexed as the beginning of a word; of longer ones few words begin so
)
MAX_TERM_CHARS = 8000  # of a word; Lucene takes 32,766 bytes
MAX_KEYWORD_BYTES = 32_766
TEXT_FIELDS = ("words", "headline_words", "bigrams", "headline_bigrams")
PAGE_SIZE = 10_000  # hits of one request, at most

_ANALYSIS: Body = {
    "tokenizer": {
        "spaces": {"type": "whitespace", "max_token_length": MAX_TERM_CHARS + 10},
        "twos": {"type": "ngram", "min_gram": 2, "max_gram": 2, "token_chars": []},
        "ones": {"type": "ngram", "min_gram": 1, "max_gram": 1, "token_chars": []},
    },
    "filter": {
        "counted": {"type": "delimited_term_freq", "delimiter": DELIMITER},
        "gap": {"type": "stop", "stopwords": [GAP]},
        "edge": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_BEGINNING},
    },
    "analyzer": {
        "counted": {"type": "custom", "tokenizer": "spaces", "filter": ["counted"]},
        "beginnings": {"type": "custom", "tokenizer": "spaces", "filter": ["counted", "edge"]},
        "pairs": {"type": "custom", "tokenizer": "twos"},
        "chars": {"type": "custom", "tokenizer": "ones"},
        "whole": {"type": "custom", "tokenizer": "spaces"},
        "phrase": {"type": "custom", "tokenizer": "spaces", "filter": ["gap"]},
    },
}
_SIMILARITY: Body = {
    "occurrences": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}
}

_TERMS: Body = {
    "type": "text",
    "search_analyzer": "whole",
    "index_options": "freqs",
    "norms": False,
    "similarity": "occurrences",
}
_KEYWORD: Body = {"type": "keyword"}
_SOUGHT: Body = {"type": "keyword", "doc_values": False}
_STORED: Body = {"type": "keyword", "index": False, "doc_values": False}


def articles_index(shards: int, replicas: int) -> Body:
    """Settings and mapping of NAME-articles."""
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "max_result_window": PAGE_SIZE,
                "max_regex_length": 20_000,
                "similarity": _SIMILARITY,
            },
            "analysis": _ANALYSIS,
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"excludes": list(TEXT_FIELDS)},
            "properties": _article_properties(),
        },
    }


def issues_index(replicas: int) -> Body:
    """Settings and mapping of NAME-issues."""
    properties = {"issue": _KEYWORD, "version": _KEYWORD, "batch": {"type": "long"}, "record": _STORED}
    return {
        "settings": {
            "index": {"number_of_shards": 1, "number_of_replicas": replicas, "refresh_interval": "-1"}
        },
        "mappings": {"dynamic": "strict", "properties": properties},
    }


def state_index() -> Body:
    """Settings and mapping of NAME-state: a copy on every node."""
    properties = {"commit": {"type": "object", "enabled": False}, "text": _STORED}
    return {
        "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-all"}},
        "mappings": {"dynamic": "strict", "properties": properties},
    }


def facet_field(facet: str) -> str:
    """The field whose values a facet counts."""
    return f"{facet}_values" if FIELD_OF_FACET[facet].type in ("label", "person") else facet


def _article_properties() -> Body:
    properties: Body = {
        "id": _KEYWORD,
        "issue": _KEYWORD,
        "version": _KEYWORD,
        "batch": {"type": "long"},
        "place": {"type": "integer", "index": False},
        "day": {"type": "integer"},
        "reprint": _KEYWORD,
        "page_letters": _SOUGHT,
        "article": _STORED,
        **{f"{name}_length": {"type": "integer", "index": False} for name in TEXT_FIELDS},
    }
    for each in LABELLED:
        if each.type == "person":  # counted where a name is sought by its characters
            properties[each.name] = _KEYWORD
        elif each.type == "label":
            properties[each.name] = _SOUGHT
        elif each.type != "date":
            properties[each.name] = _KEYWORD if each.facets else _SOUGHT
    for facet in FACETS:
        properties[facet_field(facet)] = _KEYWORD
    assert all(each.name in properties or each.type == "date" for each in LABELLED), "each field is indexed"
    for scope in ("", "headline_"):
        words = {**_TERMS, "analyzer": "counted"}
        if not scope:
            words["fields"] = {"beginnings": {**_TERMS, "analyzer": "beginnings"}}
        properties[f"{scope}words"] = words
        properties[f"{scope}bigrams"] = {
            **_TERMS,
            "analyzer": "pairs",
            "search_analyzer": "phrase",
            "index_options": "positions",
            "position_increment_gap": 1,
            "fields": {"chars": {**_TERMS, "analyzer": "chars"}},
        }
    return properties
