"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date as civil_date
from math import isnan
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from index.location import Location, read_location
from index.messages import tr
from searcher.cli.complete_values import values_of

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class CivilDate(click.ParamType[civil_date]):
    """A day in any form of the query language; of a month or a year its ``edge``: ``first`` or ``last`` day.

    With edge ``only``, nothing but a single day will do.
    """

    name = "date"

    def __init__(self, edge: Literal["first", "last", "only"]) -> None:
        self._edge = edge

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> civil_date:
        """Read the value; a usage error where it is none."""
        if isinstance(value, civil_date):
            return value
        from searcher.language.dates import day_of

        try:
            return day_of(value, self._edge)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)


class DayWords(CivilDate):
    """The same, kept as it was typed: what 近三个月 means changes with the day."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value as it is; a usage error where it is no date."""
        super().convert(value, param, ctx)
        return value


class DateRange(click.ParamType[tuple[civil_date | None, civil_date | None]]):
    """The days from a first to a last, in any form of the query language."""

    name = "dates"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[civil_date | None, civil_date | None]:
        """Read the value; a usage error where it is none."""
        if isinstance(value, tuple):
            return value
        from searcher.language.dates import civil_range

        try:
            return civil_range(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)


class Name(click.ParamType[str]):
    """A name as it is printed in the paper."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the value; a usage error where it is none."""
        from index.query import broken_span

        if broken_span(value):
            self.fail(tr("these bytes are no text; set the terminal to UTF-8"), param, ctx)
        return str(value)


class Page(click.ParamType[str]):
    """The label of a page: 1, A01, 特刊1."""

    name = "page"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the value; a usage error where it is none."""
        from index.page_label import page_label

        try:
            return page_label(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)


class Columns(click.ParamType[tuple[str, ...]]):
    """The names of columns of a table, with commas between them."""

    name = "columns"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Read the value; a usage error where it is none."""
        if isinstance(value, tuple):
            return value
        from searcher.tables import read_columns

        try:
            return read_columns(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)


class Weekdays(click.ParamType[str]):
    """Weekdays, as mon-sat."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the value; a usage error where it is none."""
        from index.papers import read_days

        try:
            read_days(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)
        return str(value)


class Pattern(click.ParamType[str]):
    """How files are named, for ``index.intake.placement.PathPattern``."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read the value; a usage error where it is none."""
        from index.intake.placement import PathPattern

        try:
            PathPattern(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)
        return str(value)


class Seconds(click.FloatRange):
    """A time of at least nothing: the NaN that a float may be is none."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the value; a usage error where it is none."""
        seconds: float = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(tr("{value} is no number of seconds", value=value), param, ctx)
        return seconds


class ArchiveLocation(click.ParamType[Location]):
    """The folder of an archive, or its address on a cluster."""

    name = "archive"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Location:
        """Read the value; a usage error for an address that is none."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return] # the default, or converted already
        try:
            found = read_location(value)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)
        return found.expanduser() if isinstance(found, Path) else found


def archive_option(command: Decorated) -> Decorated:
    """Let the archive be named behind the command word as well as before it."""

    def settle(context: click.Context, _: click.Parameter, location: Location | None) -> None:
        if location is not None:
            context.obj = location

    return click.option(
        "--archive",
        type=ArchiveLocation(),
        metavar="DIR",
        expose_value=False,
        callback=settle,
        help=(
            "Folder of the archive, or its address on a cluster; else SEARCHER_ARCHIVE, the setting, or the "
            "nearest archive/."
        ),
    )(command)


def placement_options(command: Decorated) -> Decorated:
    """What a file's path and header do not tell, or tell wrongly."""
    for option in (
        click.option("--edition", metavar="NAME", help="Which of several issues of the day, as 晚."),
        click.option("--page", type=Page(), metavar="PAGE", help="Page of the files, as 1 or A01."),
        click.option(
            "--date", type=CivilDate("only"), metavar="DATE", help="Day of the files, as 2023-09-21."
        ),
        click.option(
            "--paper",
            type=Name(),
            metavar="NAME",
            help="Paper of the files: its code, name or alias.",
            shell_complete=values_of("paper"),
        ),
    ):
        command = option(command)
    return command


def jobs_option(command: Decorated) -> Decorated:
    """How many processes cut and invert."""
    from index.backend import MAX_JOBS

    return click.option(
        "--jobs",
        type=click.IntRange(1, MAX_JOBS),
        metavar="NUMBER",
        default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        show_default="one for each core",
        help="Processes that work on a large addition.",
    )(command)


def wait_option(command: Decorated) -> Decorated:
    """How long a command that writes waits for another."""
    from index.backend import WAIT_S

    return click.option(
        "--wait",
        "wait_s",
        type=Seconds(),
        default=WAIT_S,
        show_default=True,
        metavar="SECONDS",
        help="Wait so long for another process that changes the archive.",
    )(command)


def display_options(command: Decorated) -> Decorated:
    """How a terminal shows what is printed; ``terminal.print_lines`` looks at both."""

    def settle(context: click.Context, option: click.Parameter, value: object) -> None:
        context.meta[f"searcher.{option.name}"] = value

    for option in (
        click.option(
            "--no-pager",
            is_flag=True,
            expose_value=False,
            callback=settle,
            help="Page nothing, however long.",
        ),
        click.option(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            show_default=True,
            expose_value=False,
            callback=settle,
            help="When to print in colour; auto is on a terminal, without NO_COLOR.",
        ),
    ):
        command = option(command)
    return command


def timeout_option(given_up: str) -> Callable[[Decorated], Decorated]:
    """How long an answer may take; ``given_up`` says what becomes of one that takes longer."""
    return click.option("--timeout", "timeout_s", type=Seconds(), metavar="SECONDS", help=given_up)


def json_option(command: Decorated) -> Decorated:
    """The same for a script."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(command)
