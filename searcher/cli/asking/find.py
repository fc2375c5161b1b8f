"""``searcher find``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from index.backend import SORTS, Sort
from index.messages import mark, tr
from index.schema import FACETS, FIELDS, FILTERED, IN_QUERIES, PREFIX_TYPES, Facet, SearchField
from searcher.archive import Archive
from searcher.cli.asking import outputs
from searcher.cli.asking.find_question import PAGE_HITS, Question
from searcher.cli.complete_values import saved, values_of
from searcher.cli.console.terminal import stdout_in, warn
from searcher.cli.options import (
    CivilDate,
    Columns,
    Decorated,
    Name,
    Page,
    archive_option,
    display_options,
    timeout_option,
)
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND, NOTHING_FOUND
from searcher.questions import FILTERS, MAX_HITS, Filters
from searcher.settings import config_file

OUTPUTS: Mapping[str, tuple[Callable[..., int], str]] = {
    "text": (
        outputs.text,
        mark("Each hit with its best passage; the default, if no setting says otherwise."),
    ),
    "list": (outputs.one_line_each, mark("A line a hit: number, day, page, headline and names.")),
    "long": (outputs.long, mark("Each hit with its score and id, too.")),
    "json": (outputs.json, mark("One JSON object: hits, snippets, facets.")),
    "jsonl": (outputs.jsonl, mark("Every matching article whole, a line of JSON each.")),
    "csv": (outputs.csv_table, mark("A table of every match, with a header line; UTF-8.")),
    "ids": (outputs.ids, mark("The id of every match, one a line.")),
    "count": (outputs.count, mark("The number of articles that match, and nothing else.")),
    "audit": (
        outputs.audit,
        mark("Whether the index finds all that stands in the texts, by reading every one."),
    ),
    "explain": (outputs.explain, mark("How each hit's score comes about: a sum to check.")),
}
SHORT = {"list": "-1", "count": "-c"}
NUMBERED = {
    "text": outputs.text,
    "list": outputs.one_line_each,
    "long": outputs.long,
    "explain": outputs.explain,
}
"""The outputs whose hits have numbers, which a terminal remembers."""
KEPT_BY_MORE = ("limit", "timeout_s", "output", "force", "more")
UNUSED = {  # output: the options that change nothing of what it prints
    "jsonl": ("facets",),
    "csv": ("facets",),
    "ids": ("facets",),
    "audit": ("sort", "limit", "offset", "facets", "collapse", "loose"),
    "count": ("sort", "limit", "offset", "facets", "collapse"),
}


def output_options(command: Decorated) -> Decorated:
    """A flag for each output."""
    for name, (_, help_text) in reversed(list(OUTPUTS.items())):
        short = [SHORT[name]] if name in SHORT else []
        command = click.option(*short, f"--{name}", is_flag=True, help=help_text)(command)
    return command


def filter_options(command: Decorated, *, without: str = "") -> Decorated:
    """An option for each field of the schema that has values, but one; two for a date."""
    for field in reversed([each for each in FILTERED if each.name != without]):
        for option in reversed(_options_of(field)):
            command = option(command)
    return click.option(
        "--exact", is_flag=True, help="Only what was typed: no synonyms, no numerals in other figures."
    )(command)


def _options_of(field: SearchField) -> list[Callable[[Decorated], Decorated]]:
    name = f"--{field.name}"
    match field.type:
        case "date":
            return [
                click.option(
                    "--since",
                    type=CivilDate("first"),
                    metavar="DATE",
                    help="Only from this day, month or year on.",
                ),
                click.option(
                    "--until",
                    type=CivilDate("last"),
                    metavar="DATE",
                    help="Only up to this day, month or year.",
                ),
            ]
        case "page":
            return [
                click.option(
                    name,
                    type=Page(),
                    multiple=True,
                    metavar="PAGE",
                    help=field.help,
                    shell_complete=values_of(field.name),
                )
            ]
        case "choice":
            choice = click.Choice(list(dict.fromkeys(field.choices.values())))
            return [click.option(name, type=choice, multiple=True, help=field.help)]
        case _:
            return [
                click.option(
                    name,
                    type=Name(),
                    multiple=True,
                    metavar="NAME",
                    help=field.help,
                    shell_complete=values_of(field.name),
                )
            ]


_PREFIXED = " and ".join(field.name for field in FIELDS if field.type in PREFIX_TYPES)


@click.command(
    cls=QuestionCommand,
    epilog=f"""\b
