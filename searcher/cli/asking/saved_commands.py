"""``searcher save``, ``searcher saved`` and ``searcher alerts``: questions kept by name, and what is new."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

import click
import orjson

from index.messages import tr
from searcher.archive import Archive
from searcher.cli.asking.find import filter_options
from searcher.cli.console.terminal import can_show, paper_names, print_lines, tell, warn, width_of
from searcher.cli.options import DayWords, archive_option, display_options, json_option, wait_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import ERROR, FOUND, NOTHING_FOUND, Command
from searcher.questions import FILTERS, Filters
from searcher.render.control_characters import clean, escaped
from searcher.saved.saved_hits import SavedHits
from searcher.saved.saved_search import SavedSearch, checked_name

SHOWN_NEW = 50


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher save 煤矿 '煤矿 安全 -事故'               then: searcher find @煤矿
  searcher save 空气 '@太原 空气质量' --section 要闻 --since 近三个月
  searcher save 两会 两会 --shared                   for all who ask this archive
  searcher save --remove 煤矿
""",
)
@click.argument("words", metavar="NAME [QUESTION]", nargs=-1, required=True)
@archive_option
@partial(filter_options, without="date")
@click.option(
    "--since", type=DayWords("first"), metavar="DATE", help="Only from this day on; 今年以来 stays so."
)
@click.option("--until", type=DayWords("last"), metavar="DATE", help="Only up to this day, month or year.")
@click.option("--shared", is_flag=True, help="Keep it with the archive, for all who ask it.")
@click.option("--force", is_flag=True, help="Replace the saved search of this name.")
@click.option("--remove", is_flag=True, help="Remove the saved search of this name.")
@wait_option
@click.pass_context
def save(
    context: click.Context,
    /,
    words: tuple[str, ...],
    wait_s: float,
    *,
    shared: bool,
    force: bool,
    remove: bool,
    **chosen: Any,  # the filters by name
) -> int:
    """Keep QUESTION with its options as NAME: @NAME then asks it, alone or inside any question.

    It is kept in saved.toml in your configuration, which may be edited by hand, or with --shared in that of
    the archive's folder; where both have a name, yours is meant. NAME is letters, digits, _ . - and ·.
    """
    name, question = checked_name(words[0]), words[1:]
    filters = Filters({each: chosen.get(each) or None for each in FILTERS})
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        if remove and question:
            raise click.UsageError(
                tr("--remove takes a name alone; leave out {question}.", question=" ".join(question)), context
            )
        if remove:
            removed = archive.remove_saved(name, shared=shared)
            click.echo(clean(tr("Removed {name}: {asks}", name=removed.name, asks=_asks(removed))))
            return FOUND
        kept = archive.save(name, " ".join(question), shared=shared, overwrite=force, **filters)
        (hits,) = archive.saved_hits(kept.name)
        meant = hits.search
    click.echo(
        clean(
            tr(
                "Saved {name}: {asks} ({articles:,} articles now)",
                name=kept.name,
                asks=_asks(kept),
                articles=hits.articles,
            )
        )
    )
    if meant.shared != shared:
        warn(
            [
                tr(
                    "@{name} asks your own search of that name, not the archive's: {asks}",
                    name=kept.name,
                    asks=_asks(meant),
                )
            ]
        )
    return FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher saved                       each with its question, how many articles, how many of them new
  searcher saved 煤矿 空气 --json
  searcher saved --seen                nothing is new any more
