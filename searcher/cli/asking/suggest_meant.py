"""What may have been meant by a question, told on stderr; the question itself is answered as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.errors import ConfigFormatError
from searcher.archive import Archive
from searcher.cli.console.terminal import tell
from searcher.questions import Filters
from searcher.render.did_you_mean import command, format_suggestions

if TYPE_CHECKING:
    from searcher.suggestions import Suggestion


def tell_hint(suggestions: Sequence[Suggestion], literal: int) -> None:
    """Tell in a line what is far more frequent; ``literal`` articles hold the question as it stands."""
    if suggestions:
        tell(format_suggestions(suggestions, literal))


def tell_meant(archive: Archive, suggestions: Sequence[Suggestion], filters: Filters) -> None:
    """Tell what may be meant by a question that found nothing under ``filters``, and the command for it."""
    if suggestions:
        tell(format_suggestions(suggestions, 0))
        tell(f"  {command(suggestions[0].query, _options(archive, filters))}")


def _options(archive: Archive, filters: Filters) -> Iterator[tuple[str, str]]:
    """The options that ask the same archive under the same filters."""
    if not _is_unnamed(archive):
        yield "archive", str(archive.location)
    for name, value in filters.items():
        values = value if isinstance(value, tuple | list) else [value]
        yield from ((name, str(each)) for each in values if each is not None)


def _is_unnamed(archive: Archive) -> bool:
    from searcher.settings import archive_place

    try:
        return archive.location == archive_place.unnamed()
    except ConfigFormatError:
        return False
