"""Articles named by numbers of the last list on the terminal: 3, 3-5, and . for the last that was opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from index.errors import ArticleNotFound
from index.location import Location, read_location
from index.messages import tr
from searcher.archive import Archive
from searcher.cli.console import last_list
from searcher.cli.console.last_list import LastList
from searcher.cli.console.terminal import tell, warn
from searcher.cli.shell import NUMBER

if TYPE_CHECKING:
    from index.article import Article
    from searcher.snippets import Highlighter

LAST_OPENED = "."


class Named(NamedTuple):
    """Articles in the order they were named; ``missing`` says that some are not there, which was told.

    ``shown`` is the list whose numbers were among the names; None where none was.
    """

    articles: list[Article]
    missing: bool
    shown: LastList | None


def archive_of(context: click.Context, names: Sequence[str]) -> tuple[Location, LastList | None]:
    """The archive in which ``names`` are looked for, and the list that they count, if they are numbers.

    A number is one of the archive that was asked; ArticleNotFound where another is named beside it.
    """
    path: Location = context.obj
    if not any(re.fullmatch(NUMBER, name) for name in names):
        return path, None
    shown = last_list.read()
    if shown is None:
        return path, None
    sources = {each.get_parameter_source("archive") for each in (context, context.find_root())}
    if ParameterSource.COMMANDLINE in sources and str(path.absolute()) != shown.archive:
        raise ArticleNotFound(
            tr(
                "the list that {names} counts is of the archive {archive}, not of {path}; leave "
                "--archive out, or name articles by their ids",
                names=tr(" and ").join(names),
                archive=shown.archive,
                path=path,
            )
        )
    return read_location(shown.archive), shown


def read_articles(archive: Archive, names: Sequence[str], shown: LastList | None) -> Named:
    """Read the articles that ``names`` are ids or numbers of; ids that are missing are told.

    ArticleNotFound for a number that ``shown`` has not, before anything is read.
    """
    articles: list[Article] = []
    missing, counts = False, False
    ids: list[str] = []
    for name in names:
        is_number = re.fullmatch(NUMBER, name) is not None
        if not is_number or _is_id(archive, name, shown):
            ids.append(name)
        else:
            counts = True
            ids += _ids_of(name, shown)
    for article_id in ids:
        try:
            articles.append(archive.get(article_id))
        except ArticleNotFound as error:
            missing = True
            tell(tr("Error: {error}", error=error))
    return Named(articles, missing, shown if counts else None)


def one_id(archive: Archive, name: str, shown: LastList | None) -> str:
    """Return the id that ``name`` is, or is the number of; the archive may have no article of that id.

    ArticleNotFound for a number that ``shown`` has not, UsageError for a range of several.
    """
    if re.fullmatch(NUMBER, name) is None or _is_id(archive, name, shown):
        return name
    ids = list(_ids_of(name, shown))
    if len(ids) > 1:
        raise click.UsageError(tr("{name} are several articles; name one of them.", name=name))
    return ids[0]


def highlighter(archive: Archive, shown: LastList | None) -> Highlighter | None:
    """What marks the matches of the question that was asked; None where none can be."""
    from index.errors import ArchiveError

    text = (shown.question or {}).get("query", "") if shown else ""
    if not text.strip():
        return None
    try:
        return archive.highlighter(text)
    except ArchiveError as error:
        warn([tr("nothing is marked: {error}", error=error)])
        return None


def _is_id(archive: Archive, name: str, shown: LastList | None) -> bool:
    """Whether ``name`` is the id of an article, which it then means; a .jsonl may have brought such ids."""
    try:
        archive.get(name)
    except ArticleNotFound:
        return False
    if shown and name.isdecimal() and shown.first <= int(name) <= shown.last:
        other = shown.ids[int(name) - shown.first]
        if other != name:
            warn(
                [
                    tr(
                        "{name} is taken for the id of an article; the one of that number has the id {other}",
                        name=name,
                        other=other,
                    )
                ]
            )
    return True


def _ids_of(name: str, shown: LastList | None) -> Iterator[str]:
    """Yield the ids that a number, a range or a dot names; ArticleNotFound says what there is."""
    if shown is None:
        if not last_list.is_kept():
            raise ArticleNotFound(
                tr(
                    "there is no article {name}; numbers are those of a list on a terminal, and what is "
                    "printed here goes to none: name articles by their ids, which searcher find --ids "
                    "prints",
                    name=name,
                )
            )
        raise ArticleNotFound(
            tr(
                "{name} is a number of a list, and this terminal was shown none yet; ask first, as: "
                "searcher find 太原",
                name=name,
            )
        )
    if name == LAST_OPENED:
        if shown.opened is None:
            raise ArticleNotFound(
                tr(
                    "no article of {archive} was opened on this terminal yet; open one by its number, "
                    "as: searcher show 1",
                    archive=shown.archive,
                )
            )
        yield shown.opened
        return
    first, *rest = map(int, re.findall(r"\d+", name))
    end = rest[0] if rest else first
    if end < first:
        raise ArticleNotFound(
            tr("{name} counts backwards; write {end}-{first}", name=name, end=end, first=first)
        )
    for number in (first, end):
        if not shown.first <= number <= shown.last:
            raise ArticleNotFound(_outside(number, shown))
    yield from shown.ids[first - shown.first : end - shown.first + 1]


def _outside(number: int, shown: LastList) -> str:
    if not shown.ids:
        return tr(
            "there is no number {number}: the last list on this terminal was empty; ask, as: "
            "searcher find 太原, then count its hits from 1",
            number=number,
        )
    asked = (
        tr("for {interpreted}", interpreted=shown.interpreted) if shown.interpreted else tr("by its options")
    )
    numbers = (
        tr("{first} to {last}", first=shown.first, last=shown.last)
        if len(shown.ids) > 1
        else str(shown.first)
    )
    cure = tr("searcher show {first} opens the first of them", first=shown.first)
    if number > shown.last < shown.total:
        cure = tr("searcher find --more shows the next")
    return tr(
        "there is no number {number}: the last question, {asked}, found {total:,} and showed "
        "{numbers}; {cure}",
        number=number,
        asked=asked,
        total=shown.total,
        numbers=numbers,
        cure=cure,
    )
