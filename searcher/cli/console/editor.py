"""The person's editor: that of VISUAL or EDITOR, else one that is there."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import click

from index.messages import reason, tr
from searcher.cli.console.terminal import tell

_EDITORS = ("sensible-editor", "editor", "nano", "vi")


def editor_words(otherwise: str) -> list[str]:
    """The command of the editor; a usage error where there is none, which ends with ``otherwise``."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, _EDITORS), "")
    try:
        words = shlex.split(named)
    except ValueError as error:
        raise click.UsageError(
            tr("EDITOR is {named!r}: {error}; {cure}.", named=named, error=error, cure=_cure())
        ) from None
    if not words or shutil.which(words[0]) is None:
        missing = tr("the editor {word!r} is not there", word=words[0]) if words else tr("there is no editor")
        raise click.UsageError(
            tr("{missing}; {cure}. {otherwise}", missing=missing, cure=_cure(), otherwise=otherwise)
        )
    return words


def edit(words: list[str], file: Path) -> bool:
    """Let the editor change ``file``; return whether it ended well, and tell where it did not."""
    try:
        code = subprocess.run([*words, file], check=False).returncode  # noqa: S603 - what a person set EDITOR to
    except OSError as error:
        tell(
            tr(
                "Error: the editor {word!r} cannot be run ({strerror}); {cure}",
                word=words[0],
                strerror=reason(error),
                cure=_cure(),
            )
        )
        return False
    if code:
        tell(
            tr(
                "Error: the editor {word!r} ended with exit code {code}; {cure}",
                word=words[0],
                code=code,
                cure=_cure(),
            )
        )
    return not code


def _cure() -> str:
    return tr("set EDITOR to one that is there, as: export EDITOR=nano")