""",
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@archive_option
@click.option("--seen", is_flag=True, help="Remember that what they find now was seen, and list nothing.")
@json_option
@display_options
@click.pass_context
def saved(context: click.Context, names: tuple[str, ...], *, seen: bool, as_json: bool) -> int:
    """List the saved searches: what each asks, whose it is, how many it finds, how many are new.

    New are those that `searcher alerts` has not shown, since the search was saved. Articles count that hold
    all of what is asked.
    """
    if seen and as_json:
        raise click.UsageError(tr("--seen lists nothing; leave --json out."), context)
    with Archive(context.obj) as archive:
        warnings = archive.saved().warnings
        warn(warnings)
        hits = archive.saved_hits(*map(checked_name, names))
        if seen:
            for each in hits:
                if each.error:
                    warn([each.error])
                else:
                    archive.mark_seen(each.name)
    if as_json:
        click.echo(escaped(orjson.dumps({"saved": [each.to_dict() for each in hits]}).decode()))
    elif hits and not seen:
        from searcher.render.saved_tables import format_saved

        print_lines(format_saved(hits, width_of(sys.stdout)))
    if not hits and not warnings:
        tell(tr("No search is saved; save one, as: searcher save 煤矿 '煤矿 安全'"))
    return FOUND if hits else NOTHING_FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher alerts                          what is new to each saved search; then: searcher show 1
  searcher alerts 煤矿 --keep              without taking it for seen
  searcher alerts --jsonl >> alerts.jsonl  a line of JSON for each new article of each search
  searcher alerts --exec 'mail -s "$SEARCHER_SAVED: $SEARCHER_NEW new" desk@example.org'
""",
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@archive_option
@click.option("--jsonl", "as_jsonl", is_flag=True, help="A line of JSON for each new article of each search.")
@click.option(
    "--exec",
    "command",
    metavar="COMMAND",
    help="Run COMMAND for each search with new articles; it reads them as by --jsonl.",
)
@click.option("--keep", is_flag=True, help="Leave what is shown new.")
@display_options
@click.pass_context
def alerts(
    context: click.Context, names: tuple[str, ...], command: str | None, *, as_jsonl: bool, keep: bool
) -> int:
    """Show the articles that are new to saved searches, and remember that they were seen.

    Of each search at most 50 are listed, and the others are new still; --jsonl and --exec have all. COMMAND
    is run by the shell with SEARCHER_SAVED, the name, SEARCHER_NEW, how many, SEARCHER_QUESTION and
    SEARCHER_ARCHIVE; where it fails, its articles stay new.

    Exit code: 0 where anything is new, 1 where nothing is, 2 where COMMAND failed.
    """
    from searcher.cli.keeping import alerting

    if as_jsonl and command is not None:
        raise click.UsageError(tr("--jsonl and --exec exclude each other; choose one."), context)
    with Archive(context.obj) as archive:
        warn(archive.saved().warnings)
        hits = archive.saved_hits(*map(checked_name, names))
        warn(each.error for each in hits if each.error)
        new = [each for each in hits if each.new]
        if command is not None:
            shown = {each.name: each.new for each in new if alerting.run(archive, each, command)}
        elif as_jsonl:
            for each in new:
                alerting.write_jsonl(archive, each)
            shown = {each.name: each.new for each in new}
        else:
            shown = {each.name: each.new[:SHOWN_NEW] for each in new}
            _list_new(archive, new)
        if not keep:
            for name, ids in shown.items():
                archive.mark_seen(name, ids)
    if len(shown) < len(new):
        return ERROR
    return FOUND if new else NOTHING_FOUND


def _list_new(archive: Archive, new: Sequence[SavedHits]) -> None:
    from searcher.cli.console import last_list
    from searcher.render.saved_tables import format_new

    if not new:
        tell(tr("Nothing is new to a saved search"))
        return
    ids = tuple(article_id for each in new for article_id in each.new[:SHOWN_NEW])
    articles = archive.get_many(ids)
    last_list.keep(last_list.LastList(str(archive.location.absolute()), ids=ids, total=len(ids)))
    star = "★" if can_show("★") else "*"
    print_lines(
        format_new(
            new, articles, width_of(sys.stdout), paper_names(archive), marks=archive.labels(), star=star
        )
    )


def _asks(search: SavedSearch) -> str:
    from searcher.render.saved_tables import asked

    return asked(search)
