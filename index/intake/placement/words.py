"""What a word in a path may be: a paper's name, a section's, an edition's, or a word that says nothing.

``words.tsv`` has the last ones, among them those of work on files and those before the number of a file.
The lists hold words of any archive, none of one, and are open at the side of the paper: whatever is in none
of them may be a paper's name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path


@cache
def _words(meaning: str) -> frozenset[str]:
    """The words of ``words.tsv`` that have this meaning among theirs."""
    lines = Path(__file__).with_name("words.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return frozenset(word for word, meanings in rows if meaning in meanings.split())


@cache
def _several() -> re.Pattern[str]:
    """What is made of words that say nothing: 报纸数据."""
    words = sorted(word for word in _words("nothing") if not word.isascii() and len(word) > 1)
    return re.compile(rf"[老旧全各]?(?:{'|'.join(words)})+")


_PAPER = re.compile(
    r".+(?<!预)(?<!情)(?<!海)(?<!简)(?<!电)(?<!捷)(?<!喜)(?<!公)(?<!墙)(?<!壁)(?<!板)(?<!年)(?<!汇)(?<!通)(?<!画)(?<!举)报"
    r"|.+(?:日报|晚报|晨报|早报|午报|周报|时报|导报|商报|都市报|快报)(?:.{0,4}版|数字报|合订本)?"
)
_LATIN_PAPER = re.compile(
    r".*[^a-z](?:daily|weekly|times|post|herald|gazette|news|tribune|journal)(?:[^a-z].*)?"
)
_WEEKLY = re.compile(r".*(?:周刊|周末|月刊|半月刊|旬刊|杂志)")
_GROUP = re.compile(r".+(?:报社|集团|传媒|报业|融媒|融媒体|中心|公司|编辑部)")
_TOPICS = (
    r"(?:新闻|要闻|副刊|专版|专题|专栏|广告|评论|理论|文化|体育|财经|经济|教育|健康|生活|娱乐|时政|社会|民生|综合|国际|国内"
    r"|文艺|读书|旅游|科技|法治|法制|农业|农村|三农|天下|公告|时评|党建|民意|文学|艺术|影像|视觉|图片新闻|热点|焦点|深度"
    r"|观察|关注|特别报道|调查|人物|连载|读者来信|简讯|世界|县区|乡镇|校园|房产|汽车|金融|卫生|食品|消费|服务|分类|版)"
)
_SECTION = re.compile(rf"{_TOPICS}+")
_TITLED = re.compile(rf".*{_TOPICS}")
_EDITION = re.compile(
    r"(?:(?:清晨|凌晨|早间|上午|中午|午间|下午|傍晚|晚间|夜间)[版刊]?|(?:早|晨|午|晚|夜|日|海外)[版刊]|加印版?|增刊|特刊|号外|专刊)"
    r"|(?i:morning|noon|afternoon|evening|night|extra|supplement)(?:[- ]?(?i:edition))?"
)
_A_PAPER = ("paper", "newspaper", "报纸")  # says nothing alone; with a number it is the name of one
_CODE = re.compile(r"[A-Za-z]{2,10}\d?")
_DIGITS_BEHIND = re.compile(r"[\d\s_.\-()]+$")
_WORDS = re.compile(r"[A-Za-z]+|[^\W\d_A-Za-z]+")


@lru_cache(1 << 12)
def word_kind(word: str) -> str:
    """What a folded word may be.

    ``edition``, ``none`` (it says nothing), ``paper``, ``weekly`` (a paper, or the name of a page),
    ``section`` (要闻), ``titled`` (石桥新闻: a section's name, or a paper's), ``group`` (of papers), ``code``
    (short and Latin), or ``word``.
    """
    if _EDITION.fullmatch(word):
        return "edition"
    lowered = _DIGITS_BEHIND.sub("", word).lower()
    if lowered != word.lower() and lowered in _A_PAPER:
        return "word"
    parts = _WORDS.findall(lowered)
    if all(part in _words("nothing") or _several().fullmatch(part) for part in parts):
        return "none"
    if _PAPER.fullmatch(lowered) or _LATIN_PAPER.fullmatch(lowered):
        return "paper"
    if _WEEKLY.fullmatch(lowered):
        return "weekly"
    if _SECTION.fullmatch(lowered):
        return "section"
    if _TITLED.fullmatch(lowered):
        return "titled"
    if _GROUP.fullmatch(lowered):
        return "group"
    return "code" if _CODE.fullmatch(word) else "word"


def is_work(word: str) -> bool:
    """Whether a folded word names what was done to files: scans, backup, 导出.

    A date beside it may be that of the work, not of the paper.
    """
    return any(part in _words("work") for part in _WORDS.findall(word.lower()))


def names_article_file(word: str) -> bool:
    """Whether the number behind a folded word is that of an article's file: content_123."""
    parts = _WORDS.findall(word.lower())
    return bool(parts) and parts[-1] in _words("article")
