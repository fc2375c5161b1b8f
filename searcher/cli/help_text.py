"""Help in the language of the process: what a command says of itself, and click's own words around it.

The texts stand in English where a command is defined. They are translated when help is printed, so that no
start takes time for it, and laid out by the cells that characters take on a terminal: click counts
characters, and breaks only at blanks, which Chinese has none of.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from inspect import cleandoc
from typing import TypeVar
from unicodedata import east_asian_width

import click

from index.messages import DOMAIN, LOCALES, language, tr

AnyCommand = TypeVar("AnyCommand", bound=click.Command)
AnyParam = TypeVar("AnyParam", bound=click.Parameter)

_COLUMN_GAP, _MOST_FIRST, _LEAST_SECOND = 2, 30, 10  # cells
_NEVER_FIRST = "，。；：、！？）》”’」』…,.;:!?)"  # on a line
_NEVER_LAST = "（《“‘「『("


def translate_click() -> None:
    """Let click's own words be said in the language of the process: it asks gettext, which asks LANGUAGE."""
    if language() == "en":
        gettext.textdomain("messages")  # as it is where nobody chose: it has no catalogue
        return
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)


def in_language(command: AnyCommand) -> AnyCommand:
    """Return the command as it describes itself in the language of the process; a copy, not to be run."""
    if language() == "en":
        return command
    said = copy(command)
    said.help, said.epilog = _translated(command.help), _translated(command.epilog)
    said.options_metavar = _translated(command.options_metavar)
    if isinstance(said, click.Group):
        said.subcommand_metavar = tr(said.subcommand_metavar)
    said.params = [_param_in_language(param) for param in command.params]
    return said


def _param_in_language(param: AnyParam) -> AnyParam:
    said = copy(param)
    if isinstance(said, click.Option):  # the help speaks of arguments by their names: ID, FILE
        said.metavar = _translated(said.metavar)
        said.help = _translated(said.help)
        if isinstance(said.show_default, str):
            said.show_default = tr(said.show_default)
    return said


def _translated(text: str | None) -> str | None:
    return tr(cleandoc(text)) if text else text


class Formatter(click.HelpFormatter):
    """Lays help out by cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage."""
        super().write_usage(prog, args, tr("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(" " * self.current_indent + tr("{heading}:", heading=heading) + "\n")

    def write_text(self, text: str) -> None:
        r"""Write paragraphs; one behind a line of ``\b`` stays as it is."""
        indent = " " * self.current_indent
        paragraphs = [
            "\n".join(indent + line for line in lines)
            for lines in _paragraphs(text, self.width - self.current_indent)
        ]
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _MOST_FIRST, col_spacing: int = _COLUMN_GAP
    ) -> None:
        """Write a list of terms and what they mean, in two columns."""
        rows = list(rows)
        first_cells = min(max(cells(term) for term, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, meaning in rows:
            paragraphs = _paragraphs(meaning, max(self.width - first_cells - 2, _LEAST_SECOND))
            lines = [line for at, lines in enumerate(paragraphs) for line in ([""] * bool(at) + lines)]
            room = first_cells - cells(term)
            head = indent + term + " " * room
            if room < col_spacing and lines:
                self.write(f"{indent}{term}\n")
                head = indent + " " * first_cells
            self.write((head + lines[0] if lines else indent + term) + "\n")
            for line in lines[1:]:
                self.write((indent + " " * first_cells + line).rstrip() + "\n")


class Context(click.Context):
    """A context whose help is laid out by cells."""

    formatter_class = Formatter


def cells(text: str) -> int:
    """How many cells of a terminal ``text`` takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _paragraphs(text: str, width: int) -> Iterator[list[str]]:
    for paragraph in text.split("\n\n"):
        if not paragraph.strip():
            continue
        first, *rest = paragraph.strip("\n").split("\n")
        yield rest if first.strip() == "\b" else wrap(" ".join((first, *rest)), width)


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` cells, broken at blanks and between Han characters."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and cells(line) + cells(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while cells(line.rstrip()) > width:  # a word that no line holds: a list with commas, as a rule
            end = line.rfind(",", 0, width) + 1 or width
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what no line may end within: words with the blanks behind them, Han characters with marks."""
    words = text.replace("\n", " ").strip()
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or _may_break(words[at - 1], words[at]):
            yield words[start:at]
            start = at


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if after == " " or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return cells(before) == 2 or cells(after) == 2


def list_words(words: Sequence[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    """Write the list of subcommands with their summaries, translated, each cut to a line."""
    limit = formatter.width - 6 - max(len(word) for word, _ in words)
    with formatter.section(tr("Commands")):
        formatter.write_dl([(word, _short(tr(summary), limit)) for word, summary in words])


def _short(summary: str, limit: int) -> str:
    if language() == "en":
        return click.Command("", help=summary).get_short_help_str(limit)
    summary = summary.rstrip("。")
    if cells(summary) <= limit:
        return summary
    return wrap(summary, limit - 1)[0].rstrip("，；、：") + "…"
