"""A source, which is one file or several that make up one, and how it is read.

A page is ``.txt``, articles are ``.jsonl``; a format reads the others. Any may be packed as ``.gz`` and lie
in a ``.zip``. Nothing is unpacked to disk, so no name inside a zip can lead out of it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

from index.errors import IssueFormatError
from index.intake.decoding import decode
from index.intake.file_kinds import kind_of
from index.intake.formats import format_of
from index.intake.formats.base import FileContents, Format, is_listing
from index.intake.open_zips import ZIPS
from index.messages import reason, tr

PAGE, ARTICLES = ".txt", ".jsonl"
# Of one file, unpacked: more may be a bomb. A page has some 20 kB; reading it takes thirty times its size.
MAX_BYTES = {PAGE: 1 << 22, ARTICLES: 1 << 29}
MAX_BYTES_OF_FORMATS = 1 << 28  # the PDF of an issue
MAX_LINES = 100_000  # of a page: one that has thousands is no page
_PIECE = 1 << 20
_LOCKED = 1  # the flag of a member that needs a password


Place = tuple[str, str]
"""The path of a file, links resolved, and the name of the member of the zip that it is, as the zip has it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``path`` names it and says its place; inside a zip it goes on behind the zip's own.

    ``parts`` are files that are read as one: the articles of a folder that no list of pages names. ``path``
    is then that of the first of them.
    """

    path: Path
    member: zipfile.ZipInfo | None = field(default=None, hash=False)  # in the zip at ``archive``
    archive: Path | None = None
    corrects: str | None = None  # name of the page that is corrected, of whose text it is
    parts: tuple[Source, ...] = ()

    @property
    def suffix(self) -> str:
        """``.txt`` or ``.jsonl``, with ``.gz`` left aside; else whatever it is."""
        return suffix_of(self.path.name)

    @property
    def name(self) -> str:
        """The path as text: bytes that are no UTF-8 are spelt out."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    @property
    def format(self) -> Format | None:
        """The format that reads it; None for a page as text and for articles."""
        return None if self.suffix in (PAGE, ARTICLES) else format_of(self.path)

    @property
    def unpacked_path(self) -> Path:
        """The path without ``.gz``."""
        return self.path.with_suffix("") if self._is_gzipped else self.path

    def read_text(self) -> str:
        r"""Return the text, its lines ending in ``\n``; IssueFormatError names the file and the fault."""
        raw = self.read_bytes()
        self._refuse_other_kind(raw)
        text = decode(raw, str(self.path))
        if not text.strip():
            raise IssueFormatError(str(self.path), tr("holds no text; was the page exported in full?"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.suffix == PAGE and text.count("\n") > MAX_LINES:
            raise IssueFormatError(
                str(self.path), tr("has over {max_lines:,} lines; split it into pages", max_lines=MAX_LINES)
            )
        return text

    def read_contents(self) -> FileContents:
        """Return what a file of a ``format`` holds; IssueFormatError names the file and the fault.

        The file is read once, and so is each that it lists. Files that lie beside it may be of the zip that
        it is in, or on disk.
        """
        reader = self.format
        if reader is None:
            raise IssueFormatError(str(self.path), tr("is of no format; read its text"))
        if self.parts or (is_listing(reader) and reader.is_part_of_page(self.unpacked_path)):
            return _joined([(part, _read(part, reader)) for part in self.parts or (self,)])
        return _read(self, reader)

    def digest(self) -> str:
        """A hash over all bytes that ``read_contents`` takes in: the file's, and those of the files it lists.

        Files are read, and none but lists are parsed. IssueFormatError as ``read_bytes``.
        """
        whole = hashlib.sha256()
        for source in self.parts or (self,):
            raw = source.read_bytes()
            listed = source.format.listed(raw, source.unpacked_path) if is_listing(source.format) else ()
            for name, own in (
                (source.path.name, raw),
                *((name, source.read_beside(name)) for name in listed),
            ):
                for each in (name.encode("utf-8", "surrogateescape"), own or b""):
                    whole.update(len(each).to_bytes(8, "big") + each)
        return whole.hexdigest()[:32]

    def read_bytes(self) -> bytes:
        """Return the bytes, unpacked; IssueFormatError names the file and the fault."""
        with reading_faults(self.path), self._opened() as file:
            if not self._is_gzipped:
                return file.read()
            unpacked = io.BytesIO()  # piece by piece: what is packed does not tell its size
            while piece := file.read(_PIECE):
                self._refuse_bomb(unpacked.tell() + len(piece))
                unpacked.write(piece)
            return unpacked.getvalue()

    def read_beside(self, name: str) -> bytes | None:
        """Read the file that has this name from here, packed or not; None where there is none."""
        found = self.beside(name) or self.beside(f"{name}.gz")
        return found.read_bytes() if found else None

    def beside(self, name: str) -> Source | None:
        """The file that has this name from here, in the same zip or on disk."""
        if self.archive is None:
            path = self.path.parent / name
            return Source(path) if path.is_file() else None
        inner = posixpath.join(*self.path.relative_to(self.archive).parent.parts, name)
        parts = tuple(part for part in posixpath.normpath(inner).split("/") if part not in ("", ".", ".."))
        info = ZIPS.members(self.archive).get(parts)
        return Source(self.archive.joinpath(*parts), info, self.archive) if info else None

    @property
    def _is_gzipped(self) -> bool:
        return self.path.suffix.lower() == ".gz"

    def _refuse_other_kind(self, raw: bytes) -> None:
        kind = kind_of(raw)
        if kind is None:
            return
        readable = kind.suffix == ".zip" or format_of(Path(f"a{kind.suffix}")) is not None
        cure = tr("rename it to {suffix}", suffix=kind.suffix) if readable else tr(kind.cure)
        named = "" if kind.suffix == self.suffix else tr(" named {suffix}", suffix=self.suffix)
        raise IssueFormatError(
            str(self.path),
            tr("is {name}{named}; {cure}", name=tr(kind.name), named=named, cure=cure)
            if cure
            else tr("is {name}{named}", name=tr(kind.name), named=named),
        )

    def _refuse_bomb(self, size: int) -> None:
        if size > self._most:
            raise IssueFormatError(
                str(self.path), tr("is over {most:,} MB unpacked; split it", most=self._most >> 20)
            )

    @property
    def _most(self) -> int:
        return MAX_BYTES.get(self.suffix, MAX_BYTES_OF_FORMATS)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self.archive is None and not self._is_gzipped:
            with self.path.open("rb") as plain:
                self._refuse_bomb(os.fstat(plain.fileno()).st_size)
                yield plain
            return
        with ExitStack() as opened:
            file: IO[bytes]
            if self.archive and self.member:
                if self.member.flag_bits & _LOCKED:
                    raise IssueFormatError(str(self.path), tr("is locked by a password; pack it without one"))
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


def place_of(source: Source) -> Place:
    """Where a source lies, however it was named: from here, from the root, by a link."""
    if source.archive is None:
        return real_path(source.path), ""
    return real_path(source.archive), source.member.filename if source.member else ""


def real_path(path: Path) -> str:
    """The path with all links resolved. Files of a folder share the looking up of the folder."""
    found = os.path.join(_real_folder(path.parent), path.name)  # noqa: PTH118 - a fifth of pathlib's time
    return os.path.realpath(found) if os.path.islink(found) else found  # noqa: PTH114


@lru_cache(maxsize=1024)
def _real_folder(folder: Path) -> str:
    return os.path.realpath(folder)


def suffix_of(name: str) -> str:
    """What a name ends in, in small letters, with ``.gz`` left aside."""
    return posixpath.splitext(name.lower().removesuffix(".gz"))[1]  # a fifth of pathlib's time


def stem_of(name: str) -> str:
    """A name without its ending and ``.gz``, as it is written."""
    bare = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    return bare[: len(bare) - len(Path(bare).suffix)]


@contextmanager
def reading_faults(path: Path) -> Iterator[None]:
    """Name ``path`` in an IssueFormatError for whatever goes wrong while it is read."""
    try:
        yield
    except IssueFormatError:
        raise
    except Exception as exc:
        if isinstance(exc, OSError) and exc.filename is not None:
            raise unreadable(exc) from exc
        # Whatever bytes there are: zipfile and its like name no errors they are limited to.
        raise IssueFormatError(str(path), tr("cannot be unpacked: {exc}; pack it again", exc=exc)) from exc


def unreadable(error: OSError) -> IssueFormatError:
    """The error for a file or folder that cannot be opened."""
    return IssueFormatError(str(error.filename), tr("cannot be read: {strerror}", strerror=reason(error)))


def _read(source: Source, reader: Format) -> FileContents:
    try:
        return reader.read(source.read_bytes(), source.unpacked_path, source.read_beside)
    except IssueFormatError:
        raise
    except Exception as exc:
        # Formats may be of another distribution, and any bytes reach the libraries that they use.
        raise IssueFormatError(
            str(source.path),
            tr(
                "cannot be read as {name}: {exc_name}: {exc}; export it again",
                name=reader.name,
                exc_name=type(exc).__name__,
                exc=exc,
            ),
        ) from exc


def _joined(contents: list[tuple[Source, FileContents]]) -> FileContents:
    """What the files of articles hold that no list of pages names."""
    articles = [
        replace(article, file=article.file or source.path)
        for source, each in contents
        for article in each.articles
    ]
    warnings = [warning for _, each in contents for warning in each.warnings]
    if articles:
        warnings.append(
            tr(
                "{parent}: no list of pages names {count:,} of its articles; they are in the order "
                "of their files",
                parent=contents[0][0].path.parent,
                count=len(articles),
            )
        )
    return FileContents([page for _, each in contents for page in each.pages], articles, warnings)
