"""What stands around an article: its page, and the series, group or section it is part of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import timedelta
from typing import Literal as OneOf
from typing import NamedTuple, TypeAlias

from analyzers import fold
from index.article import Article
from index.backend import Backend, Ranking, Request, Sort
from index.issue import IssueKey
from index.page_label import PageLabel
from index.query import And, DateRange, Field, Literal

SeriesKind: TypeAlias = OneOf["label", "group", "section"]
MOST_HEADS = 2000  # articles that may be of the series and are looked at
LEAST_STEM = 4  # characters of a headline before 上 or 下 that tell a series

_OPEN, _CLOSE = "（(〔[【〈", "）)〕]】〉"
_CIRCLED = {chr(0x2460 + at): at + 1 for at in range(20)} | {chr(0x3251 + at): at + 21 for at in range(15)}
_PARTS = {"上": 1, "中": 2, "下": 3}
_HAN = {char: at for at, char in enumerate("一二三四五六七八九十", 1)}
_NUMBER = rf"[{''.join(_CIRCLED)}]|[上中下]|[一二三四五六七八九十]{{1,3}}|\d{{1,3}}"
_BEFORE_NUMBER = " \u3000·:："  # stands between a label and its number
_AROUND = _BEFORE_NUMBER + "—-"
_LAST_BRACKET = re.compile(
    rf"[{re.escape(_OPEN)}](?P<label>[^{re.escape(_OPEN)}]*?)"
    rf"(?:[{re.escape(_OPEN)}](?P<inner>{_NUMBER})[{re.escape(_CLOSE)}]|(?P<of>之|第)?(?P<number>{_NUMBER}))"
    rf"[{re.escape(_CLOSE)}]"
)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """An article among those of its page: ``articles`` are all of the page in order of reading.

    They have neither subheads nor paragraphs. ``before`` and ``after`` are the pages before and behind it in
    the issue, as labels; None where there is none.
    """

    article: Article
    articles: tuple[Article, ...]
    before: PageLabel | None
    after: PageLabel | None

    @property
    def place(self) -> int:
        """Where the article stands in ``articles``, from 0."""
        return [each.id for each in self.articles].index(self.article.id)

    def to_dict(self) -> dict[str, object]:
        """The page as JSON's types."""
        return {
            "id": self.article.id,
            "date": self.article.date.isoformat(),
            "paper": self.article.paper,
            "page": self.article.page,
            "page_before": self.before,
            "page_after": self.after,
            "place": self.place + 1,
            "articles": [_row(each) for each in self.articles],
        }


@dataclass(frozen=True, slots=True)
class Series:
    """The series that an article is part of.

    ``kind`` says by what it was found: ``label``, what stands in brackets beside a number in the headline;
    ``group``, the common title of articles of an issue; ``section``, the column it stands in; None where the
    article has none of these. ``name`` is that label, group or section. ``articles`` are in order of date, of
    a label's on one day in order of their numbers, this one among them, without subheads and paragraphs;
    ``numbers`` are the label's, None for an article without. ``total`` is how many were found, of which
    ``articles`` are the nearest in time; of a section no more than ``MOST_HEADS`` are.
    """

    article: Article
    kind: SeriesKind | None = None
    name: str = ""
    articles: tuple[Article, ...] = ()
    numbers: tuple[int | None, ...] = ()
    total: int = 0

    def to_dict(self) -> dict[str, object]:
        """The series as JSON's types."""
        return {
            "id": self.article.id,
            "kind": self.kind,
            "name": self.name,
            "total": self.total,
            "articles": [
                _row(each) | {"number": number}
                for each, number in zip(self.articles, self.numbers, strict=True)
            ],
        }


class Label(NamedTuple):
    """A label of a headline: the text that its series shares, and the number; 上, 中, 下 are 1, 2, 3."""

    text: str
    number: int


def page_of(backend: Backend, article: Article) -> PagePlace:
    """Return the page of ``article`` with all of its articles."""
    of_issue = backend.articles(IssueKey.of(article), bodies=False)
    pages = list(dict.fromkeys(each.page for each in of_issue))
    at = pages.index(article.page)
    return PagePlace(
        article,
        tuple(each for each in of_issue if each.page == article.page),
        pages[at - 1] if at else None,
        pages[at + 1] if at + 1 < len(pages) else None,
    )


