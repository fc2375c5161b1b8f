"""The plan of an import: which sources bring which issues, in batches that are read when asked for.

A folder may hold more than memory does. So every source is asked first which issues it has to do with; then
those that share an issue are read together, one such group after the other, in order of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.article import Article
from index.errors import IssueFormatError
from index.intake.corrections import resolve_corrections
from index.intake.entities import decode_entities, entity_warnings
from index.intake.placement import PathPattern, Placement, merge_placements, placement_of_path, split_header
from index.intake.source_contents import SourceContents
from index.intake.source_stamps import (
    KnownSources,
    Pages,
    articles_source_hash,
    page_source_hash,
    source_stamp,
)
from index.intake.sources import PAGE, Diagnostics, Source, find_sources
from index.issue import IssueKey
from index.pages import NO_NAMES, NameCounts, Roles, parse_page, read_roles

NO_SOURCES = KnownSources((), "")


@dataclass
class IssueBatch(Diagnostics):
    """What a group of sources brings: ``pages`` of each issue by number.

    Whatever was given and is not in ``pages`` is in ``unchanged``, as the archive holds it, or named in
    ``refused`` or ``warnings``. ``source_stamps`` are those of the pages.
    """

    pages: dict[IssueKey, dict[int, list[Article]]] = field(default_factory=dict)
    source_stamps: dict[IssueKey, dict[int, str]] = field(default_factory=dict)
    unchanged: Pages = field(default_factory=dict)


@dataclass
class ImportPlan(Diagnostics):
    """All that was found: so many ``issues``, in ``batches`` that are read as they are asked for."""

    issues: int = 0
    batches: Iterable[IssueBatch] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """Sources that share no issue with any other group.

    Each source has its hash beside it. ``existing`` is what they bring where the archive has all of it as it
    is, else None.
    """

    keys: frozenset[IssueKey]
    sources: Sequence[tuple[Source, str]]
    existing: Pages | None


def no_names(_: IssueKey | None) -> NameCounts:
    """Whose names the archive's bylines have where there is none."""
    return NO_NAMES


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are read: ``options`` tell what path and header do not, ``pattern`` how to read a path.

    ``known_names`` are the names that the archive's bylines have, those of the issue that is read left out.
    """

    options: Placement
    pattern: PathPattern | None = None
    known_names: Callable[[IssueKey | None], NameCounts] = no_names

    def plan(self, paths: Iterable[Path], existing: KnownSources = NO_SOURCES) -> ImportPlan:
        """Find what lies at ``paths`` and which issues it brings, in batches that are read when asked for.

        What the archive has ``existing`` since it was read the last time is not read again. Memory does not
        grow with ``paths``: see ``SourceContents``.
        """
        plan, contents = ImportPlan(), SourceContents(self.options)
        sources = resolve_corrections(find_sources(paths, plan), plan, contents)
        groups = self._groups(sources, contents, existing, plan)
        plan.issues = sum(len(group.keys) for group in groups)
        plan.batches = (
            self._read(group.sources, contents)
            if group.existing is None
            else IssueBatch(unchanged=group.existing)
            for group in groups
        )
        return plan

    def _groups(
        self,
        sources: Sequence[Source],
        contents: SourceContents,
        existing: KnownSources,
        diagnostics: Diagnostics,
    ) -> list[_Group]:
        """Return the groups in order of day."""
        members: dict[IssueKey, list[Source]] = defaultdict(list)
        issues: dict[Source, Collection[IssueKey]] = {}
        hashes: dict[Source, str] = {}
        unchanged: dict[Source, Pages] = {}
        for source in sources:
            try:
                hashes[source] = self._source_hash(source, contents)
                pages = existing.pages(hashes[source])
                issues[source] = self._issues(source, contents) if pages is None else pages.keys()
            except IssueFormatError as exc:
                diagnostics.refused.append(exc)
                contents.release(source)
            else:
                if pages is not None:
                    unchanged[source] = pages
                    contents.release(source)
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
                same = [unchanged[source] for source in found if source in unchanged]
                groups.append(
                    _Group(
                        frozenset(keys),
                        [(source, hashes[source]) for source in sorted(found, key=order.__getitem__)],
                        # Read together or not at all: two that bring one page would go unnoticed.
                        existing=_joined(same) if len(same) == len(found) else None,
                    )
                )
        return groups

    def _read(self, sources: Sequence[tuple[Source, str]], contents: SourceContents) -> IssueBatch:
        """Read a group. Two sources for one page refuse their issue whole."""
        incoming = IssueBatch()
        owners: dict[tuple[IssueKey, int], Source] = {}
        spoilt: set[IssueKey] = set()
        for source, source_hash in sources:
            try:
                articles = self._articles(source, contents, incoming)
            except IssueFormatError as exc:
                incoming.refused.append(exc)
                continue
            finally:
                contents.release(source)
            pages = {(IssueKey.of(article), article.page) for article in articles}
            for key, page in pages:
                incoming.source_stamps.setdefault(key, {})[page] = source_stamp(source_hash, len(pages))
            for article in articles:
                key = IssueKey.of(article)
                owner = owners.setdefault((key, article.page), source)
                if owner != source and key not in spoilt:
                    spoilt.add(key)
                    incoming.refused.append(
                        IssueFormatError(
                            str(source.path),
                            f"brings page {article.page} of {key}, and so does {owner.path}; keep one "
                            "(nothing of this issue was added)",
                        )
                    )
                incoming.pages.setdefault(key, {}).setdefault(article.page, []).append(article)
        for key in spoilt:
            del incoming.pages[key]
        return incoming

    def read_page(
        self, source: Source, diagnostics: Diagnostics | None = None, *, printed: str | None = None
    ) -> list[Article]:
        """Return the articles of one raw page; IssueFormatError says what is missing.

        ``diagnostics`` gets the warnings. ``printed`` is the source's text where it was read already.
        """
        text, entities = decode_entities(source.read_text() if printed is None else printed)
        if diagnostics is not None:
            diagnostics.warnings += entity_warnings(source.name, entities)
        return self._parsed(source, *self._page(source, text))

    def _parsed(self, source: Source, key: IssueKey, page: int, text: str) -> list[Article]:
        try:
            articles = parse_page(
                text,
                paper=key.paper,
                date=key.date,
                page=page,
                source=source.name,
                known_names=self.known_names(key),
            )
        except (TypeError, ValueError) as exc:
            raise IssueFormatError(str(source.path), f"makes an article that none can be: {exc}") from None
        if not articles:
            raise IssueFormatError(str(source.path), "no article was found on the page")
        return list(articles)

    def read_roles(self, source: Source) -> Roles:
        """Return what each line of a raw page was taken for; its date and page need not be known."""
        whole, _ = decode_entities(source.read_text())
        _, text = split_header(whole, source.path)
        try:
            key = self._page(source, whole)[0]
        except IssueFormatError:
            key = None
        return read_roles(text, self.known_names(key))

    def _issues(self, source: Source, contents: SourceContents) -> set[IssueKey]:
        if source.suffix == PAGE:
            return {self._page(source, contents.page(source)[0])[0]}
        articles, _ = contents.articles(source)
        return {IssueKey.of(article) for article in articles}

    def _source_hash(self, source: Source, contents: SourceContents) -> str:
        if source.suffix == PAGE:
            key, page, text = self._page(source, contents.page(source)[0])
            return page_source_hash(text, key, page)
        text = contents.text(source)
        return articles_source_hash(text, self.options, correction=bool(source.corrects))

    def _articles(self, source: Source, contents: SourceContents, incoming: IssueBatch) -> list[Article]:
        if source.suffix == PAGE:
            text, entities = contents.page(source)
            parsed = self._parsed(source, *self._page(source, text))
            incoming.warnings += entity_warnings(source.name, entities)
            return parsed
        articles, warnings = contents.articles(source)
        incoming.warnings += warnings
        if source.corrects:
            # Whoever corrected a page has read it: what the parser was unsure of no longer counts.
            articles = [replace(article, confidence=None, doubts=()) for article in articles]
        return articles

    def _page(self, source: Source, text: str) -> tuple[IssueKey, int, str]:
        """The issue, the page number, and the ``text`` without its header."""
        path = source.path
        header, text = split_header(text, path)
        known = merge_placements(path, self.options, header, Placement())
        by_path = self.pattern.place(path) if self.pattern else placement_of_path(path, known)
        place = merge_placements(path, self.options, header, by_path)
        if place.date is None:
            raise IssueFormatError(str(path), "has no date; give it: --date 2023-09-21, or a folder named so")
        if place.page is None:
            raise IssueFormatError(str(path), "has no page number; give it: --page 1, or a file named 01.txt")
        if place.paper is None:
            raise IssueFormatError(
                str(path), "is of no paper; give it: --paper NAME, or a folder above the date"
            )
        return IssueKey(place.date, place.paper), place.page, text


def _joined(pages: Iterable[Pages]) -> Pages:
    joined: dict[IssueKey, set[int]] = defaultdict(set)
    for each in pages:
        for key, numbers in each.items():
            joined[key] |= numbers
    return joined
