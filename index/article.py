"""Article, the one data model: the page parser makes it, backends store it, searcher re-exports it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date as civil_date
from operator import index
from reprlib import Repr
from typing import Any, Literal, Self, get_args

from index.messages import listed, tr
from index.page_label import FORMS, PageLabel, page_in_id, page_label
from index.printed_lines import TEXT_ROLES, PrintedLine, unpack_lines

Kind = Literal["news", "brief", "photo"]
Scope = Literal["headline", "body"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
KINDS: tuple[str, ...] = get_args(Kind)
UNIT_KEYS = ("section", "group", "kicker", "headline", "subheads", "paragraphs", "printed")
"""The keys of the texts that make the units of an article."""
CORRECTS = "corrects"
"""The key in ``Article.extra`` that names the page of which the article is a correction."""
MAX_ID_CHARS = 100
MAX_EDITION_CHARS = 20
MAX_CHARS = 1 << 22  # of an article: indexing it takes many times its size

_WHITE = re.compile(r"\s")
_EDITION = re.compile(rf"[^\W_]{{1,{MAX_EDITION_CHARS}}}")
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was printed.

    ``id`` is paper, date, page and order on the page (``qzrb-2024-05-01-A01-03``); a ``.jsonl`` may bring its
    own. ``paper`` is the code of its paper, ``edition`` what tells it from another issue of the same day, if
    anything. ``page`` is a label in the form of ``page_label``, ``page_name`` what stands beside it (要闻).
    ``section`` is the column label over the article, ``group`` the common title of a group of articles,
    ``kicker`` the small line over the headline. ``paragraphs`` are the body without subheads and byline.
    ``authors`` wrote what is no report: prose, letters, serials. ``byline`` is how the names were printed.
    ``printed`` are its lines in the order printed, with what no other field holds (``printed_lines``).
    ``confidence``, 0 to 1, is how surely the page parser read it, None where nobody guessed; ``doubts`` say
    what may be otherwise, the greatest first.
    ``source`` is the file the article came from, as it was named to ``add``. ``extra`` are the keys of a
    ``.jsonl`` that are none of these, with their JSON values; do not modify it.

    Every article is checked where it is made: TypeError or ValueError names the field, what it holds and what
    it may hold. A blank text counts as none, a list as a tuple.
    """

    id: str
    paper: str
    date: civil_date
    edition: str | None = None
    page: PageLabel
    page_name: str | None = None
    section: str | None = None
    group: str | None = None
    kicker: str | None = None
    headline: str | None = None
    subheads: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    byline: str | None = None
    printed: tuple[str, ...] = ()
    kind: Kind = "news"
    confidence: float | None = None
    doubts: tuple[str, ...] = ()
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__  # the instance is frozen
        if type(self.date) is not civil_date:
            raise TypeError(_wrong("date", self.date, "a day, a datetime.date without a time"))
        keep(self, "page", _page(self.page))
        if self.edition is not None:  # before the id, which may have been made of it
            keep(self, "edition", _edition(self.edition))
        if not _is_text(self.id) or not 0 < len(self.id) <= MAX_ID_CHARS or _WHITE.search(self.id):
            raise _error(
                "id", self.id, tr("one word of at most {max_id_chars} characters", max_id_chars=MAX_ID_CHARS)
            )
        if not _is_text(self.paper) or not self.paper.strip() or len(self.paper.splitlines()) > 1:
            raise _error("paper", self.paper, tr("a name, on one line"))
        if self.kind not in KINDS:
            raise _error("kind", self.kind, tr("one of {kinds}", kinds=listed(KINDS)))
        if self.confidence is not None:
            keep(self, "confidence", _confidence(self.confidence))
        chars = 0
        for name in TEXT_KEYS:
            value = getattr(self, name)
            if value is not None:
                keep(self, name, _text(name, value))
                chars += len(value)
        for name in LIST_KEYS:
            value = getattr(self, name)
            if value:
                keep(self, name, texts := _texts(name, value))
                chars += sum(map(len, texts))
            elif value != ():
                keep(self, name, _texts(name, value))
        if chars > MAX_CHARS:
            raise ValueError(
                tr(
                    "the article has {chars:,} characters, over {max_chars:,}; split it",
                    chars=chars,
                    max_chars=MAX_CHARS,
                )
            )
        if self.extra != {}:
            keep(self, "extra", _extra(self.extra))

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """The article of which ``row`` is the ``to_dict``; unknown keys become its ``extra``.

        TypeError or ValueError names a key that is missing or has a value that it may not have.
        """
        known = {key: value for key, value in row.items() if key in _KEYS}
        if missing := [key for key in ("id", "paper", "date", "page") if key not in known]:
            raise ValueError(tr("the article lacks {missing}", missing=listed(missing)))
        if isinstance(known["date"], str):
            try:
                known["date"] = civil_date.fromisoformat(known["date"])
            except ValueError:
                raise ValueError(_wrong("date", known["date"], tr("a day as 2023-09-21"))) from None
        return cls(**known, extra={key: value for key, value in row.items() if key not in _KEYS})

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in any role, each once, in the order reporter, contributor, photographer, author."""
        return tuple(dict.fromkeys(self.reporters + self.contributors + self.photographers + self.authors))

    def units(self, scope: Scope) -> tuple[str, ...]:
        """The texts searched as ``scope``; a literal stands within one unit, across the unit's paragraphs."""
        return units_of(scope, **{key: getattr(self, key) for key in UNIT_KEYS})

    def printed_lines(self) -> tuple[PrintedLine, ...]:
        """Its lines in the order printed, a paragraph one line; with them those of the page beside it."""
        return tuple(unpack_lines(self.printed, self.texts_by_role()))

    def texts_by_role(self) -> dict[str, Sequence[str]]:
        """The texts of its fields by the roles that they have in print."""
        return printed_fields(
            section=self.section,
            group=self.group,
            kicker=self.kicker,
            headline=self.headline,
            subheads=self.subheads,
            paragraphs=self.paragraphs,
        )

    def lines_apart(self) -> tuple[PrintedLine, ...]:
        """The lines that stand in no text and not in its headline: labels, decks, those of the page."""
        return tuple(_lines_apart(self.printed_lines(), self.units("headline")))

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON's types, ``extra`` beside its own keys; ``date`` is ``YYYY-MM-DD``."""
        return {
            **self.extra,
            **{key: getattr(self, key) for key in ARTICLE_KEYS},
            "date": self.date.isoformat(),
        }


