"""Looks: here is a row, give me what can be seen of it by itself.

A look is kept as features: short readable strings; the weights beside this module say what each is worth
to each role.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages.bylines import DATELINE, closing_byline, read_author, read_byline
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.rows import CLOSERS, SENTENCE_ENDS, Row, fold

LENGTHS = (2, 4, 6, 8, 10, 12, 14, 17, 20, 24, 30, 40, 60, 100, 200)
HOLDS = "holds "  # two characters of a heading
_LONG = 42  # no heading of 1,236 is longer than 60 and few body lines of several sentences are shorter
_HEADING = 60

_BULLET = re.compile(r"[●■▲◆★◎○△□▼◇☆·•※►▶]")
_NUMERAL = re.compile(r"[第(]?[一二三四五六七八九十百]{1,4}[、)章节条.]|[(]?\d{1,2}[、.)](?!\d)|[①-⑳㈠-㈩]")
_SECTION = re.compile(
    r"(?:要闻|国际|国内|综合|经济|体育|文化|教育|科技|理论|副刊|社会|政治|法律|民生|时政|本地|社论|短评|评论|时评|简讯|简报"
    r"|快讯|专版|专刊|专题|读者来信|新闻|广告|文摘|连载|观察|漫画|摄影|图片|[·・、])+(?:新闻|版|简讯|专版|副刊)?"
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
_CLOSING_LENGTH = 80
_CLOSINGS = {
    "author": re.compile(r"[(](?:作者|执笔|撰稿|本文|选自|原载|摘自|据)[^()]*[)]"),
    "dispatch": re.compile(r"[(][^()]*(?:电|讯|新华社)[)]"),
    "hand": re.compile(r"[(][^()]*(?:整理|供稿|报道|编译|摘编|采写)[)]"),
}
_TIME = re.compile(
    r"(?:近日|日前|目前|最近|近来|近年来|连日来|前不久|不久前|当地时间|截至|今[年天日]|昨[天日]|去年|新年|入[春夏秋冬]|[上下本]月|当前|走进"
    r"|\d{1,2}月|\d{1,2}日|\d{4}年|[一二三四五六七八九十]{1,3}[月日]|据|记者)"
)
_FOLIO_LENGTH = 40
_FOLIO = re.compile(r"第(?:\d{1,3}|[一二三四五六七八九十]{1,3})版|[A-Z]?\d{1,3}版")
_FOLIO_BREAK = re.compile(r"[\s:|/·•]+|(?<=日)(?=星期)|(?<=版)(?=\d{4}年)|(?<=星期[一二三四五六日天])(?=第)")
_FOLIO_PART = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-.]\d{1,2}[-.]\d{1,2}|星期[一二三四五六日天]|[一-鿿]{2,6}报"
)
_SECTION_NAME = re.compile(r"[一-鿿]{2,6}")
_HAN = re.compile(r"[一-鿿]+")
_DATE = re.compile(
    r"[\d一二三四五六七八九〇○零]{4}年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?\S{0,4}"
)
_SPEECH = re.compile(r"(?:强调|指出|表示|要求|会见|致电|主持|讲话|认为|呼吁)$")
_OPENERS = {
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
_ENDS = {
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
class Look:
    """What one row looks like by itself; ``text`` is folded."""

    text: str
    length: str
    end: str
    start: str
    shape: str  # long text, short heading-like, or a byline
    byline: str
    opening: str  # how a text's first words are: a dateline, a time, or nothing special
    closing: str  # how a text's last words are: a byline, an author, a dispatch, or nothing special
    left_open: str  # the closing mark of a bracket or quote that stands open at its end


def look(row: Row, known_names: NameCounts = NO_NAMES) -> Look:
    text = row.folded
    size = len(text)
    end = _end(text)
    byline = (
        (_byline(row.text, known_names) or ("note" if _NOTE.fullmatch(text) else "")) if size <= 160 else ""
    )
    shape = (
        "byline" if byline else "long" if size > _HEADING or (end == "sentence" and size > _LONG) else "short"
    )
    if shape == "short" and end in ("sentence", "comma", "semicolon"):
        shape = "sentence"
    return Look(
        text=text,
        length=bucket(size, LENGTHS),
        end=end,
        start=_start(text),
        shape=shape,
        byline=byline,
        opening=_opening(text),
        closing=_closing(text, known_names),
        left_open=_left_open(text),
    )


def _opening(text: str) -> str:
    return "dateline" if DATELINE.match(text) else "time" if _TIME.match(text) else ""


def _closing(text: str, known_names: NameCounts) -> str:
    """What closes a finished text: (赵某某), (作者为某某), (本报某地1月1日电)."""
    if text[-1] != ")":
        return "byline" if closing_byline(text, known_names) else ""
    bracket = text[text.rfind("(", -_CLOSING_LENGTH) :]
    kind = next((name for name, shape in _CLOSINGS.items() if shape.fullmatch(bracket)), "")
    return kind or ("byline" if closing_byline(text, known_names) else "")


def _byline(text: str, known_names: NameCounts) -> str:
    byline = read_byline(text, known_names)
    if byline is None:
        author = read_author(text, known_names) if len(text) <= 40 else None
        return "office" if author else ""
    if byline.editors:
        return "editors"
    if byline.scope != "article":
        return "group"
    if byline.photographers:
        return "credit"
    bracketed = text[0] in "(（"
    return ("cued" if byline.cued else "names") + ("-bracketed" if bracketed else "")


def _end(text: str) -> str:
    if text[-1] in "”』」)" and text[-2:-1] in SENTENCE_ENDS:
        return "sentence"
    if text[-1] == "." and text[-2:] == "..":
        return "ellipsis"
    if text[-1] in SENTENCE_ENDS:
        return "sentence"
    return _ENDS.get(text[-1], "word" if text[-1].isalpha() else "digit" if text[-1].isdigit() else "mark")


def _start(text: str) -> str:
    first = text[0]
    if first in "—-":
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


def own(look: Look) -> list[str]:
    """The features a row has whatever stands around it."""
    text, short = look.text, look.shape in ("short", "sentence")
    kind = look.shape
    features = [
        "always",
        f"length {look.length}",
        f"end {look.end}",
        f"start {look.start}",
        f"shape {kind}",
        f"{kind} end {look.end}",
        f"{kind} start {look.start}",
    ]
    if look.byline:
        features.append(f"byline {look.byline}")
    if look.opening:
        features.append(f"{kind} {look.opening}")
    if look.left_open:
        features.append(f"left open {kind}")
    if _CAPTION.search(text):
        features.append(f"caption {kind}")
    if look.closing:
        features.append(f"{kind} closing {look.closing}")
    if short:
        features += _short(text)
    else:
        features.append(f"text starts {text[:2]}")
        if any(mark in text[:-1] for mark in SENTENCE_ENDS):
            features.append("sentences")
    return features


def _short(text: str) -> list[str]:
    features: list[str] = []
    if _SECTION.fullmatch(text):
        features.append("section word")
    if _APPARATUS.fullmatch(text):
        features.append("apparatus")
    if _SPEECH.search(text):
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
            features.append(f"two halves {bucket(len(text), LENGTHS)}")
    if _DATE.fullmatch(text):
        features.append("date line")
    if len(text) > 3:
        features += [f"starts {text[:2]}", f"ends {text[-2:]}"]
        held = {one + two for run in _HAN.findall(text) for one, two in pairwise(run)}
        features += [f"{HOLDS}{pair}" for pair in sorted(held)]
    if not any("一" <= char <= "鿿" for char in text):
        features.append("no word")
    return features


def is_folio(text: str) -> bool:
    """Whether a line is the head of the page: 第1版 要闻, with the day or the paper's name or without."""
    if len(text) > _FOLIO_LENGTH or "版" not in text:
        return False
    parts = [part for part in _FOLIO_BREAK.split(fold(text)) if part]
    numbers = [part for part in parts if _FOLIO.fullmatch(part)]
    other = [part for part in parts if part not in numbers and not _FOLIO_PART.fullmatch(part)]
    # A page has one name: more words are a sentence.
    return len(numbers) == 1 and len(other) <= 1 and all(_SECTION_NAME.fullmatch(part) for part in other)


def is_caption(text: str) -> bool:
    """Whether a text speaks of the picture it stands under."""
    return bool(_CAPTION.search(fold(text)))


def _left_open(text: str) -> str:
    """The closing mark of the bracket or quote that stands open at the end, or nothing."""
    tail = text[-200:]
    opened = {closer: tail.rfind(opener) for opener, closer in _OPENERS.items() if opener in tail}
    opened = {closer: at for closer, at in opened.items() if at > tail.rfind(closer)}
    return max(opened, key=opened.__getitem__, default="")


def closes(text: str, mark: str) -> bool:
    """Whether a text goes on with what stood open: it closes ``mark`` before it opens another such."""
    at = text[:200].find(mark)
    opener = next(opener for opener, closer in _OPENERS.items() if closer == mark)
    return at >= 0 and opener not in text[:at]


def bucket(size: int, bounds: Sequence[int]) -> str:
    at = bisect_left(bounds, size)
    return str(bounds[at]) if at < len(bounds) else "more"
