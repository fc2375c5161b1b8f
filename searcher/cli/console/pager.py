"""Output longer than the screen is shown by a pager; a pager that fails is named, and the output printed."""

from __future__ import annotations

import codecs
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain

import click

from index.messages import tr
from searcher.cli.console import screen
from searcher.settings import config_file

_SHELL_MARKS = frozenset("|&;<>()$`*?[#~=%\n")  # what only a shell understands, as git decides it too


def is_wanted() -> bool:
    """Whether somebody is there who can turn pages, and PAGER, or the setting, is not empty."""
    return screen.is_there() and bool(_named())


def page(text: Iterable[str], complain: Callable[[str], None]) -> None:
    """Show ``text`` in the pager; each part is made when the pager has read those before it.

    A pager that fails is named to ``complain``, and the text printed without it. KeyboardInterrupt where
    Ctrl-C ended the pager; many, as less, do not end by it.
    """
    given: list[str] = []  # what the pager was sent: it may fail over any of it
    rest = iter(text)
    with _ctrl_c_noted() as came:
        try:
            code = _run(_command(_named()), _remembered(rest, given))
            failure = tr("ended with exit code {code}", code=code) if code else ""
        except (OSError, ValueError) as error:
            failure = getattr(error, "strerror", None) or str(error)
    if failure and came:
        raise KeyboardInterrupt
    if failure:
        complain(
            tr(
                "Warning: the pager {named!r} {failure}; set {whence} to another, or to nothing",
                named=_named(),
                failure=failure,
                whence=_whence(),
            )
        )
        for part in chain(given, rest):
            click.echo(part, nl=False, color=True)


def environment(given: Mapping[str, str], encoding: str) -> dict[str, str]:
    """Return ``given`` with what a pager needs to show colours, and text in ``encoding``, as they are."""
    # Of its own accord less clears nothing and pages no text that fits; whoever has set it up is obeyed.
    options = f"-R {given['LESS']}" if "LESS" in given else "-RFX"
    charset = {"LESSCHARSET": "utf-8"} if codecs.lookup(encoding).name == "utf-8" else {}
    return {**given, "LESS": options, **charset}


def _named() -> str:
    """The pager as a person or the system names it; nothing where there is none, or none is wanted."""
    named = os.environ.get("PAGER", config_file.read().get("pager"))
    return str(named).strip() if named is not None else next(filter(shutil.which, ("less", "more")), "")


def _whence() -> str:
    """Where a pager is named: the variable, which comes first, or the setting."""
    is_setting = "PAGER" not in os.environ and config_file.read().get("pager") is not None
    return tr("the setting pager") if is_setting else "PAGER"


def _command(named: str) -> list[str]:
    """The words of a command; OSError or ValueError for one that cannot be run."""
    if os.name == "posix" and _SHELL_MARKS.intersection(named):
        return ["sh", "-c", named]
    words = shlex.split(named)
    if shutil.which(words[0]) is None:
        raise FileNotFoundError(None, tr("is not there"))
    return words


def _run(command: list[str], text: Iterator[str]) -> int:
    """Let ``command`` read ``text``, as far as it does, and return its exit code."""
    encoding = sys.stdout.encoding or "utf-8"
    with subprocess.Popen(  # noqa: S603 - what a person set PAGER to
        command, stdin=subprocess.PIPE, env=environment(os.environ, encoding)
    ) as pager:
        assert pager.stdin
        for part in text:
            try:
                pager.stdin.write(part.encode(encoding, "replace"))
                pager.stdin.flush()
            except OSError:  # it has read enough
                break
        with suppress(OSError):
            pager.stdin.close()
        return pager.wait()


def _remembered(parts: Iterator[str], given: list[str]) -> Iterator[str]:
    for part in parts:
        given.append(part)
        yield part


@contextmanager
def _ctrl_c_noted() -> Iterator[list[int]]:
    """Leave Ctrl-C, which reaches both processes, to the pager; yields a list that is empty until it came."""
    came: list[int] = []
    # No SIG_IGN, which the pager would inherit.
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, before)
