"""Sources: here are paths, which pages and files of articles lie there?

A page is ``.txt``, articles are ``.jsonl``, either also as ``.gz``; folders and ``.zip`` hold any number.
Nothing is unpacked to disk, so no name inside a zip can lead out of it.
"""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from index.decoding import decode
from index.errors import IssueFormatError

PAGE, ARTICLES = ".txt", ".jsonl"
# Of one file, unpacked: more may be a bomb. A page has some 20 kB; reading it takes thirty times its size.
MAX_BYTES = {PAGE: 1 << 22, ARTICLES: 1 << 29}
MAX_LINES = 100_000  # of a page: one that has thousands is no page
_PIECE = 1 << 20
NAMES = "gb18030"  # in a zip, where they are not marked as UTF-8: packed on a Chinese Windows
_NEITHER = "neither a page (.txt) nor articles (.jsonl)"


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``path`` names it and says its place; inside a zip it goes on behind the zip's own."""

    path: Path
    member: str | None = None  # its name in the zip at ``archive``
    archive: Path | None = None
    corrects: str | None = None  # name of the page that is corrected, of whose text it is

    @property
    def suffix(self) -> str:
        """``.txt`` or ``.jsonl``, with ``.gz`` left aside; else whatever it is."""
        return _suffix(self.path.name)

    @property
    def name(self) -> str:
        """The path as text: bytes that are no UTF-8 are spelt out."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    def read_text(self) -> str:
        r"""Return the text, its lines ending in ``\n``; IssueFormatError names the file and the fault."""
        text = decode(self._read_bytes(), str(self.path))
        if not text.strip():
            raise IssueFormatError(str(self.path), "holds no text; was the page exported in full?")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.suffix == PAGE and text.count("\n") > MAX_LINES:
            raise IssueFormatError(str(self.path), f"has over {MAX_LINES:,} lines; split it into pages")
        return text

    def _read_bytes(self) -> bytes:
        if self._is_gzipped:  # which does not tell its size
            with _faults(self.path), self._opened() as file:
                size = 0
                while size <= self._most and (piece := file.read(_PIECE)):
                    size += len(piece)
            self._refuse_bomb(size)
        with _faults(self.path), self._opened() as file:
            return file.read()

    @property
    def _is_gzipped(self) -> bool:
        return self.path.suffix.lower() == ".gz"

    def _refuse_bomb(self, size: int) -> None:
        if size > self._most:
            raise IssueFormatError(str(self.path), f"is over {self._most >> 20:,} MB unpacked; split it")

    @property
    def _most(self) -> int:
        return MAX_BYTES.get(self.suffix, MAX_BYTES[PAGE])

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        with ExitStack() as opened:
            file: IO[bytes]
            if self.archive and self.member:
                packed = opened.enter_context(zipfile.ZipFile(self.archive, metadata_encoding=NAMES))
                self._refuse_bomb(packed.getinfo(self.member).file_size)
                file = opened.enter_context(packed.open(self.member))
            else:
                file = opened.enter_context(self.path.open("rb"))
                self._refuse_bomb(os.fstat(file.fileno()).st_size)
            if self._is_gzipped:
                file = cast("IO[bytes]", opened.enter_context(gzip.GzipFile(fileobj=file)))
            yield file


@dataclass
class Told:
    """What is not delivered: ``refused`` files, each error naming its own, and what is worth a warning."""

    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_sources(paths: Iterable[Path], told: Told) -> list[Source]:
    """Return the files to read, folders walked in order of name; a file is read once, however often named."""
    found: dict[tuple[str, str | None], Source] = {}
    for path in paths:
        try:
            for source in _sources_at(path, told):
                found.setdefault((os.path.realpath(source.archive or source.path), source.member), source)
        except IssueFormatError as exc:
            told.refused.append(exc)
    return list(found.values())


def _sources_at(path: Path, told: Told) -> Sequence[Source]:
    with _faults(path):
        mode = path.stat().st_mode
    found: Sequence[Source] = ()
    if stat.S_ISDIR(mode):
        found = list(_sources_in(path, told))
    elif stat.S_ISREG(mode) and path.suffix.lower() == ".zip":
        found = list(_members(path, told))
    elif stat.S_ISREG(mode) and _suffix(path.name) in (PAGE, ARTICLES):
        return [Source(path)]
    else:
        raise IssueFormatError(str(path), f"is {_NEITHER}")
    if not found:
        raise IssueFormatError(str(path), "holds no pages (.txt) and no articles (.jsonl)")
    return found


def _sources_in(folder: Path, told: Told) -> Iterator[Source]:
    """Yield what lies below ``folder``, in linked folders too, each folder once."""

    def refuse(error: OSError) -> None:
        told.refused.append(_unreadable(error))

    left: Counter[str] = Counter()
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, onerror=refuse, followlinks=True):
        if (where := os.path.realpath(here)) in seen:
            folders.clear()
            continue
        seen.add(where)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = Path(here, name)
            if file.suffix.lower() == ".zip" and file.is_file():
                try:
                    yield from _members(file, told)
                except IssueFormatError as exc:
                    told.refused.append(exc)
            elif _suffix(name) not in (PAGE, ARTICLES) or not file.is_file():
                left[file.suffix or file.name] += 1
            elif not _left_alone(file, names, told):
                yield Source(file)
    _tell_left(folder, left, told)


def _members(path: Path, told: Told) -> Iterator[Source]:
    """Yield what a zip holds, in order of name."""
    left: Counter[str] = Counter()
    with _faults(path), zipfile.ZipFile(path, metadata_encoding=NAMES) as packed:
        infos = sorted(packed.infolist(), key=lambda info: info.filename)
    beside: dict[Path, list[str]] = defaultdict(list)
    for info in infos:
        name = Path(info.filename.replace("\\", "/"))
        beside[name.parent].append(name.name)
    for info in infos:
        parts = [part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
        if not parts or hidden or info.filename.endswith("/"):  # not is_dir(): it may have no name
            continue
        file = path.joinpath(*parts)
        if _suffix(file.name) not in (PAGE, ARTICLES):
            left[file.suffix or file.name] += 1
        elif not _left_alone(file, beside[Path(info.filename.replace("\\", "/")).parent], told):
            yield Source(file, info.filename, path)
    _tell_left(path, left, told)


def is_taken(name: str, beside: Iterable[str]) -> bool:
    """Whether a file of this name is read where its folder is given, in which those ``beside`` it lie.

    Pages and issues are named by numbers: another .jsonl beside pages may be anything.
    """
    suffix = _suffix(name)
    if name.startswith(".") or suffix not in (PAGE, ARTICLES):
        return False
    return suffix == PAGE or name[0].isdigit() or not any(_suffix(each) == PAGE for each in beside)


def _left_alone(file: Path, beside: Iterable[str], told: Told) -> bool:
    alone = not is_taken(file.name, beside)
    if alone:
        told.warnings.append(f"{file}: left alone; give it by name to add its articles")
    return alone


def _tell_left(path: Path, left: Counter[str], told: Told) -> None:
    if left:
        kinds = ", ".join(sorted(left))
        told.warnings.append(f"{path}: {left.total():,} files left alone, neither .txt nor .jsonl: {kinds}")


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    try:
        yield
    except IssueFormatError:
        raise
    except Exception as exc:
        if isinstance(exc, OSError) and exc.filename is not None:
            raise _unreadable(exc) from exc
        # Whatever bytes there are: zipfile and its like name no errors they are limited to.
        raise IssueFormatError(str(path), f"cannot be unpacked: {exc}; pack it again") from exc


def _unreadable(error: OSError) -> IssueFormatError:
    return IssueFormatError(str(error.filename), f"cannot be read: {error.strerror}")
