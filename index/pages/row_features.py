"""Features of one row by itself: its length, its first and last characters, datelines, bylines, word lists.

A feature is a short string such as ``end comma``, and binary: a row has it or not. The strings are the keys
of ``weights.tsv``, so a changed string loses its weights until they are trained again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from index.pages.bylines import in_todays_characters, is_source_note, read_author, read_byline
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.rows import Row, fold_width
from index.pages.sentence_ends import CLOSERS, SENTENCE_ENDS
from index.pages.text_bylines import DATELINE, closing_byline

LENGTH_BOUNDS = (2, 4, 6, 8, 10, 12, 14, 17, 20, 24, 30, 40, 60, 100, 200)  # characters
HEADING_BIGRAM_PREFIX = "holds "  # of the features that name two neighbouring characters of a heading
# Characters. No heading of 1,236 is longer than 60, and few paragraphs of whole sentences are shorter than
# 42.
_MAX_HEADING_LENGTH = 60
_MIN_TEXT_LENGTH = 42
_MAX_BYLINE_LENGTH = 160

_BULLET = re.compile(r"[●■▲◆★◎○△□▼◇☆·※►▶]")
_NUMERAL = re.compile(r"[第(]?[一二三四五六七八九十百]{1,4}[、)章节条.]|[(]?\d{1,2}[、.)](?!\d)|[①-⑳㈠-㈩]")
_SECTION = re.compile(
    r"(?:要闻|国际|国内|综合|经济|体育|文化|教育|科技|理论|副刊|社会|政治|法律|民生|时政|本地|社论|短评|评论|时评|简讯|简报"
    r"|快讯|专版|专刊|专题|读者来信|新闻|广告|文摘|连载|观察|漫画|摄影|图片|[·.、])+(?:新闻|版|简讯|专版|副刊)?"
)
_APPARATUS = re.compile(
    r"核心阅读|内容提要|编者按|编者的话|开栏的话|阅读提示|.{0,4}按语?[::]|相关链接|链接|.{2,6}者的话|前言|引子"
)
_CAPTION = re.compile(
    r"(?:^|[。)”\s])(?:[上下左右中题本]?图(?:片)?(?:为|中|①|[一二三四:])|这是|图为)|^[(]?附图|[(][左右中前后一二]+[)]"
)
_NOTE = re.compile(
    r"[(](?:作者|执笔|本文|本报.*[电讯]$|.*(?:电|讯|报道|供稿|社|社发|整理|摘编|转载|版|摄|日|月)[)]$"
    r"|原载|选自|据).*|新华社[发稿]|.{2,20}供图"
)
# What lists of other pages' articles, reporters' notes, notices and tables are headed and made of.
_TITLES = {
    "guide": re.compile(r".{0,4}(?:导读|看点|要览|速览|提要|提示|索引)|導讀"),
    "notes": re.compile(
        r"[■●◆]?(?:.{0,4}(?:手记|札记|感言|感悟|侧记|絮语|点评|旁白)|新闻(?:背后|链接|背景))"
    ),
    "notice": re.compile(
        r".{0,16}(?:公\s?告|通告|通知|启事|声明|更正|致歉|讣\s?告|讣闻|唁电|鸣谢|招租|遗失|寻物|寻人|啟事|公示)"
    ),
    "table": re.compile(
        r".{0,12}(?:积分榜|奖牌榜|排行榜|成绩|战况|价格|牌价|指数|天气|预报|时刻表?|电视|信息|广告|市场|热线)"
    ),
}
_PAGE_REFERENCE = re.compile(
    r"[(]?(?:详见|见|刊|下转|紧转)?第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})版[)]?$|[(][A-Z]\d{1,2}[)]$|^[A-Z]\d{2}\b|^第?\d{1,2}版\b"
)
_MAX_ITEM_LENGTH = 80  # characters of an item of a list
_PHONE = re.compile(r"(?<!\d)\d{7,11}(?!\d)")
_LATIN_BYLINE = re.compile(r"(?:By|Staff Reporter|Reporter|Photo by|Text by)\b[ A-Z].{2,40}")
_HAN_CHARACTER = re.compile("[㐀-鿿]")
_LATIN_LETTERS = 2.2  # of Latin text take the place of one Han character
_MAX_CLOSING_LENGTH = 80
_CLOSING_BRACKETS = {
    "author": re.compile(r"[(](?:作者|执笔|撰稿|本文|选自|原载|摘自|据)[^()]*[)]"),
    "dispatch": re.compile(r"[(][^()]*(?:电|讯|新华社)[)]"),
    "hand": re.compile(r"[(][^()]*(?:整理|供稿|报道|编译|摘编|采写)[)]"),
}
_TIME = re.compile(
    r"(?:近日|日前|目前|最近|近来|近年来|连日来|前不久|不久前|当地时间|截至|今[年天日]|昨[天日]|去年|新年|入[春夏秋冬]|[上下本]月|当前|走进"
    r"|\d{1,2}月|\d{1,2}日|\d{4}年|[一二三四五六七八九十]{1,3}[月日]|据|记者)"
)
# 【本县讯】, (记者甲报导): who reports it stands in brackets before a text.
_REPORT_IN_BRACKETS = re.compile(
    r"[(【〔\[](?!本文)[^()【】〔〕\[\]。,]{1,18}(?:[讯电]|报[道导])[)】〕\]](?=.{8})"
)
_MAX_FOLIO_LENGTH = 40
_FOLIO = re.compile(r"第(?:\d{1,3}|[一二三四五六七八九十]{1,3})版|[A-Z]?\d{1,3}版")
_FOLIO_SPLIT = re.compile(
    r"(?:[\s:|/]|(?<!\d)·|·(?!\d))+|(?<=日)(?=星期)|(?<=版)(?=\d{4}年)|(?<=星期[一二三四五六日天])(?=第)"
)
_FOLIO_PART = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-.·~—]\d{1,2}[-.·~—]\d{1,2}|星期[一二三四五六日天]|[一-鿿]{2,6}报"
)
_SECTION_NAME = re.compile(r"[一-鿿]{2,6}")
_HAN = re.compile(r"[一-鿿]+")
_DATE = re.compile(
    r"[\d一二三四五六七八九〇○零]{4}年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?\S{0,4}"
)
_SPEECH_VERB = re.compile(r"(?:强调|指出|表示|要求|会见|致电|主持|讲话|认为|呼吁)$")
_CLOSER_OF = {
    "“": "”",
    "《": "》",
    "(": ")",
    "「": "」",
    "『": "』",
    "‘": "’",
    "[": "]",
    "〔": "〕",
    "〈": "〉",
}
_END_CLASSES = {
    "…": "ellipsis",
    ":": "colon",
    ";": "semicolon",
    ",": "comma",
    "、": "comma",
    "—": "dash",
    ")": "bracket",
    "”": "quote",
    "》": "title",
}


@dataclass(frozen=True, slots=True)
class RowFeatures:
    """The classes of one row by itself, from which its feature strings are made; "" means none.

    ``text`` is folded (``rows.fold_width``), in the characters of today, and not empty. ``length`` is a
    bucket of ``LENGTH_BOUNDS``.
    """

    text: str
    length: str
    end: str  # class of the last character: sentence, comma, bracket, word ...
    start: str  # class of the first characters: dash, bullet, numeral, quote, torn (in mid-sentence) ...
    shape: str  # long (a paragraph), sentence, byline, or short (like a heading)
    byline: str  # kind of byline that the whole row is: names, cued, credit, editors ...
    opening: str  # class of a paragraph's first words: dateline or time
    closing: str  # class of a paragraph's last words: byline, author, dispatch or hand
    left_open: str  # the closing mark of a bracket or quote that is still open at the end


def extract_row_features(row: Row, known_names: NameCounts = NO_NAMES) -> RowFeatures:
    """Classify one row; ``known_names`` decide where it is doubtful whether a word is a name."""
    text = in_todays_characters(row.folded)
    latin = _is_latin(text)
    size = round(len(text) / _LATIN_LETTERS) if latin else len(text)
    end = "sentence" if latin and text[-1] == "." else _end(text)
    byline = (
        "latin"
        if latin and _LATIN_BYLINE.fullmatch(text)
        else (
            (_byline(row.text, known_names) or ("note" if _NOTE.fullmatch(text) else ""))
            if size <= _MAX_BYLINE_LENGTH and not _SECTION.fullmatch(text)
            else ""
        )
    )
    shape = (
        "byline"
        if byline
        else "long"
        if size > _MAX_HEADING_LENGTH or (end == "sentence" and size > _MIN_TEXT_LENGTH)
        else "short"
    )
    if shape == "short" and end in ("sentence", "comma", "semicolon"):
        shape = "sentence"
    return RowFeatures(
        text=text,
        length=length_bucket(max(1, size)),
        end=end,
        start=_start(text),
        shape=shape,
        byline=byline,
        opening=_opening(text),
        closing=_closing(text, known_names),
        left_open=_left_open(text),
    )


def _is_latin(text: str) -> bool:
    return any(char.isalpha() for char in text) and not _HAN_CHARACTER.search(text)


def _opening(text: str) -> str:
    if DATELINE.match(text) or _REPORT_IN_BRACKETS.match(text):
        return "dateline"
    return "time" if _TIME.match(text) else ""


def _closing(text: str, known_names: NameCounts) -> str:
    """The class of a paragraph's last words, as in (赵某某), (作者为某某), (本报某地1月1日电)."""
    if text[-1] != ")":
        return "byline" if closing_byline(text, known_names) else ""
    bracket = fold_width(text[text.rfind("(", -_MAX_CLOSING_LENGTH) :])  # it may be letter-spaced alone
    kind = next((name for name, shape in _CLOSING_BRACKETS.items() if shape.fullmatch(bracket)), "")
    return kind or ("byline" if closing_byline(text, known_names) else "")


