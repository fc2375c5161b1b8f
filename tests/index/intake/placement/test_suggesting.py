from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest

from index.intake.placement import PathPattern, suggest_pattern


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/data/青泽日报/200706/02.txt", "{paper}/{yy}{month}{day}/{page}.txt"),
        ("/data/青泽日报/2024-05-01/02-03.txt", "{paper}/{date}/{page}-{order}.txt"),
        ("/data/青泽日报/01-07-2024/02.txt", "{paper}/{day}-{month}-{year}/{page}.txt"),
        ("/data/青泽日报/2024年/7月/1日/A02.txt.gz", "{paper}/{year}年/{month}月/{day}日/{label}.txt.gz"),
        ("/data/青泽日报/终审/2024-05-01/02.txt", "{paper}/*/{date}/{page}.txt"),
        ("/data/2024-05-01/石桥晚报/02.txt", "{date}/{paper}/{page}.txt"),
    ],
)
def test_a_pattern_is_made_of_the_very_path(path: str, pattern: str):
    assert suggest_pattern(Path(path)) == pattern


def test_the_pattern_decides_what_was_in_doubt():
    path = Path("/data/青泽日报/200706/02.txt")
    assert PathPattern(suggest_pattern(path)).place(path).date == civil_date(2020, 7, 6)


@pytest.mark.parametrize("path", ["/x.txt", "/", "/{a}*/2024-05-01/{b}.txt", "/a/200713/01.txt"])
def test_a_path_of_which_nothing_is_known_gets_an_example_all_the_same(path: str):
    PathPattern(suggest_pattern(Path(path)))
