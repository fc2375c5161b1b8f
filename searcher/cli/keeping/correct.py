"""``searcher correct``: a page in the person's editor."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.errors import ArchiveError, IssueFormatError
from index.messages import reason, tr
from searcher.archive import Archive
from searcher.cli.console import numbers
from searcher.cli.console.editor import edit, editor_words
from searcher.cli.console.terminal import tell
from searcher.cli.keeping.correct_commands import tell_correction
from searcher.cli.options import archive_option, display_options, wait_option
from searcher.cli.shell import ERROR, FOUND, NUMBER, Command
from searcher.render.control_characters import clean

if TYPE_CHECKING:
    from index.article import Article


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher correct taiyuan-daily/2023-09-21/01.txt
  searcher correct 3                               the page of the third of the last list
  searcher correct 01.txt --print > page.txt       change page.txt by any means, then:
  searcher correct 01.txt --take page.txt
""",
)
@click.argument("name", metavar="PAGE|ID|NUMBER")
@archive_option
@wait_option
@click.option("--print", "prints", is_flag=True, help="Print the lines instead of opening an editor.")
@click.option(
    "--take",
    "taken",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Take the lines from FILE, - for standard input, instead of an editor.",
)
@click.option("--dry-run", is_flag=True, help="Only show the difference.")
@display_options
@click.pass_context
def correct(
    context: click.Context, *, name: str, wait_s: float, prints: bool, taken: Path | None, dry_run: bool
) -> int:
    """Open a page in VISUAL or EDITOR as marked lines, role at the left, and take what comes back.

    A line === begins an article: add one to split, delete one to merge. Roles are label, kicker, headline,
    byline, subhead, body, caption and masthead (of no article), also shortened or in Chinese; texts may be
    corrected. Of what cannot be understood the line is told, and what was written is kept.
    """
    if prints and taken is not None:
        raise click.UsageError(tr("--print and --take exclude each other."), context)
    is_page = re.fullmatch(NUMBER, name) is None and (
        name.lower().endswith((".txt", ".gz")) or Path(name).is_file()
    )
    path, shown = numbers.archive_of(context, () if is_page else (name,))
    with Archive(path, wait_s=wait_s, on_wait=tell) as archive:
        page: Path | Article = Path(name)
        if not is_page:
            named = numbers.read_articles(archive, (name,), shown)
            if named.missing:
                return ERROR
            page = named.articles[0]
        if taken is not None:
            text = _read(taken)
            tell_correction(archive.correct(page, text, name=str(taken), dry_run=dry_run), dry_run=dry_run)
            return FOUND
        form = archive.page_form(page)
        if prints:
            click.echo(clean(form.text), nl=False)
            return FOUND
        return _by_editor(archive, page, form.text, form.page, dry_run=dry_run)


def _by_editor(archive: Archive, page: Path | Article, text: str, name: str, *, dry_run: bool) -> int:
    """Let the editor change ``text``, and take what comes back; the file stays where it is not taken."""
    words = editor_words(tr("Or: searcher correct {page} --print > FILE, and --take FILE.", page=name))
    descriptor, path = tempfile.mkstemp(prefix=f"searcher-{Path(name).stem}-", suffix=".txt")
    file = Path(path)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)
    ended_well = edit(words, file)
    try:
        written = _read(file)
    except IssueFormatError as error:
        tell(tr("Error: {error}", error=error))
        return _kept(name, file)
    if written == text:
        file.unlink()
        if ended_well:
            tell(
                tr(
                    "{page}: nothing changes. An editor that opens a window of its own is to wait, as: "
                    "EDITOR='code --wait'",
                    page=name,
                )
            )
        return FOUND if ended_well else ERROR
    if not ended_well:
        return _kept(name, file)
    try:
        tell_correction(archive.correct(page, written, name=path, dry_run=dry_run), dry_run=dry_run)
    except ArchiveError as error:
        tell(tr("Error: {error}", error=error))
        return _kept(name, file)
    except BaseException:
        _kept(name, file)
        raise
    if dry_run:
        _kept(name, file)
        return FOUND
    file.unlink(missing_ok=True)
    return FOUND


def _kept(name: str, file: Path) -> int:
    tell(
        tr(
            "What was written is kept in {file}; mend it there, then: searcher correct {page} --take {file}",
            file=file,
            page=name,
        )
    )
    return ERROR


def _read(file: Path) -> str:
    """The text of a file, in any encoding that editors write; IssueFormatError where it cannot be read."""
    from index.intake.decoding import decode

    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise IssueFormatError(str(file), tr("cannot be read: {strerror}", strerror=reason(error))) from error
    return decode(raw, str(file))
