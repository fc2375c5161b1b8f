"""The date in a file's name, as far as its folders leave it open, and which tokens of the name say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.intake.placement.date_forms import is_day, is_two_readings, parts_of, short_date
from index.intake.placement.dates_in_paths import MAX_DAY, MAX_MONTH, FolderDate, numbers_in
from index.intake.placement.name_tokens import Token
from index.messages import tr

_COMPACT = 8  # digits of a date without separators
_SHORT = 6  # and with a year of two digits
_WITH_PAGE = (_SHORT + 2, _SHORT + 3)


@dataclass(slots=True)
class DateInFile:
    """Year, month and day, None where folders and name together say none, and the tokens that are left.

    ``end`` is where the date ends in the name, -1 where it is not there.
    """

    value: tuple[int, int, int] | None
    rest: list[Token]
    end: int = -1
    doubts: list[tuple[str, str]] = field(default_factory=list)


def date_in_file(
    tokens: Sequence[Token], above: FolderDate, known: tuple[int, int, int] | None
) -> DateInFile:
    """Find the date in the ``tokens`` of a file's name below folders that say ``above``.

    ``known`` is the day that is known from elsewhere: numbers that repeat it are no pages.
    """
    kinds = {token.kind for token in tokens}
    if "ymd_page" in kinds or any(len(token.text) in _WITH_PAGE for token in tokens):
        tokens = _divided(tokens, above, known)
        kinds = {token.kind for token in tokens}
    if "ymd" in kinds:
        full = [token for token in tokens if token.kind == "ymd"]
        found = DateInFile(parts_of(full[-1].text), [token for token in tokens if token.kind != "ymd"])
        found.end = full[-1].end
        if len(full) > 1 and any(parts_of(token.text) != found.value for token in full):
            found.doubts.append(("date", tr("names two dates")))
        if is_two_readings(full[-1].text):
            found.doubts.append(
                ("date", tr("says {text}, a month and a day or a day and a page", text=full[-1].text))
            )
        return found
    if "day_first" in kinds:
        found = DateInFile(None, [token for token in tokens if token.kind != "day_first"])
        found.doubts.append(("date", tr("has a date that does not begin with its year")))
        return found
    if above.day:
        return _repeated(tokens, (above.year, above.month, above.day))
    if above.year:
        found = _completed(tokens, above)
        if known and found.value != known:
            return _repeated(tokens, known)  # the numbers are none of the date
        if above.short and not known:
            found.doubts.append(("date", tr("has a folder of six digits, a month or a day")))
        return found
    found = _short(tokens)
    return _repeated(tokens, known) if found.value is None and known else found


def _divided(tokens: Sequence[Token], above: FolderDate, known: tuple[int, int, int] | None) -> list[Token]:
    """Divide 20240708001 into the day and the page. Of ten digits only behind a word, or below that day."""
    divided: list[Token] = []
    for token in tokens:
        if token.kind != "ymd_page":
            divided += _short_divided(token, is_named=any(each.kind == "word" for each in divided))
            continue
        day, at = token.text[:_COMPACT], token.start + _COMPACT
        repeats = parts_of(day) in ((above.year, above.month, above.day), known)
        is_sure = len(token.text) > _COMPACT + 2 or repeats or any(each.kind == "word" for each in divided)
        if is_sure and is_day(*parts_of(day)):
            divided.append(Token("ymd", day, token.start, at))
            divided.append(Token("number", token.text[_COMPACT:], at, token.end))
        else:
            divided.append(token._replace(kind="number"))
    return divided


def _short_divided(token: Token, *, is_named: bool) -> list[Token]:
    """Divide 240708001 as well, behind a word."""
    if token.kind != "number" or len(token.text) not in _WITH_PAGE or not is_named:
        return [token]
    at = token.start + _SHORT
    if short_date(token.text[:_SHORT]) is None:
        return [token]
    return [
        Token("number", token.text[:_SHORT], token.start, at),
        Token("number", token.text[_SHORT:], at, token.end),
    ]


def _repeated(tokens: Sequence[Token], date: tuple[int, int, int]) -> DateInFile:
    """Leave out what says once more the day that is known."""
    year, month, day = date
    found = DateInFile(date, [])
    for token in tokens:
        if token.kind == "number":
            digits = token.text
            if len(digits) in (4, _SHORT) and f"{year % 100:02}{month:02}{day:02}".endswith(digits):
                found.end = token.end
            else:
                found.rest.append(token)
        elif (said := _said(token)) is not None:
            differs = any(value and value != known for value, known in zip(said, date, strict=True))
            if differs and sum(each.kind in ("number", "label") for each in found.rest) > 1:
                continue  # in the headline behind a page and an order
            if differs:
                found.doubts.append(
                    ("date", tr("says {text} below the folder of another day", text=token.text))
                )
            found.end = token.end
        else:
            found.rest.append(token)
    return found


def _said(token: Token) -> tuple[int, int, int] | None:
    """What a month or a day that is marked as one says; 0 for the rest."""
    if token.kind == "md":
        month, day = numbers_in(token.text)
        return 0, month, day
    if token.kind in ("m", "d"):
        number = numbers_in(token.text)[0]
        return (0, number, 0) if token.kind == "m" else (0, 0, number)
    if token.kind == "short":
        date = short_date("".join(f"{number:02}" for number in numbers_in(token.text)[:3]))
        return (date.year, date.month, date.day) if date else None
    return None


def _completed(tokens: Sequence[Token], above: FolderDate) -> DateInFile:
    """Complete a year, or a year and a month, by what the name says first."""
    for at, token in enumerate(tokens):
        said = _said(token)
        if said is not None:
            month, day = said[1] or above.month, said[2]
            found = DateInFile(None, [*tokens[:at], *tokens[at + 1 :]], token.end)
            if (above.month and month != above.month) or (said[0] and said[0] != above.year):
                found.doubts.append(
                    ("date", tr("says {text} below the folder of another month", text=token.text))
                )
            elif month and day:
                found.value = (above.year, month, day)
                return found
            if found.doubts:
                return found
    if above.has_serial:
        return DateInFile(None, list(tokens))
    numbers = [(at, token) for at, token in enumerate(tokens) if token.kind in ("number", "label")]
    if not numbers or numbers[0][1].kind == "label":
        return DateInFile(None, list(tokens))
    at, first = numbers[0]
    if len(first.text) == 4:
        month, day = divmod(int(first.text), 100)
        if is_day(2000, month, day) and above.month in (0, month):
            return DateInFile((above.year, month, day), [*tokens[:at], *tokens[at + 1 :]], first.end)
    elif len(first.text) == _SHORT and (date := short_date(first.text)) is not None:
        if date.year == above.year and above.month in (0, date.month):
            value = (date.year, date.month, date.day)
            return DateInFile(value, [*tokens[:at], *tokens[at + 1 :]], first.end)
    elif len(first.text) <= 2 and above.month and 0 < int(first.text) <= MAX_DAY:
        value = (above.year, above.month, int(first.text))
        return DateInFile(value, [*tokens[:at], *tokens[at + 1 :]], first.end)
    elif len(first.text) <= 2 and len(tokens) > at + 1 and tokens[at + 1].kind == "number":
        second = tokens[at + 1]
        month, day = int(first.text), int(second.text)
        if 0 < month <= MAX_MONTH and len(second.text) <= 2 and 0 < day <= MAX_DAY:
            return DateInFile((above.year, month, day), [*tokens[:at], *tokens[at + 2 :]], second.end)
    return DateInFile(None, list(tokens))


def _short(tokens: Sequence[Token]) -> DateInFile:
    """A day with a year of two digits, where no other date is there."""
    for at, token in enumerate(tokens):
        count = 1
        if token.kind == "short":
            value = _said(token)
        elif token.kind == "number" and len(token.text) == _SHORT:
            date = short_date(token.text)
            value = (date.year, date.month, date.day) if date else None
        elif (
            token.kind == "number"
            and [(each.kind, len(each.text)) for each in tokens[at : at + 3]] == [("number", 2)] * 3
        ):
            count = 3
            date = short_date("".join(each.text for each in tokens[at : at + 3]))
            value = (date.year, date.month, date.day) if date else None
        else:
            continue
        if value is not None:
            found = DateInFile(value, [*tokens[:at], *tokens[at + count :]], tokens[at + count - 1].end)
            if count == 1 and token.kind == "number" and _is_month(token.text):
                found.doubts.append(("date", tr("says {text}, a month or a day", text=token.text)))
            return found
    return DateInFile(None, list(tokens))


def _is_month(digits: str) -> bool:
    """Whether six digits may be a year and a month: 200706."""
    return digits[:2] in ("18", "19", "20") and 0 < int(digits[4:]) <= MAX_MONTH
