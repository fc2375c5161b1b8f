"""Bylines: here is what a line prints beside the text, give me the names and the role of each.

A byline is a run of names, role words (记者, 通讯员, 摄 …) and the houses they work for, with nothing left
over. What leaves anything else is text: a place in brackets, or the 记者 a sentence begins with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.pages.person_names import NO_NAMES, ORGAN_END, SURNAMES, NameCounts, is_name
from index.pages.rows import fold

Scope = Literal["article", "group", "page"]
Part = Literal["reporter", "contributor", "photographer", "editor"]

_HOUSE = (
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
_OF_AUTHORS = frozenset({"文", "图", "撰文", "图片", "整理", "编译"})
_OF_THE_PAGE = frozenset({"责任编辑", "本版编辑", "本版责编", "责编", "本版制图", "值班主任"})
_OPENS_NAMES = frozenset({"记者", "实习生", "通讯员"}) | {
    word for word, part in _ROLE_WORDS.items() if part == "editor"
}
_TOKEN = re.compile(
    r"(?P<group>本组(?:稿件?|报道|文章|图文)|以上(?:稿件?|报道|文字))|(?P<page>本版(?:稿件?|文字|图文))"
    rf"|(?P<house>{_HOUSE})|(?P<apprentice>(?:特约|见习|实习|特派)(?=记者|通讯员))"
    r"|(?P<role>" + "|".join(word for word in sorted(_ROLE_WORDS, key=len, reverse=True) if len(word) > 1)
    + r"|摄(?=[\s、,;/)]|$)|(?<![一-鿿])[文图](?=[/:])|(?<=[/])[文图]|(?<=摄\s)[文图])"
    r"|(?P<filler>除署名外|均?由|综合|参与(?=记者)|等(?=\s|$|[)]|摄|报道|采写|整理))|(?P<stop>[\s()、,;:/|。]+)"
)  # fmt: skip
_SPACED = re.compile(r"(?<![^\s、,;:/()者员])([一-鿿])\s+([一-鿿])(?=[\s、,;:/()]|摄|文|图|整理|报道|采写|$)")
_PAIRED = re.compile(r".*[图摄]\s.*文|.*文\s.*[图摄]")  # 张三图 李四文
_COLLECTIVE = re.compile(r"(?:本报|本刊|新华社)(?:记者|评论员|特约评论员|观察员)")
_AGENCY = re.compile(r"\s*\([^()]{2,12}\)$")
_NOTE = re.compile(r"作者|执笔|综合.+报道|题图|图为|原载|相关报道|转第|选自")
_BRACKETED = re.compile(r"\(([^()]*)\)")
# A name closes a finished sentence; a bracket inside one explains a word of it.
_CLOSING = re.compile(
    r"[。！？!?…”\"』」)）]\s*(?P<byline>[(（][^()（）]{2,60}[)）]|[^。！？!?…”\"』」，,:：()（）]{2,40})$"
)
_CLOSING_LENGTH = 66
DATELINE = re.compile(
    r"[(据]?(?:本报讯|(?:本报|新华社|中新社|本台|本社)[^。,:;()\s]{0,14}?\s?[电讯](?![视影话力])|"
    r"(?:新华社|本报)(?:专电|特稿))"
)
_LONGEST = 160
_KEPT = 4096  # readings: a page asks for each of its own several times


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline by role, in the order printed; ``scope`` is how much of the page they signed.

    ``cued``: a role word stands in it, so it is more than bare names. ``authored``: the only
    ones are such as authors have too, as of a drawing and its verse (张三图 李四文).
    """

    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    scope: Scope = "article"
    cued: bool = False
    authored: bool = False


@lru_cache(_KEPT)
def read_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """The byline a whole line (or a whole bracket) is, or None where it says anything else."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text).strip()
    if len(folded) < 2:  # no name is so short
        return None
    line = _AGENCY.sub("", folded) if "摄" in folded else folded
    bracketed = _BRACKETED.fullmatch(line)
    line = (bracketed.group(1) if bracketed else line).strip()
    if _NOTE.search(line):
        return None
    if _COLLECTIVE.fullmatch(line):
        return Byline((line,), cued=True)
    if _PAIRED.fullmatch(line):
        line = re.sub(r"([图文])(?=\s|$)", r"/\1;", line)
    line = _SPACED.sub(r"\1\2", line)
    found: dict[Part, list[str]] = {"reporter": [], "contributor": [], "photographer": [], "editor": []}
    scope: Scope = "article"
    part: Part = "reporter"
    held: list[str] = []
    words: set[str] = set()
    at = 0
    for token in [*_TOKEN.finditer(line), None]:
        chunk = line[at : token.start() if token else len(line)]
        if chunk:
            held.append(chunk)
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
                if word in _OF_THE_PAGE:
                    scope = "page"
                if word in _OPENS_NAMES or not held or line[at : at + 1] in (":", "/"):
                    found[part] += held
                    part = _ROLE_WORDS[word]
                else:  # the word closes its names: 张三 李四 摄
                    found[_ROLE_WORDS[word] if _ROLE_WORDS[word] != "reporter" else part] += held
                    part = "reporter"
                held = []
    found[part] += held
    names = [name for part_names in found.values() for name in part_names]
    cued = bool(words) or scope != "article"
    authored = bool(words) and words <= _OF_AUTHORS and scope == "article"
    # A pen name needs no surname where it stands alone in brackets.
    alone = bracketed is not None and len(names) == 1 and len(line) == len(names[0])
    signed = cued or (alone and not known_names.contradicts(names[0]))
    if not names or not all(is_name(name, cued=signed, known_names=known_names) for name in names):
        return None
    reporters, contributors, photographers, editors = (
        tuple(dict.fromkeys(named)) for named in found.values()
    )
    return Byline(reporters, contributors, photographers, editors, scope, cued, authored)


def read_author(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """The author a line beside a text names, with the place or office before the name."""
    byline = read_byline(text, known_names)
    if byline is not None or len(text) > 40:
        return byline
    office, _, names = fold(text).strip().partition(" ")
    tail = read_byline(names, known_names) if names else None
    if tail and not tail.cued and all(name[0] in SURNAMES for name in tail.reporters):
        return tail if ORGAN_END.search(office) or len(office) > 4 or office[0] in "[〔(" else None
    return None


def closing_byline(text: str, known_names: NameCounts = NO_NAMES) -> tuple[int, Byline] | None:
    """Where the byline begins that closes a paragraph, in brackets or with a role word, and what it says."""
    tail = text[-_CLOSING_LENGTH:]
    closing = _CLOSING.search(tail)
    if closing is None or len(closing.group("byline")) == len(text):
        return None
    byline = read_byline(closing.group("byline"), known_names)
    if byline is None or not (byline.cued or closing.group("byline")[0] in "(（"):
        return None
    return len(text) - len(tail) + closing.start("byline"), byline


def dateline_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """The names in or right after a dateline: 本报北京1月1日电 （记者张三）."""
    return _lead_byline(text[:_LONGEST], known_names)


@lru_cache(_KEPT)
def _lead_byline(start: str, known_names: NameCounts) -> Byline | None:
    head = fold(start)
    dateline = DATELINE.match(head)
    if dateline is None:
        return None
    rest = head[dateline.end() :].lstrip()
    if rest.startswith("("):
        return read_byline(rest[1 : rest.find(")")], known_names) if ")" in rest else None
    reported = re.match(r"((?:[^。,，:;]{0,8})(?:记者|实习生)[^。:;，]{2,40}?)报道", rest)
    return read_byline(reported.group(1), known_names) if reported else None
