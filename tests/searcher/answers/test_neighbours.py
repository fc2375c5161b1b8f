from __future__ import annotations

import pytest

from searcher import Archive
from searcher.answers.neighbours import label_of
from tests.strategies import article


def test_a_page_has_its_articles_in_order_and_the_pages_around(answers: Archive):
    found = answers.page("2021-03-04-01-02")
    assert [each.id[-2:] for each in found.articles] == ["01", "02", "03", "04"]
    assert (found.place, found.before, found.after) == (1, None, None)
    assert (answers.page("2021-06-01-01-01").after, answers.page("2021-06-01-03-03").before) == (3, 1)


def test_a_series_is_found_by_its_label_in_order_of_time(answers: Archive):
    found = answers.series("2021-03-05-02-01")
    assert (found.kind, found.name, found.total) == ("label", "走进乡村·春天来了", 3)
    assert found.numbers == (1, 2, 3)
    assert [each.id for each in found.articles] == [
        "2021-03-04-01-01",
        "2021-03-05-02-01",
        "2021-06-01-01-01",
    ]


def test_two_parts_of_one_headline_are_a_series_in_any_script(answers: Archive):
    assert answers.series("2021-06-01-01-02").numbers == (1, 3)


def test_else_a_group_or_a_section_is_the_series(answers: Archive):
    found = answers.series("2021-03-04-01-03")
    assert (found.kind, found.name, found.total) == ("group", "春耕一线", 2)
    found = answers.series("2021-03-04-01-02")
    assert (found.kind, found.name, found.total) == ("section", "要闻", 2)


def test_of_a_long_series_the_nearest_are_returned(answers: Archive):
    found = answers.series("2021-06-01-01-01", limit=2)
    assert ([each.id for each in found.articles][-1], found.total) == ("2021-06-01-01-01", 3)


def test_what_is_alone_is_no_series(answers: Archive):
    found = answers.series("2021-07-01-01-01")
    assert (found.kind, found.articles) == (None, ())


@pytest.mark.parametrize(
    ("headline", "label"),
    [
        ("柳树绿了（走进乡村③）", ("走进乡村", 3)),
        ("柳树绿了〔走进乡村⑫〕", ("走进乡村", 12)),
        ("柳树绿了（走进乡村之四）", ("走进乡村", 4)),
        ("柳树绿了（走进乡村·柳树（下））", ("走进乡村·柳树", 3)),
        ("长桥的故事（上）", ("长桥的故事", 1)),
        ("某法修正案（十二）进入二审", None),
        ("发展规划（2021—2024）", None),
        ("新装备（走在路上）", None),
        ("歌（上）", None),
        ("柳树绿了", None),
    ],
)
def test_a_label_is_what_a_number_counts(headline: str, label: tuple[str, int] | None):
    found = label_of(article(headline=headline))
    assert (found and tuple(found)) == label
