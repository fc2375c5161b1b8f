"""``searcher set``, ``merge``, ``split``, ``log`` and ``undo``: corrections without an editor."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from index.messages import tr
from searcher.archive import Archive
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.console import numbers
from searcher.cli.console.terminal import print_lines, tell, warn, width_of
from searcher.cli.options import archive_option, display_options, json_option, wait_option
from searcher.cli.shell import ERROR, FOUND, NOTHING_FOUND, Command
from searcher.render.control_characters import clean, escaped

if TYPE_CHECKING:
    from searcher.correcting.correction import Correction

_FIELD = re.compile(r"([A-Za-z_]+|[\u4e00-\u9fff]{1,4})\s*[=＝](.*)", re.DOTALL)
_FIELD_NAMES = {
    "标题": "headline",
    "引题": "kicker",
    "栏目": "section",
    "组": "group",
    "署名": "byline",
    "版名": "page_name",
    "类型": "kind",
    "记者": "reporters",
    "通讯员": "contributors",
    "摄影": "photographers",
    "作者": "authors",
    "reporter": "reporters",
    "author": "authors",
    "contributor": "contributors",
    "photographer": "photographers",
}
_KINDS = {"报道": "news", "简讯": "brief", "图片": "photo"}
_dry_run = click.option("--dry-run", is_flag=True, help="Only show the difference.")


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher set 3 headline=河边的柳树都绿了             of the list on this terminal
  searcher set 3-5 section=要闻                        several of one page
  searcher set . byline='记者 甲 通讯员 乙'            names are read from it
  searcher set taiyuan-daily-2023-09-21-01-03 kicker= --dry-run
""",
)
@click.argument(
    "words", metavar="ID|NUMBER... FIELD=VALUE...", nargs=-1, required=True, shell_complete=complete_numbers
)
@archive_option
@wait_option
@_dry_run
@display_options
@click.pass_context
def set(  # noqa: A001 - the command's name
    context: click.Context, *, words: tuple[str, ...], wait_s: float, dry_run: bool
) -> int:
    """Correct fields of articles: what they are titled, filed under and signed with.

    FIELD is headline, kicker, section, group, byline, page_name, kind, reporters, contributors, photographers
    or authors (several names with 、 between them), also in Chinese, as 标题; without a VALUE it is emptied.
    The correction is written to the .jsonl beside the page, and ids stand.
    """
    names = [word for word in words if not _FIELD.fullmatch(word)]
    fields = dict(_field(found) for word in words if (found := _FIELD.fullmatch(word)))
    if not names or not fields:
        raise click.UsageError(
            tr("name an article and what to set, as: searcher set 3 headline=河边的柳树都绿了"), context
        )
    return correct_articles(
        context,
        names,
        lambda archive, ids: archive.set_fields(ids, dry_run=dry_run, **fields),
        wait_s=wait_s,
        dry_run=dry_run,
    )


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher merge 3 4                               of the list on this terminal
  searcher merge 3-5 --dry-run                     show what it would change
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True, shell_complete=complete_numbers)
@archive_option
@wait_option
@_dry_run
@display_options
@click.pass_context
def merge(context: click.Context, *, names: tuple[str, ...], wait_s: float, dry_run: bool) -> int:
    """Join articles of one page, in the order printed, under the headline of the first.

    Headings of the others become subheads. The whole keeps the id of the larger part. The correction is
    written to the .jsonl beside the page.
    """
    return correct_articles(
        context,
        names,
        lambda archive, ids: archive.merge(ids, dry_run=dry_run),
        wait_s=wait_s,
        dry_run=dry_run,
    )


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher split 3 --at 49                         line 49 of its page begins another article
  searcher parse --lines 01.txt                    the lines with their numbers
  searcher split taiyuan-daily-2023-09-21-01-05 --at 49 --dry-run
