"""The sources at some paths: folders and ``.zip`` hold any number of them.

A file that a list of pages names is read with the list, and is no source of its own.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats import format_of
from index.intake.listed_sources import join_listed
from index.intake.open_zips import ZIPS
from index.intake.source_files import (
    ARTICLES,
    PAGE,
    Diagnostics,
    Place,
    Source,
    place_of,
    reading_faults,
    stem_of,
    suffix_of,
    unreadable,
)
from index.messages import listed, mark, tr

__all__ = [
    "ARTICLES",
    "PAGE",
    "Diagnostics",
    "Source",
    "find_sources",
    "is_offered",
    "is_taken",
    "walk",
]

_NEITHER = mark("neither a page (.txt) nor articles (.jsonl), nor of a format that is read")
_HIDDEN = (".", "~$", "__MACOSX")  # what systems and editors leave beside files
_KINDS = {
    stat.S_IFIFO: mark("a pipe"),
    stat.S_IFSOCK: mark("a socket"),
    stat.S_IFCHR: mark("a device"),
    stat.S_IFBLK: mark("a device"),
    stat.S_IFDIR: mark("a folder"),
    stat.S_IFLNK: mark("a link to nothing"),
}
# What may hold pages, and is not opened.
_PACKED = {
    ".rar": mark("a RAR archive"),
    ".7z": mark("a 7z archive"),
    ".tar": mark("a tar archive"),
    ".tgz": mark("a tar archive"),
    ".bz2": mark("a bzip2 file"),
    ".xz": mark("an xz file"),
    ".zst": mark("a zstd file"),
}
_UNPACK = mark("unpack it to add what it holds")


def find_sources(paths: Iterable[Path], diagnostics: Diagnostics) -> list[Source]:
    """Return the files to read, folders walked in order of name; a file is read once, however often named."""
    found: dict[Place, Source] = {}
    for path in paths:
        try:
            for source in _sources_at(path, diagnostics):
                found.setdefault(place_of(source), source)
        except IssueFormatError as exc:
            diagnostics.refused.append(exc)
    return join_listed(found)


def _sources_at(path: Path, diagnostics: Diagnostics) -> Sequence[Source]:
    with reading_faults(path):
        mode = path.stat().st_mode
    found: Sequence[Source] = ()
    if stat.S_ISDIR(mode):
        found = list(_sources_in(path, diagnostics))
    elif stat.S_ISREG(mode) and path.suffix.lower() == ".zip":
        found = list(_members(path, diagnostics))
    elif stat.S_ISREG(mode) and _is_read(path.name):
        return [Source(path)]
    elif packed := _PACKED.get(path.suffix.lower()):
        raise IssueFormatError(str(path), tr("is {packed}; {unpack}", packed=tr(packed), unpack=tr(_UNPACK)))
    else:
        raise IssueFormatError(str(path), tr("is {kinds}", kinds=tr(_KINDS.get(stat.S_IFMT(mode), _NEITHER))))
    if not found:
        raise IssueFormatError(
            str(path), tr("holds no pages (.txt) and no articles (.jsonl), nor any other that is read")
        )
    return found


def _sources_in(folder: Path, diagnostics: Diagnostics) -> Iterator[Source]:
    """Yield what lies below ``folder``."""

    def refuse(error: OSError) -> None:
        diagnostics.refused.append(unreadable(error))

    left: Counter[str] = Counter()
    for here, names in walk(folder, refuse):
        pages = _pages_among(names)
        for name in sorted(name for name in names if not name.startswith(_HIDDEN)):
            file = here / name
            if file.suffix.lower() == ".zip" and file.is_file():
                try:
                    yield from _members(file, diagnostics)
                except IssueFormatError as exc:
                    diagnostics.refused.append(exc)
            elif not file.is_file():
                left[_kind_of(file)] += 1
            elif not _left_alone(file, diagnostics, left, pages):
                yield Source(file)
    _tell_left(folder, left, diagnostics)


def walk(folder: Path, refuse: Callable[[OSError], object] | None = None) -> Iterator[tuple[Path, list[str]]]:
    """Yield ``folder`` and those below it, linked ones too, each once, with the names of what is no folder.

    Those that systems and editors leave behind are passed over; ``refuse`` hears of one that cannot be read.
    """
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        if (where := os.path.realpath(here)) in seen:  # a link may lead back up
            folders.clear()
            continue
        seen.add(where)
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        yield Path(here), names


def _members(path: Path, diagnostics: Diagnostics) -> Iterator[Source]:
    """Yield what a zip holds, in order of name."""
    left: Counter[str] = Counter()
    with reading_faults(path):
        members = ZIPS.members(path)
    names: dict[tuple[str, ...], list[str]] = {}
    for parts in members:
        names.setdefault(parts[:-1], []).append(parts[-1])
    pages = {folder: _pages_among(held) for folder, held in names.items()}
    for parts in sorted(members):
        if any(part.startswith(_HIDDEN) for part in parts):
            continue
        file = path.joinpath(*parts)
        if file.suffix.lower() == ".zip":
            diagnostics.warnings.append(
                tr("{file}: left alone: a zip in a zip; {unpack}", file=file, unpack=tr(_UNPACK))
            )
        elif not _left_alone(file, diagnostics, left, pages[parts[:-1]]):
            yield Source(file, members[parts], path)
    _tell_left(path, left, diagnostics)


def _kind_of(file: Path) -> str:
    """What it is that is no file."""
    try:
        mode = file.stat().st_mode
    except OSError:
        mode = stat.S_IFLNK
    kind = _KINDS.get(stat.S_IFMT(mode), mark("no file"))
    return tr("{name} ({code})", name=file.suffix or file.name, code=tr(kind))


def is_taken(name: str, pages: Collection[str] | None) -> bool:
    """Whether a file of this name is read where its folder is given, which has ``pages``: see _pages_among.

    Issues are named by numbers, and a correction as its page: another .jsonl beside pages may be anything.
    """
    if name.startswith(_HIDDEN) or not _is_read(name):
        return False
    return suffix_of(name) != ARTICLES or name[0].isdigit() or pages is None or stem_of(name) in pages


def is_offered(names: Sequence[str]) -> list[str]:
    """Of the names in a folder those of which ``find_sources`` reads the files, zips among them."""
    pages = _pages_among(names)
    return [
        name
        for name in sorted(names)
        if is_taken(name, pages) or (name.lower().endswith(".zip") and not name.startswith(_HIDDEN))
    ]


def _is_read(name: str) -> bool:
    return suffix_of(name) == ARTICLES or _is_page(name)


def _is_page(name: str) -> bool:
    """Whether a file of this name is a page, or of a format: whatever is read and no .jsonl."""
    suffix = suffix_of(name)
    return suffix == PAGE or (suffix != ARTICLES and format_of(Path(name)) is not None)


def _pages_among(names: Iterable[str]) -> Collection[str] | None:
    """The pages as text in a folder, without their endings; None where it has no page at all."""
    pages = [name for name in names if _is_page(name)]
    return {stem_of(name) for name in pages if suffix_of(name) == PAGE} if pages else None


def _left_alone(
    file: Path, diagnostics: Diagnostics, left: Counter[str], pages: Collection[str] | None
) -> bool:
    """Whether a file is not read, which is told by name or counted in ``left``."""
    if is_taken(file.name, pages):
        return False
    if suffix_of(file.name) == ARTICLES:
        diagnostics.warnings.append(tr("{file}: left alone; give it by name to add its articles", file=file))
    elif packed := _PACKED.get(file.suffix.lower()):
        diagnostics.warnings.append(
            tr("{file}: left alone: {packed}; {unpack}", file=file, packed=tr(packed), unpack=tr(_UNPACK))
        )
    else:
        left[file.suffix or file.name] += 1
    return True


def _tell_left(path: Path, left: Counter[str], diagnostics: Diagnostics) -> None:
    if left:
        kinds = listed(sorted(left))
        diagnostics.warnings.append(
            tr(
                "{path}: {count:,} files left alone, of no format that is read: {kinds}",
                path=path,
                count=left.total(),
                kinds=kinds,
            )
        )
