"""Bylines: the names that a line, a dateline or the end of a paragraph gives, each with its role.

A byline consists of names, role words (记者, 通讯员, 摄 …) and the publishers that the people work for, and
of nothing else. A line with anything else is text, for instance a place in brackets or a sentence that
begins with 记者.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.pages.person_names import NO_NAMES, ORGAN_END, SURNAMES, NameCounts, is_name
from index.pages.rows import fold_width

# The part of a page that a byline signs, and the role of a name in it.
Scope = Literal["article", "group", "page"]
Part = Literal["reporter", "contributor", "photographer", "editor"]

_PUBLISHER = (
    r"(?:据)?(?:本报|本刊|本社|新华社|中新社|人民日报|[一-鿿]{2,6}(?:日报|晚报|时报|早报|晨报|报社|通讯社|报)(?=记者))"
    r"(?:特约|见习|实习|特派|驻[一-鿿]{1,5}?)?(?=\s*(?:记者|通讯员|实习生|摄影))"
)
_ROLE_WORDS: dict[str, Part] = {
    "记者": "reporter", "实习生": "reporter", "采写": "reporter", "整理": "reporter", "报道": "reporter",
    "撰文": "reporter", "采访整理": "reporter", "编译": "reporter", "文": "reporter",
    "通讯员": "contributor",
    "摄影报道": "photographer", "摄影": "photographer", "摄": "photographer", "图片": "photographer",
    "图": "photographer",
    "责任编辑": "editor", "本版编辑": "editor", "本版责编": "editor", "责编": "editor", "编辑": "editor",
    "美编": "editor", "版式": "editor", "版式设计": "editor", "制图": "editor", "本版制图": "editor",
    "校对": "editor", "值班主任": "editor",
}  # fmt: skip
_AUTHOR_WORDS = frozenset({"文", "图", "撰文", "图片", "整理", "编译"})
_PAGE_WORDS = frozenset({"责任编辑", "本版编辑", "本版责编", "责编", "本版制图", "值班主任"})
_WORDS_BEFORE_NAMES = frozenset({"记者", "实习生", "通讯员"}) | {
    word for word, part in _ROLE_WORDS.items() if part == "editor"
}
_TOKEN = re.compile(
    r"(?P<group>本组(?:稿件?|报道|文章|图文)|以上(?:稿件?|报道|文字))|(?P<page>本版(?:稿件?|文字|图文))"
    rf"|(?P<publisher>{_PUBLISHER})|(?P<apprentice>(?:特约|见习|实习|特派)(?=记者|通讯员))"
    r"|(?P<role>" + "|".join(word for word in sorted(_ROLE_WORDS, key=len, reverse=True) if len(word) > 1)
    + r"|摄(?=[\s、,;/)]|$)|(?<![一-鿿])[文图](?=[/:])|(?<=[/])[文图]|(?<=摄\s)[文图])"
    r"|(?P<filler>除署名外|均?由|综合|参与(?=记者)|等(?=\s|$|[)]|摄|报道|采写|整理))|(?P<stop>[\s()、,;:/|。]+)"
)  # fmt: skip
_SPACED_NAME = re.compile(
    r"(?<![^\s、,;:/()者员])([一-鿿])\s+([一-鿿])(?=[\s、,;:/()]|摄|文|图|整理|报道|采写|$)"
)
_PICTURE_AND_TEXT = re.compile(r".*[图摄]\s.*文|.*文\s.*[图摄]")  # 张三图 李四文
_COLLECTIVE = re.compile(r"(?:本报|本刊|新华社)(?:记者|评论员|特约评论员|观察员)")
_AGENCY = re.compile(r"\s*\([^()]{2,12}\)$")
_NOTE = re.compile(r"作者|执笔|综合.+报道|题图|图为|原载|相关报道|转第|选自")
_BRACKETED = re.compile(r"\(([^()]*)\)")
# A closing byline follows a finished sentence; a bracket inside a sentence explains a word of it.
_CLOSING = re.compile(
    r"[。！？!?…”\"』」)）]\s*(?P<byline>[(（][^()（）]{2,60}[)）]|[^。！？!?…”\"』」，,:：()（）]{2,40})$"
)
_MAX_CLOSING_LENGTH = 66
# The start of a folded paragraph (``rows.fold_width``), such as 本报讯 or 新华社北京1月1日电.
DATELINE = re.compile(
    r"[(据]?(?:本报讯|(?:本报|新华社|中新社|本台|本社)[^。,:;()\s]{0,14}?\s?[电讯](?![视影话力])|"
    r"(?:新华社|本报)(?:专电|特稿))"
)
_MAX_LENGTH = 160  # characters
_CACHE_SIZE = 4096  # lines: several steps of the page parser ask for the byline of each


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline by role, in the order printed; ``scope`` is the part of the page they signed.

    ``has_role_word``: it is more than bare names. ``only_author_words``: its role words are of a kind that
    authors have too, as those of a drawing and its verse (张三图 李四文).
    """

    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    scope: Scope = "article"
    has_role_word: bool = False
    only_author_words: bool = False


