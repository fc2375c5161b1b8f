"""Layout: is this directory an archive, and may we open it?

archive.json   {"archive": "news-searcher", "format": 2, "crc": …}; an older one has no checksum
words.txt      the archive's own words, one a line, # for remarks (the user's; only read by us)
segments/      the Whoosh index

A folder with ``archive.json.copying`` instead of the first is a copy that is being made, or was.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

import orjson

from analyzers import is_user_word
from index.backend import LockWait
from index.backends.embedded.codec.container import CURE
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage, make_folder, share_folder
from index.backends.embedded.disk.write_lock import locked
from index.errors import ArchiveNotFound, BackendUnavailable, IndexCorrupt, IndexOutdated, IssueFormatError
from index.intake.decoding import decode

_LINE_END = re.compile(r"\r\n|\n|\r")
_REMARK = re.compile(r"(?:^|\s)#.*")
MARK = "archive.json"
WORDS = "words.txt"
SEGMENTS = "segments"
COPYING = f"{MARK}.copying"  # in a copy that is being made; renamed to the mark when it is whole
BEFORE = "before"  # ends, with a number, the name of what a restored copy has replaced
NAME = "news-searcher"
FORMAT = 2  # raise it when older programs would misread what we write
OLDEST_FORMAT = 1  # raise it when older archives can no longer be searched as they lie: `upgrade` does it


def ensure(path: Path) -> bool:
    """Make an archive where there is none; return whether there was none."""
    try:
        check(path)
    except ArchiveNotFound:
        return create(path)
    return False


def create(path: Path) -> bool:
    """Make ``path`` an empty archive; return whether we did. BackendUnavailable when we may not.

    A directory that holds another program's files is refused with ArchiveNotFound and left alone. What a
    process that died left behind is finished, and what another has made meanwhile is taken as it is.
    """
    try:
        refuse_others(path)
        make_folder(path)
        segments = path / SEGMENTS
        if not segments.exists():
            segments.mkdir(exist_ok=True)
            share_folder(segments)
        storage = ArchiveStorage(str(segments))  # type: ignore[no-untyped-call]
        with locked(path, storage, LockWait()):
            if (path / MARK).exists():
                return False
            refuse_others(path)
            manifest.create(storage)
            # The mark comes last: what carries it is whole.
            mark(path)
            return True
    except OSError as exc:
        raise BackendUnavailable(
            f"{path} cannot be made an archive: {exc.strerror}; choose another folder"
        ) from exc


def remove_empty(path: Path, waiting: LockWait) -> bool:
    """Undo ``create`` where nothing was ever written; the words stay. Return whether it was done."""
    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, waiting):
        if _holds_segments(path):
            return False
        # The mark goes first: what lost it is taken for unfinished.
        (path / MARK).unlink(missing_ok=True)
        shutil.rmtree(path / SEGMENTS)
    with suppress(OSError):  # the words are there, or whatever else somebody put beside them
        path.rmdir()
    return True


def mark(path: Path) -> None:
    """Put the mark of an archive of today's format on ``path``, if it is not there."""
    told = mark_of(FORMAT)
    if (path / MARK).is_file() and (path / MARK).read_bytes() == told:
        return
    root, unfinished = ArchiveStorage(str(path)), f"{MARK}.new"  # type: ignore[no-untyped-call]
    with root.create_file(unfinished) as file:
        file.write(told)
    root.rename_file(unfinished, MARK)


def mark_of(version: int) -> bytes:
    """The mark of an archive of a format, with the checksum of all else that it tells."""
    told = {"archive": NAME, "format": version}
    return orjson.dumps(told | {"crc": zlib.crc32(orjson.dumps(told))})


def _read(raw: bytes) -> tuple[str, int]:
    """Whose mark it is, and of which format. ValueError, KeyError or TypeError where it is damaged."""
    told = orjson.loads(raw)
    sealed = {name: value for name, value in told.items() if name != "crc"}
    if "crc" in told:
        if told["crc"] != zlib.crc32(orjson.dumps(sealed)) or raw.strip() != orjson.dumps(told):
            raise ValueError("not as it was written")
    elif sealed.keys() != {"archive", "format"} and sealed.get("archive") == NAME:
        raise ValueError("more than a mark without a checksum tells")
    version = told["format"]
    if type(version) is not int or version < 1:
        raise ValueError(version)
    return told["archive"], version


