"""Which archive is asked where no option names one: SEARCHER_ARCHIVE, the setting, else the nearest."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from index.backends import holds_archive
from index.location import Location, read_location
from searcher.settings import config_file

DEFAULT_ARCHIVE = Path("archive")
VARIABLE = "SEARCHER_ARCHIVE"


def unnamed() -> Location:
    """The archive that a command without ``--archive`` asks.

    ConfigFormatError where ``config.toml`` may name it, and is wrong: another archive may not take its place.
    """
    if named := os.environ.get(VARIABLE):
        return _location(named)
    setting = config_file.read().need("archive")
    return nearest() if setting is None else _location(str(setting))


def nearest() -> Path:
    """The folder ``archive`` in the working folder or in the nearest one above it, as git looks for its own.

    Where none of them holds an archive, it is the one that would be made in the working folder.
    """
    with suppress(OSError):  # a working folder that was removed, one that may not be looked into
        here = Path.cwd()
        for folder in (here, *here.parents):
            if holds_archive(folder / DEFAULT_ARCHIVE):
                return DEFAULT_ARCHIVE if folder == here else folder / DEFAULT_ARCHIVE
    return DEFAULT_ARCHIVE


def _location(text: str) -> Location:
    found = read_location(text)
    return found.expanduser() if isinstance(found, Path) else found
