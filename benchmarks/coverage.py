"""How often `searcher issues` is right about what is missing, on invented papers of which issues are lost.

    python -m benchmarks.coverage

Papers appear by a rhythm over twelve years: a weekly, a daily but Sundays, one whose weekdays changed three
times, with a week's pause at 春节 or without. An archive keeps each issue with a chance (`kept`), loses all
of some months (`months`), or four times a weekday for eight weeks (`weekday`); on one day in two hundred of
those without a paper there is a special issue. Nothing else is told. Each day between the first and the last
issue is asked for: shares of the lost issues that are named as missing, and of the days without a paper that
are named wrongly. Two archives of each kind, drawn by fixed seeds; no time is measured.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from index.issue import IssueKey, IssueRecord
from index.papers import read_days
from searcher.coverage import coverage
from searcher.language.festivals import festival_days

Rhythm = Callable[[date], bool]
SEEDS = range(2)
FIRST, LAST = date(2004, 1, 1), date(2015, 12, 31)
DAYS = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
SPECIAL = 1 / 200


def main() -> None:
    """Print a line for each rhythm and loss."""
    rhythms: dict[str, Rhythm] = {
        "weekly, thu": _on((LAST, "thu")),
        "tue,fri": _on((LAST, "tue,fri")),
        "mon-sat": _on((LAST, "mon-sat")),
        "daily": _on((LAST, "mon-sun")),
        "changing": _on(
            (date(2005, 12, 31), "wed"),
            (date(2008, 6, 30), "mon-fri"),
            (date(2012, 12, 31), "mon-sun"),
            (LAST, "mon-sat"),
        ),
    }
    rhythms |= {f"{name}, 春节": _but_spring_festival(of) for name, of in rhythms.items()}
    print(f"{'paper':18}{'kept':>9}{'lost':>9}{'named':>9}{'no paper':>10}{'wrongly':>9}")
    for name, appears in rhythms.items():
        for loss in (0.0, 0.05, 0.2, 0.5, "months", "weekday"):
            lost = named = idle = wrong = 0
            for seed in SEEDS:
                counts = _counts(appears, loss, random.Random(seed))
                lost, named, idle, wrong = (
                    a + b for a, b in zip((lost, named, idle, wrong), counts, strict=True)
                )
            kept = loss if isinstance(loss, str) else f"{1 - loss:.0%}"
            print(f"{name:18}{kept:>9}{lost:>9,}{_share(named, lost):>9}{idle:>10,}{_share(wrong, idle):>9}")


def _on(*spans: tuple[date, str]) -> Rhythm:
    """On these weekdays up to this day, then on the next."""
    read = [(last, read_days(days)) for last, days in spans]
    return lambda day: day.weekday() in next(days for last, days in read if day <= last)


def _but_spring_festival(appears: Rhythm) -> Rhythm:
    weeks = {year: festival_days("春节", year) for year in range(FIRST.year, LAST.year + 1)}
    return lambda day: appears(day) and not weeks[day.year][0] <= day <= weeks[day.year][1]


def _counts(appears: Rhythm, loss: float | str, drawn: random.Random) -> tuple[int, int, int, int]:
    """Issues lost, those named; days without a paper or an issue, those named as missing."""
    printed = {day for day in DAYS if appears(day)}
    months = {day.replace(day=1) for day in sorted(printed) if drawn.random() < 1 / 300}
    starts = [drawn.choice(sorted(printed)) for _ in range(4)]
    held = set()
    for day in DAYS:
        if day not in printed:
            gone = drawn.random() >= SPECIAL
        elif loss == "months":
            gone = day.replace(day=1) in months
        elif loss == "weekday":
            gone = any(
                timedelta(0) <= day - start < timedelta(56) and day.weekday() == start.weekday()
                for start in starts
            )
        else:
            gone = drawn.random() < float(loss)
        if not gone:
            held.add(day)
    records = [IssueRecord(IssueKey(day, "x"), 1, (1,), "", "") for day in held]
    (found,) = coverage(records, today=max(held))
    between = {day for day in DAYS if min(held) <= day <= max(held)} - held
    missing = set(found.missing)
    return (
        len(between & printed),
        len(missing & printed),
        len(between - printed),
        len(missing - printed),
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


if __name__ == "__main__":
    main()
