"""Values that a shell completes: names that the archive holds, numbers of the last list, saved searches.

Each is called while somebody waits at a Tab: it prints nothing, and what it raises offers nothing
(``shell_words.answer``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import click

from index.location import Location

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Completer: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]"

MOST = 200
"""A list that is longer is of no use to anybody, and slow to lay out."""


def values_of(field: str) -> Completer:
    """What completes a value of ``field``, the most frequent first; nothing where values are not counted."""

    def complete(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        from index.query import Everything
        from index.schema import FACETS
        from searcher.archive import Archive

        if field not in FACETS:
            return []
        with Archive(_archive(context)) as archive:
            counts = archive.search(Everything(), limit=0, facets=field).facets[field]
            name = archive.told_papers().name if field == "paper" else str
        found = sorted(counts, key=lambda count: -count.count)
        items = [
            CompletionItem(value, help=f"{value if value != count.value else ''} ({count.count:,})".strip())
            for count in found
            if count.value is not None
            for value in dict.fromkeys((count.value, name(count.value)))
            if value.startswith(typed)
        ]
        return items[:MOST]

    return complete


def numbers(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """The numbers of the list that this terminal was shown last, with the headlines."""
    from click.shell_completion import CompletionItem

    from searcher.archive import Archive
    from searcher.cli.console import last_list

    del context  # a number is one of the archive that was asked
    shown = last_list.read_at_prompt()
    if shown is None:
        return []
    wanted = {
        str(number): article_id
        for number, article_id in enumerate(shown.ids, shown.first)
        if str(number).startswith(typed)
    }
    with Archive(shown.archive) as archive:
        articles = archive.get_many(list(wanted.values())[:MOST])
    return [
        CompletionItem(number, help=article.headline or article.kicker or article.id)
        for number, article in zip(wanted, articles, strict=False)
    ]


def saved(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """The names of saved searches, for ``@…``."""
    from click.shell_completion import CompletionItem

    from searcher.saved.saved_files import saved_names

    if not typed.startswith("@"):
        return []
    names = (f"@{name}" for name in saved_names(_archive(context)))
    return [CompletionItem(name) for name in names if name.startswith(typed)]


def _archive(context: click.Context) -> Location:
    """The archive that the words before name, else the one that a command asks without them."""
    from searcher.settings import archive_place

    return context.obj or context.find_root().params.get("archive") or archive_place.unnamed()
