"""The pages and files of articles at some paths.

A page is ``.txt``, articles are ``.jsonl``, either also as ``.gz``; folders and ``.zip`` hold any number.
Nothing is unpacked to disk, so no name inside a zip can lead out of it.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from index.errors import IssueFormatError
from index.intake.decoding import decode, decodes
from index.intake.open_zips import ZIPS

PAGE, ARTICLES = ".txt", ".jsonl"
# Of one file, unpacked: more may be a bomb. A page has some 20 kB; reading it takes thirty times its size.
MAX_BYTES = {PAGE: 1 << 22, ARTICLES: 1 << 29}
MAX_LINES = 100_000  # of a page: one that has thousands is no page
_PIECE = 1 << 20
_NEITHER = "neither a page (.txt) nor articles (.jsonl)"
_HIDDEN = (".", "~$", "__MACOSX")  # what systems and editors leave beside files
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link to nothing",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``path`` names it and says its place; inside a zip it goes on behind the zip's own."""

    path: Path
    member: zipfile.ZipInfo | None = field(default=None, hash=False)  # in the zip at ``archive``
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
        with _faults(self.path), self._opened() as file:
            if not self._is_gzipped:
                return file.read()
            unpacked = io.BytesIO()  # piece by piece: what is packed does not tell its size
            while piece := file.read(_PIECE):
                self._refuse_bomb(unpacked.tell() + len(piece))
                unpacked.write(piece)
            return unpacked.getvalue()

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
                self._refuse_bomb(self.member.file_size)
                file = opened.enter_context(ZIPS.opened(self.archive).open(self.member))
            else:
                file = opened.enter_context(self.path.open("rb"))
                self._refuse_bomb(os.fstat(file.fileno()).st_size)
            if self._is_gzipped:
                file = cast("IO[bytes]", opened.enter_context(gzip.GzipFile(fileobj=file)))
            yield file


@dataclass
class Diagnostics:
    """What is not delivered: ``refused`` files, each error naming its own, and what is worth a warning."""

    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_sources(paths: Iterable[Path], diagnostics: Diagnostics) -> list[Source]:
    """Return the files to read, folders walked in order of name; a file is read once, however often named."""
    found: dict[tuple[str, str | None], Source] = {}
    for path in paths:
        try:
            for source in _sources_at(path, diagnostics):
                member = source.member.filename if source.member else None
                place = os.path.realpath(source.archive or source.path)
                found.setdefault((place, member), source)
        except IssueFormatError as exc:
            diagnostics.refused.append(exc)
    return list(found.values())


def _sources_at(path: Path, diagnostics: Diagnostics) -> Sequence[Source]:
    with _faults(path):
        mode = path.stat().st_mode
    found: Sequence[Source] = ()
    if stat.S_ISDIR(mode):
        found = list(_sources_in(path, diagnostics))
    elif stat.S_ISREG(mode) and path.suffix.lower() == ".zip":
        found = list(_members(path, diagnostics))
    elif stat.S_ISREG(mode) and _suffix(path.name) in (PAGE, ARTICLES):
        return [Source(path)]
    else:
        raise IssueFormatError(str(path), f"is {_KINDS.get(stat.S_IFMT(mode), _NEITHER)}")
    if not found:
        raise IssueFormatError(str(path), "holds no pages (.txt) and no articles (.jsonl)")
    return found


def _sources_in(folder: Path, diagnostics: Diagnostics) -> Iterator[Source]:
    """Yield what lies below ``folder``."""

    def refuse(error: OSError) -> None:
        diagnostics.refused.append(_unreadable(error))

    left: Counter[str] = Counter()
    for here, names in walk(folder, refuse):
        beside_pages = any(_suffix(name) == PAGE for name in names)
        for name in sorted(name for name in names if not name.startswith(_HIDDEN)):
            file = here / name
            if file.suffix.lower() == ".zip" and file.is_file():
                try:
                    yield from _members(file, diagnostics)
                except IssueFormatError as exc:
                    diagnostics.refused.append(exc)
            elif not file.is_file():
                left[_kind_of(file)] += 1
            elif _suffix(name) not in (PAGE, ARTICLES):
                left[file.suffix or file.name] += 1
            elif not _left_alone(file, diagnostics, beside_pages=beside_pages):
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
    with _faults(path):
        infos = [(_parts(info), info) for info in ZIPS.opened(path).infolist()]
    folders_of_pages = {parts[:-1] for parts, _ in infos if parts and _suffix(parts[-1]) == PAGE}
    for parts, info in sorted(infos, key=lambda each: each[0]):
        hidden = any(part.startswith(_HIDDEN) for part in parts)
        if not parts or hidden or info.filename.endswith("/"):  # not is_dir(): it may have no name
            continue
        file = path.joinpath(*parts)
        if _suffix(file.name) not in (PAGE, ARTICLES):
            left[file.suffix or file.name] += 1
        elif not _left_alone(file, diagnostics, beside_pages=parts[:-1] in folders_of_pages):
            yield Source(file, info, path)
    _tell_left(path, left, diagnostics)


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of a member; none of them leads out of the zip.

    Names are in UTF-8 where they are marked so, or were packed on a Mac, which does not mark them; else they
    are in the code of a Chinese Windows.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        name = next((raw.decode(code) for code in ("utf-8", "gb18030") if decodes(raw, code)), name)
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _kind_of(file: Path) -> str:
    """What it is that is no file."""
    try:
        mode = file.stat().st_mode
    except OSError:
        mode = stat.S_IFLNK
    return f"{file.suffix or file.name} ({_KINDS.get(stat.S_IFMT(mode), 'no file')})"


def is_taken(name: str, *, beside_pages: bool) -> bool:
    """Whether a file of this name is read where its folder is given; ``beside_pages``: there are pages in it.

    Pages and issues are named by numbers: another .jsonl beside pages may be anything.
    """
    suffix = _suffix(name)
    if name.startswith(_HIDDEN) or suffix not in (PAGE, ARTICLES):
        return False
    return suffix == PAGE or name[0].isdigit() or not beside_pages


def is_offered(names: Sequence[str]) -> list[str]:
    """Of the names in a folder those of which ``find_sources`` reads the files, zips among them."""
    beside_pages = any(_suffix(name) == PAGE for name in names)
    return [
        name
        for name in sorted(names)
        if is_taken(name, beside_pages=beside_pages)
        or (name.lower().endswith(".zip") and not name.startswith(_HIDDEN))
    ]


def _left_alone(file: Path, diagnostics: Diagnostics, *, beside_pages: bool) -> bool:
    alone = not is_taken(file.name, beside_pages=beside_pages)
    if alone:
        diagnostics.warnings.append(f"{file}: left alone; give it by name to add its articles")
    return alone


def _tell_left(path: Path, left: Counter[str], diagnostics: Diagnostics) -> None:
    if left:
        kinds = ", ".join(sorted(left))
        diagnostics.warnings.append(
            f"{path}: {left.total():,} files left alone, neither .txt nor .jsonl: {kinds}"
        )


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
