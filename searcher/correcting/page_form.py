"""A page as a text to be changed by hand: its marked lines, each behind its role, and what comes back.

    # 01.txt
    # state 3f29a1…
    masthead  第一版 要闻
    === taiyuan-daily-2023-09-21-01-01
    headline  河边的柳树都绿了
    body      本报讯 连日来气温回升……

A line ``===`` begins an article. A line that begins with ``#`` is a remark; that of the state tells what the
page was when the form was made. A role may be shortened, or written in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from index.article import Article
from index.errors import CorrectionError, IssueFormatError
from index.intake.corrections import text_hash
from index.intake.jsonl import format_articles
from index.messages import language, listed, mark, tr
from searcher.correcting.article_edits import NAME_FIELDS, article_of_lines, under_one_heading, with_new_id
from searcher.correcting.corrected_page import CorrectedPage
from searcher.correcting.marked_lines import PAGE_ROLE, MarkedLine, Role, mark_lines

if TYPE_CHECKING:
    from index.pages import NameCounts

ROLES: tuple[Role, ...] = (
    *("label", "kicker", "headline", "byline"),
    *("subhead", "body", "caption", "masthead"),
)
_OTHER_ROLES: Mapping[str, Role] = {
    "deck": "subhead",
    "credit": "byline",
    "栏头": "label",
    "引题": "kicker",
    "标题": "headline",
    "副题": "subhead",
    "小标题": "subhead",
    "正文": "body",
    "图片说明": "caption",
    "署名": "byline",
    "图片署名": "byline",
    "报头": "masthead",
}
_ROLE_WIDTH = 10
_BORDER = re.compile(r"\s*[=＝]{3,}\s*(\S*)\s*")
_LINE = re.compile(r"\s*([A-Za-z]+|[\u4e00-\u9fff]{2,4})(?:\s*[:：]\s*|\s+|$)(.*)")
_STATE = re.compile(r"#\s*state\s+([0-9a-f]{16})\s*")
_REMARKS = (
    mark("A line begins with its role; roles are {roles}."),
    mark("=== begins an article. Add one to split, delete one to merge; texts may be corrected."),
    mark(
        "masthead is of a line that is no article's. Save and leave, and it is taken; unchanged, nothing is."
    ),
)


@dataclass(frozen=True, slots=True)
class PageForm:
    """The marked lines of the file ``page``, as ``text``."""

    page: str
    text: str

    @classmethod
    def of(cls, page: CorrectedPage) -> Self:
        """The form of a page as it is."""
        roles = listed([_shown_role(role) for role in ROLES])
        lines = [f"# {page.source.name}", f"# state {_state(page)}"]
        lines += [f"# {tr(remark).format(roles=roles)}" for remark in _REMARKS]
        return cls(page.source.name, "".join(f"{line}\n" for line in (*lines, "", *_body(page))))


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What a form says: ``articles`` in order, those that changed with ``made_ids``.

    ``named`` are the ids that the changed ones stood under in the form, by their places.
    """

    articles: list[Article]
    made_ids: frozenset[str]
    named: dict[int, str]

    def with_named_ids(self, articles: Sequence[Article], before: Sequence[Article]) -> list[Article]:
        """The articles, each new one with the id that it is named by, where no other of the page has it."""
        stood = {article.id for article in before}
        used = {article.id for article in articles}
        result = list(articles)
        for at, name in self.named.items():
            if name not in used and result[at].id not in stood:
                result[at] = replace(result[at], id=name)
        return result


