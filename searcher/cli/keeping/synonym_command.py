"""``searcher synonyms``."""

from __future__ import annotations

from collections.abc import Sequence

import click
import orjson

from index.messages import tr, tr_n
from searcher.archive import Archive
from searcher.cli.console.terminal import tell, warn
from searcher.cli.options import Name, archive_option, json_option, wait_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.render.control_characters import clean, escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher synonyms                                  the archive's own, and what is wrong with them
  searcher synonyms 省发改委                         what is searched beside it
  searcher synonyms '省发改委 = 省发展和改革委员会'  one more; A => B is for one way
  searcher synonyms '高铁 ='                         leave one out of the list that comes with searcher
  searcher synonyms --learn                          those that articles define: （以下简称“…”）
  searcher synonyms --learn 省发改委 --write         add this one; without a text, all
""",
)
@click.argument("texts", type=Name(), nargs=-1, metavar="[TEXT | 'A = B']...")
@archive_option
@click.option("--learn", is_flag=True, help="List pairs that articles define, with how many, and the first.")
@click.option("--write", is_flag=True, help="Add what was learnt to synonyms.txt.")
@click.option("--common", is_flag=True, help="List those that come with searcher.")
@wait_option
@json_option
@click.pass_context
def synonyms(
    context: click.Context,
    texts: tuple[str, ...],
    *,
    learn: bool,
    write: bool,
    common: bool,
    wait_s: float,
    as_json: bool,
) -> int:
    """List, add or learn texts that mean the same, which a question searches beside what was typed.

    They stand in synonyms.txt in the archive's folder, a line each. Nothing has to be indexed again.
    """
    if write and not learn:
        raise click.UsageError(tr("--write adds what was learnt; add --learn."), context)
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        if learn:
            return _learn(archive, texts, write=write, as_json=as_json)
        lines = [text for text in texts if any(sign in text for sign in "=＝⇒→")]
        try:
            archive.tell_synonyms(*lines)
        except ValueError as exc:
            raise click.UsageError(str(exc), context) from None
        asked = [text for text in texts if text not in lines]
        if asked:
            return _print([(text, archive.synonyms_of(text)) for text in asked], as_json=as_json)
        if not lines or as_json:
            listed = archive.synonyms(common=common)
            warn(archive.synonym_faults())
            if as_json:
                _print_json(listed)
            else:
                click.echo("".join(f"{clean(line)}\n" for line in listed), nl=False)
            return FOUND if listed else NOTHING_FOUND
    return FOUND


def _print(found: Sequence[tuple[str, Sequence[str]]], *, as_json: bool) -> int:
    if as_json:
        _print_json(dict(found))
    else:
        for text, others in found:
            if others:
                click.echo(clean(" = ".join((text, *others))))
            else:
                tell(tr("{text} has no synonyms; add one: searcher synonyms '{text} = …'", text=text))
    return FOUND if any(others for _, others in found) else NOTHING_FOUND


def _print_json(value: object) -> None:
    click.echo(escaped(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()))


def _learn(archive: Archive, texts: Sequence[str], *, write: bool, as_json: bool) -> int:
    learnt = [each for each in archive.learn_synonyms() if not texts or each.short in texts]
    if as_json:
        _print_json([each._asdict() for each in learnt])
    else:
        for each in learnt:
            number = tr_n("{count:,} article", "{count:,} articles", each.articles)
            click.echo(
                clean(
                    tr(
                        "{short} = {long}  # {number}, first {first}",
                        short=each.short,
                        long=each.long,
                        number=number,
                        first=each.first,
                    )
                )
            )
    if write and learnt:
        archive.tell_synonyms(*[f"{each.short} = {each.long}" for each in learnt])
        tell(tr("{count:,} added to synonyms.txt", count=len(learnt)))
    return FOUND if learnt else NOTHING_FOUND
