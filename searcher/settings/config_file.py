"""``config.toml``: where it is, what it sets, and what is wrong in it.

The file is ``$XDG_CONFIG_HOME/searcher/config.toml``, else below ``~/.config``. A key that is none, or a
value that cannot be meant, is a fault, which is told and sets nothing; the rest of the file counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from index.errors import ConfigFormatError
from index.messages import Language, reason, tr
from searcher.personal_folders import personal_folder
from searcher.settings.known_settings import LANGUAGES, SETTINGS, Value, check, unknown

_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


class Fault(NamedTuple):
    """What is wrong with a key, or with the whole file, where ``name`` is None; ``message`` has the place."""

    name: str | None
    message: str


class ConfigFile(NamedTuple):
    """A file as it was read: the settings that it makes, the line of each, and its faults."""

    path: Path
    values: Mapping[str, Value]
    lines: Mapping[str, int]
    faults: tuple[Fault, ...]

    def get(self, name: str) -> Value | None:
        """What the file sets ``name`` to; None where it does not, or wrongly."""
        return self.values.get(name)

    def need(self, name: str) -> Value | None:
        """As ``get``, for a setting without which a command would do another thing than was meant.

        ConfigFormatError where the file, or this setting in it, is wrong.
        """
        for fault in self.faults:
            if fault.name in {None, name}:
                raise ConfigFormatError(
                    tr("{message}; mend it: searcher config --edit", message=fault.message)
                )
        return self.values.get(name)

    def place(self, name: str) -> str:
        """The file and the line that set ``name``."""
        return f"{self.path}:{self.lines[name]}"


def path() -> Path:
    """Where the file is, or would be."""
    return personal_folder("XDG_CONFIG_HOME") / "config.toml"


def read() -> ConfigFile:
    """The settings of whoever runs this process. Never an error; without a file it costs a look for one."""
    file = path()
    try:
        state = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ConfigFile(file, {}, {}, ())
    except OSError as error:
        return _unreadable(file, tr("cannot be read: {strerror}", strerror=reason(error)))
    return _read(file, state.st_mtime_ns, state.st_size, state.st_ino)


def language() -> Language | None:
    """The language of the interface that the file sets; None where it sets none.

    It may be called before anything else: nothing is printed, and faults are told later.
    """
    chosen = read().get("language")
    return next((each for each in LANGUAGES if each == chosen), None)


def parse(file: Path, text: str) -> ConfigFile:
    """What ``text`` sets, as the content of ``file``."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _LINE.search(str(error))
        at = f":{place[1]}" if place else ""
        column = tr(" (column {place})", place=place[2]) if place else ""
        reason = _LINE.sub("", str(error)).strip()
        return ConfigFile(
            file,
            {},
            {},
            (
                Fault(
                    None,
                    tr(
                        "{file}{at}: is not TOML: {reason}{column}",
                        file=file,
                        at=at,
                        reason=reason,
                        column=column,
                    ),
                ),
            ),
        )
    values: dict[str, Value] = {}
    lines = _lines(text, table)
    faults: list[Fault] = []
    for name, value in table.items():
        try:
            if name not in SETTINGS:
                raise ValueError(unknown(name))  # noqa: TRY301 - told with its line as any other fault
            values[name] = check(name, value)
        except ValueError as error:
            faults.append(Fault(name, f"{file}:{lines.get(name, 1)}: {error}"))
    return ConfigFile(file, values, lines, tuple(faults))


@lru_cache(maxsize=4)
def _read(file: Path, *_: int) -> ConfigFile:
    """The file in the state that the other arguments tell."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unreadable(file, tr("is not UTF-8 (byte {start}); save it as UTF-8", start=error.start))
    except OSError as error:
        return _unreadable(file, tr("cannot be read: {strerror}", strerror=reason(error)))
    return parse(file, text.replace("\r\n", "\n"))


def _unreadable(file: Path, reason: str) -> ConfigFile:
    return ConfigFile(file, {}, {}, (Fault(None, f"{file}: {reason}"),))


def _lines(text: str, table: Mapping[str, Any]) -> dict[str, int]:
    """The line, counted from 1, at which each key of ``table`` begins."""
    import tomllib

    lines = text.split("\n")
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        start = re.match(r"""\s*\[{0,2}\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))""", line)
        name = next(filter(None, start.groups()), "") if start else ""
        if name not in table or name in found:
            continue
        try:  # within a text of several lines, what stands before is not whole
            tomllib.loads("\n".join(lines[: number - 1]))
        except tomllib.TOMLDecodeError:
            continue
        found[name] = number
    return found
