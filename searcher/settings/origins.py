"""Each setting as it holds now, and whence: a variable, a line of ``config.toml``, or what is built in."""

from __future__ import annotations

import os
from typing import NamedTuple

from index.messages import mark, tr
from searcher.settings import archive_place
from searcher.settings.config_file import ConfigFile
from searcher.settings.known_settings import SETTINGS, Setting, Value

_BUILT_IN = {"language": mark("by the locale"), "pager": mark("less, else more"), "open": mark("none")}


class Origin(NamedTuple):
    """A setting's name and value, None where none holds, and whence it comes."""

    name: str
    value: Value | None
    whence: str

    @property
    def shown(self) -> str:
        """The value for a reader; what happens without one where there is none."""
        return tr(_BUILT_IN[self.name]) if self.value is None else str(self.value)


def origins(file: ConfigFile) -> list[Origin]:
    """Every setting without options, in the order of ``SETTINGS``."""
    return [_origin(each, file) for each in SETTINGS.values()]


def _origin(setting: Setting, file: ConfigFile) -> Origin:
    name, variable = setting.name, setting.environment
    if variable and variable in os.environ and _counts(setting, os.environ[variable]):
        value = "auto" if name == "color" else os.environ[variable]
        return Origin(name, value, variable)
    if name in file.values:
        return Origin(name, file.values[name], file.place(name))
    if name == "archive":
        place = archive_place.nearest().absolute()
        return Origin(name, str(place), tr("the nearest") if place.exists() else tr("to be made here"))
    return Origin(name, setting.default, "default")


def _counts(setting: Setting, text: str) -> bool:
    """Whether a variable says something: only a pager may be an empty one, which pages nothing."""
    return bool(text) or setting.name == "pager"
