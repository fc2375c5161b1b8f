"""Intake: here are sources, which issues do they bring?

A folder may hold more than memory does. So every source is asked first which issues it has to do with; then
those that share an issue are read together, one such group after the other, in order of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.article import Article
from index.corrections import settle_corrections
from index.errors import IssueFormatError
from index.issue import IssueKey
from index.jsonl import parse_articles
from index.pages import NOBODY, Roles, Signers, parse_page, read_roles
from index.place import PathPattern, Place, place_of_path, settle, split_header
from index.sources import PAGE, Source, Told, find_sources


@dataclass
class Delivery(Told):
    """What a group of sources brings: ``pages`` of each issue by number.

    Whatever was given and is not in ``pages`` is named in ``refused`` or ``warnings``.
    """

    pages: dict[IssueKey, dict[int, list[Article]]] = field(default_factory=dict)


@dataclass
class Shipment(Told):
    """All that was found: so many ``issues``, in ``deliveries`` that are read as they are asked for."""

    issues: int = 0
    deliveries: Iterable[Delivery] = ()


def nobody(_: IssueKey | None) -> Signers:
    """Whose names the archive's bylines have where there is none."""
    return NOBODY


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are read: ``options`` tell what path and header do not, ``pattern`` how to read a path.

    ``signers`` are the names that the archive's bylines have, those of the issue that is read left out.
    """

    options: Place
    pattern: PathPattern | None = None
    signers: Callable[[IssueKey | None], Signers] = nobody

    def ship(self, paths: Iterable[Path]) -> Shipment:
        """Find what lies at ``paths`` and which issues it brings. Nothing but that is kept in memory."""
        shipment = Shipment()
        groups = self._groups(settle_corrections(find_sources(paths, shipment), shipment), shipment)
        shipment.issues = sum(issues for issues, _ in groups)
        shipment.deliveries = (self.read(sources) for _, sources in groups)
        return shipment

    def _groups(self, sources: Sequence[Source], told: Told) -> list[tuple[int, list[Source]]]:
        """Return groups of sources that share no issue with another, each with the number of its issues."""
        members: dict[IssueKey, list[Source]] = defaultdict(list)
        issues: dict[Source, set[IssueKey]] = {}
        for source in sources:
            try:
                issues[source] = self._issues(source)
            except IssueFormatError as exc:
                told.refused.append(exc)
            else:
                for key in issues[source]:
                    members[key].append(source)
        groups = []
        order = {source: place for place, source in enumerate(sources)}
        left = set(members)
        for key in sorted(members):
            reached, found = {key} & left, dict[Source, None]()
            keys: set[IssueKey] = set()
            while reached:
                keys |= reached
                new = [source for each in sorted(reached) for source in members[each] if source not in found]
                found.update(dict.fromkeys(new))
                reached = {each for source in new for each in issues[source]} - keys
            left -= keys
            if found:
                groups.append((len(keys), sorted(found, key=order.__getitem__)))
        return groups

    def read(self, sources: Sequence[Source]) -> Delivery:
        """Read a group. Two sources for one page refuse their issue whole."""
        delivery = Delivery()
        owners: dict[tuple[IssueKey, int], Source] = {}
        spoilt: set[IssueKey] = set()
        for source in sources:
            try:
                articles = self._articles(source, delivery)
            except IssueFormatError as exc:
                delivery.refused.append(exc)
                continue
            for article in articles:
                key = IssueKey(article.date, article.paper)
                owner = owners.setdefault((key, article.page), source)
                if owner != source and key not in spoilt:
                    spoilt.add(key)
                    delivery.refused.append(
                        IssueFormatError(
                            str(source.path),
                            f"brings page {article.page} of {key}, and so does {owner.path}; keep one "
                            "(nothing of this issue was added)",
                        )
                    )
                delivery.pages.setdefault(key, {}).setdefault(article.page, []).append(article)
        for key in spoilt:
            del delivery.pages[key]
        return delivery

    def read_page(self, source: Source) -> list[Article]:
        """Return the articles of one raw page; IssueFormatError says what is missing."""
        key, page, text = self._page(source)
        articles = parse_page(
            text,
            paper=key.paper,
            date=key.date,
            page=page,
            source=source.name,
            signers=self.signers(key),
        )
        if not articles:
            raise IssueFormatError(str(source.path), "no article was found on the page")
        return list(articles)

    def read_roles(self, source: Source) -> Roles:
        """Return what each line of a raw page was taken for; its date and page need not be known."""
        _, text = split_header(source.read_text(), source.path)
        try:
            key = self._page(source)[0]
        except IssueFormatError:
            key = None
        return read_roles(text, self.signers(key))

    def _issues(self, source: Source) -> set[IssueKey]:
        if source.suffix == PAGE:
            return {self._page(source)[0]}
        articles, _ = parse_articles(source.read_text(), source.name, self.options)
        return {IssueKey(article.date, article.paper) for article in articles}

    def _articles(self, source: Source, delivery: Delivery) -> list[Article]:
        if source.suffix == PAGE:
            return self.read_page(source)
        articles, warnings = parse_articles(source.read_text(), source.name, self.options)
        delivery.warnings += warnings
        # Whoever corrected a page has read it: what the parser was unsure of no longer counts.
        if source.corrects:
            return [replace(article, confidence=None, doubts=()) for article in articles]
        return articles

    def _page(self, source: Source) -> tuple[IssueKey, int, str]:
        """The issue, the page number, and the text without its header."""
        path = source.path
        header, text = split_header(source.read_text(), path)
        dated = self.options.date is None
        by_path = self.pattern.place(path) if self.pattern else place_of_path(path, dated=dated)
        place = settle(path, self.options, header, by_path)
        if place.date is None:
            raise IssueFormatError(str(path), "has no date; give it: --date 2023-09-21, or a folder named so")
        if place.page is None:
            raise IssueFormatError(str(path), "has no page number; give it: --page 1, or a file named 01.txt")
        if place.paper is None:
            raise IssueFormatError(
                str(path), "is of no paper; give it: --paper NAME, or a folder above the date"
            )
        return IssueKey(place.date, place.paper), place.page, text
