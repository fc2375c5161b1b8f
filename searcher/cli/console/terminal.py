"""Printing for a terminal or a pipe.

Results go to stdout, everything else to stderr. Rich is loaded only when there is something to lay out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from io import TextIOWrapper
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

import click

from index.messages import tr
from searcher.render.control_characters import clean

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.text import Text

    from index.backend import Progress
    from index.location import Location
    from searcher.adding import Added
    from searcher.archive import Archive

MIN_WIDTH = 20
LINES_AT_ONCE = 50
_FEW_LETTERS = (
    "dumb",
    "linux",
    "vt100",
    "vt220",
)  # terminals whose fonts may have no more than Latin letters


def width_of(stream: IO[str]) -> int | None:
    """Return how many cells to lay out for: COLUMNS, else the terminal's width; None where there is none."""
    if "COLUMNS" in os.environ or stream.isatty():
        import shutil

        return max(MIN_WIDTH, shutil.get_terminal_size().columns)
    return None


def print_lines(lines: Iterable[Text]) -> None:
    """Print on stdout: plain when piped, in colour on a terminal, in a pager what its screen cannot hold.

    A line is laid out when it is printed, and what a pager is left before is not.
    """
    from rich.console import Console

    from searcher.cli import chosen_settings

    color = _chosen("color") or chosen_settings.color()
    console = Console(
        highlight=False,
        markup=False,
        emoji=False,
        # Said in so many words, colour goes into any pipe, and NO_COLOR is not asked.
        force_terminal=True if color == "always" else None,
        color_system="standard" if color == "always" else "auto",
        no_color=False if color == "always" else None,
    )
    is_styled = console.is_terminal and color != "never"
    lines = iter(lines)
    first_screen = list(islice(lines, console.height))
    text = (
        _in_colour(console, chain(first_screen, lines)) if is_styled else _plain(chain(first_screen, lines))
    )

    if len(first_screen) == console.height and sys.stdout.isatty() and not _chosen("no_pager"):
        from searcher.cli.console import pager

        if pager.is_wanted():
            pager.page(text, tell)
            return
    for part in text:
        click.echo(part, nl=False, color=is_styled)


def can_show(text: str) -> bool:
    """Whether what is printed can hold ``text``, and a terminal that it goes to has its letters."""
    if sys.stdout.isatty() and os.environ.get("TERM") in _FEW_LETTERS:
        return False
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _chosen(option: str) -> object:
    """What ``display_options`` were told; None in a command that has them not."""
    context = click.get_current_context(silent=True)
    return context.meta.get(f"searcher.{option}") if context else None


def _in_colour(console: Console, lines: Iterable[Text]) -> Iterator[str]:
    """Yield ``lines`` as a terminal wants them, some at once."""
    from rich.text import Text

    lines = iter(lines)
    while some := list(islice(lines, LINES_AT_ONCE)):
        with console.capture() as captured:
            console.print(Text("\n").join(some), soft_wrap=True)
        yield captured.get()


def _plain(lines: Iterable[Text]) -> Iterator[str]:
    """Yield ``lines`` without their styles, some at once."""
    lines = iter(lines)
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield "".join(f"{line.plain}\n" for line in some)


@contextmanager
def stdout_in(path: Path | None, *, force: bool) -> Iterator[None]:
    """Write what the block prints to ``path``, whole or not at all; with ``None`` or ``-``, to stdout.

    UsageError where the file exists, unless ``force`` says to replace it.
    """
    if path is None or str(path) == "-":
        yield
        return
    with file_at(path, force=force) as file:
        stream = TextIOWrapper(file, encoding="utf-8")
        with redirect_stdout(stream):
            yield
        stream.detach()


@contextmanager
def file_at(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Yield a file that is at ``path`` when the block ends, whole or not at all.

    UsageError where there is one, unless ``force`` says to replace it.
    """
    from searcher.exports import whole_file

    try:
        with whole_file(path.expanduser(), overwrite=force) as file:
            yield file
    except FileExistsError as error:
        raise click.UsageError(
            tr("{path} exists; choose another name, or replace it with --force.", path=path)
        ) from error


def tell(message: str) -> None:
    """Print on stderr what is no result, without anything a terminal would obey."""
    lines = clean(message).split("\n")
    if sys.stderr.isatty():
        from rich.text import Text

        from searcher.render.cells import wrap

        width = width_of(sys.stderr)
        lines = [part.plain for line in lines for part in wrap(Text(line), width)]
    with suppress(BrokenPipeError):
        click.echo("\n".join(lines), err=True)


def paper_names(archive: Archive) -> Callable[[str], str]:
    """Return what says a paper's name by its code; where papers.toml cannot be read, it says the code."""
    from index.errors import PapersFormatError

    try:
        return archive.told_papers().name
    except PapersFormatError as error:
        warn([str(error)])
        return str


def warn(warnings: Iterable[str]) -> None:
    """Tell each of ``warnings`` on stderr."""
    for warning in warnings:
        tell(tr("Warning: {warning}", warning=warning))


@contextmanager
def progress(doing: str) -> Iterator[Progress | None]:
    """Show a bar on stderr while the block runs, if stderr is a terminal; yields what moves it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_added(path: Location, added: Added, *, dry_run: bool = False) -> None:
    """Print what ``add`` or ``reindex`` did, or would do, and tell what was refused."""
    from searcher.render.issue_tables import format_added, format_changes

    warn(added.warnings)
    for paper in added.new_papers:
        tell(
            tr(
                "New paper: {paper} (searcher papers {paper} --name NAME tells what it is called)",
                paper=paper,
            )
        )
    for refusal in added.refused:
        tell(tr("Error: {refusal}", refusal=refusal))
    if added.changes:
        print_lines(format_changes(added.changes, width_of(sys.stdout)))
    click.echo(clean(tr("{place}: {message}", place=path, message=format_added(added, dry_run=dry_run))))
