from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date as civil_date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.article import Article
from index.pages import parse_page, read_roles
from tests.conftest import SEED_PAGE
from tests.index.pages.invented import PAGE
from tests.strategies import texts

DAY = civil_date(2023, 10, 10)
TEXT = (
    "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，"
    "居民出行没有受到影响，工期比计划少用了九天。"
)
# What lines of a page can be, in any order: also such that no paper prints.
FRAGMENTS = st.sampled_from(
    (
        *("老街换新管", "旧城改造提速 老街换新管", "要闻", "——某某街见闻", "简讯", "编者按"),
        *(
            "（赵小川）",
            "赵小川 摄",
            "（本组稿件由 赵小川 采写）",
            "本版稿件由赵小川采写",
            "本版责编：赵小川",
        ),
        *("本报讯 " + TEXT, TEXT, TEXT[:40], "　　" + TEXT, TEXT + "（赵小川）", "图为施工现场。"),
        *("", " ", "”", "（", "“", "》", "\ufeff", "。"),
    )
)
lines = st.lists(FRAGMENTS | texts, max_size=25)


def _parse(page: str) -> tuple[Article, ...]:
    return parse_page(page, paper="某市日报", date=DAY, page=1, source="01.txt")


@pytest.fixture(scope="module")
def articles() -> tuple[Article, ...]:
    return _parse(PAGE)


def test_the_founding_page_is_read_as_expected():
    page = SEED_PAGE.read_text(encoding="utf-8")
    expected = SEED_PAGE.with_name("expected_articles.jsonl").read_text(encoding="utf-8")
    keys = ("headline", "kicker", "group", "reporters", "contributors", "photographers", "kind")
    found = _parse(page)
    rows = [json.loads(line) for line in expected.splitlines()]
    assert len(found) == len(rows) == 13
    for article, row in zip(found, rows, strict=True):
        values = article.to_dict()
        row["kind"] = row["kind"].removesuffix(" caption")
        assert {key: values[key] or None for key in keys} == {
            key: tuple(row[key]) or None if isinstance(row[key], list) else row[key] for key in keys
        }
        assert article.subheads == tuple(row["subheads"])
        assert article.paragraphs == tuple(row["paragraphs"])
        assert article.section in (row["section"], *row["alternatives"].get("section", ()))


def test_an_invented_page_is_cut_into_its_articles(articles: tuple[Article, ...]):
    assert [article.headline for article in articles] == [
        "我市举办“邻里节”系列活动",
        "我市全力做好冬季供暖准备",
        "城东热电厂二号机组点火成功",
        "全市三年新建改建中小学四十所",
        "课后服务要让家长放心",
        None,
        "鲜花销售带动花卉产业发展",
        "食堂饭菜要请家长先尝",
        "校车线路优化缩短上学时间",
        "和平里街道两社区居民小事办得快",
    ]
    assert [article.id for article in articles] == [
        f"某市日报-2023-10-10-01-{order:02d}" for order in range(1, 11)
    ]


def test_a_label_above_the_first_headline_is_its_section(articles: tuple[Article, ...]):
    assert articles[0].section == "文明新风"


def test_four_stacked_headings_are_section_group_kicker_and_headline(articles: tuple[Article, ...]):
    article = articles[3]
    assert (article.section, article.group) == ("说说咱们的“好日子”", "市教育局新闻通气会")
    assert (article.kicker, article.headline) == ("办好百姓家门口的学校", "全市三年新建改建中小学四十所")


def test_kicker_and_headline_merged_by_one_space_are_parted(articles: tuple[Article, ...]):
    assert articles[2].kicker == "检修较计划提前七天完成"


def test_a_space_inside_a_quoted_name_parts_nothing(articles: tuple[Article, ...]):
    assert "“书香校园 伴我成长”" in articles[5].paragraphs[0]


