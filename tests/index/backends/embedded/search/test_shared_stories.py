from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from random import Random

import searcher
from index.backend import Request
from index.issue import IssueKey
from searcher import Archive
from searcher.ranking import BM25
from tests.index.test_reprints import STORY
from tests.strategies import article

DAYS = [f"2023-09-{day}" for day in range(10, 22)]


def collapsed(archive: Archive) -> Counter[tuple[IssueKey, IssueKey]]:
    """How many stories two issues share, by a search that shows each story once."""
    matches = archive._backend.search(Request(limit=None, collapse=True), BM25())
    shared: Counter[tuple[IssueKey, IssueKey]] = Counter()
    for (article_id, _), others in zip(matches.hits, matches.reprints, strict=True):
        issues = {IssueKey.of(each) for each in archive.get_many([article_id, *others])}
        shared.update(combinations(sorted(issues), 2))
    return shared


def test_stories_are_shared_as_a_search_collapses_them(tmp_path: Path):
    generator = Random(15)
    stories = [tuple(f"{text}{n}" * 2 for text in STORY) for n in "一二三四五六七八"]
    with searcher.open(tmp_path / "archive", create=True) as archive:
        for day in DAYS:  # each in a commit of its own, some of which are merged
            chosen = generator.choices(stories, k=generator.randint(1, 4))
            archive.add_articles(
                article(n, day=day, paper=generator.choice(["日报", "晚报"]), paragraphs=story)
                for n, story in enumerate(chosen, 1)
            )
        archive.drop(DAYS[3])
        archive.add_articles([article(1, day=DAYS[5], paragraphs=stories[0])], replace="issue")
        found = archive._backend.shared_stories()
        expected = collapsed(archive)
        sizes = {record.key: record.articles for record in archive.issues()}
    assert expected
    assert {(each.one, each.other): each.stories for each in found} == expected
    assert all(each.articles == min(sizes[each.one], sizes[each.other]) for each in found)


def test_an_empty_archive_shares_nothing(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        assert archive._backend.shared_stories() == []
