from __future__ import annotations

from pathlib import Path

import searcher
from index.query import Everything
from tests.strategies import article


def test_prints_of_a_value_count_as_one_and_the_commonest_is_shown(tmp_path: Path):
    sections = (
        ("2023-09-21", "时　评"),
        ("2023-09-22", "時評"),
        ("2023-09-23", "时评"),
        ("2023-09-24", "时评"),
    )
    with searcher.open(tmp_path / "archive", create=True) as archive:
        for day, section in sections:  # each a commit, with a segment of its own
            archive.add_articles([article(1, day=day, section=section), article(2, day=day, section="要闻")])
        counts = {
            each.value: each.count
            for each in archive.search(Everything(), facets="section").facets["section"]
        }
        assert counts == {"时评": 4, "要闻": 4}
        assert archive.search("", section="时 评").total == 4
        early = archive.search("date:..2023-09-22", facets="section").facets["section"]
        assert [(each.value, each.count) for each in early] == [("时　评", 2), ("要闻", 2)]


def test_an_article_with_several_prints_of_a_name_counts_once(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(
            [
                article(1, reporters=("李强",), photographers=("李　强", "王丽")),
                article(2, reporters=("李　强",)),
                article(3, reporters=("李 强",), contributors=("李强",), photographers=("李　强",)),
                article(4, reporters=("李强强",)),
            ]
        )
        counts = {
            each.value: each.count
            for each in archive.search(Everything(), facets="reporter").facets["reporter"]
        }
        assert archive.search("", reporter="李强").total == 3
        assert sorted(counts.values()) == [1, 1, 3]
        assert {name for name, count in counts.items() if count == 1} == {"王丽", "李强强"}
