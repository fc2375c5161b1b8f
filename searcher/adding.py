"""Issues are merged with what the archive holds of them and written, some thousand articles in a commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from index.article import ARTICLE_KEYS, SCOPES, Article
from index.backend import Backend, Progress
from index.errors import IssueFormatError
from index.issue import Issue, IssueKey, IssueRecord, in_page_order
from index.messages import listed, tr, tr_n
from index.page_label import PageLabel, page_order
from index.papers import Papers
from searcher.likely_errors import LikelyErrors
from searcher.standing_ids import keep_ids, last_orders

if TYPE_CHECKING:
    from index.intake.plan import ImportPlan, IssueBatch

# A commit at least so often: an interruption costs at most this much work, a segment has at least so much.
_PRINTED_KEYS = tuple(key for key in ARTICLE_KEYS if key not in {"confidence", "doubts", "source"})
BATCH_ARTICLES = 5000


Replace: TypeAlias = Literal["page", "article", "issue", "never"]
"""What of an issue gives way to what is added: its pages, articles of the same ids, all of it, or nothing."""
REPLACES: tuple[Replace, ...] = get_args(Replace)


@dataclass(repr=False)
class Added:
    """What ``add`` or ``reindex`` did. An issue counts once: as new, changed or unchanged.

    ``guessed`` counts those of the ``articles`` that the page parser read, as shown those it was not sure of.
    ``kept`` pages were in the archive and not among what was given; they stay. ``refused`` holds what was not
    added, each error naming its file; everything else was. ``changes`` is filled by a dry run alone.
    ``new_papers`` are the codes of papers of which the archive held nothing. ``written`` are the ids of
    articles that the archive did not hold, or that read otherwise now.
    """

    new: list[IssueKey] = field(default_factory=list)
    changed: list[IssueKey] = field(default_factory=list)
    unchanged: list[IssueKey] = field(default_factory=list)
    articles: int = 0
    guessed: LikelyErrors = field(default_factory=LikelyErrors)
    kept: int = 0
    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new_papers: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    @property
    def doubtful(self) -> int:
        """How many of the articles the page parser was not sure of."""
        return self.guessed.shown

    def __repr__(self) -> str:
        issues = f"{len(self.new)} new, {len(self.changed)} changed, {len(self.unchanged)} unchanged issues"
        return f"Added({issues}, {self.articles} articles, {len(self.refused)} refused)"


@dataclass(frozen=True, slots=True)
class Change:
    """What adding would make of an issue: ``before`` (None: it is new) and ``after`` count its articles.

    ``pages`` are those that it would have, ``bylines`` is how many names more stand in it, ``texts`` how many
    of its articles would read otherwise.
    """

    key: IssueKey
    before: int | None
    after: int
    pages: tuple[PageLabel, ...]
    bylines: int
    texts: int


class Adder:
    """Writes issues whole, in commits of some thousand articles, and says what became of each."""

    def __init__(
        self, backend: Backend, analyzer_fingerprint: str, papers: Papers, replace: Replace = "page"
    ) -> None:
        self._backend = backend
        self._analyzer_fingerprint = analyzer_fingerprint
        self._papers = papers
        self._replace = replace
        self._reordered: set[IssueKey] = (
            set()
        )  # of the archive's issues: their content hash is that of before
        self._fresh: dict[IssueKey, list[str]] = {}  # the ids of an issue that nobody could have read so yet

    def add(self, plan: ImportPlan, records: Sequence[IssueRecord], progress: Progress | None) -> Added:
        """Add what was shipped to the issues of ``records``, all there are."""
        added = Added(refused=plan.refused, warnings=plan.warnings)
        existing = {record.key: record for record in records}
        for batch in _batches(self._delivered(plan, existing, added), plan.issues, progress):
            self._write_changed(batch, existing, added)
        self._settle(added)
        return added

    def preview(self, plan: ImportPlan, records: Sequence[IssueRecord], progress: Progress | None) -> Added:
        """Say what ``add`` would do, in ``changes`` issue by issue, and do nothing."""
        added = Added(refused=plan.refused, warnings=plan.warnings)
        existing = {record.key: record for record in records}
        planned: dict[IssueKey, frozenset[str]] = {}  # the ids of the issues as they would be by now
        for batch in _batches(self._delivered(plan, existing, added), plan.issues, progress):
            for issue in self._changed(batch, existing, added):
                try:
                    self._backend.check(issue, planned)
                except IssueFormatError as error:
                    added.refused.append(error)
                    continue
                planned[issue.key] = frozenset(article.id for article in issue.articles)
                added.articles += len(issue.articles)
                added.guessed.count(article.confidence for article in issue.articles)
                before = self._backend.articles(issue.key) if issue.key in existing else None
                added.changes.append(_change(issue, before))
                (added.changed if before is not None else added.new).append(issue.key)
        return added

    def reindex(self, records: Sequence[IssueRecord], progress: Progress | None) -> Added:
        """Analyse the stored articles of ``records`` again."""
        added = Added()
        existing = {record.key: record for record in records}
        issues = (
            Issue(
                record.key,
                tuple(self._backend.articles(record.key)),
                record.source_stamps,
                record.last_orders,
            )
            for record in records
        )
        for batch in _batches(issues, len(records), progress):
            for issue in self._write(batch, existing, added):
                added.changed.append(issue.key)
                added.articles += len(issue.articles)
        self._settle(added)
        return added

    def _settle(self, added: Added) -> None:
        """After several commits, let the backend put in order what they left."""
        if added.articles > BATCH_ARTICLES:
            self._backend.write([])

    def _delivered(
        self, plan: ImportPlan, existing: Mapping[IssueKey, IssueRecord], added: Added
    ) -> Iterator[Issue | None]:
        known = {key.paper for key in existing}
        for incoming in plan.batches:
            added.refused += incoming.refused
            added.warnings += incoming.warnings
            for key in sorted(incoming.pages):
                issue = self._merged(key, incoming, existing.get(key), added)
                if issue and key.paper not in known:
                    known.add(key.paper)
                    added.new_papers.append(key.paper)
                yield issue
            for key, pages in sorted(incoming.unchanged.items()):
                added.unchanged.append(key)
                added.kept += len(set(existing[key].pages) - pages) if key in existing else 0
                yield None

    def _merged(
        self, key: IssueKey, incoming: IssueBatch, existing: IssueRecord | None, added: Added
    ) -> Issue | None:
        """The issue as it will stand: what is given, and what the archive holds of it that stays."""
        pages = incoming.pages[key]
        given = [article for page in sorted(pages, key=page_order) for article in pages[page]]
        source_stamps = dict(incoming.source_stamps.get(key, {}))
        before = self._backend.articles(key) if existing else []
        orders: Mapping[PageLabel, int] = existing.last_orders if existing else {}
        try:
            self._check_life(key, given)
            given = keep_ids(given, before, incoming.made_ids, orders, self._ids_of_others(key))
            articles = list(given)
            if existing:
                ids = {article.id for article in given}
                kept: list[Article] = []
                gone: list[Article] = []
                for article in before:
                    (kept if self._stays(article, pages, ids) else gone).append(article)
                self._tell_replaced(key, gone, given, added)
                added.kept += len({article.page for article in kept} - pages.keys())
                articles = _joined(before, given, kept)
                if [each.id for each in in_page_order(articles)] != [each.id for each in before]:
                    self._reordered.add(key)
                if self._replace != "issue":
                    source_stamps |= {
                        page: source_stamp
                        for page, source_stamp in existing.source_stamps.items()
                        if page not in pages
                    }
            _check_not_empty(key, articles, existing)
            stood = {article.id: article for article in before}
            self._fresh[key] = [each.id for each in given if not _reads_as(each, stood.get(each.id))]
            return Issue(key, tuple(articles), source_stamps, last_orders(articles, before, orders))
        except IssueFormatError as error:
            added.refused.append(error)
            return None

    def _check_life(self, key: IssueKey, given: Sequence[Article]) -> None:
        """IssueFormatError where the paper did not exist on the day of the issue, as far as it was told."""
        paper = self._papers.paper(key.paper)
        if not paper.lived(key.date):
            life = f"{paper.since or ''}..{paper.until or ''}"
            raise IssueFormatError(
                next((article.source for article in given if article.source), str(key)),
                tr(
                    "is of {date}, and {name} appeared {life}; mend the date, or tell of its life: "
                    "searcher papers {paper} --since DATE --until DATE",
                    date=key.date,
                    name=paper.name,
                    life=life,
                    paper=key.paper,
                ),
            )

    def _ids_of_others(self, key: IssueKey) -> Callable[[Sequence[str]], Collection[str]]:
        """Return what says which of some ids articles of other issues have."""

        def taken(ids: Sequence[str]) -> set[str]:
            return {each for each, owner in self._backend.issues_of(ids).items() if owner != key}

        return taken

    def _stays(self, article: Article, pages: Collection[PageLabel], ids: Collection[str]) -> bool:
        """Whether an article of the archive stays beside those given, on ``pages`` and with ``ids``."""
        match self._replace:
            case "page" | "never":
                return article.page not in pages
            case "article":
                return article.id not in ids
            case "issue":
                return False

    def _tell_replaced(
        self, key: IssueKey, gone: Sequence[Article], given: Sequence[Article], added: Added
    ) -> None:
        """Warn of each page that another source replaces; refuse it where nothing is to be replaced."""
        for page in sorted({article.page for article in gone}, key=page_order):
            before = [article for article in gone if article.page == page]
            after = [article for article in given if article.page == page]
            if list(map(_texts, before)) == list(map(_texts, after)):
                continue
            if self._replace == "never":
                raise IssueFormatError(
                    str(key),
                    tr(
                        "page {page} is in the archive with {counted_articles}; drop the issue, or let it be "
                        "replaced (replace='page')",
                        page=page,
                        counted_articles=counted_articles(before),
                    ),
                )
            sources = {article.source for article in before}
            vanished = {article.id for article in before} - {article.id for article in after}
            if sources != {article.source for article in after} or (vanished and None in sources):
                added.warnings.append(
                    tr(
                        "{key} p.{page}: {counted_articles} replaced by {counted_articles_2}",
                        key=key,
                        page=page,
                        counted_articles=counted_articles(before),
                        counted_articles_2=counted_articles(after),
                    )
                )

    def _write_changed(
        self, batch: Sequence[Issue], existing: Mapping[IssueKey, IssueRecord], added: Added
    ) -> None:
        changed = self._changed(batch, existing, added)
        keys = {issue.key for issue in changed}
        self._write_stamps([issue for issue in batch if issue.key not in keys], existing)
        for written in self._write(changed, existing, added):
            added.articles += len(written.articles)
            added.guessed.count(article.confidence for article in written.articles)
            (added.changed if written.key in existing else added.new).append(written.key)
            added.written += self._fresh[written.key]
        self._fresh.clear()

    def _changed(
        self, batch: Sequence[Issue], existing: Mapping[IssueKey, IssueRecord], added: Added
    ) -> list[Issue]:
        """Return the issues that are not in the archive as they are; the others are counted as unchanged."""
        changed = []
        for issue in batch:
            record = existing.get(issue.key)
            if (
                record
                and record.content_hash == issue.content_hash
                and record.analyzer_fingerprint == self._analyzer_fingerprint
                and issue.key not in self._reordered
            ):
                added.unchanged.append(issue.key)
            else:
                changed.append(issue)
        return changed

    def _write_stamps(self, issues: Sequence[Issue], existing: Mapping[IssueKey, IssueRecord]) -> None:
        """Keep the stamps of issues that were read, and found unchanged: the next time they are not read."""
        other = []
        for issue in issues:
            source_stamps = {**existing[issue.key].source_stamps, **issue.source_stamps}
            if source_stamps != existing[issue.key].source_stamps:
                other.append(replace(issue, source_stamps=source_stamps))
        if other:
            expected_hashes = {issue.key: existing[issue.key].content_hash for issue in other}
            self._backend.write([], expected_hashes=expected_hashes, stamps_only=other)

    def _write(
        self, issues: Sequence[Issue], existing: Mapping[IssueKey, IssueRecord], added: Added
    ) -> Sequence[Issue]:
        """Write ``issues`` in one commit, or, when one of them is refused, the others one by one."""
        expected_hashes = {
            issue.key: existing[issue.key].content_hash for issue in issues if issue.key in existing
        }
        try:
            if issues:
                self._backend.write(issues, expected_hashes=expected_hashes)
        except IssueFormatError as error:
            if len(issues) > 1:
                return [issue for each in issues for issue in self._write([each], existing, added)]
            added.refused.append(error)
            return ()
        return issues


def _check_not_empty(key: IssueKey, articles: Sequence[Article], existing: IssueRecord | None) -> None:
    """IssueFormatError for an issue of pages without articles alone: nothing of it could be found."""
    if not articles:
        cure = tr("; drop it to remove what the archive holds of it") if existing else ""
        raise IssueFormatError(
            str(key), tr("no article was found on its pages, and an issue has one{cure}", cure=cure)
        )


def counted_articles(articles: Sequence[Article]) -> str:
    """``2 articles of a/01.txt``."""
    sources = sorted({article.source or tr("a script") for article in articles})
    count = len(articles)
    if not sources:
        return tr_n("{count} article", "{count} articles", count)
    return tr_n(
        "{count} article of {sources}", "{count} articles of {sources}", count, sources=listed(sources)
    )


def _change(issue: Issue, before: Sequence[Article] | None) -> Change:
    existing = {article.id: article for article in before or ()}
    names = [
        sum(len(article.names) for article in articles) for articles in (existing.values(), issue.articles)
    ]
    return Change(
        key=issue.key,
        before=None if before is None else len(before),
        after=len(issue.articles),
        pages=tuple(sorted({article.page for article in issue.articles}, key=page_order)),
        bylines=names[1] - names[0],
        texts=sum(a.id in existing and _texts(existing[a.id]) != _texts(a) for a in issue.articles),
    )


def _joined(before: Sequence[Article], given: Sequence[Article], kept: Sequence[Article]) -> list[Article]:
    """``given`` and ``kept``: on a page of which articles are kept each stands where it stood ``before``."""
    mixed = {article.page for article in given} & {article.page for article in kept}
    if not mixed:
        return [*given, *kept]
    staying = {article.id: article for article in (*given, *kept)}
    stood = [staying.pop(article.id) for article in before if article.id in staying]
    return [*stood, *staying.values()]


def _texts(article: Article) -> tuple[object, ...]:
    told_apart = replace(article, printed=())  # bylines are counted by themselves
    return article.section, article.group, *(told_apart.units(scope) for scope in SCOPES)


def _reads_as(article: Article, before: Article | None) -> bool:
    """Whether a reader sees the same in both, wherever they came from."""
    if before is None:
        return False
    return all(getattr(article, key) == getattr(before, key) for key in _PRINTED_KEYS)


def _batches(issues: Iterable[Issue | None], total: int, progress: Progress | None) -> Iterator[list[Issue]]:
    """Yield issues in batches of about ``BATCH_ARTICLES`` articles, each one commit."""
    batch: list[Issue] = []
    articles = 0
    if progress:
        progress(0, total)
    for done, issue in enumerate(issues, start=1):
        if issue is not None:
            batch.append(issue)
            articles += len(issue.articles)
        if articles >= BATCH_ARTICLES:
            yield batch
            batch, articles = [], 0
            if progress:
                progress(done, total)
    yield batch
    if progress:
        progress(total, total)
