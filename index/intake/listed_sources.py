"""Files that belong together: a list of pages with what it lists, and articles that no list names."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import is_listing
from index.intake.source_files import Place, Source, place_of


def join_listed(sources: Mapping[Place, Source]) -> list[Source]:
    """Return ``sources`` without those that a list among them names: the list's reading brings them.

    Articles that no list names are read as one source for each folder, since several make a page. Where a
    list lies beside them that was not given, it is read in their place: it knows the rest of the page.
    """
    parts = {place for place, source in sources.items() if _is_part(source)}
    lists = [source for source in sources.values() if _is_list(source)]
    if not parts and not lists:
        return list(sources.values())
    listed = _listed(lists)
    beside = _lists_beside([sources[place] for place in parts - listed], sources)
    found: dict[Source | tuple[Path, Path | None], list[Source]] = {}  # a source or a folder, with its parts
    for place, source in sources.items():
        if place in listed:
            continue
        if place not in parts:
            found[source] = []
        elif place in beside:
            found[beside[place]] = []
        else:
            found.setdefault((source.path.parent, source.archive), []).append(source)
    return [each if isinstance(each, Source) else _as_one(own) for each, own in found.items()]


def _lists_beside(parts: Iterable[Source], given: Container[Place]) -> dict[Place, Source]:
    """The lists that lie in the folders of ``parts`` and were not given, by the places that they name."""
    named: dict[Place, Source] = {}
    for folder in sorted({part.path.parent for part in parts if part.archive is None}):
        for source in _lists_in(folder):
            if place_of(source) not in given:
                named |= dict.fromkeys(_listed([source]), source)
    return named


def _as_one(parts: Sequence[Source]) -> Source:
    return parts[0] if len(parts) == 1 else replace(parts[0], parts=tuple(parts))


def _listed(lists: Iterable[Source]) -> set[Place]:
    """The places of all files that are listed; a list that cannot be read names none and is refused later."""
    places: set[Place] = set()
    for source in lists:
        reader = source.format
        try:
            names = reader.listed(source.read_bytes(), source.unpacked_path) if is_listing(reader) else ()
        except IssueFormatError:
            continue
        for name in names:
            for each in (name, f"{name}.gz"):
                if found := source.beside(each):
                    places.add(place_of(found))
    return places


def _lists_in(folder: Path) -> list[Source]:
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    return [source for file in files if _is_list(source := Source(file)) and file.is_file()]


def _is_list(source: Source) -> bool:
    reader = source.format
    return is_listing(reader) and reader.lists(source.unpacked_path)


def _is_part(source: Source) -> bool:
    reader = source.format
    return is_listing(reader) and reader.is_part_of_page(source.unpacked_path)
