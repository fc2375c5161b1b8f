from __future__ import annotations

import pytest

from index.pages.page_style import detect_page_style, dominant_numerals
from index.pages.row_features import extract_row_features
from index.pages.rows import read_rows

TEXT = "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，居民出行没有受到影响。"


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("10月9日，3个街区", "half"),
        ("１０月９日，3个街区", "full"),
        ("十月九日，三个街区", "characters"),
        ("", "half"),
    ],
)
def test_the_numerals_of_a_page_are_those_of_most_of_its_numbers(text: str, numerals: str):
    assert dominant_numerals(read_rows(text)) == numerals


def _style_features(*lines: str) -> list[str]:
    """The features of the first line that depend on the style of its page."""
    rows = read_rows("\n\n".join(lines))
    row_features = [extract_row_features(row) for row in rows]
    return detect_page_style(rows, row_features).features_at(row_features, 0)


def test_the_features_of_a_heading_name_the_numerals_of_its_page():
    assert "numerals full, start dash" in _style_features("——老街见闻", f"１０月９日，{TEXT}")


def test_a_heading_without_a_dateline_under_it_shows_that_most_have_one():
    dated = ("水价下月调整", f"本报讯 {TEXT}", "校车线路优化", f"本报讯 {TEXT}", "诊所延时", f"本报讯 {TEXT}")
    assert "over no dateline, of most" in _style_features("老街换新管", TEXT, *dated)