def units_of(
    scope: Scope,
    *,
    section: str | None,
    group: str | None,
    kicker: str | None,
    headline: str | None,
    subheads: Sequence[str],
    paragraphs: Sequence[str],
    printed: Sequence[str],
) -> tuple[str, ...]:
    """The units of an article that has these texts, as ``Article.units``."""
    headings = tuple([text for text in (kicker, headline) if text])
    if scope == "headline":
        return headings
    if not printed:
        return (*subheads, "\n".join(paragraphs))
    fields = printed_fields(
        section=section,
        group=group,
        kicker=kicker,
        headline=headline,
        subheads=subheads,
        paragraphs=paragraphs,
    )
    lines = list(unpack_lines(printed, fields))
    texts = "\n".join([line.text for line in lines if line.role in TEXT_ROLES])
    return (texts, *[line.text for line in _lines_apart(lines, headings)])


def printed_fields(
    *,
    section: str | None,
    group: str | None,
    kicker: str | None,
    headline: str | None,
    subheads: Sequence[str],
    paragraphs: Sequence[str],
) -> dict[str, Sequence[str]]:
    """The texts of an article's fields by role, as ``printed_lines`` has them."""
    return {
        "label": tuple(text for text in (section, group) if text),
        "kicker": (kicker,) if kicker else (),
        "headline": (headline,) if headline else (),
        "subhead": subheads,
        "body": paragraphs,
    }


