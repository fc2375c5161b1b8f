"""Layout: is this directory an archive, and may we open it?

archive.json   {"archive": "news-searcher", "format": 1}
words.txt      the archive's own words, one a line, # for remarks (the user's; only read by us)
segments/      the Whoosh index
"""

from __future__ import annotations

from pathlib import Path

import orjson

from index.backends.embedded.adaptors import schema
from index.backends.embedded.storage import ArchiveStorage
from index.codec.container import CURE
from index.decoding import decode
from index.errors import ArchiveNotFound, BackendUnavailable, IndexCorrupt, IndexOutdated

MARK = "archive.json"
WORDS = "words.txt"
SEGMENTS = "segments"
NAME = "news-searcher"
FORMAT = 1  # raise it when older archives can no longer be read as they lie


def create(path: Path) -> None:
    """Make ``path`` an empty archive; BackendUnavailable when the system does not let us.

    A directory that holds another program's files is refused with ArchiveNotFound and left alone.
    """
    try:
        _refuse_others(path)
        (path / SEGMENTS).mkdir(parents=True)
        ArchiveStorage(str(path / SEGMENTS)).create_index(schema())  # type: ignore[no-untyped-call]
        # The mark comes last: what carries it is whole.
        root, unfinished = ArchiveStorage(str(path)), f"{MARK}.new"  # type: ignore[no-untyped-call]
        with root.create_file(unfinished) as file:
            file.write(orjson.dumps({"archive": NAME, "format": FORMAT}))
        root.rename_file(unfinished, MARK)
    except OSError as exc:
        raise BackendUnavailable(
            f"{path} cannot be made an archive: {exc.strerror}; choose another folder"
        ) from exc


def check(path: Path) -> None:
    """Raise unless ``path`` is an archive of a format we read."""
    if not (path / MARK).is_file():
        _refuse_others(path)
        there = "is no archive" if path.exists() else "does not exist"
        raise ArchiveNotFound(
            f"{path} {there}; make one with: searcher --archive {path} add PAGES, "
            "or name another with --archive"
        )
    try:
        told = orjson.loads((path / MARK).read_bytes())
        archive, version = told["archive"], int(told["format"])
        if version < 1:
            raise ValueError(version)  # noqa: TRY301 - as whatever else does not stand there
    except (ValueError, KeyError, TypeError) as exc:
        raise IndexCorrupt(f"{path / MARK} is damaged; {CURE}") from exc
    except OSError as exc:
        raise BackendUnavailable(f"{path / MARK} cannot be read: {exc.strerror}") from exc
    if archive != NAME:
        raise ArchiveNotFound(
            f"{path} belongs to {archive!r}, not to searcher; name another folder with --archive"
        )
    if version > FORMAT:
        raise IndexOutdated(
            f"{path} was written by a newer searcher (format {version}, this one reads {FORMAT}); "
            "install that version"
        )


def _refuse_others(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise ArchiveNotFound(f"{path} is a file; an archive is a folder")
    if path.is_dir() and (inside := next((file.name for file in path.iterdir() if file.name != WORDS), None)):
        raise ArchiveNotFound(
            f"{path} is no archive: it holds {inside} and no {MARK}; "
            "choose an empty or a new folder with --archive"
        )


def read_words(path: Path) -> list[str]:
    """The archive's own words; none where there is no ``words.txt``."""
    file = path / WORDS
    try:
        text = decode(file.read_bytes(), str(file))
    except FileNotFoundError:
        return []
    except OSError as exc:
        raise BackendUnavailable(f"{file} cannot be read: {exc.strerror}") from exc
    return [word for line in text.splitlines() if (word := line.partition("#")[0].strip())]