def check(path: Path) -> None:
    """Raise unless ``path`` is an archive of a format we search in."""
    version = read_mark(path)
    if version < OLDEST_FORMAT:
        raise IndexOutdated(
            f"{path} was written by an older searcher (format {version}, this one searches "
            f"{OLDEST_FORMAT} to {FORMAT}); run: searcher upgrade"
        )


def read_mark(path: Path) -> int:
    """The format of the archive ``path``, today's or an older one. Raises where there is none to be read."""
    if not (path / MARK).is_file():
        refuse_others(path)
        there = "is no archive" if path.exists() else "does not exist"
        moved = next(iter(moved_aside(path)), None) if not path.exists() else None
        raise ArchiveNotFound(
            f"{path} {there}; make one with: searcher --archive {path} add PAGES, "
            "or name another with --archive"
            + (f". A restore has moved {moved} aside: rename it back, or restore again" if moved else "")
        )
    try:
        archive, version = _read((path / MARK).read_bytes())
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
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
    return version


def is_ours(path: Path) -> bool:
    """Whether an archive lies in ``path``, be it damaged."""
    return (path / MARK).is_file() or (_holds_segments(path) and not is_unfinished_copy(path))


def is_unfinished_copy(path: Path) -> bool:
    """Whether a process died in ``path`` while it copied an archive there, or is still at it."""
    return (path / COPYING).is_file() and not (path / MARK).exists()


def moved_aside(path: Path) -> list[Path]:
    """The archives that were at ``path`` before others were restored there."""
    if not path.parent.is_dir():
        return []
    beside = [each for each in path.parent.iterdir() if each.name.startswith(f"{path.name}.{BEFORE}-")]
    return sorted(each for each in beside if (each / MARK).is_file())


def _holds_segments(path: Path) -> bool:
    """Whether there is more than a process leaves that died while it made a new archive."""
    try:
        names = {file.name for file in (path / SEGMENTS).iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return False
    return any(manifest.is_of_archive(name) for name in names)


def refuse_others(path: Path) -> None:
    """Raise where ``path`` is neither new nor empty, nor what a process left that died making an archive."""
    if path.exists() and not path.is_dir():
        raise ArchiveNotFound(f"{path} is a file; an archive is a folder")
    known = {WORDS, SEGMENTS, f"{MARK}.new"}
    others = [file.name for file in path.iterdir() if file.name not in known] if path.is_dir() else []
    has_segments = _holds_segments(path)
    if (path / MARK).is_file():
        return  # another has made it while we looked: the mark comes before all that is written there
    if is_unfinished_copy(path):
        raise ArchiveNotFound(
            f"{path} is an unfinished copy of an archive; make the copy again, or delete that folder"
        )
    if has_segments:
        raise IndexCorrupt(f"{path} has lost its {MARK}; {CURE}")
    if others:
        raise ArchiveNotFound(
            f"{path} is no archive: it holds {others[0]} and no {MARK}; "
            "choose an empty or a new folder with --archive"
        )


def read_words(path: Path) -> list[str]:
    """The archive's own words; none where there is no ``words.txt``."""
    return own_words(path)[0]


def own_words(path: Path) -> tuple[list[str], list[str]]:
    """The archive's own words, and what is wrong with the other lines of ``words.txt``.

    A line is a word, or jieba's (word, frequency, tag), of which the word counts. No line keeps another from
    being read.
    """
    file = path / WORDS
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as exc:
        raise BackendUnavailable(f"{file} cannot be read: {exc.strerror}; mend its permissions") from exc
    try:
        text = decode(raw, str(file))
    except IssueFormatError:
        text = raw.decode("utf-8", "replace")
    words: dict[str, None] = {}
    wrong = []
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        word, *rest = _REMARK.sub("", line).split() or [""]
        if not word:
            continue
        if fault := _fault(word, rest, words):
            wrong.append(f"{file}:{number}: {word} {fault}; the line does not count")
        else:
            words[word] = None
    return list(words), wrong


def _fault(word: str, rest: list[str], words: Container[str]) -> str | None:
    if "\ufffd" in word:
        return "is damaged; save the file as UTF-8"
    if not is_user_word(word):
        return "is not of two or more Chinese characters, and other words are cut by rule"
    if rest and not (rest[0].isdecimal() and len(rest) <= 2) and not (len(rest) == 1 and rest[0].isascii()):
        return "is followed by more; write one word on a line"
    return "stands there already" if word in words else None
