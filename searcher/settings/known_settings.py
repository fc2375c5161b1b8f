"""The table of settings: the keys of ``config.toml``, what each may be, and what holds without them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from index.location import FORM, ClusterAddress, is_address
from index.messages import Language, mark, tr

Value: TypeAlias = str | int

LANGUAGES: tuple[Language, ...] = ("zh", "en")
FORMS = ("text", "list", "long")
STYLES = (
    "gbt7714",
    "bibtex",
    "ris",
    "markdown",
)  # searcher.citations.STYLES, which loads what no start needs
COLORS = ("auto", "always", "never")
MAX_LIMIT = 1_000_000_000  # searcher.questions.MAX_HITS


class Setting(NamedTuple):
    """A key of ``config.toml``. ``check`` returns the value to use; ValueError says what it may be."""

    name: str
    check: Callable[[object], Value]
    help: str
    default: Value | None
    environment: str | None = None
    """The variable that comes before it."""
    whole_number: bool = False


def _choice(*values: str) -> Callable[[object], Value]:
    def check(value: object) -> Value:
        if value not in values:
            raise ValueError(tr("it is one of {values}", values=", ".join(values)))
        return str(value)

    return check


def _limit(value: object) -> Value:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_LIMIT:
        raise ValueError(tr("it is a whole number from 0 to {max_limit}", max_limit=MAX_LIMIT))
    return value


def _text(value: object) -> Value:
    if not isinstance(value, str):
        raise ValueError(tr("it is a text in quotes"))  # noqa: TRY004 - what is wrong is the file
    return value


def _archive(value: object) -> Value:
    text = str(_text(value))
    if is_address(text):
        return str(ClusterAddress.parse(text))
    if not text.startswith(("/", "~")) and not Path(text).is_absolute():
        raise ValueError(
            tr("it is the whole path of a folder, from / or from ~, or an address as {form}", form=FORM)
        )
    return text


def _template(value: object) -> Value:
    from searcher.settings.open_template import OpenTemplate

    return OpenTemplate(str(_text(value))).text


SETTINGS: Mapping[str, Setting] = {
    each.name: each
    for each in (
        Setting(
            "archive",
            _archive,
            mark("Folder of the archive, or its address on a cluster."),
            None,
            "SEARCHER_ARCHIVE",
        ),
        Setting("language", _choice(*LANGUAGES), mark("Language of the interface."), None, "SEARCHER_LANG"),
        Setting("pager", _text, mark("Command that shows what is longer than the screen."), None, "PAGER"),
        Setting("limit", _limit, mark("How many hits find lists."), 10, whole_number=True),
        Setting("form", _choice(*FORMS), mark("How find lists hits: --text, --list or --long."), "text"),
        Setting("open", _template, mark("What searcher open runs or opens, with {fields}."), None),
        Setting("citation", _choice(*STYLES), mark("The style of searcher cite."), "gbt7714"),
        Setting("color", _choice(*COLORS), mark("When to print in colour."), "auto", "NO_COLOR"),
    )
}
"""Every setting by its name, in the order in which they are listed."""


def _nearest(name: str) -> str | None:
    """The setting that ``name`` is nearly, if any."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name.lower(), SETTINGS, n=1)), None)


def check(name: str, value: object) -> Value:
    """``value`` as the setting ``name`` uses it; ValueError names both, and what it may be."""
    try:
        return SETTINGS[name].check(value)
    except ValueError as error:
        shown = repr(value) if len(repr(value)) <= 40 else f"{repr(value)[:40]}…"
        raise ValueError(f"{name} = {shown}: {error}") from None


def unknown(name: str) -> str:
    """What is told of a key that is none."""
    near = _nearest(name)
    hint = tr("did you mean {near}? Settings", near=near) if near else "settings"
    return tr(
        "there is no setting {name}; {hint} are {settings}",
        name=name,
        hint=hint,
        settings=", ".join(SETTINGS),
    )
