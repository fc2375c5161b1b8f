"""The roles of a byline: which words stand between its names, and which part each name has in the article."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Literal

from index.pages.folded_line import HAN
from index.pages.person_names import MAX_UNDOTTED_LENGTH

# The part of a page that a byline signs, and the role of a name in it.
Scope = Literal["article", "group", "page"]
Part = Literal["reporter", "contributor", "photographer", "editor"]
Span = tuple[int, int]  # start and end, exclusive

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
AUTHOR_WORDS = frozenset({"文", "图", "撰文", "图片", "整理", "编译"})
_PAGE_WORDS = frozenset({"责任编辑", "本版编辑", "本版责编", "责编", "本版制图", "值班主任"})
_WORDS_BEFORE_NAMES = frozenset({"记者", "实习生", "通讯员"}) | {
    word for word, part in _ROLE_WORDS.items() if part == "editor"
}
_DOT = re.compile("[·.]")


@cache
def token_pattern(role: str) -> re.Pattern[str]:
    """The pattern of what stands between names in a folded line; what matches the pattern ``role`` is a role.

    Its groups are the kinds: group, page, publisher, apprentice, role, filler and stop.
    """
    words = "|".join(word for word in sorted(_ROLE_WORDS, key=len, reverse=True) if len(word) > 1)
    return re.compile(
        r"(?P<group>本组(?:稿件?|报道|文章|图文)|以上(?:稿件?|报道|文字))|(?P<page>本版(?:稿件?|文字|图文))"
        rf"|(?P<publisher>{_PUBLISHER})|(?P<apprentice>(?:特约|见习|实习|特派)(?=记者|通讯员))"
        rf"|(?P<role>{role}|{words}|摄(?=[\s、,;/)]|$)|(?<![{HAN}])[文图](?=[/:·.])|(?<=[/])[文图]"
        rf"|(?<=[文图][·.])[文图](?![{HAN}·.])|(?<=摄\s)[文图])"
        r"|(?P<filler>除署名外|均?由|综合|参与(?=记者)|等(?=\s|$|[)]|摄|报道|采写|整理))"
        r"|(?P<stop>[\s()、,;:/|。]+)"
    )


def split_roles(
    text: str, token: re.Pattern[str], *, names_apart: bool
) -> tuple[dict[Part, list[Span]], set[str], Scope] | None:
    """Return the spans of the names of each part, in order, the role words, and the scope of a folded byline.

    What stands between tokens is a name; whether it can be one, ``is_name`` says. With ``names_apart``, where
    names never touch, None as soon as one is too long: most lines are text. Dots at its ends join nothing.
    """
    found: dict[Part, list[Span]] = {"reporter": [], "contributor": [], "photographer": [], "editor": []}
    scope: Scope = "article"
    part: Part = "reporter"
    pending: list[Span] = []  # names whose role is not known yet
    words: set[str] = set()
    at = 0
    for each in chain(token.finditer(text), (None,)):
        start, end = at, each.start() if each else len(text)
        while start < end and text[start] in "·.":
            start += 1
        while start < end and text[end - 1] in "·.":
            end -= 1
        if start < end:
            if names_apart and end - start > MAX_UNDOTTED_LENGTH and not _DOT.search(text, start, end):
                return None
            pending.append((start, end))
        if each is None:
            break
        at = each.end()
        match each.lastgroup:
            case "group":
                scope = "group"
            case "page":
                scope = "page"
            case "role":
                word = each.group()
                words.add(word)
                if word in _PAGE_WORDS:
                    scope = "page"
                if word in _WORDS_BEFORE_NAMES or not pending or text[at : at + 1] in (":", "/", "·", "."):
                    found[part] += pending
                    part = _ROLE_WORDS[word]
                else:  # the word follows its names: 张三 李四 摄
                    found[_ROLE_WORDS[word] if _ROLE_WORDS[word] != "reporter" else part] += pending
                    part = "reporter"
                pending = []
    found[part] += pending
    return found, words, scope
