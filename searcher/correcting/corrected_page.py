"""A page that is to be corrected: its file, its sidecar, and its articles as the archive has them.

The sidecar replaces what the page's text says. So a page is only corrected where its text is here, and the
archive has the articles that the files bring now: else a correction would undo what somebody wrote there.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import CORRECTS, Article
from index.backend import Backend
from index.errors import CorrectionError, IssueFormatError
from index.intake.corrections import text_hash
from index.intake.jsonl import read_text_hashes
from index.intake.placement import Placement, split_header
from index.intake.source_contents import SourceContents
from index.intake.source_files import ARTICLES, PAGE, Source, stem_of
from index.intake.source_reader import SourceReader
from index.intake.source_stamps import articles_source_hash, page_source_hash
from index.issue import IssueKey, IssueRecord
from index.messages import tr
from index.page_label import PageLabel
from searcher.correcting.correction import PRINTED_KEYS
from searcher.correcting.marked_lines import PageCharacters
from searcher.standing_ids import keep_ids


@dataclass(frozen=True)
class CorrectedPage:
    """The page ``label`` of the issue ``key``.

    ``text`` is that of the page's ``source`` with its entities decoded, ``digest`` that of its own text.
    ``sidecar`` is the file of its correction, ``sidecar_text`` its text, None where there is none yet.
    ``articles`` are those of the page, ``issue_articles`` all of the issue; ``record`` is that of the issue.
    """

    key: IssueKey
    label: PageLabel
    source: Source
    text: str
    digest: str
    sidecar: Path
    sidecar_text: str | None
    articles: tuple[Article, ...]
    issue_articles: tuple[Article, ...]
    record: IssueRecord

    @property
    def characters(self) -> PageCharacters:
        """The characters of the page, by line."""
        return PageCharacters(self.text)

    @property
    def stamp(self) -> str | None:
        """What the archive keeps of the source that brought the page."""
        return self.record.source_stamps.get(self.label)


def page_of_article(backend: Backend, reader: SourceReader, article: Article) -> CorrectedPage:
    """The page on which ``article`` stands; CorrectionError says why it cannot be corrected, and what can."""
    return _page(backend, reader, IssueKey.of(article), article.page, _source_of(article))


def page_of_file(backend: Backend, reader: SourceReader, path: Path) -> CorrectedPage:
    """The page of the file ``path``; CorrectionError where it is no page, or the archive does not have it."""
    source = Source(path)
    if source.suffix != PAGE:
        raise CorrectionError(
            tr("{path} is no page of text (.txt); name the page, or an article by its id", path=path)
        )
    contents = SourceContents(Placement())
    text = contents.page(source)[0]
    try:
        place, _ = reader.page(source, text)
    except IssueFormatError:
        raise CorrectionError(
            tr(
                "the path of {path} does not tell of which paper, day and page it is; name an article of it "
                "by its id, which `searcher find --ids` prints",
                path=path,
            )
        ) from None
    held = [article for article in backend.articles(place.key) if article.page == place.page]
    own = next((article for article in held if _is_of(article, source)), None)
    if own is None:
        raise CorrectionError(
            tr("the archive has no article of {path}; add it first: searcher add {path}", path=path)
        )
    return page_of_article(backend, reader, own)


def check_unchanged(page: CorrectedPage) -> None:
    """CorrectionError where the page's text or its sidecar is another by now."""
    contents = SourceContents(Placement())
    if (
        text_hash(contents.text(page.source)) != page.digest
        or _sidecar_text(page.sidecar) != page.sidecar_text
    ):
        raise CorrectionError(
            tr(
                "{page} or its correction was changed meanwhile, and nothing was written; look at it, then "
                "do it again",
                page=page.source.name,
            )
        )


def standing(
    backend: Backend, page: CorrectedPage, articles: Sequence[Article], made: frozenset[str]
) -> list[Article]:
    """``articles`` of the page with the ids that stand; the ids ``made`` may be changed."""

    def taken(ids: Sequence[str]) -> set[str]:
        return {each for each, owner in backend.issues_of(ids).items() if owner != page.key}

    return keep_ids(articles, page.issue_articles, made, page.record.last_orders, taken)


