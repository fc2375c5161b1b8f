from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.bylines import Byline
from index.pages.text_bylines import closing_byline, dateline_byline
from tests.strategies import texts


def test_a_closing_byline_begins_where_the_finished_sentence_ends():
    text = "活动持续到月底。（赵小川）"
    found = closing_byline(text)
    assert found is not None
    at, byline = found
    assert (text[at:], byline.reporters) == ("（赵小川）", ("赵小川",))


@pytest.mark.parametrize(
    "text", ["第八届特产（山西）交易会", "第八届（赵小川）", "他走了。（下转第二版）", "（赵小川）"]
)
def test_a_bracket_inside_a_sentence_closes_nothing(text: str):
    assert closing_byline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "本报某地１月１日电　（记者赵小川）今天上午……",
        "本报讯 (记者 赵小川)今天上午……",
        "新华社某地1月1日电（记者赵小川）今天",
        "本报讯 记者赵小川报道：今天上午……",
        "本报讯 本报实习生赵小川报道：今天上午……",
    ],
)
def test_a_dateline_brings_its_reporter(text: str):
    found = dateline_byline(text)
    assert found is not None
    (start, end), byline = found
    assert byline.reporters == ("赵小川",)
    assert "赵小川" in text[start:end]


@pytest.mark.parametrize(
    "text", ["本报讯 记者从某某局获悉，今天", "本报讯（某某市）今天", "今天（记者赵小川）"]
)
def test_a_dateline_without_names_or_names_without_a_dateline_bring_none(text: str):
    assert dateline_byline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "新 华 社 某 地 9 月 2 0 日 电 （ 记 者 赵 小 川 ）",
        "新 华 社 某 地 ９ 月 ２ ０ 日 电 （ 记 者 赵 小 川 ）今天，河边的柳树都绿了。",
        "新　华　社　　某　地　　9　月　20　日　电　　（记者赵小川）今天，河边的柳树都绿了。",
        "本 报 讯 （ 记 者 赵 小 川 ） 今 天 ， 河 边 的 柳 树 都 绿 了 。",
        "本报讯（ 记 者 赵 小 川 ）今天",
        "本报讯〔记者∶赵小川〕今天",
    ],
)
def test_a_letter_spaced_dateline_brings_its_reporter(text: str):
    found = dateline_byline(text)
    assert found is not None
    assert found[1] == Byline(reporters=("赵小川",), has_role_word=True)


def test_a_letter_spaced_bracket_closes_a_paragraph():
    text = "河边的柳树都绿了。（ 记 者 赵 小 川 ）"
    assert closing_byline(text) == (9, Byline(reporters=("赵小川",), has_role_word=True))


@pytest.mark.parametrize(
    ("text", "printed", "reporters"),
    [
        ("晚报讯（记者 甄小川）今天上午……", "（记者 甄小川）", ("甄小川",)),
        ("石桥日报讯（记者 甄小川）今天上午……", "（记者 甄小川）", ("甄小川",)),
        ("【本报讯】（记者 甄小川）今天上午……", "（记者 甄小川）", ("甄小川",)),
        ("【本報訊】（記者 陳小川）今天上午……", "（記者 陳小川）", ("陳小川",)),
        ("（记者 甄小川）今天上午……", "（记者 甄小川）", ("甄小川",)),
        ("〔记者甄小川〕今天上午……", "〔记者甄小川〕", ("甄小川",)),
        ("本报讯 记者甄小川、解大山报道：今天", "记者甄小川、解大山报道", ("甄小川", "解大山")),
        ("本报讯 记者甄小川从市住建局获悉，今天", "记者甄小川", ("甄小川",)),
    ],
)
def test_the_names_in_a_dateline_come_with_where_they_are_printed(
    text: str, printed: str, reporters: tuple[str, ...]
):
    found = dateline_byline(text)
    assert found is not None
    assert (text[slice(*found[0])], found[1].reporters) == (printed, reporters)


@pytest.mark.parametrize(
    "text",
    [
        "【记者感言】今天上午……",
        "（图）今天上午……",
        "（甄小川）今天上午……",
        "通讯社的记者甄小川今天",
        "晚报讯息灵通，记者甄小川报道：今天",
    ],
)
def test_other_openings_are_no_datelines_with_names(text: str):
    assert dateline_byline(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "他被称为“油画作者”孙国栋",
        "“智慧大脑”统筹决策",
        "我们都要“再坚持”（今日谈）",
        "他是晚报的老读者王小明",
    ],
)
def test_words_that_may_be_no_role_close_no_text(text: str):
    assert closing_byline(text) is None


@given(texts | st.text("本报讯记者通讯员赵小川据新华社电（）【】 ，。：、报道从", max_size=60))
def test_any_text_has_bylines_of_characters_printed_in_it_or_none(text: str):
    lead, closing = dateline_byline(text), closing_byline(text)
    if lead:
        (start, end), byline = lead
        assert 0 <= start < end <= len(text)
        assert set("".join(byline.reporters + byline.contributors)) <= set(text[start:end])
    if closing:
        assert 0 < closing[0] < len(text)
