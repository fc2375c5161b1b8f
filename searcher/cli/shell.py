"""The group of subcommands: exit codes, errors without tracebacks, a quiet end on Ctrl-C.

Every error arrives here, is printed once on stderr, and becomes an exit code.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from index.errors import ArchiveError
from index.messages import prefer, reason, tr
from searcher.cli.help_text import Context, in_language, list_words, translate_click
from searcher.settings import config_file

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FOUND, NOTHING_FOUND, ERROR = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = 130, 141  # as the shell counts signals: 128 + SIGINT, 128 + SIGPIPE
TRACEBACK = "SEARCHER_TRACEBACK"
NAME = "searcher"
COMPLETING = "_SEARCHER_COMPLETE"  # set by the script of a shell, which asks what may follow
ALIASES = {"search": "find"}
NEAR = 0.7  # of 1, as difflib compares: serch and search are .91, add and gdp .33
NUMBER = r"\d{1,9}(?:\s*[-－‐–—~～]\s*\d{1,9})?|\."
"""A number of the list on the terminal, a range of them, or the article that was opened last."""

# All in capitals it is a word of the paper, as RCEP; so is what has anything but Latin letters.
_LIKE_A_COMMAND = re.compile(r"[A-Za-z]?[a-z-]+")


class Listed(NamedTuple):
    """A command in the list of ``--help``, which loads none of them."""

    module: str
    """Of ``searcher.cli``; the command has the name that it is called by."""
    summary: str
    """The first sentence of the command's own help."""


