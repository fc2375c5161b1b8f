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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gettext import GNUTranslations

Language = Literal["en", "zh"]

VARIABLE = "SEARCHER_LANG"
"""The environment variable that chooses the language; else the locale does."""
DOMAIN = "searcher"
LOCALES = Path(__file__).with_name("locale")
"""Holds a catalogue for each language: ``zh/LC_MESSAGES/searcher.mo``, made from the ``.po`` beside it."""
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as for every program


def language() -> Language:
    """The language of this process, as its environment says now: SEARCHER_LANG, else the locale."""
    chosen = os.environ.get(VARIABLE, "").strip()
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


def mark(message: str, /) -> str:
    """Return ``message`` as it is: it will be translated where it is shown, and stands in the catalogue."""
    return message


@cache
def _chinese() -> GNUTranslations:
    from gettext import GNUTranslations

    with (LOCALES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
