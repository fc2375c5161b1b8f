"""``searcher config``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from index.errors import ConfigFormatError
from index.messages import reason, tr
from searcher.cli.console.editor import edit, editor_words
from searcher.cli.console.terminal import print_lines, warn, width_of
from searcher.cli.options import json_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.render.control_characters import clean, escaped
from searcher.settings import config_file, known_settings
from searcher.settings.config_text import set_value
from searcher.settings.known_settings import SETTINGS
from searcher.settings.origins import origins


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher config                               every setting, its value and whence it comes
  searcher config limit 20
  searcher config archive /srv/papers
  searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf'
  searcher config limit --unset

\b
Settings:
"""
    + "\n".join(f"  {each.name:<10}{each.help}" for each in SETTINGS.values()),
)
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--unset", is_flag=True, help="Take the setting out of the file.")
@click.option(
    "--edit",
    "by_editor",
    is_flag=True,
    help="Open the file in VISUAL or EDITOR, then say what is wrong in it.",
)
@json_option
@click.pass_context
def config(
    context: click.Context, key: str | None, value: str | None, *, unset: bool, by_editor: bool, as_json: bool
) -> int:
    """Show the settings of config.toml, one of them, or set it.

    Options come before the environment, the environment before the file. The file is
    $XDG_CONFIG_HOME/searcher/config.toml, else ~/.config/searcher/config.toml; remarks in it stay. A setting
    that is wrong is told and does nothing; only `archive` and `open` stop the commands that need them.
    """
    if by_editor + unset + (value is not None) + as_json > 1 or (by_editor and key):
        raise click.UsageError(tr("VALUE, --unset, --edit and --json exclude each other."), context)
    if unset and key is None:
        raise click.UsageError(tr("say which: searcher config KEY --unset."), context)
    if by_editor:
        return _edit(config_file.path())
    if key is not None and key not in SETTINGS and not (unset and _stands_in_file(key)):
        raise click.UsageError(f"{known_settings.unknown(key)}.", context)
    if key is not None and (unset or value is not None):
        set_value(config_file.path(), key, None if value is None else _read(context, key, value))
        return FOUND
    return _show(key, as_json=as_json)


def _show(key: str | None, *, as_json: bool) -> int:
    file = config_file.read()
    listed = [each for each in origins(file) if key in {None, each.name}]
    faults = [each.message for each in file.faults if key is None or each.name in {None, key}]
    warn(faults)
    if as_json:
        import orjson

        rows = {each.name: {"value": each.value, "whence": each.whence} for each in listed}
        click.echo(escaped(orjson.dumps(rows).decode()))
    elif key is not None:
        if listed[0].value is not None:
            click.echo(clean(str(listed[0].value)))
    else:
        from rich.text import Text

        from searcher.render.cells import columns
        from searcher.render.control_characters import one_line

        rows_of_text = [
            [
                Text(each.name, style="bold"),
                Text(one_line(each.shown)),
                Text(one_line(each.whence), style="dim"),
            ]
            for each in listed
        ]
        print_lines(columns(rows_of_text, width_of(sys.stdout)))
    return ERROR if faults else FOUND


def _read(context: click.Context, key: str, text: str) -> known_settings.Value:
    """The value that was typed; a usage error says what it may be."""
    value: known_settings.Value = text
    if SETTINGS[key].whole_number and text.strip().lstrip("-").isdecimal():
        value = int(text)
    if key == "archive" and text.strip():
        value = os.path.abspath(Path(text).expanduser())  # noqa: PTH100 - a link in it stays as it was named
    try:
        return known_settings.check(key, value)
    except ValueError as error:
        raise click.UsageError(f"{error}.", context) from None


def _stands_in_file(key: str) -> bool:
    return any(fault.name == key for fault in config_file.read().faults)


def _edit(file: Path) -> int:
    words = editor_words(tr("Or write {file} by other means.", file=file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigFormatError(
            tr(
                "{parent} cannot be made: {strerror}; set XDG_CONFIG_HOME to a folder of yours",
                parent=file.parent,
                strerror=reason(error),
            )
        ) from error
    if not edit(words, file):
        return ERROR
    faults = config_file.read().faults
    warn(each.message for each in faults)
    return ERROR if faults else FOUND
