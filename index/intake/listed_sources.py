"""Files that belong together: a list of pages with what it lists, and articles that no list names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import is_listing
from index.intake.source_files import Source

_Place = tuple[str, Path]
"""The file on disk, the links to its folder resolved, and the path in the zip that it is."""


def join_listed(sources: Sequence[Source]) -> list[Source]:
    """Return ``sources`` without those that a list among them names: the list's reading brings them.

    Articles that no list names are read as one source for each folder, since several make a page. Where a
    list lies beside them that was not given, the list is read in their place: it knows the rest of the page.
    """
    parts = {source: _place(source) for source in sources if _is_part(source)}
    if not parts:
        return list(sources)
    lists = [source for source in sources if _is_list(source)]
    listed, given = _listed(lists), set(map(_place, lists))
    lists_beside = {
        folder: [each for each in _lists_in(folder) if _place(each) not in given]
        for folder in {
            part.path.parent for part, place in parts.items() if part.archive is None and place not in listed
        }
    }
    by_folder: dict[tuple[Path, Path | None], list[Source]] = {}
    settled: list[Source | tuple[Path, Path | None]] = []
    brought: dict[_Place, None] = {}
    for source in sources:
        place = parts.get(source)
        if place is None:
            settled.append(source)
            continue
        if place in listed or place in brought:
            continue
        for each in lists_beside.get(source.path.parent, ()):
            if place in (own := _listed([each])):
                brought.update(dict.fromkeys(own))
                settled.append(each)
                break
        else:
            folder = source.path.parent, source.archive
            if folder not in by_folder:
                settled.append(folder)
            by_folder.setdefault(folder, []).append(source)
    return [each if isinstance(each, Source) else _as_one(by_folder[each]) for each in settled]


def _as_one(parts: Sequence[Source]) -> Source:
    return parts[0] if len(parts) == 1 else replace(parts[0], parts=tuple(parts))


def _listed(lists: Iterable[Source]) -> set[_Place]:
    """The places of all files that are listed; a list that cannot be read names none and is refused later."""
    places: set[_Place] = set()
    for source in lists:
        reader = source.format
        try:
            names = reader.listed(source.read_bytes(), source.unpacked_path) if is_listing(reader) else ()
        except IssueFormatError:
            continue
        for name in names:
            for each in (name, f"{name}.gz"):
                if found := source.beside(each):
                    places.add(_place(found))
    return places


def _lists_in(folder: Path) -> list[Source]:
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    return [source for file in files if _is_list(source := Source(file)) and file.is_file()]


def _place(source: Source) -> _Place:
    if source.archive is None:
        return os.path.join(_real(source.path.parent), source.path.name), Path()  # noqa: PTH118 - twice as fast
    return _real(source.archive), source.path.relative_to(source.archive)


@lru_cache(maxsize=1024)
def _real(path: Path) -> str:
    return os.path.realpath(path)


def _is_list(source: Source) -> bool:
    reader = source.format
    return is_listing(reader) and reader.lists(source.unpacked_path)


def _is_part(source: Source) -> bool:
    reader = source.format
    return is_listing(reader) and reader.is_part_of_page(source.unpacked_path)
