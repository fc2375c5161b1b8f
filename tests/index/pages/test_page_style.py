from __future__ import annotations

import pytest

from index.pages.page_style import customs_of, numerals_of
from index.pages.row_features import look
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
def test_the_numerals_of_a_page_are_those_most_of_its_numbers_have(text: str, numerals: str):
    assert numerals_of(read_rows(text)) == numerals


def _customs(*lines: str) -> list[str]:
    """How the first line stands to the customs of its page."""
    rows = read_rows("\n\n".join(lines))
    looks = [look(row) for row in rows]
    return customs_of(rows, looks).seen_at(looks, 0)


def test_a_heading_is_seen_with_the_numerals_of_its_page():
    assert "numerals full, start dash" in _customs("——老街见闻", f"１０月９日，{TEXT}")


def test_a_heading_without_a_dateline_under_it_is_seen_where_most_have_one():
    dated = ("水价下月调整", f"本报讯 {TEXT}", "校车线路优化", f"本报讯 {TEXT}", "诊所延时", f"本报讯 {TEXT}")
    assert "over no dateline, of most" in _customs("老街换新管", TEXT, *dated)
