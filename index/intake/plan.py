"""The plan of an import: which sources bring which issues, in batches that are read when asked for.

A folder may hold more than memory does. So every source is asked first which issues it has to do with; then
those that share an issue are read together, one such group after the other, in order of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.article import Article
from index.errors import IssueFormatError
from index.intake.corrections import resolve_corrections
from index.intake.source_contents import SourceContents
from index.intake.source_reader import SourceReader
from index.intake.source_stamps import KnownSources, Pages, source_stamp
from index.intake.sources import Diagnostics, Source, find_sources
from index.issue import IssueKey
from index.messages import tr
from index.page_label import PageLabel, page_order

NO_SOURCES = KnownSources((), "")


@dataclass
class IssueBatch(Diagnostics):
    """What a group of sources brings: ``pages`` of each issue by number.

    Whatever was given and is not in ``pages`` is in ``unchanged``, as the archive holds it, or named in
    ``refused`` or ``warnings``. ``source_stamps`` are those of the pages. ``made_ids`` no source gave: they
    are those that the articles have where no article had one before.
    """

    pages: dict[IssueKey, dict[PageLabel, list[Article]]] = field(default_factory=dict)
    source_stamps: dict[IssueKey, dict[PageLabel, str]] = field(default_factory=dict)
    made_ids: set[str] = field(default_factory=set)
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


@dataclass(frozen=True, slots=True)
class Intake:
    """Files become issues, read as ``reader`` says."""

    reader: SourceReader

    def plan(self, paths: Iterable[Path], existing: KnownSources = NO_SOURCES) -> ImportPlan:
        """Find what lies at ``paths`` and which issues it brings, in batches that are read when asked for.

        What the archive has ``existing`` since it was read the last time is not read again. Memory does not
        grow with ``paths``: see ``SourceContents``.
        """
        plan = ImportPlan()
        contents = SourceContents(self.reader.options, self.reader.papers.code_of)
        sources = resolve_corrections(find_sources(paths, plan), plan, contents)
        groups = self._groups(self._joined_pages(sources, contents, plan), contents, existing, plan)
        plan.issues = sum(len(group.keys) for group in groups)
        plan.batches = (
            self._read(group.sources, contents)
            if group.existing is None
            else IssueBatch(unchanged=group.existing)
            for group in groups
        )
        return plan

    def _joined_pages(
        self, sources: Sequence[Source], contents: SourceContents, diagnostics: Diagnostics
    ) -> list[Source]:
        """Return ``sources`` with the files that hold one article each joined to their pages."""
        joined: dict[object, list[Source]] = {}
        for source in sources:
            page: object = source
            if self.reader.is_one_article(source):
                try:
                    place, _ = self.reader.page(source, contents.page(source)[0])
                except IssueFormatError as exc:
                    diagnostics.refused.append(exc)
                    contents.release(source)
                    continue
                page = place.key, place.page
            joined.setdefault(page, []).append(source)
        return [
            page if isinstance(page, Source) else replace(parts[0], parts=tuple(parts))
            for page, parts in joined.items()
        ]

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
                hashes[source] = self.reader.source_hash(source, contents)
                pages = existing.pages(hashes[source])
                issues[source] = self.reader.issues(source, contents) if pages is None else pages.keys()
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
        owners: dict[tuple[IssueKey, PageLabel], Source] = {}
        spoilt: set[IssueKey] = set()
        for source, source_hash in sources:
            try:
                articles, pages, warnings, made_ids = self.reader.read(source, contents)
            except IssueFormatError as exc:
                incoming.refused.append(exc)
                continue
            finally:
                contents.release(source)
            incoming.warnings += warnings
            incoming.made_ids |= made_ids
            for key, page in sorted(pages, key=lambda each: (each[0], page_order(each[1]))):
                incoming.source_stamps.setdefault(key, {})[page] = source_stamp(source_hash, len(pages))
                incoming.pages.setdefault(key, {}).setdefault(page, [])
                owner = owners.setdefault((key, page), source)
                if owner != source and key not in spoilt:
                    spoilt.add(key)
                    incoming.refused.append(
                        IssueFormatError(
                            str(source.path),
                            tr(
                                "brings page {page} of {key}, and so does {path}; keep one (nothing of this "
                                "issue was added)",
                                page=page,
                                key=key,
                                path=owner.path,
                            ),
                        )
                    )
            for article in articles:
                incoming.pages[IssueKey.of(article)][article.page].append(article)
        for key in spoilt:
            del incoming.pages[key]
        return incoming


def _joined(pages: Iterable[Pages]) -> Pages:
    joined: dict[IssueKey, set[PageLabel]] = defaultdict(set)
    for each in pages:
        for key, numbers in each.items():
            joined[key] |= numbers
    return joined
