from __future__ import annotations

import pytest

from index.pages.page_furniture import part_page_rows
from index.pages.rows import read_rows

TEXT = "昨日上午，某某街道的工人换上新水管，居民围在一旁观看，施工将在三天内完成，沿街商铺照常营业。"
ARTICLE = ("老街换新管", TEXT, TEXT)


def _own(*lines: str) -> list[str]:
    """The lines that are taken for the page's own."""
    articles, own = part_page_rows(read_rows("\n".join(lines)))
    assert len(articles) + len(own) == len(lines)
    return [row.text for row in own]


@pytest.mark.parametrize(
    "head",
    [
        ("A04 县区新闻·石桥",),
        ("第一版",),
        ("第四版 综合新闻 一九九六年八月七日",),
        ("中華民國三十七年五月十二日　星期三　第二版",),
        ("2023年11月22日 星期三 责任编辑：何静 版式：王蕾",),
        ("要 闻", "2023年12月1日", "星期五", "农历癸卯年十月十九", "青泽日报社出版"),
        ("3版", "经济·民生", "石桥报"),
        ("■责编 马骏 ■组版 李娜", "02 时政"),
        ("青泽日报", "国内统一连续出版物号CN 14-0000", "总第3456期", "今日八版"),
    ],
)
def test_the_head_of_a_page_is_known_in_any_form(head: tuple[str, ...]):
    assert _own(*head, *ARTICLE) == ["".join(line.split()) if line == "要 闻" else line for line in head]


@pytest.mark.parametrize(
    "foot",
    [
        ("编辑/刘洋 美编/白雪 热线/5566778",),
        ("本版编辑 林涛 校对 张敏",),
        ("本报地址：青泽市人民路18号 邮政编码：030000 广告许可证：第0012号",),
        ("责任编辑：何静", "电子信箱：qzrb@example.com"),
    ],
)
def test_the_foot_of_a_page_is_known(foot: tuple[str, ...]):
    assert _own(*ARTICLE, *foot) == list(foot)


@pytest.mark.parametrize(
    "lines",
    [
        ("要闻", *ARTICLE),
        ("空气质量日报", TEXT),
        ("编辑回复", TEXT),
        ("公交21路恢复原线路", TEXT),
        ("初雪", "柳荫", "你来的时候没有声音", "像母亲掀开门帘"),
        ("停水通知", TEXT, "青泽市水务公司", "2023年11月21日"),
        ("招聘启事", TEXT, "联系电话：5567890 联系人：林老师"),
        ("《猪病毒性肺炎研究》一书出版", TEXT),
    ],
)
def test_labels_headlines_and_what_stands_under_a_notice_are_no_part_of_it(lines: tuple[str, ...]):
    assert _own(*lines) == []


def test_a_label_under_the_head_is_the_article_s():
    assert _own("A04 县区新闻", "民生热线", *ARTICLE) == ["A04 县区新闻"]


def test_the_running_head_and_the_editors_are_the_page_s_wherever_they_stand():
    assert _own(*ARTICLE, "第2版 要闻", *ARTICLE, "责任编辑：何静", *ARTICLE) == [
        "第2版 要闻",
        "责任编辑：何静",
    ]


def test_a_page_of_nothing_but_a_head_has_no_articles():
    assert part_page_rows(read_rows("第1版 要闻\n2023年12月1日"))[0] == []
    assert part_page_rows([]) == ([], [])
