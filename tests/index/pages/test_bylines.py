from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.bylines import (
    Byline,
    closing_byline,
    dateline_byline,
    read_author,
    read_byline,
)
from index.pages.person_names import MIN_NAMES, NameCounts
from index.pages.rows import fold_width
from tests.strategies import texts


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("(赵小川)", Byline(reporters=("赵小川",))),
        ("（赵小川　孙大河）", Byline(reporters=("赵小川", "孙大河"))),
        ("记者 赵小川", Byline(reporters=("赵小川",), has_role_word=True)),
        ("本报记者　赵小川", Byline(reporters=("赵小川",), has_role_word=True)),
        ("本报驻某某特派记者 赵小川", Byline(reporters=("赵小川",), has_role_word=True)),
        (
            "记者 赵小川 通讯员 孙大河 周一鸣",
            Byline(reporters=("赵小川",), contributors=("孙大河", "周一鸣"), has_role_word=True),
        ),
        ("赵小川 孙大河 摄", Byline(photographers=("赵小川", "孙大河"), has_role_word=True)),
        ("赵小川摄（某某社发）", Byline(photographers=("赵小川",), has_role_word=True)),
        ("赵小川 摄影报道", Byline(photographers=("赵小川",), has_role_word=True)),
        (
            "文/赵小川 图/孙大河",
            Byline(
                reporters=("赵小川",), photographers=("孙大河",), has_role_word=True, only_author_words=True
            ),
        ),
        (
            "孙大河图  周 一文",
            Byline(
                reporters=("周一",), photographers=("孙大河",), has_role_word=True, only_author_words=True
            ),
        ),
        ("版式设计：孙大河", Byline(editors=("孙大河",), has_role_word=True)),
        ("（参与记者：赵小川、孙大河）", Byline(reporters=("赵小川", "孙大河"), has_role_word=True)),
        ("（本报记者 赵小川采访整理）", Byline(reporters=("赵小川",), has_role_word=True)),
        ("买买提·艾力", Byline(reporters=("买买提·艾力",))),
    ],
)
def test_a_byline_gives_each_name_and_its_role(line: str, byline: Byline):
    assert read_byline(line) == byline


@pytest.mark.parametrize(
    ("line", "scope"),
    [
        ("(本组稿件由 赵小川 采写)", "group"),
        ("（以上稿件均由本报记者赵小川采写）", "group"),
        ("本版稿件由赵小川采写", "page"),
    ],
)
def test_a_byline_of_several_articles_gives_its_scope(line: str, scope: str):
    byline = read_byline(line)
    assert byline is not None
    assert (byline.reporters, byline.scope) == (("赵小川",), scope)


def test_the_editors_of_a_page_sign_the_page():
    editors = ("赵小川", "孙大河")
    assert read_byline("责任编辑：赵小川 版式设计：孙大河") == Byline(
        editors=editors, scope="page", has_role_word=True
    )


@pytest.mark.parametrize("line", ["记者 赵 川 孙大河", "赵 川 孙大河 采写"])
def test_a_name_spaced_to_three_characters_is_closed_up(line: str):
    byline = read_byline(line)
    assert byline is not None
    assert byline.reporters == ("赵川", "孙大河")


@pytest.mark.parametrize(
    "line",
    [
        "(山西)",
        "（上海市）",
        "（下转第四版）",
        "（待续）",
        "(某某市某某区某某路)",
        "记者从某某局获悉",
        "记者走进某某村时正下着雨。",
        "本报讯",
        "（作者为某某大学教授）",
        "（执笔：赵小川）",
        "（综合本报记者赵小川、孙大河报道）",
        "（附图表）",
        "图片说明：",
        "记者手记",
        "赵小川在会上讲话",
        "",
    ],
)
def test_places_notes_and_sentences_are_no_bylines(line: str):
    assert read_byline(line) is None


@pytest.mark.parametrize("line", ["某某市某某局局长 赵小川", "〔某国〕 赵小川"])
def test_an_author_may_come_with_an_office(line: str):
    author = read_author(line)
    assert author is not None
    assert author.reporters == ("赵小川",)


@pytest.mark.parametrize("line", ["春天 来了", "某某 赵小川", "某某某某某某某 开工了"])
def test_two_words_are_no_author_without_an_office_and_a_surname(line: str):
    assert read_author(line) is None


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
    byline = dateline_byline(text)
    assert byline is not None
    assert byline.reporters == ("赵小川",)


@pytest.mark.parametrize(
    "text", ["本报讯 记者从某某局获悉，今天", "本报讯（某某市）今天", "今天（记者赵小川）"]
)
def test_a_dateline_without_names_or_names_without_a_dateline_bring_none(text: str):
    assert dateline_byline(text) is None


@given(texts | st.text("记者摄图文通讯员本组稿件由采写赵小川（） ，·/：", max_size=60))
def test_any_line_is_a_byline_of_names_printed_in_it_or_none(line: str):
    closing = closing_byline(line)
    for byline in (read_byline(line), read_author(line), dateline_byline(line), closing and closing[1]):
        if byline:
            names = byline.reporters + byline.contributors + byline.photographers + byline.editors
            assert names
            assert set("".join(names)) <= set(fold_width(line))


def test_the_archive_s_bylines_settle_a_doubtful_name_and_no_other():
    known = NameCounts({"夕照": 2} | {f"赵{chr(0x4E00 + number)}": 1 for number in range(MIN_NAMES)})
    assert read_byline("夕照　孙大河") is None
    assert read_byline("夕照　孙大河", known) == Byline(reporters=("夕照", "孙大河"))
    assert read_byline("(附图)", known) is None
    assert read_byline("(彩虹)") == Byline(reporters=("彩虹",))
    assert read_byline("(彩虹)", known) is None
    for line in ("(孙大河)", "记者 彩虹", "彩虹 摄"):
        assert (byline := read_byline(line)) is not None
        assert read_byline(line, known) == byline
