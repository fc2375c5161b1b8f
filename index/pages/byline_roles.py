"""The roles of a byline: which part each of its names has in the article.

The grammar of a byline, in which every word but the names is of an open class (byline_words.py):

    byline  = scope? (roles names | names roles)+        文/张三 图/李四; 张三 文 李四 图
    roles   = title | work ([/、·]? work)*                记者; 摄影; 文/图
    title   = outlet? rank* word                         本报首席记者

Titles stand before their names and say who they are; works say what was done and stand before or behind. The
side on which the first work stands is the side of all of them. What was done decides: 记者张三摄 is a
photographer, 记者张三文/图 a reporter who also made the pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from index.pages.byline_tokens import Scope, Token
from index.pages.byline_words import PAGE_WORDS, Part, Role

Span = tuple[int, int]  # start and end, exclusive
Side = Literal["before", "behind"]


@dataclass(slots=True)
class RoleSpans:
    """The spans of what may be names, by part, in the order printed, and what the role words say.

    ``strict``: a word in the line may be no role, so that only a name with a surname is one. ``impossible``:
    it is no byline, whatever its names (社区空间统筹利用). ``drawing``: it
    signs a drawing and its verse (张三图 李四文). ``words`` are the role words.
    """

    found: dict[Part, list[Span]] = field(
        default_factory=lambda: {
            "reporter": [],
            "contributor": [],
            "photographer": [],
            "author": [],
            "editor": [],
        }
    )
    words: set[str] = field(default_factory=set)
    scope: Scope = "article"
    strict: bool = False
    impossible: bool = False
    drawing: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """Names without a work yet: their span, the part by their title, and the works printed before them."""

    span: Span
    title: Role | None
    works: tuple[Role, ...]


# Works that only a name stands beside; with any other alone a word without a surname is none: 专家讲述.
_SURE_WORKS = frozenset(
    {
        *("文", "图", "摄", "摄影", "撰文", "采写", "整理"),
        *("报道", "图片", "编译", "摄影报道", "采访整理", "采访", "供图"),
    }
)
# Works that stand behind the names that wait for one, also before other names: 记者甲报道 通讯员乙.
_VERBS = frozenset(
    {
        *("摄", "报道", "报导", "采写", "采访", "整理"),
        *("综合报道", "摄影报道", "供稿", "供图", "提供", "采访整理", "口述"),
    }
)


def split_roles(tokens: Sequence[Token]) -> RoleSpans:
    """Give every run between the roles of a byline its part; whether it holds names, others say."""
    spans = RoleSpans()
    content = [token for token in tokens if token.kind in ("name", "role")]
    ends_with_name = bool(content) and content[-1].kind == "name"
    waiting: list[_Named] = []
    title: Role | None = None
    works: tuple[Role, ...] = ()  # before the names
    side: Side | None = None  # of the first works
    at = 0
    while at < len(content):
        token = content[at]
        length = 1
        if token.role is None:
            waiting.append(_Named((token.start, token.end), title, works))
        elif token.role.title:
            if _title_is_behind(content, at, waiting, ends_with_name):
                waiting = [replace(named, title=named.title or token.role) for named in waiting]
            else:
                title = token.role
        else:
            length = _count_works(content, at, leading=not waiting)
            side_here: Side = "before"
            if waiting:
                side_here = _side(content, at, length, side, ends_with_name)
            side = side or side_here
            behind = tuple(each.role for each in content[at : at + length] if each.role)
            _settle(spans, waiting, behind if side_here == "behind" else ())
            works = behind if side_here == "before" else ()
            waiting, title = [], None
        at += length
    _settle(spans, waiting, ())
    _judge_words(spans, tokens)
    return spans


def _judge_words(spans: RoleSpans, tokens: Sequence[Token]) -> None:
    """Set what the words of the line say of all of it."""
    spans.words = {token.word for token in tokens if token.role}
    kinds = {token.kind for token in tokens}
    if "group" in kinds:
        spans.scope = "group"
    elif "page" in kinds or spans.words & PAGE_WORDS:
        spans.scope = "page"
    roles = [token for token in tokens if token.role]
    glued = all(not token.before and tokens[0] is not token for token in roles)
    spans.drawing = glued and [token.word for token in roles] == ["图", "文"]
    titled = any(token.role.title for token in tokens if token.role)
    unknown = any(token.kind == "modifier" and not token.known for token in tokens)
    only_editors = all(token.role.part == "editor" for token in roles if token.role)
    glued_behind_work = any(
        token.kind == "name" and not token.before and _is_work(last) for last, token in pairwise(tokens)
    )
    sure = titled or spans.words & _SURE_WORKS or spans.scope != "article"
    plain_editors = (
        only_editors and spans.scope == "article" and not any(":" in token.after for token in roles)
    )
    spans.strict = unknown or plain_editors or glued_behind_work or not sure
    spans.impossible = unknown and only_editors


def _is_work(token: Token) -> bool:
    return token.role is not None and not token.role.title


def _count_works(content: Sequence[Token], at: int, *, leading: bool) -> int:
    """How many works stand together from ``at``: 文/图, 文 图."""
    last = at
    while last + 1 < len(content) and _is_work(content[last + 1]):
        beyond = content[last + 2] if last + 2 < len(content) else None
        if content[last].after.isspace() and not leading and beyond is not None and beyond.kind == "name":
            break  # 张三 文 摄影 李四
        last += 1
    return last - at + 1


def _title_is_behind(
    content: Sequence[Token], at: int, waiting: Sequence[_Named], ends_with_name: bool
) -> bool:
    """Whether a title belongs to the names before it: 张三（本报记者）, 张三/记者 李四/通讯员."""
    if not any(named.title is None and not named.works for named in waiting):
        return False
    before, after = content[at - 1].after, content[at].after
    marked = ("(" in before or "/" in before) and ":" not in after
    return marked or at + 1 == len(content) or (not ends_with_name and not _is_work(content[-1]))


def _side(content: Sequence[Token], at: int, length: int, first: Side | None, ends_with_name: bool) -> Side:
    """The side on which the works from ``at`` stand of their names; names wait for one."""
    last = at + length - 1
    before, after = content[at - 1].after, content[last].after
    if ":" in after:
        return "before"
    if last + 1 == len(content):
        return "behind"
    if ("/" in before) != ("/" in after):
        return "behind" if "/" in before else "before"
    if first is not None:
        return first
    if not before or content[at].word in _VERBS:  # 张三摄 李四文
        return "behind"
    return "before" if ends_with_name else "behind"


def _settle(spans: RoleSpans, waiting: Sequence[_Named], behind: Sequence[Role]) -> None:
    """Give the waiting names their parts, by the works behind or else before them, and by their titles."""
    for named in waiting:
        for part in _parts(named.title, behind or named.works):
            spans.found[part].append(named.span)


def _parts(title: Role | None, works: Sequence[Role]) -> tuple[Part, ...]:
    """The parts of a name by its title and its works."""
    if not works:
        return (title.part if title else "reporter",)
    if not any(work.text for work in works):
        return ("photographer",)
    part = title.part if title else next(work.part for work in works if work.text)
    pictures = any(work.pictures for work in works) and part != "photographer"
    return (part, "photographer") if pictures else (part,)