def test_a_group_byline_goes_to_all_of_its_group_and_to_no_guest(articles: tuple[Article, ...]):
    signed = [order for order, article in enumerate(articles) if article.reporters == ("陈小明",)]
    assert signed == [3, 4, 7, 8]
    assert [articles[order].group for order in (3, 4, 7, 8)] == ["市教育局新闻通气会"] * 4
    assert articles[6].reporters == ("冯小路",)


def test_headings_after_their_text_belong_to_it(articles: tuple[Article, ...]):
    last = articles[-1]
    assert last.section == "推动楼门治理能力提升"
    assert last.headline == "和平里街道两社区居民小事办得快"
    assert last.paragraphs[0].startswith("自“楼门长议事”行动")


def test_subheads_that_look_like_headlines_stay_in_their_article(articles: tuple[Article, ...]):
    assert articles[-1].subheads == ("槐树社区:“小茶桌”聊出大主意", "柳树社区:“朋友圈”解开小疙瘩")
    assert len(articles[-1].paragraphs) == 5


def test_a_name_at_the_end_of_a_text_is_a_byline_and_leaves_the_text(articles: tuple[Article, ...]):
    assert articles[0].reporters == ("钱小河",)
    assert articles[0].paragraphs[-1] == "活动将持续至10月15日。"


def test_a_name_alone_on_a_line_is_a_byline_and_no_paragraph(articles: tuple[Article, ...]):
    assert articles[1].reporters == ("孙大山",)
    assert len(articles[1].paragraphs) == 2


def test_role_words_without_brackets_keep_the_roles_apart(articles: tuple[Article, ...]):
    assert articles[-1].reporters == ("韩小冬",)
    assert articles[-1].contributors == ("曹小梅", "许小兰")


def test_a_photo_credit_under_its_caption_names_the_photographers(articles: tuple[Article, ...]):
    photo = articles[5]
    assert (photo.kind, photo.photographers, photo.reporters) == ("photo", ("郑小燕", "吴小天"), ())


def test_brackets_and_reporters_inside_sentences_are_no_bylines(articles: tuple[Article, ...]):
    names = {name for article in articles for name in article.names}
    assert names == {
        *("钱小河", "孙大山", "周小雨", "陈小明", "冯小路", "郑小燕", "吴小天", "韩小冬", "曹小梅", "许小兰")
    }


def test_a_dateline_is_part_of_the_text(articles: tuple[Article, ...]):
    assert [
        order for order, article in enumerate(articles) if article.paragraphs[0].startswith("本报讯 ")
    ] == [0, 1, 2, 3, 4, 6, 8]


@pytest.mark.parametrize(
    ("order", "mended"),
    [(3, "乡村小规模学校建设的若干意见》,"), (6, "两年来,市场里已经办起了“花香小院”直播间")],
)
def test_a_paragraph_torn_by_a_column_break_is_joined(articles: tuple[Article, ...], order: int, mended: str):
    assert any(mended in paragraph for paragraph in articles[order].paragraphs)


def test_a_paragraph_may_end_in_an_ellipsis(articles: tuple[Article, ...]):
    assert articles[2].paragraphs[1].endswith("……")
    assert len(articles[2].paragraphs) == 3


def test_an_article_whose_lead_is_lost_is_one_of_its_own(articles: tuple[Article, ...]):
    assert articles[7].paragraphs[0].startswith("李明认为,")


def test_blank_lines_carry_no_meaning():
    def without_doubts(page: str) -> list[dict[str, object]]:
        # Doubts name their line numbers, which count blank lines.
        return [replace(article, doubts=()).to_dict() for article in _parse(page)]

    assert without_doubts("\n" * 5 + PAGE.replace("\n\n", "\n\n\n")) == without_doubts(PAGE)


def _wrapped(page: str, width: int) -> str:
    """The page with every line cut at a fixed width."""
    return "\n".join(
        "\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in page.splitlines()
    )


