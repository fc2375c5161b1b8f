from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest
from hypothesis import given

from index.errors import IssueFormatError
from index.intake.placement import Placement, split_header
from index.intake.placement.headers import read_head
from tests.strategies import texts

DAY = civil_date(2023, 9, 21)
MAY = civil_date(2024, 5, 22)
PATH = Path("taiyuan-daily/2023-09-21/01.txt")


@pytest.mark.parametrize(
    "header",
    [
        "date: 2023-09-21\npage: 1\npaper: 太原日报\n",
        "\n日期：2023年9月21日\n\n报纸：太原日报\n版次：第1版\n",
        "报名:太原日报\n Date : 20230921 \n版：01\n",
        "日期：２０２３年９月２１日\n报纸： 太原日报 \r\n版次：１\n",
        "日期：二〇二三年九月二十一日 星期四\n报纸：太原日报\n版次：头版\n",
    ],
)
def test_a_header_tells_paper_date_and_page_and_leaves_the_text_on_its_lines(header: str):
    place, text = split_header(f"{header}\n标题：正文\ndate: 1999-01-01", PATH)
    assert place == Placement("太原日报", DAY, 1)
    assert text.split("\n")[header.count("\n") + 1 :] == ["标题：正文", "date: 1999-01-01"]
    assert not text.split("标题")[0].strip()


@pytest.mark.parametrize("header", ["日　期∶2023-09-21\n版 次：1", "日期﹕2023-09-21\n版　次:1"])
def test_a_header_may_be_letter_spaced_and_have_any_print_of_a_colon(header: str):
    assert split_header(header, PATH)[0] == Placement(None, DAY, 1)


@pytest.mark.parametrize(
    ("value", "page", "name"),
    [
        ("A1", "A01", None),
        ("第A04版 县区新闻", "A04", "县区新闻"),
        ("特刊2", "特刊2", None),
        ("第十二版", 12, None),
        ("号外", "号外", None),
        ("4 要闻", 4, "要闻"),
    ],
)
def test_a_header_says_a_page_by_its_label_with_its_name(value: str, page: int | str, name: str | None):
    assert split_header(f"版次：{value}\n正文", PATH)[0] == Placement(page=page, page_name=name)


@given(texts)
def test_a_text_without_a_header_stays_as_it_is(text: str):
    text = f"标题\n{text}"
    assert split_header(text, PATH) == (Placement(), text)


@pytest.mark.parametrize(
    "line",
    [
        "date: 2023-02-30",
        "日期：昨日",
        "date: 2023",
        "date: 21/09/2023",
        "日期：2023年13月1日",
        "date: " + "9" * 5000,
    ],
)
def test_a_header_with_a_date_that_is_none_is_refused_by_its_line(line: str):
    with pytest.raises(IssueFormatError, match=r"01.txt:2: .* is not a date; say which it is: --date"):
        split_header(f"paper: 太原日报\n{line}\n正文", PATH)


@pytest.mark.parametrize(
    "line", ["page: 0", "版次：昨日", "page: 10000", "page: 1-2", "版次：第1、2版", "page: " + "9" * 5000]
)
def test_a_header_with_a_page_that_is_none_is_refused_by_its_line(line: str):
    with pytest.raises(IssueFormatError, match=r"01.txt:1: .* is not a page from 1 to 9999"):
        split_header(f"{line}\n正文", PATH)


def test_a_key_without_a_value_is_text():
    assert split_header("版：\n正文", PATH) == (Placement(), "版：\n正文")


@pytest.mark.parametrize(
    ("line", "placement"),
    [
        ("第A04版 县区新闻 2024年5月22日 星期三", Placement(None, MAY, "A04", "县区新闻")),
        ("A04 县区新闻·石桥", Placement(None, None, "A04", "县区新闻·石桥")),
        ("2024年5月22日 星期三 第A04版", Placement(None, MAY, "A04")),
        (
            "青泽日报 2024年5月22日 星期三 农历四月十五 第1版 要闻",
            Placement("青泽日报", MAY, 1, "要闻"),
        ),
        ("第一版", Placement(page=1)),
        ("1948年3月5日 第二版", Placement(None, civil_date(1948, 3, 5), 2)),
        ("二〇二四年五月二十二日 星期三 第三版", Placement(None, MAY, 3)),
        ("青泽日报 第352期 2024年5月22日 今日8版", Placement("青泽日报", MAY)),
        ("《青泽日报》2024年5月22日第4版", Placement("青泽日报", MAY, 4)),
        ("石桥晚报第A04版", Placement("石桥晚报", None, "A04")),
        ("2024年5月22日　星期三", Placement(None, MAY)),
        ("第 ２ 版　　要 闻", Placement(page=2, page_name="要闻")),
        ("要闻 │ 第2版", Placement(page=2, page_name="要闻")),
        ("2024.5.22 星期三 A04 县区新闻", Placement(None, MAY, "A04", "县区新闻")),
        ("第04版县区新闻 2024年5月22日", Placement(None, MAY, 4, "县区新闻")),
        ("2024年2月30日 星期三 第4版", Placement(page=4)),
    ],
)
def test_a_running_head_tells_what_it_prints(line: str, placement: Placement):
    assert read_head(line) == placement
    assert split_header(f"{line}\n\n我市召开大会\n正文。", PATH)[0] == placement


@pytest.mark.parametrize(
    "line",
    [
        *(
            "□ 责编/李某",
            "责编：李某 美编：王某",
            "下转第2版",
            "（下转第2版）",
            "第三版问世",
            "要闻",
            "初版",
            "第1版 第2版",
        ),
        *(
            "第2版 某书 昨日 首发",
            "2024年5月22日",
            "2024年5月22日，石桥县召开大会。",
            "G20 峰会开幕",
            "A4 纸张涨价",
        ),
        *(
            "新版教材发布",
            "2024年5月22日 我市召开大会",
            "5月22日 星期三",
            "第二版教材今日发行",
            "2024年第3期",
        ),
        *("详见第4版", "北京 2024年5月22日 星期三 电", "2024年5月22日 星期三 晴", "第1版主编 李某", ""),
    ],
)
def test_an_article_that_begins_with_a_date_or_names_a_page_is_no_head(line: str):
    assert read_head(line) is None
    assert split_header(f"{line}\n正文。", PATH) == (Placement(), f"{line}\n正文。")


def test_a_head_that_the_page_parser_knows_stays_in_the_text():
    text = "第1版 要闻\n\n我市召开大会"
    assert split_header(text, PATH) == (Placement(page=1, page_name="要闻"), text)


def test_a_head_that_would_become_an_article_is_taken_out():
    assert split_header("A04 县区新闻·石桥\n\n我市召开大会", PATH)[1] == "\n\n我市召开大会"


def test_only_the_first_lines_are_looked_at():
    text = "一\n\n二\n三\n第1版 要闻"
    assert split_header(text, PATH) == (Placement(), text)
    text = "青泽日报\n2024年5月22日 星期三\n第1版 要闻\n正文"
    assert split_header(text, PATH)[0] == Placement(None, MAY, 1, "要闻")


def test_a_key_wins_over_what_is_printed():
    text = "日期：2023-09-21\n版次：2\n第1版 要闻 2024年5月22日 星期三"
    assert split_header(text, PATH)[0] == Placement(None, DAY, 2)


def test_two_heads_that_contradict_each_other_say_nothing():
    assert split_header("第1版 要闻\n第2版\n正文", PATH)[0] == Placement()


@given(texts)
def test_any_line_is_a_head_or_none(text: str):
    for line in text.split("\n"):
        assert read_head(line) is None or line.strip()