def _lines_apart(lines: Iterable[PrintedLine], headings: Sequence[str]) -> Iterator[PrintedLine]:
    for line in lines:
        if line.role not in TEXT_ROLES and not any(line.text in heading for heading in headings):
            yield line


def article_id(paper: str, date: civil_date, page: PageLabel, order: int, edition: str | None = None) -> str:
    """``qzrb-2024-05-01-A01-03``, the edition behind the date; ``order`` on the page counts from 1."""
    day = f"{date.isoformat()}-{edition}" if edition else date.isoformat()
    return f"{paper}-{day}-{page_in_id(page)}-{order:02d}"


ARTICLE_KEYS: tuple[str, ...] = tuple(each.name for each in fields(Article) if each.name != "extra")
_KEYS = frozenset(ARTICLE_KEYS)
TEXT_KEYS: tuple[str, ...] = tuple(each.name for each in fields(Article) if each.type == "str | None")
"""The keys whose value is a text or None."""
LIST_KEYS: tuple[str, ...] = tuple(each.name for each in fields(Article) if each.type == "tuple[str, ...]")
"""The keys whose value is several texts."""


def _wrong(name: str, value: object, wanted: str) -> str:
    return tr("{name}={value}; it is {wanted}", name=name, value=_SHORT.repr(value), wanted=wanted)


def _error(name: str, value: object, wanted: str) -> Exception:
    kind = ValueError if isinstance(value, str) else TypeError
    return kind(_wrong(name, value, wanted))


def _is_text(value: object) -> bool:
    """Whether a text file can hold it: no NUL, and no half of a character."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()  # several times as fast as a regular expression
    except UnicodeEncodeError:
        return False
    return True


def _page(value: object) -> PageLabel:
    if isinstance(value, bool):
        raise TypeError(_wrong("page", value, tr(FORMS)))
    if isinstance(value, str):
        try:
            return page_label(value)
        except ValueError:
            raise ValueError(_wrong("page", value, tr(FORMS))) from None
    try:
        return page_label(index(value))  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(_wrong("page", value, tr(FORMS))) from None
    except ValueError:
        raise ValueError(_wrong("page", value, tr(FORMS))) from None


def _edition(value: object) -> str | None:
    if isinstance(value, str) and not value.strip():
        return None
    if not isinstance(value, str) or not _EDITION.fullmatch(value):
        raise _error(
            "edition",
            value,
            tr("letters and digits, at most {max_edition_chars}", max_edition_chars=MAX_EDITION_CHARS),
        )
    return value


def _confidence(value: object) -> float:
    wanted = tr("None or a number from 0 to 1")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(_wrong("confidence", value, wanted))
    if not 0 <= value <= 1:
        raise ValueError(_wrong("confidence", value, wanted))
    return float(value)


def _text(name: str, value: object) -> str | None:
    if not _is_text(value):
        raise _error(name, value, tr("None or a text without NUL"))
    assert isinstance(value, str)
    return value if value and not value.isspace() else None


def _texts(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, tuple | list):
        raise TypeError(_wrong(name, value, "a list of texts"))
    for text in value:
        if not _is_text(text):
            raise _error(tr("each of {name}", name=name), text, tr("a text without NUL"))
    return tuple([text for text in value if text and not text.isspace()])


def _extra(value: object) -> dict[str, Any]:
    """A copy of what JSON gives back of ``value``."""
    import orjson

    if not isinstance(value, Mapping):
        raise TypeError(_wrong("extra", value, "a mapping of JSON values"))
    if taken := sorted(set(value) & _KEYS, key=str):
        raise ValueError(tr("extra has {taken}, which an article has itself", taken=listed(taken)))
    try:
        copy: dict[str, Any] = orjson.loads(orjson.dumps(dict(value)))
    except (TypeError, ValueError, RecursionError) as exc:
        raise TypeError(f"{_wrong('extra', value, 'a mapping of JSON values')} ({exc})") from None
    return copy