""",
)
@click.argument("name", metavar="ID|NUMBER", shell_complete=complete_numbers)
@archive_option
@wait_option
@click.option("--at", "line", type=int, required=True, metavar="LINE", help="Line of the page, from 1.")
@_dry_run
@display_options
@click.pass_context
def split(context: click.Context, *, name: str, wait_s: float, line: int, dry_run: bool) -> int:
    """Make two articles of one; the second begins at a line of its page.

    Which of its lines is the headline and who signed it is read as of a page. The larger part keeps the id,
    the other gets one that no article had. The correction is written to the .jsonl beside the page.
    """

    def split_one(archive: Archive, ids: Sequence[str]) -> Correction:
        if len(ids) != 1:
            raise click.UsageError(
                tr("one article is split at a time; {count} are named", count=len(ids)), context
            )
        return archive.split(ids[0], line, dry_run=dry_run)

    return correct_articles(context, (name,), split_one, wait_s=wait_s, dry_run=dry_run)


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher log                                     the last twenty corrections
  searcher log -n 100 --json
""",
)
@archive_option
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@json_option
@display_options
@click.pass_context
def log(context: click.Context, *, limit: int, as_json: bool) -> int:
    """List the corrections that were made, the last first: who, when, what.

    What `add`, `drop` and others do is none of them.
    """
    with Archive(context.obj) as archive:
        found = archive.corrections()
    warn(found.warnings)
    last = found.corrections[: -limit - 1 : -1]
    if as_json:
        import orjson

        for each in last:
            row = {
                key: getattr(each, key) for key in ("number", "who", "what", "page", "undoes", "undone_by")
            }
            row |= {"at": each.at.isoformat(), "issue": str(each.key), "ids": list(each.ids)}
            click.echo(escaped(orjson.dumps(row).decode()))
    elif last:
        from searcher.render.correction_table import format_log

        print_lines(format_log(last, width_of(sys.stdout)))
    return FOUND if last else NOTHING_FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher undo                                    the last correction
  searcher undo 7 --dry-run                        the number is that of `searcher log`
""",
)
@click.argument("number", metavar="[NUMBER]", required=False, type=click.IntRange(1))
@archive_option
@wait_option
@_dry_run
@display_options
@click.pass_context
def undo(context: click.Context, *, number: int | None, wait_s: float, dry_run: bool) -> int:
    """Take back the last correction, or that of NUMBER: articles and ids are as before.

    Once more takes back the one before. A page that was corrected again since, or changed by other means, is
    left as it is. The last fifty corrections can be taken back; other changes of the archive cannot.
    """
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        tell_correction(archive.undo(number, dry_run=dry_run), dry_run=dry_run)
    return FOUND


def correct_articles(
    context: click.Context,
    names: Sequence[str],
    correct: Callable[[Archive, Sequence[str]], Correction],
    *,
    wait_s: float,
    dry_run: bool,
) -> int:
    """Correct the articles of some names, all or none, and print the difference."""
    path, shown = numbers.archive_of(context, names)
    with Archive(path, wait_s=wait_s, on_wait=tell) as archive:
        named = numbers.read_articles(archive, names, shown)
        if named.missing:
            return ERROR
        tell_correction(correct(archive, [article.id for article in named.articles]), dry_run=dry_run)
    return FOUND


def tell_correction(correction: Correction, *, dry_run: bool) -> None:
    """Print the difference that a correction makes, and where it was written."""
    from searcher.render.correction_table import correction_summary, format_correction

    print_lines(format_correction(correction, width_of(sys.stdout)))
    click.echo(clean(correction_summary(correction, dry_run=dry_run)))


def _field(found: re.Match[str]) -> tuple[str, str | list[str] | None]:
    """The field that was typed, and its value; of names several."""
    from searcher.correcting.article_edits import NAME_FIELDS

    name, value = _FIELD_NAMES.get(found[1], found[1]), found[2].strip()
    if name in NAME_FIELDS:
        return name, [part.strip() for part in re.split(r"[、,，;；]+", value) if part.strip()]
    if name == "kind":
        value = _KINDS.get(value, value) or "news"
    return name, value or None