Examples:
  searcher find 空气质量 太原                 both, best match first
  searcher find '“空气质量” -臭氧'            literally, and without another word
  searcher find 记者：何宝国 日期：2023年9月  by name and month
  searcher find 农交会 --section 政务之要 --since 2023-09 --csv > hits.csv

\b
A question is made of
  words             every one of them, as 太原 空气质量
  “quoted text”     literally; any quotes will do
  AND OR NOT ( )    or 与 且 或 非 不含 （ ）; -大同 is NOT 大同; of Latin letters write NOT
  A NEAR/20 B       at most 20 characters between them; A 近20 B, "A B"~20
  同句(A B)         in one sentence; 同段(A B) in one paragraph
  field:value       {" ".join(field.name for field in IN_QUERIES)}
  字段：值          {" ".join(field.aliases[0] for field in IN_QUERIES)}
  beginning*        in {_PREFIXED}, and of Latin words
  @name             what `searcher save` keeps by that name
  date:2023-09      2023, 2023-09-21, 20230921, 2023年9月21日, 2023-09..2023-11
  日期：去年秋天    上个月, 近三个月, 国庆期间, 今年以来, 10月1日至7日,
                    春节期间, 2023年以前, 近年来, 三季度, 去年同期
""",
)
@click.argument("query", nargs=-1, shell_complete=saved)
@archive_option
@filter_options
@click.option(
    "--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="Order of the hits."
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(0, MAX_HITS),
    metavar="NUMBER",
    help=f"At most so many articles.  [default: the setting, else {PAGE_HITS}; every one with --jsonl, "
    "--csv, --ids]",
)
@click.option(
    "--offset",
    type=click.IntRange(0, MAX_HITS),
    default=0,
    metavar="NUMBER",
    help="Skip so many of the first articles.",
)
@click.option(
    "--facet",
    "facets",
    type=click.Choice(FACETS),
    multiple=True,
    help="Count the matches by this and show every value; repeatable.  [default: the most frequent values of "
    "section, reporter, year, month]",
)
@click.option(
    "--more", is_flag=True, help="The next page of the last list on this terminal, with all its options."
)
@click.option("--collapse", is_flag=True, help="Show a story printed several times once, its others counted.")
@click.option(
    "--loose",
    is_flag=True,
    help="Count, sort and export articles that hold only a part of QUERY too.",
)
@timeout_option("Give up, with an error, when the search takes longer.")
@output_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write to FILE instead of the terminal.",
)
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the table of --csv to FILE, as an Excel workbook.",
)
@click.option("--force", is_flag=True, help="Let --output or --xlsx replace a file.")
@click.option(
    "--columns",
    type=Columns(),
    metavar="NAMES",
    help="Of --csv and --xlsx: these columns, as id,date,paper,page,headline,lead,snippet,citation,link.",
)
@click.option("--bom", is_flag=True, help="Of --csv: begin with the mark by which Excel knows UTF-8.")
@display_options
@click.pass_context
def find(  # noqa: PLR0917
    context: click.Context,
    /,
    query: tuple[str, ...],
    sort: Sort,
    limit: int | None,
    offset: int,
    facets: tuple[Facet, ...],
    collapse: bool,
    loose: bool,
    more: bool,
    timeout_s: float | None,
    output: Path | None,
    xlsx: Path | None,
    force: bool,
    columns: tuple[str, ...] | None,
    bom: bool,
    **chosen: Any,  # the filters by name, and a flag for each output
) -> int:
    """Search the archive for QUERY, best match first.

    Without QUERY, everything the options let through. On a terminal `searcher show 3` then opens the third
    hit, and `searcher find --more` shows the next page.
    """
    name = _output_name(context, chosen)
    if context.get_parameter_source("limit") is ParameterSource.DEFAULT_MAP and (
        more or xlsx or (name and name not in NUMBERED)
    ):
        limit = None  # the setting is for lists that somebody reads; a next page is as long as its first
    if more:
        return _find_more(context, query, name, limit=limit, timeout_s=timeout_s, output=output, force=force)
    filters = Filters({name: chosen.pop(name) or None for name in FILTERS})
    since, until = filters["since"], filters["until"]
    if since and until and since > until:
        raise click.UsageError(
            tr("--since {since} lies after --until {until}.", since=since, until=until), context
        )
    question = Question(
        query=" ".join(query),
        filters=filters,
        sort=sort,
        limit=limit,
        offset=offset,
        facets=tuple(dict.fromkeys(facets)),
        collapse=collapse,
        loose=loose,
        timeout_s=timeout_s,
    )
    if xlsx and (name or output):
        other = f"--{name}" if name else "--output"
        raise click.UsageError(tr("--xlsx and {other} exclude each other; choose one.", other=other), context)
    if (bom or (columns and not xlsx)) and name != "csv":
        option = "--columns" if columns and not xlsx else "--bom"
        raise click.UsageError(tr("{option} is for a table; add --csv.", option=option), context)
    form = name or str(config_file.read().get("form") or "text")
    answer: Callable[[Archive, Question], int] = OUTPUTS[form][0]
    if name == "csv":
        answer = partial(outputs.csv_table, columns=columns, bom=bom)
    if xlsx:
        answer = partial(outputs.workbook, path=xlsx, columns=columns, force=force)
    if force and output is None and xlsx is None:
        warn([tr("--force does nothing without --output or --xlsx")])
    with Archive(context.obj) as archive, stdout_in(output, force=force):
        total = answer(archive, question)
        if not total:
            outputs.tell_nothing(archive, question)
    return FOUND if total else NOTHING_FOUND


def _find_more(
    context: click.Context,
    query: Sequence[str],
    name: str,
    *,
    limit: int | None,
    timeout_s: float | None,
    output: Path | None,
    force: bool,
) -> int:
    """Print the next page of the last list; the form may be another, the question may not."""
    from searcher.cli.console import last_question

    given = [
        param.opts[-1]
        for param in context.command.params
        if isinstance(param, click.Option)
        and param.name is not None
        and param.name not in (*KEPT_BY_MORE, *NUMBERED, "color", "no_pager")
        and context.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
    ]
    if query or given:
        raise click.UsageError(
            tr(
                "--more goes on with the last question as it was asked; leave out {value}, or ask "
                "anew without --more.",
                value=" ".join([*query, *given]),
            ),
            context,
        )
    path, question, form = last_question.go_on(limit, timeout_s)
    with Archive(path) as archive, stdout_in(output, force=force):
        return FOUND if NUMBERED[name or form](archive, question) else NOTHING_FOUND


def _output_name(context: click.Context, wanted: dict[str, bool]) -> str:
    """The output that was chosen; empty where none was."""
    names = [name for name, on in wanted.items() if on and name in OUTPUTS]
    if len(names) > 1:
        raise click.UsageError(
            tr("--{name} and --{name_2} exclude each other; choose one.", name=names[0], name_2=names[1]),
            context,
        )
    for name in names:
        for option in UNUSED.get(name, ()):
            if context.get_parameter_source(option) is ParameterSource.COMMANDLINE:
                warn(
                    [tr("--{option} does nothing with --{name}", option=option.removesuffix("s"), name=name)]
                )
    return names[0] if names else ""
