"""The template of ``searcher open``: which program shows an article's page, image or address.

    xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf
    https://archive.example/{date:%Y-%m-%d}/{paper}/{page}

The template is cut into words as a shell would cut it, and only then are fields filled in, each within its
word: no shell sees a value, whatever stands in it.
"""

from __future__ import annotations

import re
import shlex
import string
from collections.abc import Callable, Iterator, Mapping
from datetime import date as civil_date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from index.messages import tr

if TYPE_CHECKING:
    from index.article import Article

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_SHELLS = ("sh", "bash", "dash", "zsh", "fish", "ksh")
_CODE = re.compile(r"-[a-zA-Z]*c[a-zA-Z]*")
_UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]")


class OpenTemplate:
    """A template that was read: ``text`` is as it was written. ValueError names what is wrong with it."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self._words = shlex.split(text)
        except ValueError as error:
            raise ValueError(
                tr("{error}; close the quote, or write \\' for the mark itself", error=error)
            ) from None
        if not self._words:
            raise ValueError(tr("it is a command, a path or an address, with fields in braces"))
        self._parts = [list(_parts_of(word)) for word in self._words]
        if len(self._words) > 1 and any(field for _, field, _ in self._parts[0]):
            raise ValueError(tr("the program's name can have no field; write it out"))
        self._refuse_fields_in_code()

    @property
    def names_no_program(self) -> bool:
        """Whether it is only what is to be opened, by the program that the system has for it."""
        return len(self._words) == 1

    def fill(self, article: Article) -> list[str]:
        """The words for ``article``; ValueError where it lacks a field, or has what cannot stand there."""
        return [_filled(word, parts, article) for word, parts in zip(self._words, self._parts, strict=True)]

    def files(self, words: list[str]) -> Iterator[Path]:
        """Those of the ``words`` that ``fill`` made which name a file by its whole path."""
        for word, parts in zip(words, self._parts, strict=True):
            if any(field for _, field, _ in parts) and PurePath(word).is_absolute():
                yield Path(word)

    def _refuse_fields_in_code(self) -> None:
        """A shell's ``-c`` runs its next word: a value in it would be run, too."""
        program = self._words[0]
        if PurePath(program).name not in _SHELLS:
            return
        for option, parts in zip(self._words[1:], self._parts[2:], strict=False):
            if _CODE.fullmatch(option) and any(field for _, field, _ in parts):
                raise ValueError(
                    tr(
                        "a field in what {program} {option} runs would be run as code; write $1 there, and "
                        "the field behind it: {program} {option} 'less \"$1\"' - {{source}}",
                        program=program,
                        option=option,
                    )
                )


def _url(article: Article) -> str | None:
    links = (article.extra.get(key) for key in ("url", "link"))
    return next((each for each in links if isinstance(each, str) and _ADDRESS.match(each)), None)


_FIELDS: Mapping[str, Callable[[Article], object]] = {
    "id": lambda article: article.id,
    "paper": lambda article: article.paper,
    "date": lambda article: article.date,
    "edition": lambda article: article.edition,
    "page": lambda article: article.page,
    "page_name": lambda article: article.page_name,
    "headline": lambda article: article.headline,
    "source": lambda article: article.source,
    "url": _url,
}
_WHOLE = ("source", "url")  # paths and addresses already, with slashes of their own


def _parts_of(word: str) -> Iterator[tuple[str, str | None, str]]:
    """Yield (text, field, format) of a word; the last may have no field."""
    try:
        parsed = list(string.Formatter().parse(word))
    except ValueError as error:
        raise ValueError(
            tr("{error} in {word}; a brace itself is written twice", error=error, word=word)
        ) from None
    for text, field, form, conversion in parsed:
        if field is not None and (field not in _FIELDS or conversion):
            from difflib import get_close_matches

            near = get_close_matches(field, _FIELDS, n=1)
            hint = tr("did you mean {near}? Fields", near=near[0]) if near else "fields"
            raise ValueError(
                tr(
                    "there is no field {{{field}}}; {hint} are {fields}",
                    field=field,
                    hint=hint,
                    fields=", ".join(_FIELDS),
                )
            )
        if field is not None and form:
            _check_form(field, form)
        yield text, field, form or ""


def _check_form(field: str, form: str) -> None:
    sample: object = civil_date(2024, 3, 28) if field == "date" else 1 if field == "page" else ""
    try:
        format(sample, form)
    except ValueError as error:
        raise ValueError(
            tr(
                "{{{field}:{form}}} has no such form ({error}); as {{date:%Y/%m/%d}} or {{page:02}}",
                field=field,
                form=form,
                error=error,
            )
        ) from None


def _filled(word: str, parts: list[tuple[str, str | None, str]], article: Article) -> str:
    filled = ""
    for text, field, form in parts:
        filled += text
        if field is None:
            continue
        value = _FIELDS[field](article)
        if value is None or value == "":
            raise ValueError(tr("{id} has no {field}, which open = asks for", id=article.id, field=field))
        shown = format(value, form) if not (field == "page" and isinstance(value, str)) else value
        if _ADDRESS.match(filled):
            filled += quote(shown, safe="/" if field == "date" else "")
            continue
        if field not in _WHOLE and field != "date" and (_UNSAFE.search(shown) or shown in {".", ".."}):
            raise ValueError(
                tr(
                    "the {field} of {id}, {shown!r}, cannot stand in a path or a command",
                    field=field,
                    id=article.id,
                    shown=shown,
                )
            )
        filled += shown
    if filled.startswith("-") and not word.startswith("-"):
        raise ValueError(
            tr(
                "{filled!r} of {id} would be taken for an option; write something before it",
                filled=filled,
                id=article.id,
            )
        )
    return str(Path(filled).expanduser()) if filled.startswith("~") and word.startswith("~") else filled