def series_of(backend: Backend, ranking: Ranking, article: Article, limit: int) -> Series:
    """Return the series of ``article``, up to ``limit`` articles nearest to it in time.

    A label, group or section that no other article has makes no series.
    """
    for kind, find in _FINDERS.items():
        name, kin = find(backend, ranking, article)
        if len(kin) > 1:
            near = set(_around([head.id for head, _ in kin], article.id, limit))
            shown = [(head, number) for head, number in kin if head.id in near]
            heads, numbers = zip(*shown, strict=True)
            return Series(article, kind, name, heads, numbers, len(kin))
    return Series(article)


def _by_label(backend: Backend, ranking: Ranking, article: Article) -> Found:
    label = label_of(article)
    if label is None:
        return "", []
    request = Request(Literal(label.text, "headline"), limit=MOST_HEADS, sort="newest")
    matches = backend.search(request, ranking)
    kin: list[tuple[Article, int | None]] = []
    for head in matches.articles([article_id for article_id, _ in matches.hits], bodies=False):
        other = label_of(head)
        if other and fold(other.text) == fold(label.text):
            kin.append((head, other.number))
    return label.text, sorted(kin, key=lambda pair: (pair[0].date, pair[1] or 0, pair[0].id))


def _by_group(backend: Backend, ranking: Ranking, article: Article) -> Found:  # noqa: ARG001 - as the others
    if not article.group:
        return "", []
    of_issue = backend.articles(IssueKey.of(article), bodies=False)
    return article.group, [(each, None) for each in of_issue if each.group == article.group]


def _by_section(backend: Backend, ranking: Ranking, article: Article) -> Found:
    if not article.section:
        return "", []
    section = Field("section", article.section)
    around = []
    # A column may have thousands: those of the day and before, and those behind it, the nearest of each.
    day = article.date
    later = day + timedelta(days=1) if day < civil_date.max else None
    sides: tuple[tuple[DateRange, Sort], ...] = ((DateRange(None, day), "newest"),)
    sides += ((DateRange(later, None), "oldest"),) if later else ()
    for days, sort in sides:
        request = Request(And((section, days)), limit=MOST_HEADS // 2, sort=sort)
        matches = backend.search(request, ranking)
        around += matches.articles([article_id for article_id, _ in matches.hits], bodies=False)
    return article.section, [(head, None) for head in sorted(around, key=lambda head: (head.date, head.id))]


Found: TypeAlias = tuple[str, list[tuple[Article, int | None]]]
"""The name of a series, and its articles in order, each with its number; one or none where it is none."""
_FINDERS: Mapping[SeriesKind, Callable[[Backend, Ranking, Article], Found]] = {
    "label": _by_label,
    "group": _by_group,
    "section": _by_section,
}


def label_of(article: Article) -> Label | None:
    """The label of an article's headline or kicker, as 〔走进乡村③〕; None where it has none.

    The number stands last in the brackets: ①, （三）, 之三, 上, 3. Where nothing else does, the label is the
    headline before them: 长河纪事（上）.
    """
    for text in (article.headline, article.kicker):
        for found in re.finditer(_LAST_BRACKET, text or ""):
            stem = found["label"].strip(_AROUND)
            if not stem and text and len(text[: found.start()].strip()) >= LEAST_STEM:
                stem = text[: found.start()].strip()
            if stem and _counts(found):
                return Label(stem, _value(_number_text(found)))
    return None


def _counts(found: re.Match[str]) -> bool:
    """Whether the number counts a series: not in 修正案（十二）, （2021—2024）, （强军路上）."""
    number, label = _number_text(found), found["label"]
    if number in _CIRCLED or found["inner"] or found["of"]:
        return True
    if not label:
        return number in _PARTS
    return label[-1] in _BEFORE_NUMBER


def _number_text(found: re.Match[str]) -> str:
    return found["inner"] or found["number"]


def _value(number: str) -> int:
    if number in _CIRCLED or number in _PARTS:
        return _CIRCLED.get(number) or _PARTS[number]
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


def _around(ids: Iterable[str], wanted: str, limit: int) -> list[str]:
    """Up to ``limit`` of ``ids``, those around ``wanted``."""
    ordered = list(ids)
    at = ordered.index(wanted) if wanted in ordered else 0
    start = max(0, min(at - limit // 2, len(ordered) - limit))
    return ordered[start : start + limit]


def _row(article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "date": article.date.isoformat(),
        "page": article.page,
        "headline": article.headline,
        "kicker": article.kicker,
        "section": article.section,
        "names": list(article.names),
    }
