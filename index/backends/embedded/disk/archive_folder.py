"""The layout of an archive's folder: what makes a directory an archive, and whether it may be opened.

archive.json   the mark file: {"archive": "news-searcher", "format": 2, "crc": …}; format 1 has no checksum
words.txt      the user's own words, one a line, # for remarks; read, never written
synonyms.txt   texts that mean the same; written whole, by `searcher synonyms` or by hand
papers.toml    what was told of its papers; written whole, by `searcher papers` or by hand
saved.toml     searches that are saved for all who ask it; written whole, by `searcher save` or by hand
corrections.jsonl  the log of corrections, with what they replaced; written whole, one line for each
segments/      the Whoosh index

The mark file is written last, so a folder that has one is a whole archive. ``archive.json.copying`` in its
place means a copy that is being made, or whose process died.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import orjson

from index.backend import TOLD_TEXTS, ToldText
from index.backends.embedded.codec.container import CURE
from index.backends.embedded.disk import manifest
from index.errors import ArchiveNotFound, BackendUnavailable, IndexCorrupt, IndexOutdated
from index.messages import reason, tr

# Names in an archive's folder.
MARK_FILE = "archive.json"
PAPERS: ToldText = "papers.toml"
SEGMENTS = "segments"
COPYING = f"{MARK_FILE}.copying"  # of a copy that is being made; renamed to the mark file when it is whole
BEFORE = "before"  # a replaced archive is kept beside the restored one as <name>.before-<number>
PROGRAM = "news-searcher"  # the value of "archive" in the mark file of an archive of ours
FORMAT = 5  # raise it when older programs would misread what we write
OLDEST_FORMAT = 5  # raise it when older archives must be rewritten by `upgrade` before they can be searched


def mark_bytes(version: int) -> bytes:
    """Return the content of the mark file of a format: JSON with a checksum of its other values."""
    values = {"archive": PROGRAM, "format": version}
    return orjson.dumps(values | {"crc": zlib.crc32(orjson.dumps(values))})


def _parse_mark(raw: bytes) -> tuple[str, int]:
    """Return the program and the format that a mark file names.

    ValueError, KeyError, TypeError or AttributeError where it is damaged.
    """
    mark = orjson.loads(raw)
    values = {name: value for name, value in mark.items() if name != "crc"}
    if "crc" in mark:
        if mark["crc"] != zlib.crc32(orjson.dumps(values)) or raw.strip() != orjson.dumps(mark):
            raise ValueError(tr("not as it was written"))
    elif values.keys() != {"archive", "format"} and values.get("archive") == PROGRAM:
        raise ValueError(tr("other values than those of a mark without a checksum"))
    version = mark["format"]
    if type(version) is not int or version < 1:
        raise ValueError(version)
    return mark["archive"], version


def check(path: Path) -> None:
    """Raise unless ``path`` is an archive of a format that is searched; errors as ``read_format``."""
    version = read_format(path)
    if version < OLDEST_FORMAT:
        raise IndexOutdated(
            tr(
                "{path} was written by an older searcher (format {version}, this one searches "
                "{oldest_format} to {format}); run: searcher upgrade",
                path=path,
                version=version,
                oldest_format=OLDEST_FORMAT,
                format=FORMAT,
            )
        )


def read_format(path: Path) -> int:
    """Return the format of the archive ``path``, from its mark file: today's or an older one.

    ArchiveNotFound where there is no archive of ours, IndexCorrupt for a damaged or lost mark file,
    BackendUnavailable where it cannot be read, IndexOutdated for a format newer than ``FORMAT``.
    """
    if not (path / MARK_FILE).is_file():
        refuse_other_folders(path)
        state = tr("is no archive") if path.exists() else tr("does not exist")
        replaced = next(iter(replaced_archives(path)), None) if not path.exists() else None
        raise ArchiveNotFound(
            tr(
                "{path} {state}; make one with: searcher --archive {path} add PAGES, or name another "
                "with --archive",
                path=path,
                state=state,
            )
            + (
                tr(
                    ". A restore has moved {replaced} aside: rename it back, or restore again",
                    replaced=replaced,
                )
                if replaced
                else ""
            )
        )
    try:
        program, version = _parse_mark((path / MARK_FILE).read_bytes())
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise IndexCorrupt(tr("{path} is damaged; {cure}", path=path / MARK_FILE, cure=tr(CURE))) from exc
    except OSError as exc:
        raise BackendUnavailable(
            tr("{path} cannot be read: {strerror}", path=path / MARK_FILE, strerror=reason(exc))
        ) from exc
    if program != PROGRAM:
        raise ArchiveNotFound(
            tr(
                "{path} belongs to {program!r}, not to searcher; name another folder with --archive",
                path=path,
                program=program,
            )
        )
    if version > FORMAT:
        raise IndexOutdated(
            tr(
                "{path} was written by a newer searcher (format {version}, this one reads {format}); "
                "install that version",
                path=path,
                version=version,
                format=FORMAT,
            )
        )
    return version


def holds_archive(path: Path) -> bool:
    """Return whether ``path`` holds an archive of ours, whole or damaged; an unfinished copy is none."""
    return (path / MARK_FILE).is_file() or (holds_segments(path) and not is_unfinished_copy(path))


def is_unfinished_copy(path: Path) -> bool:
    """Return whether ``path`` is a copy that a process is making, or was making when it died."""
    return (path / COPYING).is_file() and not (path / MARK_FILE).exists()


def replaced_archives(path: Path) -> list[Path]:
    """Return the folders of the archives that restores at ``path`` have replaced, sorted by name."""
    if not path.parent.is_dir():
        return []
    beside = [each for each in path.parent.iterdir() if each.name.startswith(f"{path.name}.{BEFORE}-")]
    return sorted(each for each in beside if (each / MARK_FILE).is_file())


def holds_segments(path: Path) -> bool:
    """Return whether anything was ever committed in ``path``, beyond the empty table of a new archive."""
    try:
        names = {file.name for file in (path / SEGMENTS).iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return False
    return any(manifest.is_commit_file(name) for name in names)


def refuse_other_folders(path: Path) -> None:
    """Raise unless ``path`` may become an archive: it is new, empty, an archive, or one left unfinished.

    ArchiveNotFound for a file, a folder with files of another program or an unfinished copy; IndexCorrupt for
    an archive that has lost its mark file.
    """
    if path.exists() and not path.is_dir():
        raise ArchiveNotFound(tr("{path} is a file; an archive is a folder", path=path))
    known = {*TOLD_TEXTS, SEGMENTS}
    known |= {f"{name}.new" for name in (MARK_FILE, *TOLD_TEXTS)}
    others = [file.name for file in path.iterdir() if file.name not in known] if path.is_dir() else []
    has_segments = holds_segments(path)
    if (path / MARK_FILE).is_file():
        return  # another process made it after the names were read: the mark file comes before any segment
    if is_unfinished_copy(path):
        raise ArchiveNotFound(
            tr(
                "{path} is an unfinished copy of an archive; make the copy again, or delete that folder",
                path=path,
            )
        )
    if has_segments:
        raise IndexCorrupt(
            tr("{path} has lost its {mark_file}; {cure}", path=path, mark_file=MARK_FILE, cure=tr(CURE))
        )
    if others:
        raise ArchiveNotFound(
            tr(
                "{path} is no archive: it holds {other} and no {mark_file}; choose an empty or a new "
                "folder with --archive",
                path=path,
                other=others[0],
                mark_file=MARK_FILE,
            )
        )