def _byline(text: str, known_names: NameCounts) -> str:
    byline = read_byline(text, known_names)
    bracketed = text[0] in "(（"
    if byline is None:
        if is_source_note(text):
            return "note" if bracketed or _NOTE.fullmatch(text) else "cued"
        author = read_author(text, known_names) if len(text) <= 40 else None
        return "office" if author else ""
    if byline.editors:
        return "editors"
    if byline.scope != "article":
        return "group" if byline.signs_text else ""  # 本版摄影 signs no article
    if byline.photographers:
        return "credit"
    if byline.authors and bracketed and "作者" not in text:
        return "note"
    return ("cued" if byline.has_role_word else "names") + ("-bracketed" if bracketed else "")


def _end(text: str) -> str:
    if text[-1] in "”』」)" and text[-2:-1] in SENTENCE_ENDS:
        return "sentence"
    if text[-1] == "." and text[-2:] == "..":
        return "ellipsis"
    if text[-1] in SENTENCE_ENDS:
        return "sentence"
    return _END_CLASSES.get(
        text[-1], "word" if text[-1].isalpha() else "digit" if text[-1].isdigit() else "mark"
    )


def _start(text: str) -> str:
    first = text[0]
    if first in "—-~":
        return "dash"
    if _BULLET.match(text):
        return "bullet"
    if _NUMERAL.match(text):
        return "numeral"
    if first in "“《(":
        return {"“": "quote", "《": "title", "(": "bracket"}[first]
    if first in CLOSERS or first in ",、;:。!?·":
        return "torn"
    return "digit" if first.isdigit() else "word"


