"""Schema: the fields by which articles are searched, filtered and counted, a row for each.

From this table follow the labels in the index, filters and facets, the names in the query language, and the
options of ``searcher find``. To add a field of whole values:

1. give Article the key, with an empty default, and fill it where articles are made: ``pages/drafts.py`` for a
   page (a key of a .jsonl fills itself); then count up SOURCE_VERSION in ``intake/source_stamps.py``, so that
   pages which an archive holds already are read again;
2. add a row here, and its facets to ``facet_values`` in ``tests/oracle.py``;
3. issues written before have no labels of it: ``searcher reindex`` writes them anew.

``tests/index/test_schema.py`` adds a row. One more ``text`` wants posting lists and positions of its own, and
that is the engine's work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias

from analyzers import fold
from index.article import KINDS, Article

FieldType: TypeAlias = Literal["text", "label", "person", "paper", "page", "choice", "tag", "date"]
"""``text`` is searched by its words and characters; every other field by its whole values: a ``label`` or the
name of a ``person`` folded, a ``paper`` by its code, a ``page`` by its label, a ``choice`` among few values,
a ``date`` by ranges. A ``tag`` is none of the article's: the person who asks has marked it."""
Facet: TypeAlias = str
"""A name in FACETS."""


@dataclass(frozen=True, slots=True)
class SearchField:
    """A row of the schema.

    ``name`` stands in query trees, JSON and options; ``aliases`` are names in the query language that
    messages show beside it, ``synonyms`` names that are only understood. ``values`` returns an article's
    values as they are printed, each once; None for a tag, and for a text, which ``Article.units`` gives.
    ``choices`` maps what may be typed to the values of a choice. ``facets`` maps the facets that count this
    field to the number of leading characters of a value that they count by; None counts whole values.
    ``help`` is that of its option.
    """

    name: str
    type: FieldType
    aliases: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    values: Callable[[Article], Sequence[str]] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[Facet, int | None] = field(default_factory=dict)
    help: str = ""


FIELDS: tuple[SearchField, ...] = (
    SearchField("headline", "text", ("标题",), ("title",)),
    SearchField("body", "text", ("正文",)),
    SearchField(
        "section",
        "label",
        ("栏目",),
        values=lambda article: (article.section,) if article.section else (),
        facets={"section": None},
        help="Only this section; repeated: any of them.",
    ),
    SearchField(
        "reporter",
        "person",
        ("记者",),
        ("通讯员", "摄影"),
        values=lambda article: article.names,
        facets={"reporter": None},
        help="Only this name, in any role; repeated: any of them.",
    ),
    SearchField(
        "author",
        "person",
        ("作者",),
        values=lambda article: article.authors,
        help="Only what this name wrote as its author; repeated: any of them.",
    ),
    SearchField(
        "paper",
        "paper",
        ("报纸",),
        ("报名",),
        values=lambda article: (article.paper,),
        facets={"paper": None},
        help="Only this paper, by code, name or alias; repeated: any of them.",
    ),
    SearchField(
        "date",
        "date",
        ("日期",),
        values=lambda article: (article.date.isoformat(),),
        facets={"year": len("YYYY"), "month": len("YYYY-MM")},
    ),
    SearchField(
        "page",
        "page",
        ("版次", "版面"),
        values=lambda article: (str(article.page),),
        facets={"page": None},
        help="Only this page, as 1 or A01, or all of A; repeated: any of them.",
    ),
    SearchField(
        "page_name",
        "label",
        ("版名",),
        values=lambda article: (article.page_name,) if article.page_name else (),
        help="Only pages of this name, as 要闻; repeated: any of them.",
    ),
    SearchField(
        "kind",
        "choice",
        ("类型",),
        values=lambda article: (article.kind,),
        choices={kind: kind for kind in KINDS}
        | {"新闻": "news", "消息": "news", "简讯": "brief", "图片": "photo"},
        facets={"kind": None},
        help="Only this kind of article; repeated: any of them.",
    ),
    SearchField(
        "tag",
        "tag",
        ("标签",),
        help="Only what you marked with this label; repeated: any of them.",
    ),
)

PREFIX_TYPES: tuple[FieldType, ...] = ("label", "person", "page")
"""Of these fields a query may ask for the beginning of a value."""

FIELD: Mapping[str, SearchField] = {each.name: each for each in FIELDS}
LABELLED: tuple[SearchField, ...] = tuple(each for each in FIELDS if each.values)
"""The fields that have whole values: the index keeps a label for each."""
FILTERED: tuple[SearchField, ...] = tuple(each for each in FIELDS if each.type != "text")
"""The fields that a filter asks for."""
VALUED: tuple[SearchField, ...] = tuple(each for each in FILTERED if each.type != "date")
"""The fields that a query or a filter asks for by value; a date is asked for by range."""
FIELD_OF_FACET: Mapping[Facet, SearchField] = {facet: each for each in FIELDS for facet in each.facets}
FACETS: tuple[Facet, ...] = tuple(FIELD_OF_FACET)
IN_QUERIES: tuple[SearchField, ...] = tuple(sorted(FIELDS, key=lambda each: each.type == "date"))
"""The fields as help and messages list them: a date last, since its values have many forms."""
LISTING = ", ".join("/".join((each.name, *each.aliases)) for each in IN_QUERIES)
"""The fields with their aliases, for messages."""


@cache
def _fields_by_name() -> dict[str, SearchField]:
    return {fold(name): each for each in FIELDS for name in (each.name, *each.aliases, *each.synonyms)}


def field_named(name: str) -> SearchField | None:
    """The field of that name, alias or synonym, folded; None where there is none."""
    return _fields_by_name().get(fold(name)) if name.replace("_", "").isalpha() else None
