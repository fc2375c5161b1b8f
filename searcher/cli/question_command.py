"""A command whose arguments are a query, among its options in any order.

``-大同`` excludes, ``-n 5`` is an option, and a hyphen with Latin letters that is no option is an error: as
an exclusion it would silently be another query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import click

from index.messages import tr
from searcher.cli.shell import Command

# What keyboards, input methods and pasted text have for a hyphen, and Latin letters: -PM2.5 has a number too.
_DASHES = "-‐‑‒–—－−"
_LIKE_AN_OPTION = rf"--.+|[{_DASHES}]{{1,2}}[A-Za-zＡ-Ｚａ-ｚ]+"


class QuestionCommand(Command):
    """Takes a question as its arguments, among its options in any order."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the words of the question behind ``--``, where click takes nothing for an option."""
        return super().parse_args(ctx, self._sorted(ctx, args))

    def _sorted(self, ctx: click.Context, args: Sequence[str]) -> list[str]:
        options = {
            name: param
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            for name in (*param.opts, *param.secondary_opts)
        }
        given: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            name, joined = _split(arg)
            option = options.get(name)
            takes_value = option is not None and not option.is_flag
            if arg == "--":
                words += rest
            elif option is not None and (takes_value or not joined):
                given.append(arg)
                if takes_value and not joined:
                    given += [value for value in (next(rest, None),) if value is not None]
            elif arg[:1] in tuple(_DASHES) and re.fullmatch(_LIKE_AN_OPTION, arg):
                if ctx.resilient_parsing:  # a shell asks what may follow
                    continue
                raise _unknown(arg, name, options, ctx)
            else:
                words.append(arg)
        return [*given, "--", *words]


def _split(arg: str) -> tuple[str, bool]:
    """The name of an option as it was typed, and whether its value stands behind it in the same argument."""
    if arg.startswith("--"):
        name, equals, _ = arg.partition("=")
        return name, bool(equals)
    return arg[:2], len(arg) > 2


def _unknown(
    arg: str, name: str, options: Mapping[str, click.Option], ctx: click.Context
) -> click.NoSuchOption:
    from difflib import get_close_matches

    text = arg.lstrip(_DASHES)
    return click.NoSuchOption(
        arg,
        tr(
            "No such option: {arg}. To leave out what has {text}, ask for NOT {text} (非 {text}); "
            "to find the text itself, quote it: '\"{arg}\"'.",
            arg=arg,
            text=text,
        ),
        possibilities=get_close_matches(name, options),
        ctx=ctx,
    )