def row_feature_strings(row: RowFeatures) -> list[str]:
    """The feature strings of a row that do not depend on other rows; each occurs once."""
    text, shape = row.text, row.shape
    features = [
        "always",
        f"length {row.length}",
        f"end {row.end}",
        f"start {row.start}",
        f"shape {shape}",
        f"{shape} end {row.end}",
        f"{shape} start {row.start}",
    ]
    if row.byline:
        features.append(f"byline {row.byline}")
    if row.opening:
        features.append(f"{shape} {row.opening}")
    if row.left_open:
        features.append(f"left open {shape}")
    if _CAPTION.search(text):
        features.append(f"caption {shape}")
    if _is_latin(text):
        features += [f"latin {shape}", f"latin {shape} end {row.end}", f"latin {shape} length {row.length}"]
    if len(text) <= _MAX_ITEM_LENGTH and _PAGE_REFERENCE.search(text):
        features += ["refers to a page", f"{shape} refers to a page"]
    if len(text) <= _MAX_ITEM_LENGTH and _PHONE.search(text):
        features.append(f"{shape} has a telephone")
    if row.closing:
        features.append(f"{shape} closing {row.closing}")
    if shape in ("short", "sentence"):
        features += _heading_features(text)
    else:
        features.append(f"text starts {text[:2]}")
        if any(mark in text[:-1] for mark in SENTENCE_ENDS):
            features.append("sentences")
    return features


