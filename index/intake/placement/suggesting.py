"""A pattern for ``--pattern``, made of the very path that it is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.placement.date_forms import fold
from index.intake.placement.folders import read_folders
from index.intake.placement.name_tokens import Token, tokens_of
from index.intake.placement.path_pattern import PathPattern
from index.intake.placement.path_text import folders_of, readable, stem_of
from index.intake.placement.words import word_kind

_YEAR_DIGITS = 4
_DAY_DIGITS = 6  # with a year of two digits
_DIGITS = re.compile(r"\d+")
_STARS = re.compile(r"\*[*\s]*")
_NOT_LITERAL = re.compile(r"[*{}\n]")


def suggest_pattern(path: Path) -> str:
    """A pattern that reads this path, as far as it can be guessed, each of its fields once.

    It is an example: whoever gives it has to see that each name in braces stands for what it says.
    """
    parent, _, file = readable(str(path.absolute())).rpartition("/")
    folders = [part for part in parent.split("/") if part.strip()]
    reading = read_folders(parent)
    first = min(reading.date.parts, default=len(folders))
    used: set[str] = set()
    names = [_folder(folder, used) for folder in folders[first:]]
    stem = stem_of(file)
    names.append(_file(stem, used) + _NOT_LITERAL.sub("*", file[len(stem) :]))
    if "paper" not in used:
        # The paper's folder is the nearest above that may be one; what is between stands for itself.
        kinds = [word_kind(fold(name).strip()) for name in folders_of("/".join(folders[:first]))]
        likely = [at for at, kind in enumerate(kinds) if kind == "paper"]
        likely = likely or [
            at for at, kind in enumerate(kinds) if kind not in ("none", "edition", "section", "titled")
        ]
        above = likely[-1] if likely else max(first - 1, 0)
        names = ["{paper}", *("*" for _ in folders[above + 1 : first]), *names]
    pattern = "/".join(_STARS.sub("*", name) for name in names)
    try:
        _pattern(pattern).place(path)
    except (IssueFormatError, ValueError):
        return "{paper}/{date}/{label}" + Path(file).suffix
    return pattern


@lru_cache(64)
def _pattern(pattern: str) -> PathPattern:
    """The pattern, compiled once for all files of an archive that are refused for the same reason."""
    return PathPattern(pattern)


def _folder(name: str, used: set[str]) -> str:
    shown = _NOT_LITERAL.sub("*", name)
    return _put(shown, _fields_of_folder(shown, used))


def _fields_of_folder(name: str, used: set[str]) -> Iterator[tuple[Token, str]]:
    for token in tokens_of(fold(name)):
        if token.kind in ("ymd", "short") and "date" not in used:
            yield token, _use("date", used)
        elif token.kind == "day_first" and not used:
            yield token, _day_first(token.text, used)
        elif token.kind in ("ym", "md", "y", "m", "d") or (
            token.kind == "number" and _is_of_date(token.text, used)
        ):
            yield token, _parts_of_date(token.text, used)
        elif token.kind == "label" and "label" not in used:
            yield token, _use("label", used)
        elif token.kind == "word" and word_kind(token.text) in ("paper", "code") and "paper" not in used:
            yield token, _use("paper", used)
        elif token.kind not in ("word", "weekday"):
            yield token, "*"


def _is_of_date(digits: str, used: set[str]) -> bool:
    return len(digits) in (2 * 2, _DAY_DIGITS) or (
        len(digits) <= 2 and ("year" in used and "day" not in used) and "date" not in used
    )


def _parts_of_date(text: str, used: set[str]) -> str:
    """``text`` with names for its numbers: {year}年{month}月, {yy}{month}{day}."""

    def named(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) == _DAY_DIGITS and not used & {"date", "year", "yy", "month"}:
            return "".join(_use(name, used) for name in ("yy", "month", "day"))
        if len(digits) == _YEAR_DIGITS and digits[:2] in ("18", "19", "20"):
            return _use("year", used) if not used & {"year", "yy", "date"} else "*"
        if len(digits) == 2 * 2 and not used & {"month", "day"}:
            return "".join(_use(name, used) for name in ("month", "day"))
        left = [name for name in ("month", "day") if name not in used and "date" not in used]
        return _use(left[0], used) if left and len(digits) <= 2 else "*"

    return _DIGITS.sub(named, text)


def _day_first(text: str, used: set[str]) -> str:
    names = iter(("day", "month", "year"))
    return _DIGITS.sub(lambda _: _use(next(names), used), text)


def _file(stem: str, used: set[str]) -> str:
    shown = _NOT_LITERAL.sub("*", stem)
    return _put(shown, _fields_of_file(shown, used))


def _fields_of_file(name: str, used: set[str]) -> Iterator[tuple[Token, str]]:
    for token in tokens_of(fold(name)):
        dated = "date" in used or "day" in used
        if token.kind in ("ymd", "short") and not used & {"date", "year", "yy"}:
            yield token, _use("date", used)
        elif token.kind == "day_first" and not used & {"date", "year", "yy"}:
            yield token, _day_first(token.text, used)
        elif token.kind == "pages" and not used & {"label", "page"}:
            yield token, _use("label", used) + "*"
        elif token.kind in ("ym", "md", "y", "m", "d") or (
            token.kind == "number" and not dated and _is_of_date(token.text, used)
        ):
            yield token, _parts_of_date(token.text, used)
        elif token.kind in ("label", "number") and not used & {"label", "page"}:
            yield token, _use("label" if token.kind == "label" else "page", used)
        elif token.kind == "number" and "order" not in used:
            yield token, _use("order", used)
        else:
            yield token, "*"


def _use(name: str, used: set[str]) -> str:
    used.add(name)
    return f"{{{name}}}"


def _put(name: str, fields: Iterator[tuple[Token, str]]) -> str:
    """``name`` with each field in the place of its token."""
    pattern, end = "", 0
    for token, shown in fields:
        pattern += name[end : token.start] + shown
        end = token.end
    return pattern + name[end:]
