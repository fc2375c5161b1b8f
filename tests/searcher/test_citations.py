"""A citation names who, what, where and when, in the marks of its style."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from searcher import Archive, Article
from searcher.citations import STYLES, Style, cite

ARTICLE = Article(
    id="qzrb-2024-03-28-14-02",
    paper="qzrb",
    date=date(2024, 3, 28),
    page=14,
    kicker="入春以来",
    headline="青泽河全线开通",
    paragraphs=("青泽河的冰昨天都化了，第一条船今天一早就开出了码头。",),
    reporters=("赵一",),
)


def name(code: str) -> str:
    return {"qzrb": "青泽日报"}.get(code, code)


def cited(style: Style, **values: object) -> str:
    return cite(replace(ARTICLE, **values), name, style)  # type: ignore[arg-type]


def test_gb_t_7714_has_who_title_paper_day_and_page():
    assert cited("gbt7714") == "赵一. 青泽河全线开通[N]. 青泽日报, 2024-03-28(14)."
    assert cited("gbt7714", page="A01").endswith("2024-03-28(A01).")
    assert cited("gbt7714", edition="晚") == "赵一. 青泽河全线开通[N]. 青泽日报(晚), 2024-03-28(14)."
    assert cited("gbt7714", paper="qzwb").endswith("qzwb, 2024-03-28(14).")


@pytest.mark.parametrize(
    ("names", "before"),
    [
        (("赵一", "钱二", "孙三"), "赵一, 钱二, 孙三. "),
        (("赵一", "钱二", "孙三", "李四"), "赵一, 钱二, 孙三, 等. "),
        ((), ""),
    ],
)
def test_three_names_are_written_and_more_are_others(names: tuple[str, ...], before: str):
    assert cited("gbt7714", reporters=names) == f"{before}青泽河全线开通[N]. 青泽日报, 2024-03-28(14)."


def test_authors_come_first_and_contributors_and_photographers_where_nobody_reported():
    assert cited("gbt7714", authors=("周五",)).startswith("周五, 赵一. ")
    assert cited("gbt7714", contributors=("周五",), photographers=("吴六",)).startswith("赵一. ")
    assert cited("gbt7714", reporters=(), contributors=("周五",)).startswith("周五. ")
    assert cited("gbt7714", reporters=(), photographers=("吴六",)).startswith("吴六. ")


def test_an_article_without_a_headline_is_called_by_its_kicker_or_its_opening():
    assert "入春以来[N]" in cited("gbt7714", headline=None)
    assert "青泽河的冰昨天都化了，第一条船今天一早就…[N]" in cited("gbt7714", headline=None, kicker=None)
    assert "[无题][N]" in cited("gbt7714", headline=None, kicker=None, paragraphs=())


def test_bibtex_keeps_names_whole_and_no_mark_of_tex():
    assert cited("bibtex", headline="50%_青泽{河}", reporters=("赵一", "Anna and Bob"), id="晚报,1").split(
        "\n"
    ) == [
        "@article{晚报-1,",
        "  author = {{赵一} and {Anna and Bob}},",
        r"  title = {{50\%\_青泽\{河\}}},",
        "  journal = {青泽日报},",
        "  date = {2024-03-28},",
        "  year = {2024},",
        "  month = {3},",
        "  day = {28},",
        "  pages = {14},",
        "  entrysubtype = {newspaper},",
        "}",
    ]


def test_ris_has_a_line_a_name():
    assert cited("ris", reporters=("赵一", "钱二")).split("\n") == [
        "TY  - NEWS",
        "AU  - 赵一",
        "AU  - 钱二",
        "TI  - 青泽河全线开通",
        "T2  - 青泽日报",
        "PY  - 2024",
        "DA  - 2024/03/28",
        "SP  - 14",
        "ID  - qzrb-2024-03-28-14-02",
        "ER  - ",
    ]


def test_markdown_is_a_sentence_in_which_nothing_is_markup():
    assert cited("markdown") == "赵一：《青泽河全线开通》，《青泽日报》2024年3月28日第14版"
    assert cited("markdown", headline="《青泽》*再版*_1_").startswith(r"赵一：《〈青泽〉\*再版\*\_1\_》")
    many = cited("markdown", reporters=("赵一", "钱二", "孙三", "李四"))
    assert many.startswith("赵一、钱二、孙三等：")


@pytest.mark.parametrize("style", STYLES)
def test_no_line_of_a_headline_breaks_a_citation_and_no_control_passes(style: Style):
    text = cited(style, headline="青泽\n\x1b[2J河\u202e")
    assert not set(text) & {"\x1b", "\u202e"}
    assert "青泽 ␛" in text.replace("\\", "")


def test_the_archive_cites_by_the_name_it_was_told(archive: Archive):
    (article,) = archive.stream("paper:qzwb", limit=1)
    assert "[N]. 青泽晚报" in archive.cite(article.id)
    with pytest.raises(ValueError, match="style='apa'; it is one of gbt7714, bibtex, ris, markdown"):
        archive.cite(article.id, "apa")  # type: ignore[arg-type]
