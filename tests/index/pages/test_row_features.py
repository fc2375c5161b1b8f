from __future__ import annotations

import pytest
from hypothesis import given

from index.pages.row_features import (
    HEADING_BIGRAM_PREFIX,
    extract_row_features,
    is_caption,
    is_folio,
    row_feature_strings,
)
from index.pages.rows import Row, fold_width, read_rows
from tests.strategies import printed


def _row(text: str) -> Row:
    return Row(((1, text),), text, fold_width(text), gap=False)


def _strings(text: str) -> list[str]:
    return row_feature_strings(extract_row_features(_row(text)))


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("老城区管网改造提前完工", "short"),
        ("施工队昨天撤走了。", "sentence"),
        ("（赵小川）", "byline"),
        ("赵小川 孙大河 摄", "byline"),
        ("施工队昨天撤走了，" * 8 + "路面恢复如初。", "long"),
        ("施工队昨天撤走了，" * 8, "long"),
    ],
)
def test_the_shape_of_a_row_is_long_sentence_byline_or_short(text: str, shape: str):
    assert extract_row_features(_row(text)).shape == shape


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("本报讯 昨天", "dateline"),
        ("本报某地1月1日电 昨天", "dateline"),
        ("新华社某地一月一日电", "dateline"),
        ("新 华 社 某 地 1 月 1 日 电 昨天，某某小区", "dateline"),
        ("近日，某某小区", "time"),
        ("某某小区近日", ""),
    ],
)
def test_the_opening_of_a_text_is_a_dateline_a_time_or_none(text: str, opening: str):
    assert extract_row_features(_row(text)).opening == opening


@pytest.mark.parametrize("text", ["印发《关于新时期推动", "他说：“我们", "某某（即"])
def test_a_row_that_ends_inside_a_quote_or_bracket_is_left_open(text: str):
    assert extract_row_features(_row(text)).left_open


def test_full_width_and_half_width_rows_have_the_same_features():
    wide, half = "（一）春耕：早，准备！", "(一)春耕:早,准备!"
    assert _strings(wide) == _strings(half)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("要闻", "section word"),
        ("编者按", "apparatus"),
        ("某某在座谈会上强调", "speech verb"),
        ("让老城更宜居（一线见闻）", "bracket tail"),
        ("春耕忙 秋收稳", "words 2"),
        ("春耕备耕正当其时 田间地头一片繁忙", "two halves even"),
        ("要　闻", "section word"),
        ("综 合 新 闻", "section word"),
        ("政治・法律・社会", "section word"),
        ("——某某村见闻", "start dash"),
        ("──某某村见闻", "start dash"),
        ("―某某村见闻", "start dash"),
        ("•某某村见闻", "start bullet"),
        ("一、背景", "start numeral"),
    ],
)
def test_a_heading_shows_what_kind_of_heading_it_is(text: str, feature: str):
    assert feature in _strings(text)


@pytest.mark.parametrize(
    "text", ["图为农民在田间劳作。", "上图：雪后的公园。", "孩子们在放风筝。左图为获奖作品。"]
)
def test_a_caption_refers_to_its_picture(text: str):
    assert is_caption(text)


def test_a_text_about_a_plan_is_no_caption():
    assert not is_caption("他画了一张图纸，交给施工队。")


@given(printed)
def test_any_printed_row_has_features(text: str):
    for row in read_rows(text):
        assert "always" in row_feature_strings(extract_row_features(row))


@pytest.mark.parametrize(
    "line",
    ["第1版 要闻", "第１版：要闻", "第二版", "03版·民生", "A12版", "2023年9月21日 星期四 第1版 要闻",
     "2023年9月21日星期四第3版", "要闻 | 第2版", "某市日报 2023-09-21 第1版",
     "第 ２ 版　　要 闻", "第2版・要闻", "要闻 │ 第2版", "某市日报 2023・09・21 第1版", "2023–9–21 第1版"],
)  # fmt: skip
def test_the_running_head_of_a_page_holds_its_number(line: str):
    assert is_folio(line)


@pytest.mark.parametrize(
    "line",
    ["下转第2版", "（下转第2版）", "第三版问世", "第2版 某书 昨日 首发", "要闻", "2023年9月21日 星期四",
     "", "初版", "第1版 第2版"],
)  # fmt: skip
def test_other_lines_that_name_a_page_or_an_edition_are_text(line: str):
    assert not is_folio(line)


def test_a_heading_has_each_of_its_bigrams_once_in_ascending_order():
    found = [
        feature for feature in _strings("大桥通车 大桥合龙") if feature.startswith(HEADING_BIGRAM_PREFIX)
    ]
    assert found == sorted(
        f"{HEADING_BIGRAM_PREFIX}{bigram}" for bigram in ("大桥", "桥通", "通车", "桥合", "合龙")
    )
