"""Pairs of issues that print a story in common, from the keys of all articles: no article is read."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np

from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import scan
from index.backends.opensearch.mapping import ARTICLES, PAGE_SIZE
from index.backends.opensearch.wire import Wire
from index.issue import IssueKey, issue_key
from index.reports import SharedStories
from index.stories import story_numbers


def shared_stories(wire: Wire, commit: Commit) -> list[SharedStories]:
    """Each pair of issues that share a story, the smaller key first, and how many they share."""
    told = {"_source": False, "docvalue_fields": ["issue", "reprint"], "stored_fields": "_none_"}
    numbers: dict[str, int] = {}
    keys: list[int] = []
    indexes: list[int] = []
    issues: list[IssueKey] = []
    by_name: dict[str, IssueKey] = {}
    hits = scan(wire, commit, ARTICLES, {"match_all": {}}, sort=[{"id": "asc"}], told=told, size=PAGE_SIZE)
    for at, hit in enumerate(hits):
        name = hit["fields"]["issue"][0]
        issues.append(by_name.setdefault(name, issue_key(name)))
        for key in hit["fields"].get("reprint", ()):
            keys.append(numbers.setdefault(key, len(numbers)))
            indexes.append(at)
    stories = story_numbers(np.array(keys, np.uint64), np.array(indexes, np.intp), len(issues)).tolist()
    printed: dict[int, set[IssueKey]] = {}
    for story, issue in zip(stories, issues, strict=True):
        printed.setdefault(story, set()).add(issue)
    shared: Counter[tuple[IssueKey, IssueKey]] = Counter()
    for of_story in printed.values():
        shared.update(combinations(sorted(of_story), 2))
    articles = Counter(issues)
    return [
        SharedStories(one, other, count, min(articles[one], articles[other]))
        for (one, other), count in shared.items()
    ]
