"""How the settings of ``config.toml`` come into a command: below its options and the environment."""

from __future__ import annotations

import os
from typing import Any

import click

from searcher.settings import config_file

_COLOURED = ("find", "show")  # the commands that have options.display_options


def defaults_of_options() -> dict[str, Any]:
    """What options are where they are not given, by the name of their command, as click's ``default_map``."""
    settings = config_file.read()
    if not settings.values:
        return {}
    defaults: dict[str, dict[str, Any]] = {name: {"color": color()} for name in _COLOURED}
    if (limit := settings.get("limit")) is not None:
        defaults["find"]["limit"] = limit
    if (style := settings.get("citation")) is not None:
        defaults["cite"] = {"style": style}
    return defaults


def color() -> str:
    """When to print in colour; a variable of the environment that says so comes before the setting."""
    if any(os.environ.get(name) for name in ("NO_COLOR", "FORCE_COLOR")):
        return "auto"
    return str(config_file.read().get("color") or "auto")


def settle_archive(context: click.Context) -> list[str]:
    """Choose the archive where no option did; return what is wrong in the file of settings.

    ConfigFormatError where what is wrong may be the archive itself.
    """
    if context.obj is None:
        from searcher.settings import archive_place

        context.obj = archive_place.unnamed()
    return [fault.message for fault in config_file.read().faults]
