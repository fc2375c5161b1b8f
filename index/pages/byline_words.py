"""The words of a byline that are no names: roles, ranks, outlets, and the words that stand between them.

Roles, ranks and outlets are open classes. A role is known by how it ends (全媒体记者, 跑线记者), an outlet
too (某某晚报, 区融媒体中心), and whatever stands before a role in the same word describes it. All words are
in the simplified characters of today; ``bylines.py`` folds a line to these before it looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

Part = Literal["reporter", "contributor", "photographer", "author", "editor"]
_PARTS: dict[str, Part] = {part: part for part in get_args(Part)}


@dataclass(frozen=True, slots=True)
class Role:
    """What a role word says of its names.

    ``part`` is their part in the article. ``pictures``, ``text``: whether they made the pictures, the text or
    both. ``title``: the word says who they are (记者), not what they did (采写, 文, 摄), so it stands before
    its names unless the line says otherwise.
    """

    part: Part
    pictures: bool = False
    text: bool = True
    title: bool = False


# Words that say who somebody is, by the part that they give to a name.
_TITLES_TABLE = """
reporter 记者 实习生 评论员 观察员 撰稿人 特派员 主笔
contributor 通讯员 报道员 报道组 通讯站 拍客
photographer 摄影师 摄影记者 摄影员 图片记者 视频记者 摄像记者 航拍记者
author 作者 读者 网友 执笔人 口述人 口述者 讲述人 讲述者
editor 编辑 责任编辑 责编 美编 图编 主编 编审 校对 校检 检校 审校 审核 审读 组版 版式 版式设计 版面设计
editor 美术设计 视觉设计 设计 制图 统筹 策划 监制 出品人 值班主任 值班编委 值班总编
"""
# Words that say what somebody did, by the role in ``_WORK_ROLES``.
_WORKS_TABLE = """
reporter 文 文字 文案 撰文 撰写 撰稿 采写 采访 采访整理 采编 报道 报导 综合报道 参与采写 参与采访 参与报道
reporter 采写报道 采访报道 整理 记录 编译 编写 摘编 综合整理
author 执笔 口述 讲述 自述
contributor 供稿 投稿 来稿 翻译 译
pictures 摄 摄影 摄像 拍摄 航拍 图 图片 照片 资料图片 供图 供片 提供 图片提供 图片摄影 题图摄影 题图 配图
pictures 插图 插画 绘图 手绘 漫画 绘 画 速写 视频 视频拍摄 视频剪辑 视频摄制 拍摄剪辑 剪辑 海报 传真照片
both 图文 文图 图文报道 文并图 文并摄
picture-report 摄影报道 图片报道 摄影采写
"""
_WORK_ROLES = {
    "reporter": Role("reporter"),
    "author": Role("author"),
    "contributor": Role("contributor"),
    "pictures": Role("photographer", pictures=True, text=False),
    "both": Role("reporter", pictures=True),
    "picture-report": Role("photographer", pictures=True),
}


def _read_table(table: str) -> dict[str, str]:
    """The first word of its line for every other word of a table."""
    rows = [line.split() for line in table.splitlines() if line]
    return {word: row[0] for row in rows for word in row[1:]}


_TITLES = {word: Role(_PARTS[part], title=True) for word, part in _read_table(_TITLES_TABLE).items()}
_WORKS = {word: _WORK_ROLES[role] for word, role in _read_table(_WORKS_TABLE).items()}
# An editor of one of these signs the page; any other signs an article.
PAGE_WORDS = frozenset({"责任编辑", "责编", "值班主任"})

RANK = (
    r"首席|资深|热心|市民|特约|特聘|特邀|见习|实习|高级|主任|副主任|全媒体|融媒体|新媒体|多媒体|融媒|驻站|驻地|驻外|特派|兼职|专职|签约|随军|战地"
    r"|时政|财经|经济|文化|文体|体育|教育|法治|法制|社会|民生|健康|科技|农业|评论|突发|热线|校园|跑线|一线|摄影|摄像|文字|视频|图片"
    r"|[驻派赴][一-鿿]{1,6}?"
)
_RANK_INSIDE = re.compile("特派|特约|见习|首席|主任|全媒体")  # no name has one, whatever else is glued to it
_OUTLET_END = (
    r"(?:[日晚早晨时商快周]?报|导报|报社|通讯社|[^广]社|电视台|广播台|电台|广电|新闻网|[^因其]网|周刊|杂志|杂志社"
    r"|(?:融|全|新)媒体?(?:中心)?|传媒(?:集团|中心|公司)?|(?:新闻|宣传|采编|报道)?中心|客户端|频道|公众号|视频号|工作室|编辑部|记者站|通讯社|报业集团)"
)
_OWN = r"本报|本刊|本社|本台|本网|我报|我台|本站|新华社|中新社|中央社|法新社|路透社|美联社"
OUTLET = rf"(?:{_OWN}|[一-鿿]{{0,12}}?{_OUTLET_END})"
_OUTLET = re.compile(rf"(?:据|由)?{OUTLET}(?:综合)?(?:发|记者站|供)?")
MODIFIERS = rf"(?:据|由|均?为|均系|系)?(?:{OUTLET})?(?:前方|派出|所有|参与|参加)?(?:{RANK})*"
_MODIFIERS = re.compile(MODIFIERS)
# Known modifiers at the end of a run of characters that begins with a name: 张三见习|记者.
_LAST_MODIFIERS = re.compile(rf"(?:{_OWN})?(?:{RANK})*$")

_HELPED = r"[对为][本此]文[亦也均]?[有做作]?(?:出)?(?:了)?贡献"  # 张三对本文亦有贡献
_GROUP = r"(?:本组|以上|本栏目?|本专题)(?:稿件?|报道|文章|文字|图文|图片|照片)?"
_PAGE = r"本版(?:稿件?|文字|图文|文章|报道)?"
_FILLER = (
    r"除署名外|除署名者?外|均由|均为|均系|[均由系为]|等人?|综合|参与|本文|发自[一-鿿]{2,6}"
    r"|执行|联合|共同|特别|独家|专稿|整理自|现场|联合采写|署名"
)
SCOPE_WORD = re.compile(rf"(?P<group>{_GROUP})|(?P<page>{_PAGE})")
FILLER_WORD = re.compile(_FILLER)
# Where nobody signs: 本报综合, 据新华社, 新华社发, 本报资料图片.
NAMELESS = re.compile(
    rf"(?:据|综合|来源:?|稿件来源:?|图片来源:?)\s*{OUTLET}(?:(?:\s|、|,)+{OUTLET})*\s*(?:客户端|微信|公众号)?(?:消息|电|报道|稿|专电|综合|整理|编译)*"
    rf"|{OUTLET}\s*(?:综合|据|资料|供)(?:消息|报道|整理|编译|图片?|照片|稿件?|片|电)*|{OUTLET}(?:发|供稿|供图|资料图片?|(?:{RANK})?(?:记者|评论员|观察员|编辑部))"
    rf"|(?:图片|照片|资料图片?|本版图片|稿件|文图|图文|均?为?资料图片?)(?:均?由)?(?:{OUTLET})?(?:提供|供图|发)?"
)


@cache
def _inner_words() -> re.Pattern[str]:
    """The pattern of words that are in no name, wherever they stand in a run of characters.

    Other words begin or end with some of them: 工作者, 记者会, 摄影展.
    """
    words = sorted(_TITLES, key=len, reverse=True)
    words[words.index("作者")] = "(?<![工写合协创])作者"
    # 海报 is left out: 李大海报道.
    works = sorted((word for word in _WORKS if len(word) > 1 and word != "海报"), key=len, reverse=True)
    return re.compile(
        rf"(?P<title>(?:{'|'.join(words)})(?![会节证站团协部展院室们]))"
        rf"|(?P<work>(?:{'|'.join(works)})(?:[人者]$)?(?![展会家界集厅])|摄(?![影像制取])|{_HELPED})"
    )


def inner_words(run: str) -> list[re.Match[str]]:
    """The words of a run of Han characters that are in no name; their group is title or work."""
    return list(_inner_words().finditer(run))


def is_modifier(run: str) -> bool:
    """Whether a run of characters is made of known outlets and ranks."""
    return bool(run) and _MODIFIERS.fullmatch(run) is not None


def last_modifiers(run: str) -> int:
    """Where the known outlets and ranks begin with which a run ends; its length where there are none."""
    found = _LAST_MODIFIERS.search(run)
    return found.start() if found else len(run)


def is_outlet(run: str) -> bool:
    """Whether a run is an outlet by its ending, at least two characters."""
    return len(run) > 1 and _OUTLET.fullmatch(run) is not None


def title(word: str) -> Role:
    """The role of a title, which is known by its end."""
    return _TITLES[word]


def work(word: str) -> Role | None:
    """The role of what somebody did, or of who did it (记录人); None for any other word."""
    if re.fullmatch(_HELPED, word):
        return Role("reporter")
    done = word if word in _TITLES else word.rstrip("人者")
    return _WORKS.get(done)


@cache
def _vocabulary() -> re.Pattern[str]:
    words = "|".join(sorted({*_TITLES, *(word for word in _WORKS if len(word) > 1)}, key=len, reverse=True))
    return re.compile(
        rf"(?:{_OWN}|{RANK}|{words}|[文图摄]|均?[由为系]|[一-鿿]*(?:记者|通讯员|实习生|评论员|编辑))+"
    )


def is_vocabulary(run: str) -> bool:
    """Whether a run of characters is a role, a rank or an outlet, so that it is nobody's name."""
    outlet = run.rstrip("文图摄由")
    glued = outlet != run and (len(outlet) > 2 or outlet.endswith("报")) and is_outlet(outlet)
    return (
        glued
        or _RANK_INSIDE.search(run) is not None
        or is_outlet(run)
        or _vocabulary().fullmatch(run) is not None
    )
