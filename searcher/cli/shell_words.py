"""Completion in a shell: what may follow the words that were typed, and the scripts that ask for it."""

from __future__ import annotations

import os
import re
from contextlib import redirect_stderr, suppress
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

_SPECIAL = re.compile(r"([^\w@%+=:,./，。、：；“”‘’《》（）—…·-])")
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD COMP_BREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1")
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        if [[ $type == plain ]]; then
            COMPREPLY+=("$value")
        else
            compopt -o default
        fi
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class BashWords(ShellComplete):
    """Bash, which breaks words at marks such as ``=`` and ``@``, and has values quoted by who offers them."""

    name = "bash"
    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words before the one that is typed, and that one as far as it stands."""
        words = os.environ["COMP_WORDS"].split("\n")
        at = int(os.environ["COMP_CWORD"])
        args, typed = words[1:at], (words[at] if at < len(words) else "")
        if typed == "=":
            typed = ""
        elif args and args[-1] == "=":
            args.pop()
        self._is_cut = "@" in os.environ.get("COMP_BREAKS", "") and "@" in {typed, *args[-1:]}
        if self._is_cut and args and args[-1] == "@":
            args.pop()
            typed = f"@{typed}"
        return [_unquoted(arg) for arg in args], _unquoted(typed)

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """A line for the script."""
        value = item.value.removeprefix("@") if self._is_cut else item.value
        return f"{item.type},{_quoted(value)}"


def source(command: click.Command, shell: str, name: str, variable: str) -> str:
    """The script for ``shell``: bash, zsh or fish. It runs ``name`` with ``variable`` set to ask."""
    return _class(shell)(command, {}, name, variable).source()


def answer(command: click.Command, instruction: str, name: str) -> None:
    """Print what may follow, as ``instruction`` names the shell; nothing where anything is wrong."""
    shell, _, wanted = instruction.partition("_")
    with (
        suppress(Exception),
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        redirect_stderr(nowhere),
    ):
        if wanted == "complete":
            click.echo(_class(shell)(command, {}, name, "").complete().encode())


def _class(shell: str) -> type[ShellComplete]:
    found = BashWords if shell == "bash" else get_completion_class(shell)
    assert found, "one of the shells that the command offers"
    return found


def _quoted(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)


def _unquoted(word: str) -> str:
    """The word as the command would get it; one whose quote is still open, without the quote."""
    import shlex

    with suppress(ValueError):
        return "".join(shlex.split(word)) if word else ""
    return word.lstrip("'\"").replace("\\", "")