@pytest.mark.parametrize("width", [20, 24, 30])
def test_a_page_cut_at_a_fixed_width_is_read_as_the_whole_one(articles: tuple[Article, ...], width: int):
    found = _parse(_wrapped(PAGE, width))
    keys = ("headline", "kicker", "reporters", "contributors", "photographers", "kind")
    assert [[getattr(article, key) for key in keys] for article in found] == [
        [getattr(article, key) for key in keys] for article in articles
    ]


def test_a_page_without_blank_lines_has_the_same_articles(articles: tuple[Article, ...]):
    found = _parse(re.sub(r"\n{2,}", "\n", PAGE))
    # Without blank lines a kicker and the first line of a headline of two have the same form: either is
    # accepted.
    headings = [
        [f"{article.kicker or ''}{article.headline or ''}" for article in read] for read in (found, articles)
    ]
    assert headings[0] == headings[1]
    assert [article.paragraphs for article in found] == [article.paragraphs for article in articles]


def test_the_line_of_its_editors_belongs_to_the_page(articles: tuple[Article, ...]):
    page = f"{PAGE}\n\n本版责编：赵小川 孙大河\n"
    line = read_roles(page).lines[-1]
    assert (line.role, line.article, line.text) == ("masthead", None, "本版责编：赵小川 孙大河")
    assert [article.names for article in _parse(page)] == [article.names for article in articles]


def test_what_digitising_left_in_the_text_is_kept(articles: tuple[Article, ...]):
    text = "".join(paragraph for article in articles for paragraph in article.paragraphs)
    for mark in (" and ", "CO_{2}", "‘小茶桌’"):
        assert mark in text


@pytest.mark.parametrize(("half", "full"), [(",", "，"), ("(", "（"), (")", "）"), (":", "："), (";", "；")])
def test_half_width_and_full_width_marks_are_read_alike(half: str, full: str):
    def lines(page: str) -> list[tuple[int, str, int | None]]:
        return [(line.number, line.role, line.article) for line in read_roles(page).lines]

    assert lines(PAGE.replace(half, full)) == lines(PAGE)


def test_a_page_needs_no_date_of_its_own(articles: tuple[Article, ...]):
    assert {(article.paper, article.date, article.page, article.source) for article in articles} == {
        ("某市日报", DAY, 1, "01.txt")
    }


def test_the_head_of_the_page_is_no_article_s_label(articles: tuple[Article, ...]):
    head = "2023年10月10日　星期二　第1版　要闻"
    headed = _parse(f"{head}\n\n{PAGE.strip()}")
    assert [replace(article, doubts=(), printed=()) for article in headed] == [
        replace(article, doubts=(), printed=()) for article in articles
    ]
    assert headed[0].printed_lines() == (("masthead", head), *articles[0].printed_lines())
    assert read_roles(f"{head}\n{PAGE}").lines[0].role == "masthead"


def test_a_byline_of_the_page_goes_to_articles_that_have_none():
    blocks = (
        "老街换新管",
        f"本报讯 {TEXT}",
        TEXT,
        "水价下月调整",
        f"本报讯 {TEXT}",
        "（本版稿件由 赵小川 采写）",
    )
    page = "\n\n".join(blocks)
    assert {article.reporters for article in _parse(page)} == {("赵小川",)}


SIGNED = (
    "要闻",
    "老街换新管",
    TEXT,
    TEXT + "（记者赵小川、阿不都·某）",
    "水价下月调整",
    TEXT,
    TEXT,
    "本报记者　孙大河　摄",
)


@pytest.mark.parametrize("dot", "•・‧∙⋅･．.˙")
def test_a_name_with_any_print_of_its_dot_is_a_reporter_s_beside_the_plain_ones(dot: str):
    first, _ = _parse("\n\n".join(SIGNED).replace("·", dot))
    assert first.reporters == ("赵小川", f"阿不都{dot}某")


def _bare(*headings: str | None) -> list[str]:
    return ["".join((heading or "").split()) for heading in headings]


