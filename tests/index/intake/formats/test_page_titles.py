from __future__ import annotations

import pytest

from index.intake.formats.page_titles import find_page_title, read_page_title
from index.page_label import PageLabel


@pytest.mark.parametrize(
    ("line", "label", "name"),
    [
        ("第A04版：县区新闻", "A04", "县区新闻"),
        ("第A04版:县区新闻", "A04", "县区新闻"),
        ("A04版 县区新闻·石桥", "A04", "县区新闻·石桥"),
        ("A4：县区新闻", "A04", "县区新闻"),
        ("第01版：要闻", 1, "要闻"),
        ("01版：要闻", 1, "要闻"),
        ("第01版要闻", 1, "要闻"),
        ("第1版", 1, None),
        ("第 12 版 ： 【综合】", 12, "综合"),
        ("第十二版：副刊", 12, "副刊"),
        ("头版：要闻", 1, "要闻"),
        ("封面版", 1, None),
        ("T08版：特别报道", "T08", "特别报道"),
        ("特刊1版：丰收", "特刊1", "丰收"),
        ("第b2版－体育", "B02", "体育"),
        ("第JSA01版：蔬菜", "JSA01", "蔬菜"),
    ],
)
def test_a_line_that_names_a_page(line: str, label: PageLabel, name: str | None):
    assert read_page_title(line) == (label, name)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "上一版",
        "下一版",
        "版面导航",
        "PDF版",
        "青泽日报",
        "2024年05月22日",
        "县里出版了新书",
        "第0版：无",
        "A04",
        "修订版：" + "长" * 60,
    ],
)
def test_a_line_that_names_none(line: str):
    assert read_page_title(line) is None


def test_a_label_alone_counts_where_one_is_expected():
    assert read_page_title("A04", bare=True) == ("A04", None)
    assert read_page_title("综合", bare=True) is None


def test_the_page_in_the_title_of_a_window():
    assert find_page_title("青泽日报-2024年05月22日-第A04版：县区新闻") == ("A04", "县区新闻")
    assert find_page_title("《青泽日报》2024年05月22日 第02版 要闻 - 数字报") == (2, "要闻")
    assert find_page_title("青泽日报数字报") is None
