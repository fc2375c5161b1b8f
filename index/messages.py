"""What searcher says, in the language of the process: English, or Chinese from a catalogue.

A message is written in English where it is said, and translated when it is said, never when a module is
loaded: ``tr("{path} is empty; add pages", path=path)``. What a module keeps in a table is marked there,
``mark("not found")``, and translated where it is shown: ``tr(TABLE[key])``. ``docs/chinese.md`` says how
the catalogue is made and which words it uses.

JSON, CSV headers, exit codes, what is stored, and errors of a programmer's wrong argument (TypeError) stay
English in every language.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gettext import GNUTranslations

Language = Literal["en", "zh"]


def mark(message: str, /) -> str:
    """Return ``message`` as it is: it will be translated where it is shown, and stands in the catalogue."""
    return message


VARIABLE = "SEARCHER_LANG"
"""The environment variable that chooses the language; else the locale does."""
DOMAIN = "searcher"
LOCALES = Path(__file__).with_name("locale")
"""Holds a catalogue for each language: ``zh/LC_MESSAGES/searcher.mo``, made from the ``.po`` beside it."""
SYSTEM_MESSAGES = (
    *(mark("No such file or directory"), mark("Permission denied"), mark("Operation not permitted")),
    *(mark("File exists"), mark("Not a directory"), mark("Is a directory"), mark("Directory not empty")),
    *(mark("No space left on device"), mark("Disk quota exceeded"), mark("File too large")),
    *(mark("Read-only file system"), mark("Input/output error"), mark("Stale file handle")),
    *(mark("Too many open files"), mark("Too many open files in system"), mark("Cannot allocate memory")),
    *(mark("File name too long"), mark("Device or resource busy"), mark("No locks available")),
    *(mark("Operation not supported"), mark("Too many levels of symbolic links"), mark("Broken pipe")),
    *(mark("Invalid argument"), mark("Invalid cross-device link"), mark("Text file busy")),
)
"""What the system says of failed calls, on Linux and macOS: Python does not have it translated."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as for every program


_preferred: list[Language] = []


def prefer(chosen: Language | None) -> None:
    """Let a person's settings choose the language, or with None no longer; SEARCHER_LANG counts more."""
    _preferred[:] = [chosen] if chosen else []


def language() -> Language:
    """The language of this process: by SEARCHER_LANG, else as it was preferred, else by the locale."""
    chosen = os.environ.get(VARIABLE, "").strip() or next(iter(_preferred), "")
    if not chosen:
        chosen = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def tr(message: str, /, **values: object) -> str:
    """Return ``message`` in the language of the process, with ``values`` in their places.

    Without values the message is taken as it stands, braces too. A message of the catalogue names the same
    values; what the catalogue lacks is said in English.
    """
    if message and language() == "zh":
        message = _chinese().gettext(message)
    return message.format(**values) if values else message


def tr_n(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Return the message for ``count`` things, which it names ``{count}``; Chinese has one form for all."""
    if language() == "zh":
        message = _chinese().ngettext(singular, plural, count)
    else:
        message = singular if count == 1 else plural
    return message.format(count=count, **values)


def reason(error: OSError) -> str:
    """Return what the system says of a failed call, without number and file."""
    return tr(error.strerror) if error.strerror else str(error)


def listed(texts: Iterable[str]) -> str:
    """Return names in a row: ``a, b``, in Chinese ``甲、乙``."""
    return ("、" if language() == "zh" else ", ").join(texts)


def in_a_row(facts: Iterable[str]) -> str:
    """Return facts in a row: ``3 issues, 4 articles``, in Chinese ``3 期，4 篇``."""
    return ("，" if language() == "zh" else ", ").join(facts)


@cache
def _chinese() -> GNUTranslations:
    from gettext import GNUTranslations

    with (LOCALES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
