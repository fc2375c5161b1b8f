from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.marks import DASHES, DOTS, RATIOS
from index.pages.bylines import Byline, is_source_note, read_author, read_byline, read_pen_name
from index.pages.person_names import MIN_NAMES, NameCounts, is_name
from index.pages.text_bylines import closing_byline, dateline_byline
from tests.strategies import texts


def names_of(byline: Byline) -> tuple[str, ...]:
    return byline.reporters + byline.contributors + byline.photographers + byline.authors + byline.editors


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
            Byline(reporters=("赵小川",), photographers=("孙大河",), has_role_word=True),
        ),
        (
            "孙大河图  周 一文",
            Byline(reporters=("周一",), photographers=("孙大河",), has_role_word=True, drawing=True),
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


def test_an_editor_of_the_page_needs_no_surname_that_is_known():
    byline = read_byline("本版责编：莽小川 曹雪盟")
    assert byline is not None
    assert (byline.editors, byline.scope) == (("莽小川", "曹雪盟"), "page")


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


@given(texts | st.text("记者摄图文通讯员本组稿件由采写赵小川（） ，·•.．/：∶JK\ue863", max_size=60))
def test_any_line_is_a_byline_of_names_printed_in_it_or_none(line: str):
    for byline in (read_byline(line), read_author(line), read_pen_name(line)):
        if byline:
            assert names_of(byline)
            assert set("".join(names_of(byline))) <= set(line)
    assert is_source_note(line) in (True, False)


# The open classes, a few of each; a role is at the end, its modifiers before it, each may be absent.
OUTLETS = (
    "",
    "本报",
    "新华社",
    "晚报",
    "石桥日报",
    "石桥县融媒体中心",
    "石桥广播电视台",
    "石桥网",
    "本报客户端",
)
RANKS = (
    "",
    "首席",
    "资深",
    "特约",
    "见习",
    "全媒体",
    "融媒体",
    "驻站",
    "特派",
    "主任",
    "高级",
    "驻石桥",
    "首席全媒体",
)
TITLES = ("记者", "通讯员", "实习生", "评论员", "观察员", "摄影记者", "摄影师", "作者", "撰稿人")
WORKS = ("报道", "摄", "摄影", "文/图", "整理", "供图", "供稿", "采写", "摄影报道", "图", "撰文", "参与采访")
BULLETS = ("", "■ ", "□", "●", "◆ ", "▲", "★", "☆", "·", "▪ ", "◎", "※")
BRACKETS = (("", ""), ("（", "）"), ("【", "】"), ("〔", "〕"), ("[", "]"))


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("title", TITLES)
def test_outlets_ranks_and_roles_are_never_names(outlet: str, title: str):
    for rank, blank, work in product(RANKS, ("", " "), ("", *WORKS)):
        role = f"{outlet}{rank}{title}"
        line = (
            f"{role}{blank or ' '}甄小川{blank}{work}"
            if blank
            else f"{role}甄小川{' ' + work if work else ''}"
        )
        byline = read_byline(line)
        assert byline is not None, line
        assert set(names_of(byline)) == {"甄小川"}, line
        assert read_byline(f"{role} {work}".strip()) is None
        assert not is_name(role, signed=True)


@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize("brackets", BRACKETS)
def test_bullets_and_brackets_come_off_first(bullet: str, brackets: tuple[str, str]):
    line = f"{bullet}{brackets[0]}本报记者 甄小川 通讯员 解大山{brackets[1]}"
    expected = Byline(reporters=("甄小川",), contributors=("解大山",), has_role_word=True)
    assert read_byline(line) == expected


WORDS = st.sampled_from((*OUTLETS, *RANKS, *TITLES, *WORKS, *BULLETS, "甄小川", "由", "均为"))


@given(st.lists(WORDS, max_size=9), st.lists(st.sampled_from((" ", "/", "、", "：", " · ")), min_size=9))
def test_of_any_words_of_a_byline_only_names_are_names(words: list[str], marks: list[str]):
    line = "".join(word + mark for word, mark in zip(words, marks, strict=False))
    for byline in (read_byline(line), read_author(line)):
        assert byline is None or set(names_of(byline)) <= {"甄小川"}


@pytest.mark.parametrize(
    "line",
    [
        "记者从市住建局获悉",
        "记者从市住建局获悉，沿街的旧管道已经更换",
        "记者走进石桥村",
        "记者手记",
        "记者感言",
        "评论员观察",
        "网友留言板",
        "石桥县记者协会主席",
        "社区空间统筹利用",
        "慰问一线护理工作者",
        "市新闻工作者协会",
        "摄影展开幕",
        "图片展在石桥开幕",
        "编辑同志：",
        "（图片由市档案局提供）",
    ],
)
def test_text_with_words_of_a_byline_is_none(line: str):
    assert read_byline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "本报综合",
        "据新华社",
        "（据新华社）",
        "据新华社电",
        "新华社发",
        "本报资料图片",
        "图片由石桥日报社提供",
        "本报评论员",
    ],
)
def test_a_note_of_the_source_names_nobody(line: str):
    assert is_source_note(line)
    assert read_byline(line) is None


@pytest.mark.parametrize("line", ["本报讯", "王小明", "记者 甄小川", "水价下月调整", ""])
def test_other_lines_are_no_note_of_a_source(line: str):
    assert not is_source_note(line)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("甄小川（作者系石桥大学教授）", ("甄小川",)),
        ("（作者甄小川系石桥大学教授）", ("甄小川",)),
        ("（作者系石桥大学教授）", None),
        ("（作者单位：石桥大学）", None),
    ],
)
def test_a_note_about_an_author_may_name_the_author(line: str, authors: tuple[str, ...] | None):
    byline = read_byline(line)
    assert (byline and byline.authors) == authors


def test_a_country_in_brackets_before_a_name_is_none_of_it():
    assert read_byline("〔某国〕阿不都·买买提") == Byline(reporters=("阿不都·买买提",))


def test_traditional_characters_are_read_as_those_of_today_and_kept_as_printed():
    expected = Byline(reporters=("陳小川",), contributors=("劉大山",), has_role_word=True)
    assert read_byline("本報記者 陳小川 通訊員 劉大山") == expected
    assert read_byline("攝影報道：陳小川") == Byline(photographers=("陳小川",), has_role_word=True)


@pytest.mark.parametrize("line", ["敢峰", "野　夫", "三番"])
def test_a_pen_name_is_two_or_three_characters(line: str):
    byline = read_pen_name(line)
    assert byline is not None
    assert byline.reporters == ("".join(line.split()),)


@pytest.mark.parametrize("line", ["前言", "本报记者", "某某局", "走进", "老街换新管", "街"])
def test_a_heading_is_no_pen_name(line: str):
    assert read_pen_name(line) is None


def test_names_that_touch_are_told_apart_by_surnames_and_by_those_that_the_archive_knows():
    assert read_byline("本报记者甄小川解大山") == read_byline("本报记者 甄小川 解大山")
    known = NameCounts({"张海": 3, "洋洋": 3, "王一": 2, "鸣李江": 2})
    byline = read_byline("本报记者李海王一丁", known)
    assert byline is not None
    assert byline.reporters == ("李海", "王一丁")


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
    lead = dateline_byline(f"本报讯（记者赵小川、{name}、孙大河）今天")
    assert lead is not None
    assert lead[1] == signed
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
