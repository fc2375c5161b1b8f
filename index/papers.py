"""Papers: each has a code, by which articles are kept, and the names by which people and files call it.

``papers.toml`` in the archive holds what was told of them:

    [qzrb]
    name = "青泽日报"
    aliases = ["qingze-daily"]
    days = "mon-sat"
    since = 1995-01-01

A paper that nobody told of has the slug of its name as its code. docs/papers.md describes the keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as civil_date
from datetime import datetime
from typing import Any

from analyzers import fold
from index.errors import PapersFormatError
from index.messages import listed, tr

MAX_CODE_CHARS = 40
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))
KEYS = ("name", "aliases", "days", "holidays", "since", "until")

_NO_CODE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. ``days`` are the weekdays on which it appears, Monday is 0; None where nobody told them.

    ``holidays`` are days on which it does not appear, though their weekday is among ``days``. ``since`` and
    ``until`` are its first and its last day, None: open.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    days: frozenset[int] | None = None
    holidays: frozenset[civil_date] = frozenset()
    since: civil_date | None = None
    until: civil_date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its code, its name and its aliases."""
        return (self.code, self.name, *self.aliases)

    def lived(self, day: civil_date) -> bool:
        """Whether the paper existed on ``day``."""
        return not ((self.since and day < self.since) or (self.until and day > self.until))


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers that an archive was told of, by code."""

    told: Mapping[str, Paper] = field(default_factory=dict)
    _codes: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for paper in self.told.values():
            for name in paper.names:
                owner = self._codes.setdefault(_key(name), paper.code)
                if owner != paper.code:
                    raise PapersFormatError(
                        tr(
                            "{name!r} is a name of both {owner} and {code}; give it to one of them",
                            name=name,
                            owner=owner,
                            code=paper.code,
                        )
                    )

    def code_of(self, name: str) -> str:
        """The code of the paper that is called ``name``: one that was told, else the slug of the name."""
        return self._codes.get(_key(name)) or slug(name)

    def paper(self, code: str) -> Paper:
        """The paper of that code; one that nobody told of is called as its code."""
        return self.told.get(code) or Paper(code, code)

    def name(self, code: str) -> str:
        """The name of the paper of that code, for people."""
        return self.paper(code).name

    def codes_before(self, code: str) -> tuple[str, ...]:
        """Codes that the paper may have had: its own, then those that its name and its aliases make."""
        names = [each for each in self.paper(code).names[1:] if _makes_code(each)]
        return tuple(dict.fromkeys([code, *map(slug, names)]))

    def nearest(self, name: str, codes: Iterable[str]) -> list[str]:
        """Codes and names of ``codes`` that are nearly ``name``, the nearest first."""
        from difflib import get_close_matches

        names = {_key(each): each for code in codes for each in self.paper(code).names}
        return [names[key] for key in get_close_matches(_key(name), names, n=3, cutoff=0.4)]


NO_PAPERS = Papers()


def slug(name: str) -> str:
    """The code of a paper of this name: its letters and digits, folded, joined by hyphens.

    ValueError where it has none, or more than MAX_CODE_CHARS.
    """
    folded = (part for each in _NO_CODE.split(name) for part in _NO_CODE.split(fold(each)))
    code = "-".join(filter(None, folded))
    if not code or len(code) > MAX_CODE_CHARS:
        raise ValueError(
            tr(
                "{name!r} makes no code of a paper: at most {max_code_chars} letters and digits; "
                "give it one: searcher papers CODE --name NAME",
                name=name[:40],
                max_code_chars=MAX_CODE_CHARS,
            )
        )
    return code


def code_of_old_name(name: str) -> str:
    """The code of a paper that an older searcher kept under ``name``, which might be any line of text.

    A name that makes no code has one of its hash, another one for each name.
    """
    if _makes_code(name):
        return slug(name)
    from hashlib import blake2b  # with all of OpenSSL: who only asks is not to wait for it

    return f"paper-{blake2b(name.encode(), digest_size=8).hexdigest()}"


def is_code(text: str) -> bool:
    """Whether ``text`` may be the code of a paper."""
    return _makes_code(text) and slug(text) == text


def read_papers(text: str) -> Papers:
    """The papers of ``papers.toml``; PapersFormatError names the line or the key, and the cure."""
    if not text.strip():
        return Papers()
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise PapersFormatError(tr("is no TOML: {exc}; mend the line", exc=exc)) from None
    return Papers({code: _paper(code, table) for code, table in tables.items()})


def readable(change: Callable[[str], str]) -> Callable[[str], str]:
    """``change`` of the text, with a PapersFormatError where what it makes tells of no papers."""

    def checked(before: str) -> str:
        after = change(before)
        read_papers(after)
        return after

    return checked


def _paper(code: str, table: object) -> Paper:
    if not is_code(code):
        raise PapersFormatError(
            tr(
                "[{code}] is no code of a paper; it is lower-case letters and digits joined by "
                "hyphens, as qzrb",
                code=code,
            )
        )
    if not isinstance(table, dict):
        raise PapersFormatError(tr("{code} is no table; write [{code}] and its keys below", code=code))
    if unknown := sorted(table.keys() - set(KEYS)):
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], KEYS, n=1)
        meant = (
            tr("; did you mean {near}?", near=near[0]) if near else tr("; keys are {keys}", keys=listed(KEYS))
        )
        raise PapersFormatError(
            tr("[{code}] has an unknown key {unknown}{meant}", code=code, unknown=unknown[0], meant=meant)
        )
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(each, str) and each.strip() for each in aliases):
        raise PapersFormatError(tr('[{code}] aliases is a list of names, as ["qingze-daily"]', code=code))
    name = table.get("name", code)
    if not isinstance(name, str) or not name.strip() or len(name.splitlines()) > 1:
        raise PapersFormatError(tr("[{code}] name is a text on one line", code=code))
    since, until = (_day(code, key, table.get(key)) for key in ("since", "until"))
    if since and until and since > until:
        raise PapersFormatError(
            tr(
                "[{code}] since {since} lies after until {until}; exchange them",
                code=code,
                since=since,
                until=until,
            )
        )
    holidays = table.get("holidays", [])
    if not isinstance(holidays, list):
        raise PapersFormatError(tr("[{code}] holidays is a list of days, as [2024-02-10]", code=code))
    return Paper(
        code,
        name,
        tuple(aliases),
        _days(code, table.get("days")),
        frozenset(day for each in holidays if (day := _day(code, tr("each of holidays"), each))),
        since,
        until,
    )


def read_days(text: str) -> frozenset[int]:
    """Weekdays as ``mon-sat``, ``mon,wed,fri`` or ``周一至周六``; ValueError says which forms there are."""
    plain = text.lower().replace(" ", "")
    for number, names in enumerate(("一", "二", "三", "四", "五", "六", "日天")):
        for char in names:
            plain = re.sub(rf"(?:周|星期){char}", WEEKDAYS[number], plain)
    plain = plain.replace("至", "-").replace("、", ",").replace("，", ",")
    days: set[int] = set()
    for part in plain.split(","):
        first, to, last = part.partition("-")
        last = last if to else first
        if first not in WEEKDAYS or last not in WEEKDAYS:
            raise ValueError(tr("{text!r} are no weekdays; write mon-sat, or mon,wed,fri", text=text))
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
        days |= {each % 7 for each in range(start, end + 1 if start <= end else end + 8)}
    return frozenset(days)


def format_days(days: frozenset[int]) -> str:
    """Weekdays as ``read_days`` reads them."""
    if days == EVERY_DAY:
        return "mon-sun"
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{WEEKDAYS[ordered[0]]}-{WEEKDAYS[ordered[-1]]}"
    return ",".join(WEEKDAYS[day] for day in ordered)


def _days(code: str, value: object) -> frozenset[int] | None:
    if value is None:
        return None
    try:
        return read_days(value if isinstance(value, str) else ",".join(map(str, _listed(value))))
    except ValueError as exc:
        raise PapersFormatError(tr("[{code}] days: {exc}", code=code, exc=exc)) from None


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _day(code: str, key: str, value: object) -> civil_date | None:
    if isinstance(value, str):
        try:
            value = civil_date.fromisoformat(value)
        except ValueError:
            value = object()
    if value is not None and (not isinstance(value, civil_date) or isinstance(value, datetime)):
        raise PapersFormatError(tr("[{code}] {key} is a day as 1995-01-31", code=code, key=key))
    return value


def _makes_code(name: str) -> bool:
    try:
        slug(name)
    except ValueError:
        return False
    return True


def _key(name: str) -> str:
    """What is the same for all ways to write a name, as Qingze Daily and qingze-daily."""
    return _NO_CODE.sub("", fold(name)) or name
