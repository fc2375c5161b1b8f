"""Intake: here are files and folders, which issues do they bring?"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.decoding import read_text
from index.errors import IssueFormatError
from index.issue import IssueKey
from index.jsonl import parse_articles
from index.pages import parse_page
from index.place import Place, place_of_path, settle, split_header

SUFFIXES = (".txt", ".jsonl")


@dataclass
class Delivery:
    """What was found: ``pages`` of each issue by number, what was refused and what is worth telling.

    Whatever was given and is not in ``pages`` is named in ``refused`` or ``warnings``.
    """

    pages: dict[IssueKey, dict[int, list[Article]]] = field(default_factory=dict)
    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_files(paths: Iterable[Path], delivery: Delivery) -> list[Path]:
    """Return the files to read, folders walked in order of name; a file is read once, however often named."""
    files: dict[str, Path] = {}
    for path in paths:
        try:
            for file in _files_at(path, delivery):
                files.setdefault(os.path.realpath(file), file)
        except IssueFormatError as exc:
            delivery.refused.append(exc)
    return list(files.values())


def read_page(path: Path, options: Place) -> list[Article]:
    """Return the articles of one raw page; IssueFormatError says what is missing."""
    header, text = split_header(read_text(path), path)
    place = settle(path, options, header, place_of_path(path, dated=options.date is None))
    if place.date is None:
        raise IssueFormatError(str(path), "has no date; give it: --date 2023-09-21, or a folder named so")
    if place.page is None:
        raise IssueFormatError(str(path), "has no page number; give it: --page 1, or a file named 01.txt")
    if place.paper is None:
        raise IssueFormatError(str(path), "is of no paper; give it: --paper NAME, or a folder above the date")
    articles = parse_page(text, paper=place.paper, date=place.date, page=place.page, source=_named(path))
    if not articles:
        raise IssueFormatError(str(path), "no article was found on the page")
    return list(articles)


def read_files(files: Sequence[Path], options: Place, delivery: Delivery) -> None:
    """Read ``files`` into ``delivery``. Two files for one page refuse their issue whole."""
    owners: dict[tuple[IssueKey, int], Path] = {}
    spoilt: set[IssueKey] = set()
    for file in files:
        try:
            articles = _read(file, options, delivery)
        except IssueFormatError as exc:
            delivery.refused.append(exc)
            continue
        for article in articles:
            key = IssueKey(article.date, article.paper)
            owner = owners.setdefault((key, article.page), file)
            if owner != file and key not in spoilt:
                spoilt.add(key)
                delivery.refused.append(
                    IssueFormatError(
                        str(file),
                        f"brings page {article.page} of {key}, and so does {owner}; keep one "
                        "(nothing of this issue was added)",
                    )
                )
            delivery.pages.setdefault(key, {}).setdefault(article.page, []).append(article)
    for key in spoilt:
        del delivery.pages[key]


def _read(file: Path, options: Place, delivery: Delivery) -> list[Article]:
    if file.suffix.lower() == ".txt":
        return read_page(file, options)
    articles, warnings = parse_articles(read_text(file), _named(file), options)
    delivery.warnings += warnings
    return articles


def _files_at(path: Path, delivery: Delivery) -> Sequence[Path]:
    try:
        mode = path.stat().st_mode
    except OSError as exc:
        raise _unreadable(exc) from exc
    if stat.S_ISDIR(mode):
        if found := list(_files_in(path, delivery)):
            return found
        raise IssueFormatError(str(path), "holds no pages (.txt) and no articles (.jsonl)")
    if not stat.S_ISREG(mode) or path.suffix.lower() not in SUFFIXES:
        raise IssueFormatError(str(path), "is neither a page (.txt) nor articles (.jsonl)")
    return [path]


def _files_in(folder: Path, delivery: Delivery) -> Iterator[Path]:
    """Yield the pages and articles below ``folder``, linked folders too, each folder once."""

    def refuse(error: OSError) -> None:
        delivery.refused.append(_unreadable(error))

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
            if file.suffix.lower() not in SUFFIXES or not file.is_file():
                left[file.suffix or file.name] += 1
            elif file.suffix.lower() == ".jsonl" and not name[0].isdigit():
                # Pages and issues are named by numbers; another .jsonl in a folder may be anything.
                delivery.warnings.append(f"{file}: left alone; give it by name to add its articles")
            else:
                yield file
    if left:
        kinds = ", ".join(sorted(left))
        delivery.warnings.append(
            f"{folder}: {left.total():,} files left alone, neither .txt nor .jsonl: {kinds}"
        )


def _named(path: Path) -> str:
    """The path as text: bytes that are no UTF-8 are spelt out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _unreadable(error: OSError) -> IssueFormatError:
    return IssueFormatError(str(error.filename), f"cannot be read: {error.strerror}")