@lru_cache(_CACHE_SIZE)
def read_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """Read a line, or the inside of a bracket, that is a byline and nothing else; else None."""
    if len(text) > _MAX_LENGTH:
        return None
    folded = fold_width(text).strip()
    if len(folded) < 2:  # a name has at least two characters
        return None
    line = _AGENCY.sub("", folded) if "摄" in folded else folded
    bracketed = _BRACKETED.fullmatch(line)
    line = (bracketed.group(1) if bracketed else line).strip()
    if _NOTE.search(line):
        return None
    if _COLLECTIVE.fullmatch(line):
        return Byline((line,), has_role_word=True)
    if _PICTURE_AND_TEXT.fullmatch(line):
        line = re.sub(r"([图文])(?=\s|$)", r"/\1;", line)
    line = _SPACED_NAME.sub(r"\1\2", line)
    found: dict[Part, list[str]] = {"reporter": [], "contributor": [], "photographer": [], "editor": []}
    scope: Scope = "article"
    part: Part = "reporter"
    pending: list[str] = []  # names whose role is not known yet
    words: set[str] = set()
    at = 0
    for token in [*_TOKEN.finditer(line), None]:
        chunk = line[at : token.start() if token else len(line)]
        if chunk:
            pending.append(chunk)
        if token is None:
            break
        at = token.end()
        match token.lastgroup:
            case "group":
                scope = "group"
            case "page":
                scope = "page"
            case "role":
                word = token.group()
                words.add(word)
                if word in _PAGE_WORDS:
                    scope = "page"
                if word in _WORDS_BEFORE_NAMES or not pending or line[at : at + 1] in (":", "/"):
                    found[part] += pending
                    part = _ROLE_WORDS[word]
                else:  # the word follows its names: 张三 李四 摄
                    found[_ROLE_WORDS[word] if _ROLE_WORDS[word] != "reporter" else part] += pending
                    part = "reporter"
                pending = []
    found[part] += pending
    names = [name for part_names in found.values() for name in part_names]
    has_role_word = bool(words) or scope != "article"
    only_author_words = bool(words) and words <= _AUTHOR_WORDS and scope == "article"
    # A pen name alone in brackets needs no surname.
    alone = bracketed is not None and len(names) == 1 and len(line) == len(names[0])
    signed = has_role_word or (alone and not known_names.contradicts(names[0]))
    if not names or not all(is_name(name, signed=signed, known_names=known_names) for name in names):
        return None
    reporters, contributors, photographers, editors = (
        tuple(dict.fromkeys(part_names)) for part_names in found.values()
    )
    return Byline(reporters, contributors, photographers, editors, scope, has_role_word, only_author_words)


def read_author(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """Read a line that names an author, also after an office or a place: 某某局局长 赵小川."""
    byline = read_byline(text, known_names)
    if byline is not None or len(text) > 40:
        return byline
    office, _, names = fold_width(text).strip().partition(" ")
    tail = read_byline(names, known_names) if names else None
    if tail and not tail.has_role_word and all(name[0] in SURNAMES for name in tail.reporters):
        return tail if ORGAN_END.search(office) or len(office) > 4 or office[0] in "[〔(" else None
    return None


def closing_byline(text: str, known_names: NameCounts = NO_NAMES) -> tuple[int, Byline] | None:
    """The byline that ends a paragraph, in brackets or with a role word: (its start offset, the byline)."""
    tail = text[-_MAX_CLOSING_LENGTH:]
    closing = _CLOSING.search(tail)
    if closing is None or len(closing.group("byline")) == len(text):
        return None
    byline = read_byline(closing.group("byline"), known_names)
    if byline is None or not (byline.has_role_word or closing.group("byline")[0] in "(（"):
        return None
    return len(text) - len(tail) + closing.start("byline"), byline


def dateline_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """The names in or right after a dateline: 本报北京1月1日电 （记者张三）."""
    return _read_dateline(text[:_MAX_LENGTH], known_names)


@lru_cache(_CACHE_SIZE)
def _read_dateline(start: str, known_names: NameCounts) -> Byline | None:
    head = fold_width(start)
    dateline = DATELINE.match(head)
    if dateline is None:
        return None
    rest = head[dateline.end() :].lstrip()
    if rest.startswith("("):
        return read_byline(rest[1 : rest.find(")")], known_names) if ")" in rest else None
    reported = re.match(r"((?:[^。,，:;]{0,8})(?:记者|实习生)[^。:;，]{2,40}?)报道", rest)
    return read_byline(reported.group(1), known_names) if reported else None