def test_letter_spaced_bylines_and_sections_are_read_as_those_without_blanks():
    plain = _parse("\n\n".join(SIGNED))
    spaced = [*SIGNED]
    spaced[0], spaced[-1] = "要　闻", "本 报 记 者 孙 大 河 摄"
    spaced[3] = TEXT + "（ 记 者 赵 小 川 、 阿 不 都 · 某 ）"
    read = _parse("\n\n".join(spaced))
    for article, other in zip(read, plain, strict=True):
        assert (article.reporters, article.photographers) == (other.reporters, other.photographers)
        headings, others = ((each.section, each.kicker, each.headline) for each in (article, other))
        assert _bare(*headings) == _bare(*others)


def test_a_letter_spaced_dateline_names_its_reporter_and_stays_in_the_text_as_printed():
    dateline = "新 华 社 某 地 9 月 2 0 日 电 （ 记 者 赵 小 川 ）"
    (article,) = _parse(f"老街换新管\n\n{dateline} {TEXT}\n\n{TEXT}")
    assert article.reporters == ("赵小川",)
    assert article.paragraphs[0] == f"{dateline} {TEXT}"


def test_a_page_with_nothing_printed_on_it_has_no_articles():
    assert _parse("\n \n\t\n") == ()
    assert read_roles("").lines == ()


@given(lines.map("\n".join))
@example("\n".join(["。"] * 30))
@example("本版责编：赵小川")
def test_every_printed_character_is_in_exactly_one_line(page: str):
    found = read_roles(page).lines
    assert "".join("".join(line.text.split()) for line in found) == "".join(page.split())
    assert [line.number for line in found] == sorted(line.number for line in found)


@given(lines.map("\n".join))
def test_every_printed_character_is_in_one_article_or_one_line_of_the_page(page: str):
    articles = _parse(page)
    found = read_roles(page).lines
    orders = {line.article for line in found} - {None}
    assert orders == set(range(1, len(articles) + 1))
    for order, article in enumerate(articles, 1):
        own = [line for line in found if line.article == order]
        text = "".join(line.text for line in own if line.role in ("body", "caption"))
        bylines = "".join(line.text for line in own if line.role in ("byline", "credit"))
        paragraphs = "".join(article.paragraphs)
        assert len(paragraphs) <= len(text) + len(bylines)
        headings = [line.text for line in own if line.role in ("kicker", "headline")]
        printed = "".join("".join(headings).split())
        assert "".join(f"{article.kicker or ''}{article.headline or ''}".split()) == printed


@given(lines.map("\n".join))
def test_any_text_is_read_the_same_each_time(page: str):
    assert _parse(page) == _parse(page)


def test_articles_begin_where_a_format_knows_it_and_nowhere_else():
    first = "白鹭归来\n\n" + f"{TEXT_A}\n" + "市民沿河观鸟\n" + f"{TEXT_B}\n"
    second = "夜校开了木工班\n" + f"{TEXT_B}\n"
    text = f"{first}\n{second}"
    starts = (1, first.count("\n") + 2)

    def headlines(article_starts: tuple[int, ...]) -> list[str | None]:
        articles = parse_page(
            text, paper="qzrb", date=civil_date(2024, 5, 22), page=1, article_starts=article_starts
        )
        return [article.headline for article in articles]

    assert headlines(starts) == ["白鹭归来", "夜校开了木工班"]
    assert headlines((1, 4, starts[1])) == ["白鹭归来", "市民沿河观鸟", "夜校开了木工班"]
    assert len(headlines((1,))) == 1


TEXT_A = "本报讯 昨天上午，市水务局的巡河员沿河而下，看到沿岸的芦苇已经长到一人多高，几年前的滩地变成了草场。"
TEXT_B = (
    "据介绍，三年来全市关停沿河采砂场二十七家，迁走码头九座，清运垃圾六万吨，两岸种下柳树和水杉十二万株。"
)