def _heading_features(text: str) -> list[str]:
    features: list[str] = []
    if _SECTION.fullmatch(text):
        features.append("section word")
    if _APPARATUS.fullmatch(text):
        features.append("apparatus")
    features += [f"title of a {name}" for name, title in _TITLES.items() if title.fullmatch(text)]
    if _SPEECH_VERB.search(text):
        features.append("speech verb")
    if text.endswith(")") and "(" in text[1:]:
        features.append("bracket tail")
    if any(mark in text[:-1] for mark in SENTENCE_ENDS):
        features.append("sentence inside")
    features.append("comma inside" if "," in text else "no comma")
    if ":" in text[:-1]:
        features.append("colon inside")
    words = text.split()
    if len(words) > 1:
        sizes = sorted(len(word) for word in words)
        features.append(f"words {min(len(words), 4)}")
        if len(words) == 2 and sizes[0] >= 5 and text.isprintable():
            ratio = len(words[0]) / len(words[1])
            features.append("two halves even" if 0.85 <= ratio <= 1.18 else "two halves uneven")
            features.append(f"two halves {length_bucket(len(text))}")
    if _DATE.fullmatch(text):
        features.append("date line")
    if len(text) > 3:
        features += [f"starts {text[:2]}", f"ends {text[-2:]}"]
        bigrams = {one + two for run in _HAN.findall(text) for one, two in pairwise(run)}
        features += [f"{HEADING_BIGRAM_PREFIX}{bigram}" for bigram in sorted(bigrams)]
    if not any("一" <= char <= "鿿" for char in text):
        features.append("no word")
    return features


def is_folio(text: str) -> bool:
    """Whether a line is the running head of the page, such as 第1版 要闻, with or without date and paper."""
    if len(text) > _MAX_FOLIO_LENGTH or "版" not in text:
        return False
    parts = [part for part in _FOLIO_SPLIT.split(fold_width(text)) if part]
    numbers = [part for part in parts if _FOLIO.fullmatch(part)]
    other = [part for part in parts if part not in numbers and not _FOLIO_PART.fullmatch(part)]
    # A page has one section name; a line with more words is a sentence.
    return len(numbers) == 1 and len(other) <= 1 and all(_SECTION_NAME.fullmatch(part) for part in other)


def is_caption(text: str) -> bool:
    """Whether a text refers to its picture, as in 图为 or 左图."""
    return bool(_CAPTION.search(fold_width(text)))


def _left_open(text: str) -> str:
    """The closing mark of the last bracket or quote that is still open at the end, else an empty string."""
    tail = text[-200:]
    opened = {closer: tail.rfind(opener) for opener, closer in _CLOSER_OF.items() if opener in tail}
    opened = {closer: at for closer, at in opened.items() if at > tail.rfind(closer)}
    return max(opened, key=opened.__getitem__, default="")


def closes_mark(text: str, mark: str) -> bool:
    """Whether a text closes ``mark``, left open by the row before, before it opens another of the kind."""
    at = text[:200].find(mark)
    opener = next(opener for opener, closer in _CLOSER_OF.items() if closer == mark)
    return at >= 0 and opener not in text[:at]


def length_bucket(size: int) -> str:
    """The least of ``LENGTH_BOUNDS`` that is not less than ``size`` characters, or "more"."""
    at = bisect_left(LENGTH_BOUNDS, size)
    return str(LENGTH_BOUNDS[at]) if at < len(LENGTH_BOUNDS) else "more"
