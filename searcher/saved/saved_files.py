"""The two files of saved searches: the person's, and the archive's for all who ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.backend import Backend, ToldText
from index.errors import ArchiveError, IssueFormatError, SavedSearchError
from index.location import Location, text_place
from index.messages import tr
from searcher.personal_folders import change_personal, personal_folder, read_personal
from searcher.saved.saved_search import (
    SavedSearch,
    SavedSearches,
    checked_name,
    key_of,
    read_saved,
    without_mark,
)

FILE: ToldText = "saved.toml"


class SavedFiles:
    """The saved searches that a person has in one archive, read from both files as they are now."""

    def __init__(self, backend: Backend, archive: Location) -> None:
        self._backend = backend
        self._place = text_place(archive, FILE)

    @property
    def own_file(self) -> Path:
        """The person's file."""
        return personal_folder("XDG_CONFIG_HOME") / FILE

    def read(self) -> SavedSearches:
        """Read both; where both have a name, it is the person's. A file that cannot be read is a warning."""
        found: list[SavedSearch] = []
        warnings = []
        for shared in (True, False):
            try:
                found += self._read(shared=shared)
            except ArchiveError as error:
                warnings.append(tr("saved searches left out: {error}", error=error))
        return SavedSearches(found, tuple(warnings))

    def save(
        self, name: str, query: str, filters: Mapping[str, Any], *, shared: bool, overwrite: bool
    ) -> SavedSearch:
        """Keep a search that was understood.

        SavedSearchError for a name that is none, or that is there already unless ``overwrite``.
        """
        name = checked_name(name)
        search = SavedSearch(name, query, filters, shared)

        def change(text: str) -> str:
            from searcher.saved.saved_text import with_search

            there = SavedSearches(read_saved(text, self._place_of(shared=shared), shared=shared))
            held = next((each for each in there if key_of(each.name) == key_of(name)), None)
            if held is not None and not overwrite:
                raise SavedSearchError(
                    tr(
                        "there is a saved search {name} already, which asks {query}; replace it with --force "
                        "(overwrite=True), or choose another name",
                        name=held.name,
                        query=held.query or tr("by filters"),
                    )
                )
            return with_search(text, name, query, filters, self._place_of(shared=shared))

        self._change(change, shared=shared)
        return search

    def remove(self, name: str, *, shared: bool) -> SavedSearch:
        """Take a search out of one of the files; SavedSearchError where it is not in that one."""
        removed: list[SavedSearch] = []

        def change(text: str) -> str:
            from searcher.saved.saved_text import without_search

            there = SavedSearches(read_saved(text, self._place_of(shared=shared), shared=shared))
            try:
                removed.append(there.named(name))
            except SavedSearchError as error:
                if key_of(without_mark(name)) in {key_of(each.name) for each in self.read()}:
                    other = tr("yours: leave --shared out") if shared else tr("the archive's: add --shared")
                    raise SavedSearchError(
                        tr(
                            "the saved search {without_mark} is {other}",
                            without_mark=without_mark(name),
                            other=other,
                        )
                    ) from None
                raise SavedSearchError(f"{self._place_of(shared=shared)}: {error}") from None
            return without_search(text, removed[0].name, self._place_of(shared=shared))

        self._change(change, shared=shared)
        return removed[0]

    def _read(self, *, shared: bool) -> list[SavedSearch]:
        place = self._place_of(shared=shared)
        with _as_text(place):
            text = self._backend.told_text(FILE) if shared else read_personal(self.own_file)
        return read_saved(text, place, shared=shared)

    def _change(self, change: Callable[[str], str], *, shared: bool) -> None:
        with _as_text(self._place_of(shared=shared)):
            if shared:
                self._backend.change_told_text(FILE, change)
            else:
                change_personal(self.own_file, "XDG_CONFIG_HOME", change)

    def _place_of(self, *, shared: bool) -> str:
        return self._place if shared else str(self.own_file)


@contextmanager
def _as_text(place: str) -> Iterator[None]:
    """Name ``place`` where what it holds is no text."""
    try:
        yield
    except IssueFormatError as error:
        raise SavedSearchError(
            tr("{place} is no text: {error}; save it as UTF-8", place=place, error=error)
        ) from None


def saved_names(archive: Location) -> list[str]:
    """The names of saved searches that may be typed behind @, in order, without opening the archive.

    For what completes a command line: files that cannot be read have no names, no cluster is asked, and
    nothing is raised.
    """
    names: dict[str, str] = {}
    shared = [archive / FILE] if isinstance(archive, Path) else []
    for file in (*shared, personal_folder("XDG_CONFIG_HOME") / FILE):
        try:
            text = read_personal(file)
            found = read_saved(text, str(file), shared=False)
        except (ArchiveError, OSError):
            continue
        names |= {key_of(each.name): each.name for each in found if not each.error}
    return [names[key] for key in sorted(names)]
