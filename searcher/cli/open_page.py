"""``searcher open``."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys

import click

from index.article import Article
from index.errors import ConfigFormatError
from index.messages import tr
from searcher.archive import Archive
from searcher.cli import last_list, numbers
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.options import archive_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.cli.terminal import tell
from searcher.render.control_characters import clean
from searcher.settings import config_file
from searcher.settings.open_template import OpenTemplate

EXAMPLE = "searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf'"
_OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "gio open", "wslview")


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf'
  searcher config open 'https://archive.example/{date:%Y-%m-%d}/{page}'
  searcher open 3                              of the list on this terminal
  searcher open 3-5 --dry-run                  the commands, to look at

\b
Fields of the template: {id} {paper} {date} {edition} {page} {page_name} {headline}
{source}, the file the article came from, and {url}, its own address.
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True, shell_complete=complete_numbers)
@archive_option
@click.option("--dry-run", is_flag=True, help="Only print the commands.")
@click.pass_context
def open(context: click.Context, names: tuple[str, ...], *, dry_run: bool) -> int:  # noqa: A001
    """Open the printed page, image or address of articles by the template in the configuration.

    The setting `open` is a command, or only what is to be opened, with fields in braces. Fields are filled in
    word by word and no shell runs the command, so that nothing an article holds is obeyed.
    """
    template = _template()
    path, shown = numbers.archive_of(context, names)
    with Archive(path) as archive:
        named = numbers.read_articles(archive, names, shown)
    failed = named.missing
    for article in named.articles:
        fault = _open(template, article, dry_run=dry_run)
        if fault:
            failed = True
            tell(tr("Error: {fault}", fault=fault))
        elif not dry_run:
            last_list.keep_opened(path, article.id)
    return ERROR if failed else FOUND


def _template() -> OpenTemplate:
    text = config_file.read().need("open")
    if text is None:
        raise ConfigFormatError(
            tr(
                "nothing says where a page is to be seen; set it once, as: {example} (fields: "
                "searcher open --help)",
                example=EXAMPLE,
            )
        )
    return OpenTemplate(str(text))


def _open(template: OpenTemplate, article: Article, *, dry_run: bool) -> str:
    """Open one article; what went wrong, and the cure, else nothing."""
    try:
        words = template.fill(article)
    except ValueError as error:
        return tr("{error}; the template is: searcher config open", error=error)
    files = list(template.files(words))
    if template.names_no_program:
        opener = next((each for each in _OPENERS if shutil.which(each.partition(" ")[0])), "")
        if not opener and not dry_run:
            return tr(
                "no program opens {word}: none of {openers} is there; name one, as: searcher config "
                "open 'firefox …'",
                word=words[0],
                openers=", ".join(_OPENERS),
            )
        words = [*(opener or _OPENERS[0]).split(), *words]
    if dry_run:
        click.echo(clean(shlex.join(words)))
        return ""
    for file in files:
        if not file.exists():
            return tr(
                "there is no {file}, where {id} should be; the template is: searcher config open",
                file=file,
                id=article.id,
            )
    if shutil.which(words[0]) is None:
        return tr(
            "the program {word!r} is not there; install it, or name another, as: {example}",
            word=words[0],
            example=EXAMPLE.replace("xdg-open", "PROGRAM"),
        )
    try:
        code = subprocess.run(words, check=False).returncode  # noqa: S603 - what a person set, word by word
    except OSError as error:
        return tr(
            "{word} cannot be run: {strerror}; see searcher config open",
            word=words[0],
            strerror=error.strerror,
        )
    return tr("{words} ended with exit code {code}", words=shlex.join(words), code=code) if code else ""
