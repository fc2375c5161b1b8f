from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.index.test_reprints import STORY
from tests.strategies import article


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A story printed on three days, each a commit, and another story of each day."""
    with searcher.open(tmp_path / "archive", create=True) as opened:
        for day in ("2023-09-21", "2023-09-22", "2023-10-03"):
            opened.add_articles(
                [
                    article(1, day=day, headline=f"广场上的志愿者{day[-1]}", paragraphs=STORY),
                    article(
                        2, day=day, headline=f"志愿者的故事{day}", paragraphs=(f"{day}的另一个故事。" * 9,)
                    ),
                ]
            )
        yield opened


def test_a_story_printed_several_times_is_one_hit_with_its_reprints(archive: Archive):
    results = archive.search("志愿者", collapse=True)
    assert results.total == 6
    reprints = {hit.id: set(hit.reprints) for hit in results.hits}
    (story,) = [hit_id for hit_id, others in reprints.items() if others]
    assert reprints[story] | {story} == {f"{day}-01-01" for day in ("2023-09-21", "2023-09-22", "2023-10-03")}
    assert len(reprints) == 4


def test_only_matching_articles_are_collapsed(archive: Archive):
    results = archive.search("志愿者 date:2023-09", collapse=True)
    assert sorted(len(hit.reprints) for hit in results.hits) == [0, 0, 1]
    assert results.total == 4


def test_facets_and_total_count_articles(archive: Archive):
    plain, collapsed = archive.search("志愿者"), archive.search("志愿者", collapse=True)
    assert (plain.total, plain.facets) == (collapsed.total, collapsed.facets)
    assert all(hit.reprints == () for hit in plain.hits)


def test_an_empty_result_collapses_to_an_empty_result(archive: Archive):
    assert archive.search("没有这样的话", collapse=True).hits == ()


def test_an_export_may_leave_reprints_out(archive: Archive):
    assert len(list(archive.stream("志愿者", collapse=True))) == 4
