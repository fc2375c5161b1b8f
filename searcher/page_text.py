"""The text of the page that an article was read from, in the file that it names: no archive keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.article import CORRECTS, Article
from index.errors import ArticleNotFound, IssueFormatError
from index.intake.placement import Placement
from index.intake.source_contents import SourceContents
from index.intake.sources import PAGE, Source
from index.messages import tr


def page_text(article: Article) -> str:
    """The text of the article's page, that of the page itself where a correction took its place.

    The file is looked for under the name that ``add`` was given: from the working folder, if that is no whole
    path. ArticleNotFound names it where it is not there, or holds no text.
    """
    names = list(_names(article))
    if not names:
        raise ArticleNotFound(tr("{id} names no file that it came from", id=article.id), (article.id,))
    for name in names:
        source = Source(Path(name))
        if source.suffix == PAGE and source.path.is_file():
            try:
                return SourceContents(Placement()).text(source)
            except IssueFormatError as error:
                raise ArticleNotFound(
                    tr("the page of {id} cannot be read: {error}", id=article.id, error=error), (article.id,)
                ) from None
    raise ArticleNotFound(
        tr("the page of {id} {whereabouts}", id=article.id, whereabouts=_whereabouts(Path(names[0]))),
        (article.id,),
    )


def _whereabouts(path: Path) -> str:
    """Where the text is that cannot be printed, and what to do."""
    if zipped := next((parent for parent in path.parents if parent.is_file()), None):
        return tr(
            "is in {zipped}, as {relative_to}; unpack it there, and look",
            zipped=zipped,
            relative_to=path.relative_to(zipped),
        )
    if path.exists():
        return tr("is in {path}, which is no text file; look there, or with: searcher open", path=path)
    return tr(
        "was read from {path}, which is not here; go to the folder it was added from, or look for that file",
        path=path,
    )


def _names(article: Article) -> Iterator[str]:
    corrected = article.extra.get(CORRECTS)
    if isinstance(corrected, str):
        yield corrected
    if article.source:
        yield article.source