def read_form(text: str, name: str, page: CorrectedPage, known_names: NameCounts) -> ReadForm:
    """The articles that the form in the file ``name`` makes of the page.

    IssueFormatError names file and line of what cannot be understood, CorrectionError a form that is of
    another state of the page.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    found = next((found[1] for line in lines if (found := _STATE.fullmatch(line))), None)
    if found is None:
        raise CorrectionError(
            tr(
                "{name} lacks the line `# state …` with which it was made, so that nobody knows what it "
                "corrects; put it back: # state {state}",
                name=name,
                state=_state(page),
            )
        )
    if found != _state(page):
        raise CorrectionError(
            tr(
                "{page} or its correction was changed since {name} was made, and nothing was written; "
                "compare with the lines of now: searcher correct {page} --print",
                page=page.source.name,
                name=name,
            )
        )
    standing = {article.id: article for article in page.articles}
    shown = dict(zip(standing, map(_shown, mark_lines(page.articles, page.characters)[0]), strict=True))
    used = {article.id for article in page.issue_articles}
    articles: list[Article] = []
    made: set[str] = set()
    named: dict[int, str] = {}
    for border, article_id, block in _blocks(lines, name, standing):
        own = standing.get(article_id)
        if own is not None and block == shown[article_id]:
            articles.append(own)
            continue
        if not any(role in ("headline", "body", "caption") for role, _ in block):
            raise IssueFormatError(
                f"{name}:{border}",
                tr("this article has neither headline nor body; give it one, or delete the === too"),
            )
        base = own or _nobody(page.articles[0])
        try:
            headed = under_one_heading([MarkedLine(*each) for each in block])
            article = article_of_lines(headed, base, known_names)
        except (TypeError, ValueError) as error:
            raise IssueFormatError(f"{name}:{border}", str(error)) from None
        article = with_new_id(article, used)
        used.add(article.id)
        made.add(article.id)
        if own is not None:
            named[len(articles)] = article_id
        articles.append(article)
    if not articles:
        raise IssueFormatError(
            name,
            tr(
                "no article is left; remove a page with: searcher drop {date} --page {page}",
                date=page.key.date,
                page=page.label,
            ),
        )
    return ReadForm(articles, frozenset(made), named)


def _nobody(article: Article) -> Article:
    """An article of the same page of which nothing is known."""
    names: dict[str, Any] = dict.fromkeys(NAME_FIELDS, ())
    return replace(article, kind="news", byline=None, extra={}, **names)


def _blocks(
    lines: Sequence[str], name: str, standing: Mapping[str, Article]
) -> Iterator[tuple[int, str, list[tuple[Role, str]]]]:
    """Yield the number of the line, the id and the lines of each article; lines of the page are left out."""
    block: tuple[int, str, list[tuple[Role, str]]] | None = None
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        at = f"{name}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        if border := _BORDER.fullmatch(line):
            if block:
                yield block
            article_id = border[1]
            if article_id and article_id not in standing:
                raise IssueFormatError(
                    at, tr("no article of this page has the id {id}; leave it out", id=article_id)
                )
            if article_id in seen:
                raise IssueFormatError(
                    at, tr("the id {id} stands twice; leave it out at one of them", id=article_id)
                )
            if article_id:
                seen.add(article_id)
            block = number, article_id, []
            continue
        found = _LINE.fullmatch(line)
        role = _role(found[1]) if found else None
        if found is None or role is None:
            raise IssueFormatError(
                at,
                tr(
                    "does not begin with a role; roles are {roles}",
                    roles=listed([_shown_role(each) for each in ROLES]),
                ),
            )
        if role == PAGE_ROLE or not found[2].strip():
            continue
        if block is None:
            raise IssueFormatError(at, tr("stands before the first ===, where only lines of the page stand"))
        block[2].append((role, found[2].strip()))
    if block:
        yield block


def _role(word: str) -> Role | None:
    """The role that a word names, whole or shortened; None for one that is none, or could be several."""
    if word in _OTHER_ROLES:
        return _OTHER_ROLES[word]
    meant = [role for role in ROLES if role.startswith(word.lower())]
    exact = [role for role in ROLES if tr(role) == word]
    found = exact or meant
    return found[0] if len(found) == 1 else None


def _body(page: CorrectedPage) -> Iterator[str]:
    """Yield the lines of the form: each article, and behind it the lines of the page that follow it."""
    marked, left = mark_lines(page.articles, page.characters)
    starts = [
        min((line.start for line in of_article if line.start is not None), default=0) for of_article in marked
    ]
    behind: dict[int, list[MarkedLine]] = {}
    for line in left:
        above = [at for at, start in enumerate(starts) if start < (line.start or 0)]
        behind.setdefault(max(above, key=starts.__getitem__, default=-1), []).append(line)
    for at in range(-1, len(marked)):
        if at >= 0:
            yield f"=== {page.articles[at].id}"
            yield from (f"{_padded(role)}{text}" for role, text in _shown(marked[at]))
        yield from (f"{_padded(line.role)}{line.text}" for line in behind.get(at, ()))
        yield ""


def _shown(lines: Sequence[MarkedLine]) -> list[tuple[Role, str]]:
    """The lines of an article as the form has them: on one line each."""
    return [(line.role, " ".join(line.text.split("\n")).strip()) for line in lines]


def _padded(role: Role) -> str:
    shown = _shown_role(role)
    return shown.ljust(5, "\u3000") if language() == "zh" else shown.ljust(_ROLE_WIDTH)


def _shown_role(role: Role) -> str:
    return tr(role)


def _state(page: CorrectedPage) -> str:
    return text_hash(page.digest + format_articles(page.articles))
