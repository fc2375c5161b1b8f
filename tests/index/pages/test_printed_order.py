"""Is every line of a page in one of its articles, in the order printed?"""

from __future__ import annotations

from datetime import date as civil_date

from hypothesis import given
from hypothesis import strategies as st

from analyzers import fold
from index.article import SCOPES, Article
from index.pages import NO_NAMES, parse_page
from index.pages.drafts import build_drafts
from index.pages.printed_order import order_printed_lines
from index.pages.rows import read_rows

TEXT = "昨日上午，某某街道的工人换上新水管，居民围在一旁观看，施工将在三天内完成，沿街商铺照常营业。"
LINES = (
    *(
        "第1版 要闻 2024年5月22日 星期三",
        "民生",
        "今日关注",
        "入冬以来",
        "老街换新管",
        "——三日后通水",
        "居民称便",
    ),
    *(
        "入冬以来 老街换新管",
        f"本报讯 {TEXT}",
        TEXT,
        f"{TEXT}（何某某）",
        "本报记者 何某某 周某",
        "何某某 摄",
        "图为施工现场。",
    ),
    *("责编 周某 美编 王某", "（本版稿件由 何某某 采写）", "（记者 周某）", "—— —— ——"),
)


def _parse(page: str) -> tuple[Article, ...]:
    return parse_page(page, paper="某市日报", date=civil_date(2024, 5, 22), page=1)


@given(st.lists(st.sampled_from(LINES), max_size=14).map(lambda lines: [*lines, TEXT]), st.booleans())
def test_every_line_of_a_page_is_found_in_an_article(lines: list[str], apart: bool):
    articles = _parse(("\n\n" if apart else "\n").join(lines))
    units = [fold(unit) for article in articles for scope in SCOPES for unit in article.units(scope)]
    assert [line for line in lines if not any(fold(line) in unit for unit in units)] == []


def test_head_and_foot_of_the_page_stand_with_its_first_and_last_article():
    head, foot = "第1版 要闻", "责编 周某 美编 王某"
    articles = _parse(
        "\n\n".join((head, "老街换新管", TEXT, TEXT, "公园夜里开放", f"本报讯 {TEXT}", TEXT, foot))
    )
    assert [line.text for line in articles[0].printed_lines()] == [head, "老街换新管", TEXT, TEXT]
    assert [line.role for line in articles[-1].printed_lines()] == ["headline", "body", "body", "masthead"]


def test_subheads_stand_between_their_paragraphs():
    rows = read_rows(f"老街换新管\n{TEXT}\n三日通水\n{TEXT}")
    drafts, page_pieces = build_drafts(rows, ["headline", "first", "subhead", "body"], NO_NAMES)
    (lines,) = order_printed_lines(drafts, page_pieces, rows)
    assert lines == [("headline", "老街换新管"), ("body", TEXT), ("subhead", "三日通水"), ("body", TEXT)]