class Described(click.Command):
    """A command that describes itself in the language of the process."""

    context_class = Context

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, what the command does, its options and examples."""
        super(Described, in_language(self)).format_help(ctx, formatter)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage, which an error of usage shows too."""
        super(Described, in_language(self)).format_usage(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that prints the help: click makes it once, whatever the language is then."""
        option = super().get_help_option(ctx)
        if option:
            option.help = tr("Show this message and exit.")
        return option


class Command(Described):
    """A command of ``Shell``: it returns its exit code, and can clean up after an interrupt."""

    def invoke(self, ctx: click.Context) -> int:
        """Run the command and return its exit code."""
        _raise_interrupts()
        if any(param.name == "archive" for param in self.params):
            from searcher.cli.chosen_settings import settle_archive

            if faults := settle_archive(ctx):
                from searcher.cli.console.terminal import warn

                warn(faults)
        code: int | None = super().invoke(ctx)
        return code or FOUND


class Shell(Described, click.Group):
    """A group of commands whose modules are loaded when they are called."""

    def __init__(self, *args: Any, commands: Mapping[str, Listed], **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.listed = commands

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of the subcommands, in the order of the help."""
        return list(self.listed)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of subcommands."""
        list_words([(word, listed.summary) for word, listed in self.listed.items()], formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with; numbers alone are to be shown, other text is a question.

        What looks like the name of a command, and is none, is a usage error that names the nearest.
        """
        word = args[0]
        name = ALIASES.get(word, word)
        if name in self.listed:
            return name, self.get_command(ctx, name), args[1:]
        if re.fullmatch(NUMBER, word):
            return "show", self.get_command(ctx, "show"), args
        if not _LIKE_A_COMMAND.fullmatch(word):
            return "find", self.get_command(ctx, "find"), args
        if ctx.resilient_parsing:
            return None, None, args
        from difflib import get_close_matches

        near = get_close_matches(word.lower(), (*self.listed, *ALIASES), n=1, cutoff=NEAR)
        hint = tr(" Did you mean {near}?", near=near[0]) if near else ""
        raise click.UsageError(
            tr(
                "No such command {word!r}.{hint} To search for the word: searcher find {word}",
                word=word,
                hint=hint,
            ),
            ctx,
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The subcommands and options that begin so; no command is loaded."""
        from click.shell_completion import CompletionItem

        words = [(word, listed.summary) for word, listed in self.listed.items()]
        found = [CompletionItem(word, help=about) for word, about in words if word.startswith(incomplete)]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        """Load the module of a subcommand; None where there is no such subcommand."""
        if cmd_name not in self.listed:
            return None
        command = getattr(import_module(f"searcher.cli.{self.listed[cmd_name].module}"), cmd_name)
        assert isinstance(command, Command)
        return command

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run the command line ``args``, else the process's own, and leave with its exit code."""
        extra |= {"prog_name": NAME, "standalone_mode": False}
        prefer(config_file.language())
        translate_click()
        if instruction := os.environ.get(COMPLETING):
            from searcher.cli import shell_words

            shell_words.answer(self, instruction, NAME)
            sys.exit(FOUND)
        try:
            code = super().main(args, **extra)
        except click.ClickException as error:
            message = StringIO()
            error.show(message)
            code = _fail(message.getvalue().rstrip("\n"), label="")
        except click.Abort:
            code = _fail(tr("Interrupted"), code=INTERRUPTED, label="")
        sys.exit(code)

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        """Run as the process it is, and end it at once.

        Taking jieba's dictionary apart again, entry by entry, would take a tenth of a whole search's time.
        """
        _open_streams()
        sys.unraisablehook = _send_interrupt_again
        os.environ.setdefault(
            "OPENBLAS_NUM_THREADS", "1"
        )  # numpy would start threads for algebra we never do
        try:
            self.main()
        except SystemExit as end:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    stream.flush()
            os._exit(end.code if isinstance(end.code, int) else 0)

    def invoke(self, ctx: click.Context) -> int:
        """Run the subcommand; return its exit code, or that of the error, which is printed."""
        try:
            code: int | None = super().invoke(ctx)
            sys.stdout.flush()  # a full disk shows here, while there is someone to tell
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ArchiveError as error:
            return _fail(_message_of(error))
        except BrokenPipeError:
            # What follows in the pipe has seen enough, as head has.
            _discard(sys.stdout)
            return PIPE_CLOSED
        except OSError as error:
            _discard(sys.stdout)
            at = f"{error.filename}: " if error.filename is not None else ""
            return _fail(f"{at}{reason(error)}")
        except Exception as error:
            if _is_interrupt(error):
                raise click.Abort from error
            if os.environ.get(TRACEBACK):
                raise
            return _fail(
                tr(
                    "{name}: {error}\nThis is a fault in searcher. Please report it, with what it prints "
                    "when {traceback}=1 is set.",
                    name=type(error).__name__,
                    error=error,
                    traceback=TRACEBACK,
                )
            )
        return code or FOUND


def _open_streams() -> None:
    """Let a closed stream be an empty one, and a character a terminal does not know be a question mark."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _raise_interrupts() -> None:
    """Let Ctrl-C raise KeyboardInterrupt from now on, so that a command can clean up after itself."""
    import signal

    import numpy as np  # every command needs it; interrupted while it loads, it may crash the interpreter

    del np
    if signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, signal.default_int_handler):
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind the error: Python 3.11 wraps it where it comes while a class is made."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _send_interrupt_again(ignored: sys.UnraisableHookArgs) -> None:
    """Let Ctrl-C come again where Python ignored it, because it came while some object was taken apart."""
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        import signal
        import threading

        # Not now, when it would be ignored too; and to the main thread, which may be waiting for the system.
        again = (threading.main_thread().ident or 0, signal.SIGINT)
        threading.Timer(0.01, signal.pthread_kill, again).start()
    else:
        sys.__unraisablehook__(ignored)


def _message_of(error: ArchiveError) -> str:
    from index.errors import QuerySyntaxError

    if isinstance(error, QuerySyntaxError):
        from searcher.cli.console.terminal import width_of
        from searcher.render.syntax_error import format_syntax_error

        return format_syntax_error(error, width_of(sys.stderr) or 80)
    return str(error)


def _fail(message: str, *, code: int = ERROR, label: str | None = None) -> int:
    from searcher.cli.console.terminal import tell

    tell((tr("Error: ") if label is None else label) + message)
    return code


def _discard(stream: Any) -> None:
    """Let go of what ``stream`` still holds: Python would write it again at its end, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
