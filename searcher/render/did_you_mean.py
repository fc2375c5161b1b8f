"""What may have been meant, in a line, with a command to copy."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.suggestions import Kind, Suggestion

NAMES: dict[Kind, str] = {"sound": "音同", "near": "音近", "shape": "形近", "pinyin": "拼音"}


def format_suggestions(suggestions: Sequence[Suggestion], literal: int) -> str:
    """``没有“付明莉”；音同：付明丽 31 篇``: of one run of the question, the first suggestion's.

    ``literal`` articles hold what was asked for as it stands.
    """
    original = suggestions[0].original
    of_it = [each for each in suggestions if each.original == original]
    kinds = (
        f"{NAMES[kind]}：" + "，".join(f"{each.text} {each.count:,} 篇" for each in group)
        for kind, group in groupby(of_it, key=lambda each: each.kind)
    )
    stands = f"“{original}”只有 {literal:,} 篇" if literal else f"没有“{original}”"
    return "；".join([stands, *kinds])


def command(query: str, options: Iterable[tuple[str, str]]) -> str:
    """The command that asks for ``query``, as a shell reads it."""
    return " ".join(["searcher", "find", *_quoted(query), *_options(options)])


def _quoted(query: str) -> Iterator[str]:
    """The query as one argument, behind ``--`` where it would be an option."""
    if query.startswith("-"):
        yield "--"
    yield query if query.isalnum() else shlex.quote(query)


def _options(options: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in options:
        yield f"--{name}"
        yield value if value.isalnum() else shlex.quote(value)
