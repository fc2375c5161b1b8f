from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.placement import PathPattern, Placement

DAY = civil_date(2023, 9, 21)


@pytest.mark.parametrize(
    ("pattern", "path", "placement"),
    [
        ("{paper}/{date}/{page}.txt", "/a/某市日报/2023-09-21/03.txt", Placement("某市日报", DAY, 3)),
        ("{paper}_{year}{month}{day}-A{page}.txt", "/a/晚报_20230921-A12.txt", Placement("晚报", DAY, 12)),
        ("{year}/{month}/{day}/*-{page}.*", "/a/2023/9/21/scan-7.txt.gz", Placement(None, DAY, 7)),
        ("{date}*{page}.txt", "x/20230921_p4.txt", Placement(None, DAY, 4)),
        ("{date}{page}.txt", "x/20230921004.txt", Placement(None, DAY, 4)),
        ("{date}/{page}.txt", "x/2023/9/21/4.txt", Placement(None, DAY, 4)),
        ("{paper}.txt", "x/晚报.txt", Placement("晚报")),
        ("{yy}{month}{day}/{label}.txt", "x/230921/A04.txt", Placement(None, DAY, "A04")),
        ("{day}-{month}-{yy}/{page}.txt", "x/05-03-48/2.txt", Placement(None, civil_date(1948, 3, 5), 2)),
        ("{label}.txt", "x/第04版 县区新闻.txt", Placement(page=4, page_name="县区新闻")),
        ("{label}.txt", "x/Ａ０４版.txt", Placement(page="A04")),
        ("{label}-{order}.txt", "x/A01-03.txt", Placement(page="A01", order=3)),
        ("{label}_*_{order}.txt", "x/特刊1_要闻_12.txt", Placement(page="特刊1", order=12)),
        ("{page}-{order}.txt", "x/02-03.txt", Placement(page=2, order=3)),
        (
            "{date}/{issue}/{page}.txt",
            "x/2023年9月21日/下午版/1.txt",
            Placement(None, DAY, 1, None, "下午版"),
        ),
        (
            "{paper}第{issue}期/{page}.txt",
            "x/柳河周报第352期/1.txt",
            Placement("柳河周报", None, 1, None, "352"),
        ),
        ("{date}/{page}.txt", "x/二〇二三年九月二十一日/1.txt", Placement(None, DAY, 1)),
        ("{date}/{page}.txt", "x/2023-9-21 星期四/1.txt", Placement(None, DAY, 1)),
        ("{date}/{page}.txt", "x/２０２３·０９·２１/１.txt", Placement(None, DAY, 1)),
        ("{date}/{page}.txt", "x/230921/1.txt", Placement(None, DAY, 1)),
        ("{date}/{page}.txt", "x/23-09-21/1.txt", Placement(None, DAY, 1)),
        ("{date}/{page}.txt", "x\\2023-09-21\\1.txt", Placement(None, DAY, 1)),
    ],
)
def test_a_pattern_reads_the_paths_of_an_archive_of_ones_own(pattern: str, path: str, placement: Placement):
    assert PathPattern(pattern).place(Path(path)) == placement


def test_a_path_of_another_pattern_is_refused():
    with pytest.raises(IssueFormatError, match=r"x\.txt: is not named as \{date\}\.txt"):
        PathPattern("{date}.txt").place(Path("x.txt"))


@pytest.mark.parametrize(
    ("pattern", "path", "fault"),
    [
        ("{year}{month}{day}.txt", "20230230.txt", "2023-02-30 is not a date"),
        ("{date}.txt", "2023年2月30日.txt", "2023-02-30 is not a date"),
        ("{date}.txt", "990230.txt", "990230 is not a date"),
        ("{yy}{month}{day}.txt", "291231.txt", "2029-12-31 is in the future|is not named"),
        ("{label}.txt", "第0版.txt", "第0版 is no page"),
        ("{page}-{order}.txt", "1-0.txt", "articles count from 1"),
    ],
)
def test_what_a_path_says_must_be_a_day_a_page_and_an_order(pattern: str, path: str, fault: str):
    with pytest.raises(IssueFormatError, match=fault):
        PathPattern(pattern).place(Path(path))


@pytest.mark.parametrize("pattern", ["{author}.txt", "{date}/{date}.txt", "{}.txt"])
def test_a_pattern_that_is_none_lists_what_it_takes(pattern: str):
    with pytest.raises(
        ValueError, match=r"takes each of \{paper\}, \{date\}.*\{yy\}.*\{label\}, \{order\}, \{issue\} once"
    ):
        PathPattern(pattern)


@pytest.mark.parametrize("pattern", ["{page}{label}.txt", "{year}{yy}.txt"])
def test_a_pattern_says_a_thing_in_one_way(pattern: str):
    with pytest.raises(ValueError, match=r"\} or \{.*\}, not both"):
        PathPattern(pattern)
