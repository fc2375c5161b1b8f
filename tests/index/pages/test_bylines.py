from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.marks import DASHES, DOTS, RATIOS
from index.pages.bylines import (
    Byline,
    closing_byline,
    dateline_byline,
    read_author,
    read_byline,
)
from index.pages.person_names import MIN_NAMES, NameCounts
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


@given(texts | st.text("记者摄图文通讯员本组稿件由采写赵小川（） ，·•.．/：∶JK\ue863", max_size=60))
def test_any_line_is_a_byline_of_names_printed_in_it_or_none(line: str):
    closing = closing_byline(line)
    for byline in (read_byline(line), read_author(line), dateline_byline(line), closing and closing[1]):
        if byline:
            names = byline.reporters + byline.contributors + byline.photographers + byline.editors
            assert names
            assert set("".join(names)) <= set(line)


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


@pytest.mark.parametrize("dot", DOTS)
def test_any_print_of_a_dot_joins_the_parts_of_a_name_which_is_kept_as_printed(dot: str):
    name = f"阿不都{dot}某"
    assert read_byline(f"（{name}）") == Byline(reporters=(name,))
    signed = Byline(reporters=("赵小川", name, "孙大河"), has_role_word=True)
    assert read_byline(f"本报记者 赵小川 {name} 孙大河") == signed
    assert dateline_byline(f"本报讯（记者赵小川、{name}、孙大河）今天") == signed
    closing = closing_byline(f"河边的柳树都绿了。（记者 赵小川 {name} 孙大河）")
    assert closing is not None
    assert closing[1] == signed


@pytest.mark.parametrize(
    "name", ["J. K. 某", "Ｊ．Ｋ．某", "J·K·某", "乔•K•某", "José·某", "让-某·某", "让—某·某"]
)
def test_a_name_may_have_initials_and_a_dash(name: str):
    assert read_byline(f"记者 赵小川 {name}") == Byline(reporters=("赵小川", name), has_role_word=True)


@pytest.mark.parametrize(
    "line", ["记者 阿不都 · 某", "记者 阿不都• 某", "记者 阿不都 .某", "记者 乔 · K · 某", "记者 乔·K •某"]
)
def test_blanks_beside_the_dot_of_a_name_are_left_out(line: str):
    byline = read_byline(line)
    assert byline is not None
    assert [len(name) for name in byline.reporters] == [len("阿不都·某")]


@pytest.mark.parametrize(
    ("line", "reporters"),
    [
        ("记者 赵小川 · 孙大河", ("赵小川", "孙大河")),
        ("·本报记者 赵小川·", ("赵小川",)),
        ("• 记者赵小川.", ("赵小川",)),
        ("记者·赵小川", ("赵小川",)),
        ("文·赵小川", ("赵小川",)),
    ],
)
def test_a_dot_beside_a_role_a_whole_name_or_the_edge_joins_nothing(line: str, reporters: tuple[str, ...]):
    byline = read_byline(line)
    assert byline is not None
    assert byline.reporters == reporters


@pytest.mark.parametrize(
    "line",
    [
        "A.概述",
        "3.15晚会",
        "昨天河边的柳树都绿了.孩子们放起了风筝",
        "某某.",
        "阿不都." * 5 + "某",
        "赵小川.。在会上讲话",
    ],
)
def test_a_full_stop_joins_no_sentences_and_no_numbers(line: str):
    assert read_byline(line) is None


@pytest.mark.parametrize("mark", RATIOS)
def test_any_print_of_a_colon_stands_before_names(mark: str):
    assert read_byline(f"本报记者{mark}赵小川") == Byline(reporters=("赵小川",), has_role_word=True)
    assert read_byline(f"责任编辑{mark}赵小川") == read_byline("责任编辑：赵小川")


@pytest.mark.parametrize("mark", DASHES)
def test_a_dash_between_words_makes_no_names_of_them(mark: str):
    assert read_byline(f"赵小川{mark}在河边") is None


@pytest.mark.parametrize(
    "line", ["【本报记者 赵小川】", "〔记者赵小川〕", "［记者　赵小川］", "[记者 赵小川]"]
)
def test_other_brackets_hold_bylines_with_a_role_word(line: str):
    assert read_byline(line) == Byline(reporters=("赵小川",), has_role_word=True)
    assert read_byline("【彩虹】") is None


@pytest.mark.parametrize("name", ["葛\U000e0100某", "赵\ue863", "赵㐂", "赵\U00020bb7", "赵\uf91d", "⻢某"])
def test_a_name_may_hold_any_han_character_and_a_variation_selector(name: str):
    assert read_byline(f"记\u200b者 {name} 孙大河") == Byline(reporters=(name, "孙大河"), has_role_word=True)


def _letter_spaced(text: str, blank: str = " ") -> str:
    return blank.join(text)


@pytest.mark.parametrize("blank", [" ", "　", " 　", "\u00a0"])
@pytest.mark.parametrize(
    "line",
    [
        "（记者赵小川）",
        "本报记者赵小川",
        "（通讯员赵川）",
        "赵小川摄",
        "（赵小川）",
        "赵小川",
        "责任编辑：赵小川",
        "本组稿件由赵小川采写",
        "（记者赵小川、孙大河、阿不都·某）",
    ],
)
def test_a_letter_spaced_byline_is_what_it_is_without_the_blanks(line: str, blank: str):
    assert read_byline(line) is not None
    assert read_byline(_letter_spaced(line, blank)) == read_byline(line)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本 报 记 者 　赵 　川 　孙 　江", ("赵川", "孙江")),
        ("本 报 记 者 赵 小 川 孙 大 河", ("赵小川", "孙大河")),
        ("记 者 李 小 明　王 丽 华", ("李小明", "王丽华")),
        ("记 者 李 小 明 王 丽 华", ("李小明", "王丽华")),
        ("（ 记 者 欧 阳 小 川 王 丽 ）", ("欧阳小川", "王丽")),
        ("记 者 某 某　夕 照", ("某某", "夕照")),
        ("本报记者 李 小 明 王 丽 华", ("李小明", "王丽华")),
        ("本报记者 李 明 王 丽", ("李明", "王丽")),
    ],
)
def test_the_names_of_a_letter_spaced_byline_are_parted_by_gaps_or_by_surnames(
    line: str, names: tuple[str, ...]
):
    assert read_byline(line) == Byline(reporters=names, has_role_word=True)


@pytest.mark.parametrize(
    "line", ["（ 下 转 第 四 版 ）", "高 楼 平 地 起", "本 报 讯", "记 者 从 某 某 局 获 悉"]
)
def test_other_letter_spaced_lines_are_no_bylines(line: str):
    assert read_byline(line) is None


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
    assert dateline_byline(text) == Byline(reporters=("赵小川",), has_role_word=True)


def test_a_letter_spaced_bracket_closes_a_paragraph():
    text = "河边的柳树都绿了。（ 记 者 赵 小 川 ）"
    assert closing_byline(text) == (9, Byline(reporters=("赵小川",), has_role_word=True))
