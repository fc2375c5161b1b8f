"""Intake: here are files and folders, which issues do they bring?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.decoding import read_text
from index.errors import IssueFormatError
from index.issue import IssueKey
from index.jsonl import Place, parse_articles
from index.pages import parse_page
from index.place import place_of_path, settle, split_header

SUFFIXES = (".txt", ".jsonl")


@dataclass
class Delivery:
    """What was found: ``pages`` of each issue by number, what was refused and what is worth telling.

    A refusal touches its own issue only: the issues it names are not in ``pages``.
    """

    pages: dict[IssueKey, dict[int, list[Article]]] = field(default_factory=dict)
    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def find_files(paths: Iterable[Path], delivery: Delivery) -> list[Path]:
    """Return the files to read, folders walked in order of name; each path once."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if _belongs(file, path, delivery))
            if not inside:
                delivery.refused.append(
                    IssueFormatError(str(path), "holds no pages (.txt) and no articles (.jsonl)")
                )
            files.update(dict.fromkeys(inside))
        elif not path.exists():
            delivery.refused.append(IssueFormatError(str(path), "does not exist"))
        elif path.suffix.lower() not in SUFFIXES:
            delivery.refused.append(
                IssueFormatError(str(path), "is neither a page (.txt) nor articles (.jsonl)")
            )
        else:
            files[path] = None
    return list(files)


def _belongs(file: Path, folder: Path, delivery: Delivery) -> bool:
    if any(part.startswith(".") for part in file.relative_to(folder).parts) or not file.is_file():
        return False
    if file.suffix.lower() == ".jsonl" and not file.stem[:1].isdigit():
        # Pages and issues are named by numbers; another .jsonl in a folder may be anything.
        delivery.warnings.append(f"{file}: left alone; give it by name to add its articles")
        return False
    return file.suffix.lower() in SUFFIXES


def read_page(path: Path, options: Place) -> list[Article]:
    """Return the articles of one raw page; IssueFormatError says what is missing."""
    header, text = split_header(read_text(path), path)
    place = settle(path, options, header, place_of_path(path, dated=options.date is None))
    for name, value, cure in (
        ("date", place.date, "--date 2023-09-21, or a folder named so"),
        ("page number", place.page, "--page 1, or a file named 01.txt"),
        ("paper", place.paper, "--paper NAME, or a folder of that name above the date"),
    ):
        if value is None:
            raise IssueFormatError(str(path), f"has no {name}; give it: {cure}")
    assert place.date is not None and place.page is not None and place.paper is not None  # noqa: PT018
    articles = parse_page(text, paper=place.paper, date=place.date, page=place.page, source=str(path))
    if not articles:
        raise IssueFormatError(str(path), "no article was found on the page")
    return list(articles)


def read_files(files: Sequence[Path], options: Place, delivery: Delivery) -> None:
    """Read ``files`` into ``delivery``. Two files for one page refuse their issue."""
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
                        str(file), f"brings page {article.page} of {key}, and so does {owner}; keep one"
                    )
                )
            delivery.pages.setdefault(key, {}).setdefault(article.page, []).append(article)
    for key in spoilt:
        del delivery.pages[key]


def _read(file: Path, options: Place, delivery: Delivery) -> list[Article]:
    if file.suffix.lower() == ".txt":
        return read_page(file, options)
    articles, warnings = parse_articles(read_text(file), str(file), options)
    delivery.warnings += warnings
    if not articles:
        raise IssueFormatError(str(file), "holds no articles")
    return articles
