"""Messages: which are there, and how are they said in Chinese? As a script it updates the catalogue.

It takes the messages from the code (``tr``, ``tr_n``, ``mark``), from the commands, whose help is written in
English where they are defined, and from click. New ones are added to ``searcher.po`` without a translation,
what is said no longer is removed, and ``searcher.mo`` is made of it, which is what searcher reads: Babel is
needed here alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from index.messages import DOMAIN, LOCALES
from searcher.cli import main as searcher_command

ROOT = Path(__file__).resolve().parents[1]
PO = LOCALES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")
OURS = {"tr": None, "mark": None, "tr_n": (1, 2)}
CLICKS = {"_": None, "ngettext": (1, 2)}
UNUSED_BY_CLICK = ("shell_completion.py", "testing.py", "_termui_impl.py")
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # so that the same messages are the same file

Message = str | tuple[str, ...]


def catalogue() -> Catalog:
    """Every message, without translations; a place is a file, without the line."""
    found = Catalog(locale="zh", project="searcher", creation_date=NO_DATE, revision_date=NO_DATE)
    for place, message in sorted((*_in_code(), *_in_commands(), *_in_click()), key=lambda each: each[0]):
        found.add(message, locations=[(place, 0)])
    return found


def _in_code() -> Iterator[tuple[str, Message]]:
    for layer in ("index", "searcher"):
        for file in sorted((ROOT / layer).rglob("*.py")):
            for _, message, _, _ in extract_from_file("python", file, keywords=OURS):
                yield file.relative_to(ROOT).as_posix(), message


def _in_commands() -> Iterator[tuple[str, Message]]:
    context = click.Context(searcher_command)
    yield from (("searcher/cli", text) for text in texts_of(searcher_command))
    yield from (("searcher/cli", listed.summary) for listed in searcher_command.listed.values())
    for word in searcher_command.list_commands(context):
        command = searcher_command.get_command(context, word)
        assert command
        yield from ((f"searcher {word}", text) for text in texts_of(command))


def texts_of(command: click.Command) -> Iterator[str]:
    """Yield what a command says of itself and its options, in English."""
    of_group = command.subcommand_metavar if isinstance(command, click.Group) else None
    for text in (command.help, command.epilog, command.options_metavar, of_group):
        if text:
            yield cleandoc(text)
    for param in command.params:
        shown = getattr(param, "show_default", None)
        if isinstance(param, click.Option):
            for each in (param.help, param.metavar, shown if isinstance(shown, str) else None):
                if each:
                    yield cleandoc(each)


def _in_click() -> Iterator[tuple[str, Message]]:
    for file in sorted(Path(click.__file__).parent.glob("*.py")):
        if file.name not in UNUSED_BY_CLICK:
            for _, message, _, _ in extract_from_file("python", file, keywords=CLICKS):
                yield "click", message


def translated() -> Catalog:
    """The catalogue as it stands in the repository."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


def compiled(messages: Catalog) -> bytes:
    """The bytes of ``searcher.mo``."""
    made = io.BytesIO()
    write_mo(made, messages)
    return made.getvalue()


def main() -> None:
    """Bring both files up to date; tell what has no translation yet."""
    messages = catalogue()
    for message in translated() if PO.exists() else ():
        if message.id and message.id in messages:
            messages[message.id].string = message.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, messages, width=110, sort_by_file=True, include_lineno=False)
    MO.write_bytes(compiled(translated()))
    missing = [message.id for message in messages if message.id and not any(message.string or ())]
    for each in missing:
        click.echo(f"no translation: {each!r}")
    click.echo(f"{len(messages)} messages, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