def _page(
    backend: Backend, reader: SourceReader, key: IssueKey, label: PageLabel, source: Source
) -> CorrectedPage:
    # The record is read before the articles: what changes from here on has another hash than the one seen.
    record = next((each for each in backend.issues() if each.key == key), None)
    everything = tuple(backend.articles(key))
    articles = tuple(article for article in everything if article.page == label)
    if record is None:
        raise CorrectionError(tr("{key} was dropped meanwhile", key=key))
    if strange := next((article for article in articles if not _is_of(article, source)), None):
        raise CorrectionError(
            tr(
                "page {label} of {key} is from {one} and from {other}; add one of them again, so that it "
                "replaces the other",
                label=label,
                key=key,
                one=source.name,
                other=strange.source,
            )
        )
    contents = SourceContents(Placement(), reader.papers.code_of)
    raw, text = contents.text(source), contents.page(source)[0]
    sidecar, sidecar_text = _sidecar(source)
    page = CorrectedPage(
        key, label, source, text, text_hash(raw), sidecar, sidecar_text, articles, everything, record
    )
    if sidecar_text is not None and read_text_hashes(sidecar_text) - {page.digest}:
        raise CorrectionError(
            tr(
                "{sidecar} corrects a text that {page} no longer has; `searcher add {page}` says what to do",
                sidecar=sidecar,
                page=source.name,
            )
        )
    if not _is_as_read(page, reader):
        raise CorrectionError(
            tr(
                "the archive has another reading of {page} than its file, or the correction beside it, gives "
                "now; add it first: searcher add {page}",
                page=source.name,
            )
        )
    return page


def _is_as_read(page: CorrectedPage, reader: SourceReader) -> bool:
    """Whether the archive has what the page, or its sidecar, brings by now."""
    source_hash = (page.stamp or "").rpartition(":")[0]
    if page.sidecar_text is None:
        _, printed = split_header(page.text, page.source.path)
        names = {article.page_name for article in page.articles} | {None}
        return source_hash in {page_source_hash(printed, page.key, page.label, name) for name in names}
    if source_hash == articles_source_hash(page.sidecar_text, Placement(), correction=True):
        return True
    contents = SourceContents(Placement(), reader.papers.code_of)
    read = contents.articles(Source(page.sidecar, corrects=page.source.name)).articles
    return [_printed(article) for article in read] == [_printed(article) for article in page.articles]


def _printed(article: Article) -> tuple[object, ...]:
    return tuple(getattr(article, key) for key in PRINTED_KEYS)


def _sidecar(source: Source) -> tuple[Path, str | None]:
    """The sidecar of a page and its text; one that is packed is not written."""
    path = source.path.with_name(f"{stem_of(source.path.name)}{ARTICLES}")
    for other in (path.with_suffix(ARTICLES.upper()), path.with_name(f"{path.name}.gz")):
        if not path.exists() and other.exists():
            raise CorrectionError(
                tr(
                    "the correction of {page} is {other}; rename or unpack it to {path}, and do it again",
                    page=source.name,
                    other=other,
                    path=path,
                )
            )
    return path, _sidecar_text(path)


def _sidecar_text(path: Path) -> str | None:
    return Source(path).read_text() if path.is_file() else None


def _is_of(article: Article, source: Source) -> bool:
    """Whether the article came from the page, or from the correction of it."""
    named = article.extra.get(CORRECTS) or article.source
    return isinstance(named, str) and os.path.realpath(named) == os.path.realpath(source.path)


def _source_of(article: Article) -> Source:
    """The page of text that the article is from; CorrectionError says what to do where there is none."""
    corrected = article.extra.get(CORRECTS)
    name = corrected if isinstance(corrected, str) else article.source
    question = f"paper:{article.paper} date:{article.date} page:{article.page}"
    elsewhere = tr(
        "write the articles of its page to a file, change them there, and add that: searcher find "
        "'{question}' --jsonl > page.jsonl",
        question=question,
    )
    if not name:
        raise CorrectionError(
            tr("{id} names no file that it came from; {elsewhere}", id=article.id, elsewhere=elsewhere)
        )
    source = Source(Path(name))
    if zipped := next((parent for parent in source.path.parents if parent.is_file()), None):
        raise CorrectionError(
            tr(
                "{id} is from a page in {zipped}, beside which nothing can be written; unpack that, add the "
                "folder, and correct there",
                id=article.id,
                zipped=zipped,
            )
        )
    if source.suffix == ARTICLES:
        raise CorrectionError(
            tr(
                "{id} is from {file}, which holds articles and no page; change its row there, and add it "
                "again: searcher add {file}",
                id=article.id,
                file=name,
            )
        )
    if source.suffix != PAGE:
        raise CorrectionError(
            tr(
                "{id} is from {file}, which is no page of text, and no correction beside it is read; "
                "{elsewhere}",
                id=article.id,
                file=name,
                elsewhere=elsewhere,
            )
        )
    if not source.path.is_file():
        raise CorrectionError(
            tr(
                "{id} is from {file}, which is not here; go to the folder it was added from, or put the "
                "page there again",
                id=article.id,
                file=name,
            )
        )
    return source
