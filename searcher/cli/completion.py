"""``searcher completion``."""

from __future__ import annotations

import click

from searcher.cli import shell_words
from searcher.cli.shell import COMPLETING, FOUND, NAME, Command


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  eval "$(searcher completion bash)"                 a line for ~/.bashrc
  eval "$(searcher completion zsh)"                  a line for ~/.zshrc, behind compinit
  searcher completion fish > ~/.config/fish/completions/searcher.fish
""",
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script by which a shell completes commands, options and values of the archive.

    `--reporter 王` and Tab lists the reporters of that name, `--section`, `--paper` and `--page` what there
    is, and `searcher show` the numbers of the last list with their headlines.
    """
    click.echo(shell_words.source(context.find_root().command, shell, NAME, COMPLETING))
    return FOUND
