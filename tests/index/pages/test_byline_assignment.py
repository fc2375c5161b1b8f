from __future__ import annotations

from datetime import date as civil_date

from index.article import Article
from index.pages import parse_page

TEXT = "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，居民出行没有受到影响。" * 2
BRIEFS = f"本报讯 {TEXT}（赵小川）", f"本报讯 {TEXT}（钱大江）"
MARKED = f"本报某市10月9日电 （记者赵小川）{TEXT}"
BARE = f"本报某市10月9日电 （钱大江）{TEXT}"
PAGE = ("老街换新管", MARKED, "水价下月调整", BARE, "校车线路优化", MARKED.replace("赵小川", "孙小海"))


def _parse(*blocks: str) -> list[Article]:
    return list(parse_page("\n\n".join(blocks), paper="某市日报", date=civil_date(2023, 10, 10), page=1))


def test_where_reporters_are_marked_a_name_alone_is_an_author_s():
    assert [article.reporters for article in _parse(*PAGE)] == [("赵小川",), (), ("孙小海",)]


def test_a_paper_of_older_numerals_names_its_reporters_without_a_role_word():
    older = [line.replace("10月9日", "１０月９日") for line in PAGE]
    assert [article.reporters for article in _parse(*older)] == [("赵小川",), ("钱大江",), ("孙小海",)]


def test_a_paper_that_signs_in_brackets_names_its_reporters_without_a_role_word():
    found = _parse(
        *("老街换新管", f"本报讯 {TEXT}（赵小川）", "水价下月调整", f"本报讯 {TEXT}（钱大江）"),
        *("校车线路优化", f"本报讯 {TEXT}", "记者 孙小海"),
    )
    assert [article.reporters for article in found] == [("赵小川",), ("钱大江",), ("孙小海",)]


def test_each_of_several_briefs_under_one_headline_is_signed():
    found = _parse("１０月要闻短波", *BRIEFS, "校车线路优化", f"本报讯 {TEXT}")
    assert found[0].reporters == ("赵小川", "钱大江")
